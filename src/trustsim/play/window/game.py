"""The game in the window: the main loop, and what every screen shares."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pygame

from trustsim.errors import TrustSimError, WriteFailed
from trustsim.play import strings
from trustsim.play.commands import LEAST_SIZE
from trustsim.play.refusals import spoken
from trustsim.play.settings import first_settings, keep_settings, load_settings
from trustsim.play.strings import say
from trustsim.play.window import screens
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.captions import Captions
from trustsim.play.window.jobs import Job
from trustsim.play.window.look import TEXT_SCALES, Look, make_look
from trustsim.play.window.scenes.scene import Scene
from trustsim.play.window.screens import FRAMES_PER_SECOND, Screen
from trustsim.play.window.sound import Noise, Sounds
from trustsim.play.window.steady import keep_memory_small, release_collector
from trustsim.play.window.theme import load_theme
from trustsim.play.window.waiting import draw_waiting

if TYPE_CHECKING:
    from trustsim.campaign.save import Save
    from trustsim.play.session import Session
    from trustsim.play.window.scenes.stage import Stage
    from trustsim.scenario.schema import Scenario

SIZE_VARIABLE: Final = "TRUSTSIM_WINDOW"
"""Names a size for the window, such as ``1280x800``."""
_WAIT_SHOWN_AFTER: Final = 0.15
_QUIET: Final = frozenset({Noise.PRESS, Noise.CHOOSE})


class Game:
    """One opened window and the game in it.

    Attributes:
        window: The window with its stack of screens.
        settings: How the player likes it.
        is_new: Whether nobody has played here yet.
        sounds, captions: What is heard, and what is written of it.
        session: The game that is played, if one is.
        stage: Its town.
        job: Work on its way, if there is any; no screen hears the player meanwhile.
        warming: The machine being woken up, in the background, from the second frame on.
    """

    def __init__(
        self,
        size: tuple[int, int] | None = None,
        *,
        language: str | None = None,
        warms: bool = True,
    ) -> None:
        """Open the window.

        Args:
            size: In pixels; one that suits the screen if left out.
            language: Of everything said; the settings' if left out.
            warms: Whether to wake the machine up in the background.
        """
        keep_memory_small()
        known = load_settings()
        self.is_new = known is None
        self.settings = known or first_settings()
        if language is not None:
            self.settings = self.settings.changed(language=language)
        strings.use_language(self.settings.language)
        self.window = screens.open_window(self._look(), size or _first_size())
        _set_icon()
        self.window.on_action = self._on_action
        self.sounds = Sounds(is_on=self.settings.sound)
        self.captions = Captions(is_on=self.settings.captions)
        self.session: Session | None = None
        self.stage: Stage | None = None
        self.job: Job | None = None
        self.warming: Job | None = None
        self._is_to_warm = warms
        self._has_drawn = False
        self.notice = ""
        self._notice_left = 0.0

    @property
    def look(self) -> Look:
        """What everything is drawn with."""
        return self.window.look

    @property
    def is_warm(self) -> bool:
        """Whether the machine is awake."""
        return not self._is_to_warm and (self.warming is None or self.warming.is_done)

    def _look(self) -> Look:
        settings = self.settings
        return make_look(
            load_theme(settings.theme),
            text_scale=settings.text_scale,
            palette=settings.palette,
            reduces_motion=settings.reduces_motion,
        )

    def show(self, screen: Screen) -> None:
        """Show a screen instead of all there are."""
        self.window.replace(screen)

    def over(self, screen: Screen) -> None:
        """Show a screen over the one there is."""
        top = self.window.top
        if isinstance(top, Scene):
            top.ui.hide_tip()
        self.window.push(screen)

    def show_title(self) -> None:
        """Show the title."""
        from trustsim.play.window.scenes.title import Title

        self.leave_session()
        self.show(Title(self))
        self.window.tidy_soon()

    def noise(self, noise: Noise) -> None:
        """Make a sound and write it out."""
        self.sounds.play(noise)
        if noise not in _QUIET:
            self.captions.say(say(f"sound.{noise}"))

    def tell(self, text: str) -> None:
        """Say something to the player at the foot of the window, for a while."""
        self.notice, self._notice_left = text, 3.0 + 0.05 * len(text)

    def change(self, **values: object) -> None:
        """Change settings: at once, everywhere, and for the next time."""
        self.settings = self.settings.changed(**values)
        strings.use_language(self.settings.language)
        self.sounds.is_on = self.settings.sound
        self.captions.is_on = self.settings.captions
        self.window.restyle(self._look())
        self.keep_settings()

    def keep_settings(self) -> None:
        """Write the settings; say so if that fails."""
        self.is_new = False
        try:
            keep_settings(self.settings)
        except WriteFailed as problem:
            self.tell(spoken(problem))

    def do(self, line: str, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Do some work in a thread, and take up what comes of it between two frames.

        Two presses may come within one frame; the second finds the work on its way and is dropped.
        """
        self.do_step_by_step(line, lambda _: work(), then)

    def do_step_by_step(
        self, line: str, work: Callable[[Job], Any], then: Callable[[Any], None]
    ) -> None:
        """Do work that says how far it is, and that Escape ends."""
        if self.job is None:
            self.job = Job(line, work, then)

    def start(self, scenario: Scenario, seed: int) -> None:
        """Start a new game and show its briefing."""
        from trustsim.play.window.scenes import opening

        if scenario.mode == "party":
            opening.start_party(self, scenario, seed)
        else:
            opening.start_campaign(self, scenario, seed)

    def resume(self, save: Save, path: Path | None) -> None:
        """Go on with a saved game."""
        from trustsim.play.window.scenes import opening

        opening.resume(self, save, path)

    def leave_session(self) -> None:
        """Put the game away; what was planned is kept."""
        self.keep_draft()
        self.session = self.stage = None

    def keep_draft(self) -> None:
        """Keep the plan in the making, so that a closed window loses nothing."""
        if self.session is None or self.stage is None:
            return
        try:
            self.stage.drafts.keep(self.session)
        except WriteFailed as problem:
            self.tell(spoken(problem))

    def frame(self, events: list[pygame.event.Event], seconds: float) -> None:
        """Do one frame."""
        if self._has_drawn and self._is_to_warm:
            # Only now: two threads would share one Python, and the first picture would wait.
            self._is_to_warm = False
            self.warming = Job("", lambda _: _warm_up(), lambda _: None)
        self._has_drawn = True
        self._take_up(seconds)
        self.captions.pass_time(seconds)
        self._notice_left -= seconds
        if self.job is not None:
            events = self._while_waiting(events)
        if self.window.is_open:
            self.window.frame(events, seconds)
        if self.window.is_open:
            self._draw_above()

    def settle(self) -> None:
        """Wait for the work on its way, and take it up."""
        while self.job is not None:
            self.job.wait()
            self._take_up(0.0)

    def close(self) -> None:
        """End: let what is being played end well, keep the draft, close the window."""
        if self.job is not None:
            self.job.wait()
        self.keep_draft()
        self.window.close()
        release_collector()
        pygame.display.quit()

    def _take_up(self, seconds: float) -> None:
        """Take up work that has ended; say what went wrong in a way we can explain."""
        job = self.job
        if job is None:
            return
        job.seconds += seconds
        if not job.is_done:
            return
        self.job = None
        try:
            result = job.take()
        except TrustSimError as problem:
            self.noise(Noise.REFUSE)
            self._explain(spoken(problem))
            return
        job.then(result)
        self.window.tidy_soon()

    def _explain(self, problem: str) -> None:
        """Say what could not be done."""
        from trustsim.play.window.scenes.message import Message

        if not self.window.is_open:
            self.show_title()
        self.over(Message(self, say("message.refused"), problem))

    def _while_waiting(self, events: list[pygame.event.Event]) -> list[pygame.event.Event]:
        """Let the player close the window while something is on its way, and keep the rest back."""
        if any(event.type == pygame.QUIT for event in events):
            return [event for event in events if event.type == pygame.QUIT]
        assert self.job is not None
        self.window.bindings.look_on(events)
        for event in events:
            if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
                self.job.is_cancelled = True
            if event.type == pygame.VIDEORESIZE:
                # Screens are built anew when nothing is on its way that they would read.
                pygame.event.post(event)
        return []

    def _draw_above(self) -> None:
        """Draw what lies above every screen."""
        surface, look = self.window.surface, self.look
        top = self.window.top
        if isinstance(top, Scene):
            self.captions.draw(surface, look, top.caption_bounds())
        job = self.job
        if job is not None and job.seconds >= _WAIT_SHOWN_AFTER:
            draw_waiting(surface, look, job.line, job.seconds)
        elif self._notice_left > 0:
            draw_waiting(surface, look, self.notice)
        else:
            return
        if isinstance(top, Scene):
            top.ui.expose()

    def _on_action(self, action: Action) -> bool:
        """Do what is the same on every screen."""
        act = action.act
        if act is Act.SOUND:
            self.change(sound=not self.settings.sound)
        elif act in {Act.LARGER_TEXT, Act.SMALLER_TEXT}:
            step = 1 if act is Act.LARGER_TEXT else -1
            at = min(range(len(TEXT_SCALES)), key=self._distance_of_scale)
            self.change(text_scale=TEXT_SCALES[min(max(at + step, 0), len(TEXT_SCALES) - 1)])
        elif act is Act.FULL_SCREEN:
            if not self.window.toggle_full_screen():
                self.tell(say("window.no_full_screen"))
        else:
            return False
        return True

    def _distance_of_scale(self, index: int) -> float:
        return abs(TEXT_SCALES[index] - self.settings.text_scale)


def open_window(
    chosen: Scenario | None = None,
    seed: int | None = None,
    save: tuple[Save, Path] | None = None,
    size: tuple[int, int] | None = None,
) -> None:
    """Open the window and play until it is closed.

    Args:
        chosen: The scenario to start with; None for the title.
        seed: The luck of the first game; None for a new one.
        save: A saved game to go on with.
        size: Width and height of the window in pixels; None for one that suits the screen.
    """
    from trustsim.play.commands import new_seed

    game = Game(size, language=strings.language())
    game.show_title()
    if save is not None:
        game.resume(*save)
    elif chosen is not None:
        game.start(chosen, new_seed() if seed is None else seed)
    run(game)


def run(game: Game) -> None:
    """Show frames until the window is closed."""
    clock = pygame.time.Clock()
    try:
        while game.window.is_open:
            seconds = min(clock.tick(FRAMES_PER_SECOND) / 1_000, 0.1)
            game.frame(pygame.event.get(), seconds)
            pygame.display.flip()
    finally:
        game.close()


def _first_size() -> tuple[int, int]:
    """Return the size asked for in ``TRUSTSIM_WINDOW``, else one that suits the screen."""
    asked = re.fullmatch(r"(\d{3,4})x(\d{3,4})", os.environ.get(SIZE_VARIABLE, ""))
    if asked:
        least_wide, least_high = LEAST_SIZE
        return max(int(asked[1]), least_wide), max(int(asked[2]), least_high)
    try:
        wide, high = pygame.display.get_desktop_sizes()[0]
    except (pygame.error, IndexError):
        return 1280, 800
    share = min(1920 / 1280, wide * 0.85 / 1280, high * 0.85 / 800)
    share = max(share, 0.8)
    return round(1280 * share), round(800 * share)


def _set_icon() -> None:
    """Give the window its icon."""
    from trustsim.play.window.icons import icon

    pygame.display.set_icon(icon("lighthouse", 64, (79, 217, 184)))


def _warm_up() -> float:
    """Wake the machine up: import it, and let every kernel compile itself if it never has.

    Returns:
        How many seconds it took.
    """
    begun = time.perf_counter()
    from trustsim.play.window.scenes.opening import rehearse

    rehearse()
    return time.perf_counter() - begun
