"""The party: one evening, two ways to spend it, the same twelve people, the same luck."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final, Literal

import pygame

from trustsim.campaign.campaign import Campaign
from trustsim.explain.person import person_ledger
from trustsim.play.commands import new_seed
from trustsim.play.party import Choice, Guest, guests
from trustsim.play.people import name_of
from trustsim.play.strings import say
from trustsim.play.tales import told as in_words
from trustsim.play.window import brush
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.interface import Panel
from trustsim.play.window.look import NUMBER, SMALL, STRONG, SUBTITLE, TITLE
from trustsim.play.window.scenes.guests import AWAY, TURN, GuestFace, Room
from trustsim.play.window.scenes.scene import Scene
from trustsim.play.window.scenes.town import known_icon
from trustsim.play.window.sound import Noise
from trustsim.play.window.widgets.boxes import Column, Padded, Row, Spacer
from trustsim.play.window.widgets.button import Button, Buttons, main_button
from trustsim.play.window.widgets.label import Label
from trustsim.play.window.widgets.widget import Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game

State = Literal["choose", "first", "second", "both", "lesson"]
EVENING: Final = 5.5
"""Seconds an evening takes to be seen."""
_BEGINS: Final = 0.9
_GLOW_EVERY: Final = 1.4


class Evening:
    """One way to spend the evening, as it is seen."""

    def __init__(self, campaign: Campaign, choice: Choice) -> None:
        self.choice = choice
        self.guests: list[Guest] = guests(campaign)
        self.tips = [_story(campaign, guest) for guest in self.guests]
        self.turns = _turns(campaign, self.guests)
        self.friends = _friends(campaign)
        self.seconds = 0.0

    @property
    def is_over(self) -> bool:
        """Whether everybody has shown how they take it."""
        return self.seconds >= EVENING + TURN

    def turned(self, index: int) -> float:
        """Return how far one guest has turned, 0 to 1."""
        return min(1.0, max(0.0, (self.seconds - self.turns[index]) / TURN))

    def counts(self) -> Counter[str]:
        """Return how many left in which way."""
        return Counter(guest.word for guest in self.guests)


class Party(Scene):
    """The tutorial."""

    first: ClassVar[str] = "tell"

    def __init__(self, game: Game, told: Campaign, joined: Campaign) -> None:
        super().__init__(game)
        self.scenario, self.seed = told.scenario, told.seed
        self.evenings: dict[Choice, Evening] = {
            "tell": Evening(told, "tell"),
            "join": Evening(joined, "join"),
        }
        self.state: State = "choose"
        self.chosen: Choice = "tell"
        self._seconds = 0.0
        self._rooms: list[tuple[Evening, Room]] = []
        self._says = False

    @property
    def other(self) -> Choice:
        """The way that was not taken first."""
        return "join" if self.chosen == "tell" else "tell"

    @property
    def now(self) -> Evening:
        """The evening on show."""
        return self.evenings[self.other if self.state == "second" else self.chosen]

    def panels(self) -> Sequence[Panel]:
        """Return room and words."""
        width, height = self.size
        least = round(self.look.px(172) * (1 + (self.look.text_scale - 1) * 0.6))
        self._says = False
        while True:
            foot = Padded(self._foot(), across=40, down=18)
            need = foot.size(self.look, width)[1]
            high = min(max(need, least), round(height * 0.5))
            above = pygame.Rect(0, 0, width, height - high)
            stage = Padded(self._stage(), across=28, down=14)
            stage.place(self.look, above)
            if self._says or all(room.is_round or not room.speech for _, room in self._rooms):
                break
            # What has no room beside your head is said below.
            self._says = True
        below = pygame.Rect(0, above.bottom, width, high)
        return [
            Panel(above, stage, ground="background"),
            Panel(below, foot, edges="t"),
        ]

    def _stage(self) -> Widget:
        """Return the title and the room, or both rooms."""
        head = Row(
            [
                Label(self._title(), letter=TITLE, weight="bold", grow=1),
                Button("", self.open_help, icon="circle-help", key="help",
                       tip=say("head.help"), letter=15),
                Button("", self.open_settings, icon="settings",
                       key="settings", tip=say("head.settings"), letter=15),
                Button("", self.back, icon="x", key="leave", tip=say("party.leave"), letter=15),
            ],
            gap=8,
        )  # fmt: skip
        self._rooms = []
        if self.state in {"both", "lesson"}:
            halves = [self._half(choice) for choice in ("tell", "join")]
            return Column([head, Row(halves, is_even=True, gap=18, align="fill", grow=1)], gap=8)
        return Column([head, self._room(self.now, "room", is_small=False)], gap=8)

    def _half(self, choice: Choice) -> Widget:
        """Return one of the two rooms with what was done in it."""
        evening = self.evenings[choice]
        room = self._room(evening, f"room.{choice}", is_small=True)
        sums = Label(self._sum(evening), letter=STRONG, weight="semibold",
                     colour="bad" if choice == "tell" else "warm_text")  # fmt: skip
        return Column(
            [Label(say(f"party.did_{choice}"), letter=SUBTITLE, weight="bold"), room, sums], gap=5
        )

    def _room(self, evening: Evening, key: str, *, is_small: bool) -> Widget:
        """Return a room."""
        faces = []
        for index, guest in enumerate(evening.guests):
            face = GuestFace(guest, self._turned(evening, index), key=f"{key}.{guest.user}")
            face.tip = evening.tips[index] if face.turned >= 1 else ""
            faces.append(face)
        speech = say(f"party.speech_{evening.choice}") if self._speaks(evening) else ""
        icon = known_icon(self.scenario.brand.icon, "guitar")
        room = Room(faces, icon, is_small, speech, evening.friends, key=key, grow=1)
        self._rooms.append((evening, room))
        return room

    def _turned(self, evening: Evening, index: int) -> float:
        """Return how far a guest has turned: not at all before the choice."""
        return 0.0 if self.state == "choose" else evening.turned(index)

    def _speaks(self, evening: Evening) -> bool:
        """Tell whether one is just saying something."""
        return self.state in {"first", "second"} and evening.seconds < EVENING * 0.7

    def _title(self) -> str:
        """Return the headline."""
        if self.state in {"both", "lesson"}:
            return say("party.both", seed=self.seed)
        return in_words(self.scenario).title

    def _sum(self, evening: Evening) -> str:
        """Return an evening in numbers."""
        counts = evening.counts()
        return say(
            "party.sum",
            away=counts["left"] + counts["stopped"],
            again=counts["again"] + counts["bought"],
            warmer=counts["warmer"],
        )

    def _foot(self) -> Widget:
        """Return the words below the room, and what can be done."""
        if self.state == "choose":
            return self._choices()
        if self.state in {"first", "second"}:
            return self._after()
        return self._lesson()

    def _choices(self) -> Widget:
        """Return the two big buttons."""
        text = " ".join(
            part.strip() for part in in_words(self.scenario).story.briefing.split("\n\n")
        )
        tell = Button(say("party.tell"), lambda: self.start("tell"), icon="megaphone", key="tell",
                      letter=NUMBER, grow=1)  # fmt: skip
        join = Button(say("party.join"), lambda: self.start("join"), icon="messages-square",
                      key="join", letter=NUMBER, grow=1)  # fmt: skip
        return Column(
            [
                Label(text, letter=SUBTITLE, align="middle"),
                Spacer(2),
                Buttons([tell, join], gap=18),
                Label(say("party.keys"), letter=SMALL, colour="text_muted", align="middle"),
            ],
            gap=10,
        )

    def _after(self) -> Widget:
        """Return what the evening was like, once it is over."""
        evening = self.now
        if not evening.is_over:
            during = say(f"party.speech_{evening.choice}" if self._says else "party.during")
            return Column(
                [
                    Label(say(f"party.did_{evening.choice}"), letter=NUMBER, weight="bold",
                          align="middle"),
                    Label(during, letter=STRONG, colour="text_muted", align="middle"),
                    Row([Spacer(grow=1), Button(say("party.skip"), self.skip, key="skip",
                                                icon="fast-forward"), Spacer(grow=1)]),
                ],
                gap=8,
            )  # fmt: skip
        again, icon = say("party.differently"), "rotate-ccw"
        if self.state == "second":
            again, icon = say("party.compare"), "users"
        return Column(
            [
                Label(say(f"party.sum_{evening.choice}"), letter=TITLE, weight="bold",
                      align="middle"),
                Label(self._sum(evening), letter=STRONG, colour="text_muted", align="middle"),
                Spacer(2),
                Row(
                    [Spacer(grow=1), main_button(again, self.main, key="main", icon=icon, grow=1.4),
                     Spacer(grow=1)]
                ),
            ],
            gap=8,
        )  # fmt: skip

    def _lesson(self) -> Widget:
        """Return what it was about, and the ways on."""
        lesson = Label(in_words(self.scenario).story.lesson.strip(), letter=STRONG + 1)
        buttons = Column(
            [
                main_button(say("party.next"), self.main, key="main", icon="arrow-right"),
                Buttons(
                    [
                        Button(say("party.others"), self.others, key="others", icon="users",
                               letter=STRONG),
                        Button(say("party.title"), self.game.show_title, key="title",
                               icon="house", letter=STRONG),
                    ],
                    gap=10,
                ),
            ],
            gap=10,
        )  # fmt: skip
        lesson.grow, buttons.grow = 1.7, 1
        return Row([lesson, buttons], gap=30)

    def start(self, choice: Choice) -> None:
        """Spend the evening one way."""
        self.game.noise(Noise.PUBLISH if choice == "tell" else Noise.PRESS)
        self.chosen, self.state = choice, "first"
        self.evenings[choice].seconds = 0.0
        self.rebuild()
        self.ui.focus_on("skip", visibly=self.ui.shows_focus)

    def skip(self) -> None:
        """See how the evening ends at once."""
        for evening in self._on_show():
            evening.seconds = EVENING + TURN
        self._finish()

    def main(self) -> None:
        """Go on to what comes next."""
        if self.state == "choose":
            return
        if self.state in {"first", "second"} and not self.now.is_over:
            self.skip()
            return
        self.game.noise(Noise.PRESS)
        if self.state == "first":
            self.state = "second"
            self.evenings[self.other].seconds = 0.0
        elif self.state == "second":
            self.state = "both"
            for evening in self.evenings.values():
                evening.seconds = 0.0
        else:
            from trustsim.play.window.scenes.opening import start_shipped

            start_shipped(self.game, "the-regular")
            return
        self.rebuild()
        self.ui.focus_on("skip" if self.state == "second" else "main",
                         visibly=self.ui.shows_focus)  # fmt: skip

    def others(self) -> None:
        """Invite twelve other people."""
        self.game.start(self.scenario, new_seed())

    def back(self) -> None:
        """Leave the party."""
        self.game.show_title()

    def act(self, action: Action) -> bool:
        """Choose by number, skip, or go on."""
        if action.act is Act.CHOOSE and self.state == "choose" and action.number <= 2:
            self.start("tell" if action.number == 1 else "join")
        elif action.act is Act.SKIP:
            self.skip()
        else:
            return super().act(action)
        return True

    def _on_show(self) -> list[Evening]:
        """Return the evenings that are on show."""
        if self.state == "choose":
            return []
        return list(self.evenings.values()) if self.state in {"both", "lesson"} else [self.now]

    def pass_time(self, seconds: float) -> None:
        """Let the evening pass."""
        super().pass_time(seconds)
        self._seconds += seconds
        running = [evening for evening in self._on_show() if not evening.is_over]
        if not running:
            return
        spoke = [self._speaks(evening) for evening in running]
        for evening in running:
            before = evening.seconds
            evening.seconds = before + seconds
            self._sound(evening, before)
        if all(evening.is_over for evening in running):
            self._finish()
            return
        if spoke != [self._speaks(evening) for evening in running]:
            self.rebuild()
        for evening, room in self._rooms:
            for index, face in enumerate(room.faces):
                face.turned = self._turned(evening, index)
            self.ui.redraw(room.key)

    def _sound(self, evening: Evening, before: float) -> None:
        """Let it be heard when somebody turns."""
        for turn, guest in zip(evening.turns, evening.guests, strict=True):
            if before < turn <= evening.seconds and len(self._on_show()) == 1:
                if guest.word in AWAY:
                    self.game.noise(Noise.TURN_AWAY)
                elif guest.word in {"again", "bought"}:
                    self.game.sounds.play(Noise.SHARE)

    def _finish(self) -> None:
        """Show how the evening was."""
        self.rebuild()
        self.ui.focus_on("main", visibly=self.ui.shows_focus)

    def caption_bounds(self) -> pygame.Rect:
        """Return the room down to a little below its middle, where nobody sits."""
        room = self.ui.panels[0].rect
        return pygame.Rect(room.x, room.y, room.width, room.height // 2 + self.look.px(120))

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the room; what comes next glows."""
        super().draw(surface)
        button = self.ui.widget("main")
        if button is None or self.state not in {"first", "second"}:
            return
        wave = 1.0
        if not self.look.reduces_motion:
            wave = abs((self._seconds / _GLOW_EVERY) % 2 - 1)
        look = self.look
        ring = button.rect.inflate(look.px(8 + 8 * wave), look.px(8 + 8 * wave))
        brush.box(surface, look, ring, None, 18, look.theme.accent, 1 + 2 * (1 - wave))


def _turns(campaign: Campaign, everybody: Sequence[Guest]) -> list[float]:
    """Return the second at which each guest shows how they take it, in the order it happened."""
    when = []
    for guest in everybody:
        days = [e.day for e in person_ledger(campaign, guest.user) if e.cause != "fade"]
        when.append((days[-1] if days else 99, guest.user))
    order = sorted(range(len(everybody)), key=lambda index: when[index])
    turns = [0.0] * len(everybody)
    step = (EVENING - _BEGINS) / max(1, len(everybody) - 1)
    for place, index in enumerate(order):
        turns[index] = _BEGINS + step * place
    return turns


def _friends(campaign: Campaign) -> list[tuple[int, int]]:
    """Return who knows whom, each pair once."""
    ties = campaign.market.world.ties
    ones = [(u, int(v)) for u in range(len(ties.indptr) - 1)
            for v in ties.indices[ties.indptr[u] : ties.indptr[u + 1]]]  # fmt: skip
    return sorted({(min(pair), max(pair)) for pair in ones})


def _story(campaign: Campaign, guest: Guest) -> str:
    """Return in a few lines why a guest left as they did."""
    lines = [say("party.tip", name=name_of(guest.user), word=say(f"guest.{guest.word}"))]
    causes = [e.cause for e in person_ledger(campaign, guest.user) if e.cause != "fade"]
    for cause in dict.fromkeys(causes):
        lines.append(say("party.tip_cause", cause=say(f"cause.{cause}"), count=causes.count(cause)))
    return "\n".join(lines[:5])
