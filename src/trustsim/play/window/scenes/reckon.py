"""The reckoning: three voices, the crowd against the would-share line, what changed and why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from trustsim.campaign.report import PostResult
from trustsim.market.outcome import Stance
from trustsim.play.bets import hit_rate
from trustsim.play.causes import Move, moves
from trustsim.play.crowd import BINS, histogram
from trustsim.play.reasons import why
from trustsim.play.strings import say
from trustsim.play.tales import told
from trustsim.play.voices import Voice, voices
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.charts.bars import Histogram
from trustsim.play.window.look import SMALL, STRONG, TITLE
from trustsim.play.window.scenes.autopsy import open_autopsy
from trustsim.play.window.scenes.frame import TownScene
from trustsim.play.window.scenes.people import CAUSE_ICONS
from trustsim.play.window.scenes.why import asked, asker
from trustsim.play.window.scenes.words import KIND_ICONS, amount, place_name, signed
from trustsim.play.window.sound import Noise
from trustsim.play.window.widgets.boxes import Column, Flow, Row, Scroll
from trustsim.play.window.widgets.button import Button, Buttons, main_button
from trustsim.play.window.widgets.card import Card, Face, heading
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import Press, Role, Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game


_SHOWN_MOVES: Final = 6
_THREE: Final = 3


class Reckon(TownScene):
    """What came of the week."""

    def __init__(self, game: Game) -> None:
        super().__init__(game)
        campaign = self.session.campaign
        self.report, self.before = campaign.reports[-1], campaign.reports[-2]
        self.voices = voices(campaign)
        self.crowd = histogram(campaign)
        self.moves = moves(campaign, campaign.week)
        self.stage.show_now(self.session)

    def verdict(self) -> str:
        """Return the week in a sentence."""
        report = self.report
        turned = report.mutes + report.blocks + report.unfollows
        friends = sum(post.shared_reach for post in report.posts)
        own = sum(post.organic_reach for post in report.posts)
        if not report.posts:
            return say("verdict.silent")
        if not report.reach:
            return say("verdict.unheard")
        if turned > report.follows and turned > 0:
            return say("verdict.lost", count=turned)
        if friends > own:
            return say("verdict.carried", count=friends)
        if report.follows > 0:
            return say("verdict.won", count=report.follows)
        return say("verdict.heard", count=report.reach)

    def side(self) -> Widget:
        """Return the voices, what changed, and the way on."""
        over = self.session.campaign.is_over
        next_one = say("reckon.end") if over else say("reckon.next", week=self.report.week + 1)
        parts: list[Widget] = [
            heading(say("reckon.voices" if len(self.voices) == _THREE else "reckon.some_voices")),
            *(self._voice(voice) for voice in self.voices),
        ]
        if not self.voices:
            parts.append(Label(say("reckon.no_voices"), letter=SMALL, colour="text_muted"))
        parts += [heading(say("reckon.changed")), *self._changes()]
        if self.moves:
            parts.append(heading(say("reckon.moved"), say("reckon.moved_note")))
            parts += [self._move(move) for move in self.moves[:_SHOWN_MOVES]]
        if bet := self._bet():
            parts.append(bet)
        return Column(
            [
                Column(
                    [
                        Label(say("reckon.title", week=self.report.week), letter=TITLE,
                              weight="bold"),
                        Label(self.verdict(), letter=STRONG, colour="text_muted",
                              weight="semibold"),
                    ],
                    gap=1,
                ),
                Scroll(Column(parts, gap=8), key="reckon"),
                Buttons(
                    [
                        self._small("again", "rotate-ccw", self.again),
                        self._small("rewind", "rewind", self.rewind),
                        self._small("what_if", "git-branch", self.what_if),
                    ]
                ),
                main_button(next_one, self.main, key="main", icon="arrow-right"),
            ],
            gap=9,
        )  # fmt: skip

    @staticmethod
    def _small(key: str, icon: str, press: Press) -> Button:
        return Button(say(f"reckon.{key}"), press, icon=icon, key=key,
                      tip=say(f"reckon.{key}_tip"), letter=SMALL)  # fmt: skip

    def _voice(self, voice: Voice) -> Widget:
        """Return what somebody says, with the reason, and the way to the whole story."""
        trust = float(self.session.campaign.market.world.trust(0)[voice.user])
        role: Role = "good" if voice.is_warm else "bad"
        cause = say(f"cause.{voice.cause.removesuffix('_muted')}")
        return Card(
            Row(
                [
                    Face(voice.name, trust),
                    Column(
                        [
                            Label(say("reckon.quote", text=voice.text), letter=STRONG,
                                  weight="semibold"),
                            Row(
                                [
                                    Icon("thumbs-up" if voice.is_warm else "frown", letter=13,
                                         colour=role),
                                    Label(say("reckon.who", name=voice.name, circle=voice.circle,
                                              cause=cause), letter=SMALL, colour="text_muted",
                                          grow=1),
                                ],
                                gap=6,
                                align="start",
                            ),
                        ],
                        gap=3,
                        grow=1,
                    ),
                    Icon("chevron-right", letter=15, colour="text_muted"),
                ],
                gap=10,
            ),
            lambda: self.open_person(voice.user),
            key=f"voice.{voice.user}",
            tip=say("reckon.why"),
            across=10,
            down=9,
        )  # fmt: skip

    def _changes(self) -> list[Widget]:
        """Return what is different from a week ago."""
        report, before = self.report, self.before
        rows = self.session.campaign.record.weeks
        trusting = int(rows[-1]["trusting"]) - (int(rows[-2]["trusting"]) if len(rows) > 1 else 0)
        lines: list[tuple[str, str, str, int, int]] = [
            ("followers", "users", say("trend.followers"), report.followers - before.followers, 1),
            ("aware", "eye", say("reckon.met"), report.aware - before.aware, 1),
            ("trusting", "heart", say("trend.trusting"), trusting, 1),
            ("muted", "bell-off", say("reckon.muted"), report.mutes + report.blocks, -1),
            ("reach", "radio", say("trend.reach"), report.reach, 1),
            ("visits", "mouse-pointer-click", say("reckon.visits"), report.visits, 1),
            ("sales", "shopping-bag", say("trend.sales"), report.sales, 1),
        ]
        found = [
            self._why(name, self._change(icon, text, change, better))
            for name, icon, text, change, better in lines
            if change
        ]
        was_open = {view.id: view.door_open for view in before.circles}
        for view, spec in zip(
            report.circles, told(self.session.campaign.scenario).population.circles, strict=True
        ):
            if was_open[view.id] != view.door_open:
                key = "opens" if view.door_open else "closes"
                found.append(
                    Row([
                        Icon("door-open" if view.door_open else "door-closed", letter=16,
                             colour="good" if view.door_open else "bad"),
                        Label(say(f"beat.door_{key}.title", circle=spec.name), letter=SMALL + 1,
                              weight="semibold", grow=1),
                    ], gap=8)
                )  # fmt: skip
        return found or [Label(say("reckon.nothing"), letter=SMALL, colour="text_muted")]

    def _why(self, name: str, inside: Widget) -> Widget:
        """Return a number that answers."""
        return asked(self, f"changed.{name}", inside, partial(why, self.session, name))

    @staticmethod
    def _change(icon: str, name: str, change: int, better: int) -> Widget:
        """Return one number that changed."""
        role: Role = "good" if change * better > 0 else "bad"
        return Row(
            [
                Icon(icon, letter=16, colour="text_muted"),
                Label(name, letter=SMALL + 1, grow=1),
                Icon("trending-up" if change > 0 else "trending-down", letter=15, colour=role),
                Label(signed(change), letter=STRONG, weight="semibold", colour=role),
            ],
            gap=8,
        )

    @staticmethod
    def _move(move: Move) -> Widget:
        """Return one cause, and how many people it moved which way."""
        role: Role = "good" if move.is_warm else "bad"
        return Row(
            [
                Icon(CAUSE_ICONS[move.cause], letter=15, colour=role),
                Label(say(f"cause.{move.cause}"), letter=SMALL + 1, grow=1),
                Icon("thumbs-up" if move.is_warm else "frown", letter=13, colour=role),
                Label(amount(move.people), letter=SMALL, weight="semibold"),
            ],
            gap=8,
        )

    def _bet(self) -> Widget | None:
        """Return how the bet came out."""
        bets = self.session.bets
        if not bets or bets[-1].week != self.report.week:
            return None
        won = bets[-1].is_won
        text = say("bet.won" if won else "bet.lost", reach=amount(bets[-1].reach),
                   rate=f"{hit_rate(bets):.0%}")  # fmt: skip
        return Card(
            Row(
                [
                    Icon("target", letter=18, colour="good" if won else "text_muted"),
                    Label(text, letter=SMALL, grow=1),
                ],
                gap=10,
            ),
            across=10,
            down=8,
        )

    def bottom(self) -> Widget:
        """Return the crowd by trust, and how each post did."""
        crowd = self.crowd
        chart = Histogram(
            crowd.counts,
            crowd.line,
            say("crowd.line_count", count=crowd.over),
            before=self._crowd_before(),
            ends=(say("crowd.cold"), say("crowd.warm")),
            tall=70,
            grow=1,
        )
        # Large letters leave no room for it in the strip.
        note = say("crowd.note") if self.look.text_scale < 1.4 else ""
        left = Card(
            Column(
                [heading(say("crowd.title"), note), chart], gap=4
            ),
            asker(self, "crowd", partial(why, self.session, "crowd")),
            key="crowd",
            tip=say("because.ask_tip"),
            grow=1.15,
            down=8,
        )  # fmt: skip
        posts: list[Widget] = [self._post(post) for post in self.report.posts]
        if not posts:
            posts = [Label(say("reckon.no_posts"), letter=SMALL, colour="text_muted")]
        right = Card(
            Column(
                [heading(say("reckon.posts")), Scroll(Column(posts, gap=6), key="results")],
                gap=5,
            ),
            grow=1,
            down=8,
        )
        return Row([left, right], gap=10, align="fill")

    def _crowd_before(self) -> tuple[int, ...]:
        """Return the histogram of a week ago."""
        page = self.stage.pages[self.report.week - 1]
        crowd = page.crowd()
        known = crowd.trust[crowd.stance != Stance.STRANGER]
        counts, _ = np.histogram(known, bins=BINS, range=(0.0, 1.0))
        return tuple(int(count) for count in counts)

    def _post(self, post: PostResult) -> Widget:
        """Return how one post did, as a card that takes it apart."""
        scenario = self.session.campaign.scenario
        asks = post.ask >= 0.25
        title = say("reckon.post", day=say(f"day_short.{post.day}"),
                    kind=say(f"kind.{post.kind}"),
                    place=place_name(scenario, post.audience))  # fmt: skip
        return Card(
            Row(
                [
                    Icon(KIND_ICONS[post.kind], letter=17, colour="bad" if asks else "accent"),
                    Column(
                        [
                            Label(title, letter=SMALL, weight="semibold"),
                            Flow([_stat(*stat) for stat in _stats(post)], gap=12),
                        ],
                        gap=1,
                        grow=1,
                    ),
                    Icon("waypoints", letter=15, colour="text_muted"),
                ],
                gap=9,
            ),
            lambda: open_autopsy(self.game, post),
            key=f"post.{post.post}",
            tip=say("reckon.post_tip"),
            across=8,
            down=4,
        )

    def main(self) -> None:
        """Plan the next week, or end."""
        from trustsim.play.window.scenes.opening import go_on

        self.game.noise(Noise.PRESS)
        go_on(self.game)

    def again(self) -> None:
        """See the week again."""
        from trustsim.play.window.scenes.watch import Watch

        if self.stage.showing is not None:
            self.game.show(Watch(self.game, self.stage.showing))

    def rewind(self) -> None:
        """Take the week back."""
        from trustsim.play.window.scenes.plan import PlanScene

        PlanScene(self.game).ask_rewind()

    def what_if(self) -> None:
        """Ask what would have been."""
        from trustsim.play.window.scenes.what_if import ask

        ask(self.game, self.report.week)

    def act(self, action: Action) -> bool:
        """See the week again, or take it back."""
        if action.act is Act.REPLAY:
            self.again()
        elif action.act is Act.UNDO:
            self.rewind()
        else:
            return super().act(action)
        return True


def _stats(post: PostResult) -> list[tuple[str, str, int]]:
    """Return what there is to count of a post: icon, key of its tooltip, number."""
    return [
        ("eye", "reach", post.reach),
        ("users", "friends", post.shared_reach),
        ("repeat-2", "shares", post.shares),
        ("waypoints", "depth", post.depth),
        ("heart", "likes", post.likes),
        ("bell-off", "mutes", post.mutes),
    ]


def _stat(icon: str, key: str, count: int) -> Widget:
    """Return one count with its icon."""
    bad = key == "mutes" and count > 0
    return Row(
        [
            Icon(icon, letter=13, colour="bad" if bad else "text_muted"),
            Label(amount(count), letter=SMALL, weight="semibold",
                  colour="bad" if bad else "text"),
        ],
        gap=4,
        tip=say(f"stat.{key}", count=count),
    )  # fmt: skip
