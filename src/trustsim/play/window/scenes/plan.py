"""The plan screen: read the room, decide the week, bet, and let it run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from trustsim.campaign.plan import HOME, Plan, PostPlan, WorkKind
from trustsim.errors import PlanRefused
from trustsim.play.bets import bands
from trustsim.play.burnout import tiredness
from trustsim.play.refusals import spoken
from trustsim.play.strings import say
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.charts.bars import Part, StackedBar
from trustsim.play.window.look import SMALL, TITLE
from trustsim.play.window.scenes.frame import TownScene
from trustsim.play.window.scenes.plan_inbox import inbox_tab
from trustsim.play.window.scenes.plan_post import new_post, post_tab, posts_head
from trustsim.play.window.scenes.plan_room import room_tab
from trustsim.play.window.scenes.plan_work import circle_work, set_work, work_tab
from trustsim.play.window.scenes.stage import Showing
from trustsim.play.window.scenes.trends import trends
from trustsim.play.window.scenes.words import amount
from trustsim.play.window.sound import Noise
from trustsim.play.window.widgets.boxes import Column, Row, Scroll
from trustsim.play.window.widgets.button import Button, main_button
from trustsim.play.window.widgets.card import icon_line
from trustsim.play.window.widgets.choice import Segmented
from trustsim.play.window.widgets.label import Label
from trustsim.play.window.widgets.widget import Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game

Tab = Literal["room", "posts", "inbox", "work"]
TABS: Final[tuple[Tab, ...]] = ("room", "posts", "inbox", "work")


class PlanScene(TownScene):
    """Where a week is decided.

    Attributes:
        tab: Which part of the plan is shown.
        slot: Which post is edited.
        comment: Which comment is being answered; -1 for none.
        work_kind: Which other work is shown.
        shows_more: Whether the rarer choices of a post are shown.
    """

    def __init__(self, game: Game) -> None:
        super().__init__(game)
        report = self.session.report
        news = report.week > 0 and (report.feed or report.events)
        self.tab: Tab = "room" if news and not self.session.draft.plan.posts else "posts"
        self.slot = 0
        self.comment = -1
        self.work_kind: WorkKind = "take_part"
        self.shows_more = False
        self._since_change = 0.0
        self.stage.show_now(self.session)

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self.session.draft.plan

    def change(self, plan: Plan) -> None:
        """Take another plan; what it was can be had back."""
        if plan != self.plan:
            self.session.draft.change(plan)
            self._since_change = 0.0
        self.choose()

    def set_post(self, **values: object) -> None:
        """Change the post that is edited."""
        posts = list(self.plan.posts)
        post = PostPlan.model_validate({**posts[self.slot].model_dump(), **values})
        posts[self.slot] = post
        self.change(self.plan.model_copy(update={"posts": tuple(posts)}))

    def add_post(self, audience: str = HOME) -> None:
        """Add a post and edit it."""
        if len(self.plan.posts) >= self.session.report.max_posts:
            self.game.tell(say("plan.no_slot"))
            self.game.noise(Noise.REFUSE)
            return
        post = new_post(self.session, audience)
        self.slot, self.tab, self.circle = len(self.plan.posts), "posts", -1
        self.change(self.plan.model_copy(update={"posts": (*self.plan.posts, post)}))

    def drop_post(self) -> None:
        """Leave out the post that is edited."""
        posts = tuple(post for i, post in enumerate(self.plan.posts) if i != self.slot)
        self.slot = max(0, self.slot - 1)
        self.change(self.plan.model_copy(update={"posts": posts}))

    def undo(self) -> None:
        """Take the last change back."""
        if self.session.draft.undo():
            self.slot = min(self.slot, max(0, len(self.plan.posts) - 1))
            self._since_change = 0.0
            self.choose()
        else:
            self.game.noise(Noise.REFUSE)
            self.game.tell(say("plan.nothing_to_undo"))

    def problems(self) -> list[str]:
        """Return why the plan can't be played, as sentences."""
        try:
            self.session.campaign.check(self.plan)
        except PlanRefused as refusal:
            return [line.partition(": ")[2] for line in spoken(refusal).splitlines()]
        return []

    def side(self) -> Widget:
        """Return the plan."""
        problems = self.problems()
        run = main_button(say("plan.run"), self.main, key="main", icon="play")
        run.is_enabled = not problems
        run.tip = say("plan.run_tip")
        head: list[Widget] = [
            Label(say("plan.title", week=self.session.report.week + 1), letter=TITLE,
                  weight="bold", grow=1),
            Button("", self.undo, icon="undo-2", key="undo", tip=say("plan.undo"), letter=14),
        ]  # fmt: skip
        if self.session.campaign.week:
            rewind = Button("", self.ask_rewind, icon="rewind", key="rewind", letter=14)
            rewind.tip = say("plan.rewind")
            head.append(rewind)
        parts: list[Widget] = [Row(head, gap=8), self._tabs()]
        if self.tab == "posts":
            parts.append(posts_head(self))
        parts.append(Scroll(self._tab_content(), key=f"plan.{self.tab}"))
        parts += [self._cost(), *self._bet()]
        if problems:
            parts.append(Label(problems[0], letter=SMALL, colour="bad", weight="semibold"))
        return Column([*parts, run], gap=9)

    def _tabs(self) -> Widget:
        """Return the parts of the plan to choose from."""
        report = self.session.report
        texts = [
            say("plan.tab.room"),
            say("plan.tab.posts", ready=len(self.plan.posts), most=report.max_posts),
            say("plan.tab.inbox", waiting=len(report.inbox) - len(self.plan.replies)),
            say("plan.tab.work"),
        ]
        tips = [say(f"plan.tab_tip.{tab}") for tab in TABS]
        return Segmented(texts, TABS.index(self.tab), self.show_tab, key="tabs", tips=tips)

    def show_tab(self, index: int) -> None:
        """Show another part of the plan."""
        self.tab = TABS[index]
        self.choose()

    def _tab_content(self) -> Widget:
        """Return the part of the plan that is shown."""
        if self.tab == "room":
            return room_tab(self)
        if self.tab == "inbox":
            return inbox_tab(self)
        return work_tab(self) if self.tab == "work" else post_tab(self)

    def _cost(self) -> Widget:
        """Return what the plan takes of the week's hours."""
        session, prices = self.session, self.session.report.prices
        posts = sum(prices.of_post(post) for post in self.plan.posts)
        replies = sum(prices.of_reply(reply) for reply in self.plan.replies)
        work = sum(prices.of_work(work) for work in self.plan.work)
        left = session.hours_left
        over = left < -1e-9
        text = (
            say("plan.over", hours=amount(round(-left, 2)))
            if over
            else say("plan.left", left=amount(round(left, 2)),
                     hours=amount(round(session.report.hours, 2)))
        )  # fmt: skip
        bar = StackedBar(
            [
                Part(round(posts, 2), say("plan.part.posts"), "accent"),
                Part(round(replies, 2), say("plan.part.replies"), "good"),
                Part(round(work, 2), say("plan.part.work"), "text_muted", is_hollow=True),
            ],
            whole=max(session.report.hours, session.hours_planned),
        )
        head = Row(
            [
                Label(say("plan.hours"), letter=SMALL, weight="semibold", colour="text_muted",
                      grow=1),
                Label(text, letter=SMALL, weight="semibold", colour="bad" if over else "text"),
            ]
        )  # fmt: skip
        return Column([head, bar, *self._tiredness()], gap=4)

    def _tiredness(self) -> list[Widget]:
        """Return what too many full weeks have cost, or are about to cost."""
        state = tiredness(self.session.campaign)
        if state.is_worn_out:
            text = say("plan.worn_out", hours=amount(round(state.lost, 1)))
        elif state.is_near and self.session.hours_left < state.spare:
            text = say("plan.nearly_worn_out", hours=amount(round(state.spare, 1)))
        else:
            return []
        return [icon_line("coffee", text, "bad" if state.is_worn_out else "warm_text")]

    def offered_bets(self) -> tuple[tuple[float, float], ...]:
        """Return the bets on the week's reach."""
        views = [self.session.campaign.preview(post) for post in self.plan.posts]
        low = max((view.low for view in views), default=0)
        high = sum(view.high for view in views)
        return bands(low, max(high, low + 3))

    def _bet(self) -> list[Widget]:
        """Return the bet, once there is something to bet on."""
        if not self.plan.posts or self.problems():
            return []
        (_, first), (_, second), _ = offered = self.offered_bets()
        chosen = 0
        if self.plan.bet is not None:
            chosen = 1 + offered.index(self.plan.bet) if self.plan.bet in offered else 0
        texts = [
            say("bet.none"),
            say("bet.under", high=amount(first)),
            say("bet.between", low=amount(first), high=amount(second)),
            say("bet.over", low=amount(second)),
        ]
        bet = Segmented(texts, chosen, self.bet, key="bet")
        bet.tip = say("bet.tip")
        return [
            Column(
                [
                    Label(say("bet.title"), letter=SMALL, weight="semibold", colour="text_muted"),
                    bet,
                ],
                gap=4,
            )
        ]

    def bet(self, index: int) -> None:
        """Bet on the week's reach, or not."""
        bet = self.offered_bets()[index - 1] if index else None
        self.change(self.plan.model_copy(update={"bet": bet}))

    def bottom(self) -> Widget:
        """Return how things went so far."""
        return trends(self)

    def circle_actions(self, circle: int) -> list[Widget]:
        """Return what can be done in a circle."""
        return circle_work(self, circle)

    def put_hours(self, kind: WorkKind, target: str, hours: float) -> None:
        """Put so many hours into some work."""
        self.change(set_work(self.plan, kind, target, hours))

    def main(self) -> None:
        """Run the week."""
        if self.problems():
            self.game.noise(Noise.REFUSE)
            self.game.tell(self.problems()[0])
            return
        if not (self.plan.posts or self.plan.replies or self.plan.work):
            self._ask_silence()
            return
        self.run()

    def _ask_silence(self) -> None:
        """Ask whether nothing at all is to be done this week."""
        from trustsim.play.window.scenes.message import Message

        self.game.over(
            Message(
                self.game,
                say("silence.title"),
                say("silence.text"),
                self.run,
                say("silence.yes"),
            )
        )

    def run(self) -> None:
        """Let the week be played."""
        if self.plan.bet is not None and self.plan.bet not in self.offered_bets():
            # The posts have changed since: what was bet on is not what is run.
            self.session.draft.plan = self.plan.model_copy(update={"bet": None})
        self.game.noise(Noise.PRESS)
        session, stage = self.session, self.stage
        self.game.do(say("wait.week"), lambda: stage.play_week(session), self._watch)

    def _watch(self, showing: Showing) -> None:
        """Watch the week that was played."""
        from trustsim.play.window.scenes.watch import Watch

        if self.session.save_problem:
            self.game.tell(self.session.save_problem)
        self.game.show(Watch(self.game, showing))

    def ask_rewind(self) -> None:
        """Ask whether the last week is to be taken back."""
        from trustsim.play.window.scenes.message import Message

        self.game.over(
            Message(self.game, say("rewind.title", week=self.session.campaign.week),
                    say("rewind.text"), self.rewind, say("rewind.yes"))
        )  # fmt: skip

    def rewind(self) -> None:
        """Take the last week back; its plan is the draft again."""
        session, stage = self.session, self.stage
        self.game.do(
            say("wait.rewind"),
            lambda: stage.undo_week(session),
            lambda _: self.game.show(PlanScene(self.game)),
        )

    def act(self, action: Action) -> bool:
        """Do what an action means to the screen as a whole."""
        if action.act is Act.UNDO:
            self.undo()
        elif action.act is Act.CHOOSE and action.number <= len(TABS):
            self.show_tab(action.number - 1)
            self.ui.focus_on("tabs")
        else:
            return super().act(action)
        return True

    def pass_time(self, seconds: float) -> None:
        """Keep the draft a moment after it has changed."""
        super().pass_time(seconds)
        before, self._since_change = self._since_change, self._since_change + seconds
        if before < 1.0 <= self._since_change:
            self.game.keep_draft()
