"""What the player did, whatever it was done with: mouse, keyboard or gamepad."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import pygame


class Act(StrEnum):
    """Everything a player can do to a screen."""

    QUIT = "quit"
    RESIZE = "resize"
    # Moving the focus and using what it is on.
    NEXT = "next"
    PREVIOUS = "previous"
    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    FIRST = "first"
    LAST = "last"
    PRESS = "press"
    BACK = "back"
    # The pointer.
    POINT = "point"
    GRAB = "grab"
    DRAG = "drag"
    RELEASE = "release"
    SCROLL = "scroll"
    # The game.
    GO = "go"
    PAUSE = "pause"
    WAVE_BACK = "wave_back"
    WAVE_ON = "wave_on"
    SLOWER = "slower"
    FASTER = "faster"
    SKIP = "skip"
    REPLAY = "replay"
    UNDO = "undo"
    WHY = "why"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    WHOLE_MAP = "whole_map"
    HELP = "help"
    SETTINGS = "settings"
    LOOK_BACK = "look_back"
    SOUND = "sound"
    LARGER_TEXT = "larger_text"
    SMALLER_TEXT = "smaller_text"
    FULL_SCREEN = "full_screen"
    CHOOSE = "choose"


POINTER: Final = frozenset({Act.POINT, Act.GRAB, Act.DRAG, Act.RELEASE, Act.SCROLL})
REPEATS: Final = frozenset(
    {Act.NEXT, Act.PREVIOUS, Act.UP, Act.DOWN, Act.LEFT, Act.RIGHT, Act.WAVE_BACK, Act.WAVE_ON,
     Act.ZOOM_IN, Act.ZOOM_OUT, Act.LARGER_TEXT, Act.SMALLER_TEXT}
)  # fmt: skip
"""What a key that is held down does again and again; everything else it does once."""
MOVES: Final = frozenset({Act.NEXT, Act.PREVIOUS, Act.UP, Act.DOWN, Act.LEFT, Act.RIGHT})


@dataclass(frozen=True)
class Action:
    """One thing the player did.

    Attributes:
        act: What it was.
        position: Where the pointer is, in pixels, for the acts of the pointer.
        moved: How far the pointer or the wheel went.
        number: Which of several, from 1, for ``CHOOSE``.
        by_key: Whether it came from keyboard or gamepad, so that the focus is shown.
    """

    act: Act
    position: tuple[int, int] = (0, 0)
    moved: tuple[int, int] = (0, 0)
    number: int = 0
    by_key: bool = False


# A chord is a key's name as pygame gives it, after the modifiers it needs.
STANDARD_KEYS: Final[Mapping[str, Act]] = {
    "tab": Act.NEXT,
    "shift+tab": Act.PREVIOUS,
    "up": Act.UP,
    "down": Act.DOWN,
    "left": Act.LEFT,
    "right": Act.RIGHT,
    "home": Act.FIRST,
    "end": Act.LAST,
    "return": Act.PRESS,
    "enter": Act.PRESS,
    "space": Act.PRESS,
    "escape": Act.BACK,
    "ctrl+return": Act.GO,
    "p": Act.PAUSE,
    ",": Act.WAVE_BACK,
    ".": Act.WAVE_ON,
    "[": Act.SLOWER,
    "]": Act.FASTER,
    "k": Act.SKIP,
    "r": Act.REPLAY,
    "ctrl+z": Act.UNDO,
    "u": Act.UNDO,
    "w": Act.WHY,
    "+": Act.ZOOM_IN,
    "=": Act.ZOOM_IN,
    "-": Act.ZOOM_OUT,
    "0": Act.WHOLE_MAP,
    "?": Act.HELP,
    "f1": Act.HELP,
    "o": Act.SETTINGS,
    "l": Act.LOOK_BACK,
    "m": Act.SOUND,
    "ctrl++": Act.LARGER_TEXT,
    "ctrl+=": Act.LARGER_TEXT,
    "ctrl+-": Act.SMALLER_TEXT,
    "f11": Act.FULL_SCREEN,
}
_PAD_BUTTONS: Final[Mapping[int, Act]] = {
    0: Act.PRESS,
    1: Act.BACK,
    2: Act.WHY,
    3: Act.PAUSE,
    4: Act.PREVIOUS,
    5: Act.NEXT,
    6: Act.HELP,
    7: Act.GO,
}
_HATS: Final[Mapping[tuple[int, int], Act]] = {
    (0, 1): Act.UP,
    (0, -1): Act.DOWN,
    (-1, 0): Act.LEFT,
    (1, 0): Act.RIGHT,
}


@dataclass
class Bindings:
    """Which key does what; the player may change it.

    Attributes:
        keys: The act of each chord, such as ``"ctrl+z"``.
    """

    keys: dict[str, Act] = field(default_factory=lambda: dict(STANDARD_KEYS))
    _held: set[int] = field(default_factory=set, init=False)

    def bind(self, chord: str, act: Act) -> None:
        """Let ``chord`` do ``act``; what it did before, it does no more."""
        self.keys[chord.lower()] = act

    def chords(self, act: Act) -> tuple[str, ...]:
        """Return the chords that do ``act``, in the order they were bound."""
        return tuple(chord for chord, done in self.keys.items() if done is act)

    def read(self, events: list[pygame.event.Event]) -> Iterator[Action]:
        """Turn raw events into actions; what means nothing to us is left out."""
        for event in events:
            if (action := self.action(event)) is not None:
                yield action

    def look_on(self, events: list[pygame.event.Event]) -> None:
        """Note which keys go down and up while nothing is meant by them."""
        for event in events:
            if event.type in {pygame.KEYDOWN, pygame.KEYUP, pygame.WINDOWFOCUSLOST}:
                self.action(event)

    def action(self, event: pygame.event.Event) -> Action | None:
        """Turn one raw event into an action, or None."""
        if event.type == pygame.KEYDOWN:
            action = self._key(event)
            if self._is_held(event) and action is not None and action.act not in REPEATS:
                return None
            return action
        if event.type == pygame.KEYUP:
            self._held.discard(getattr(event, "scancode", -1))
        elif event.type == pygame.WINDOWFOCUSLOST:
            self._held.clear()
        if event.type == pygame.JOYBUTTONDOWN:
            act = _PAD_BUTTONS.get(event.button)
            return Action(act, by_key=True) if act else None
        if event.type == pygame.JOYHATMOTION:
            act = _HATS.get(tuple(event.value))
            return Action(act, by_key=True) if act else None
        return _pointer_action(event)

    def _is_held(self, event: pygame.event.Event) -> bool:
        """Note that a key is down; tell whether it was before, so that this is a repetition."""
        code = getattr(event, "scancode", None)
        was_held = code in self._held
        if code is not None:
            self._held.add(code)
        return was_held

    def _key(self, event: pygame.event.Event) -> Action | None:
        """Turn a key into an action: its chord, else what it types, else its digit."""
        for chord in _chords_of(event):
            if act := self.keys.get(chord):
                return Action(act, by_key=True)
        typed = getattr(event, "unicode", "")
        if len(typed) == 1 and typed in "123456789":
            return Action(Act.CHOOSE, number=int(typed), by_key=True)
        return None


def _chords_of(event: pygame.event.Event) -> list[str]:
    """Name a key press in the ways it may be bound."""
    held = getattr(event, "mod", 0)
    control = "ctrl+" if held & (pygame.KMOD_CTRL | pygame.KMOD_META) else ""
    shift = "shift+" if held & pygame.KMOD_SHIFT else ""
    name = pygame.key.name(event.key).lower()
    typed = getattr(event, "unicode", "")
    chords = [control + shift + name]
    if typed and typed.isprintable() and typed != " ":
        chords.append(control + typed.lower())
    if not shift:
        chords.append(control + name)
    return chords


def _pointer_action(event: pygame.event.Event) -> Action | None:
    """Turn what the mouse or the window did into an action, or None."""
    if event.type == pygame.QUIT:
        return Action(Act.QUIT)
    if event.type == pygame.VIDEORESIZE:
        return Action(Act.RESIZE, moved=(event.w, event.h))
    if event.type == pygame.MOUSEMOTION:
        act = Act.DRAG if event.buttons[0] else Act.POINT
        return Action(act, position=event.pos, moved=event.rel)
    if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
        return Action(Act.GRAB, position=event.pos)
    if event.type == pygame.MOUSEBUTTONUP and event.button == 1:
        return Action(Act.RELEASE, position=event.pos)
    if event.type == pygame.MOUSEWHEEL:
        return Action(Act.SCROLL, position=pygame.mouse.get_pos(), moved=(event.x, event.y))
    return None
