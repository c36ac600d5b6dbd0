"""How games begin: what has to be loaded and built is, in a thread, before a screen shows it.

This file imports nothing heavy: the title screen is up before the machine is.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trustsim.play.commands import new_seed
from trustsim.play.strings import say

if TYPE_CHECKING:
    from trustsim.campaign.campaign import Campaign
    from trustsim.campaign.save import Save
    from trustsim.play.session import Session
    from trustsim.play.window.game import Game
    from trustsim.play.window.scenes.stage import Stage
    from trustsim.scenario.schema import Scenario

REHEARSAL = "the-party"


def start_shipped(game: Game, name: str) -> None:
    """Start a new game of a shipped scenario."""

    def load() -> Scenario:
        from trustsim.scenario.load import load_scenario

        return load_scenario(name)

    game.do(_line(game), load, lambda scenario: begin(game, scenario))


def begin(game: Game, scenario: Scenario) -> None:
    """Start a new game; before the first campaign, once, ask what is to be expected."""
    from trustsim.play.quiz import load_rounds
    from trustsim.play.results import best_results

    seed = new_seed()
    campaigns = [name for name in best_results() if name != REHEARSAL]
    if scenario.mode == "party" or campaigns or load_rounds().offered:
        game.start(scenario, seed)
        return
    from trustsim.play.window.scenes.quiz import ask_quiz

    ask_quiz(game, "before", lambda: game.start(scenario, seed))


def start_campaign(game: Game, scenario: Scenario, seed: int) -> None:
    """Build the town of a new game, and show its briefing."""
    difficulty = game.settings.difficulty
    if scenario.difficulty == "normal" and difficulty != "normal":
        scenario = scenario.model_copy(update={"difficulty": difficulty})

    def build() -> tuple[Session, Stage]:
        from trustsim.play.session import Session

        return _staged(Session.start(scenario, seed))

    def show(found: tuple[Session, Stage]) -> None:
        from trustsim.play.window.scenes.briefing import Briefing

        game.leave_session()
        game.session, game.stage = found
        game.show(Briefing(game))

    game.do(_line(game), build, show)


def resume(game: Game, save: Save, path: Path | None) -> None:
    """Play a saved game up to where it was left, and go on from there."""

    def build() -> tuple[Session, Stage]:
        from trustsim.play.session import Session

        return _staged(Session.resume(save, path))

    def show(found: tuple[Session, Stage]) -> None:
        game.leave_session()
        game.session, game.stage = found
        go_on(game)

    game.do(_line(game), build, show)


def go_on(game: Game) -> None:
    """Show the screen that fits where the game stands."""
    session = game.session
    assert session is not None
    if session.campaign.is_over:
        from trustsim.play.window.scenes.end import End

        game.show(End(game))
    elif session.campaign.week == 0:
        from trustsim.play.window.scenes.briefing import Briefing

        game.show(Briefing(game))
    else:
        from trustsim.play.window.scenes.plan import PlanScene

        game.show(PlanScene(game))


def start_party(game: Game, scenario: Scenario, seed: int) -> None:
    """Play both evenings of the party, and let the player choose between them."""

    def build() -> tuple[Campaign, Campaign]:
        from trustsim.play.party import evening
        from trustsim.play.window.scenes import party

        assert party
        return evening(scenario, seed, "tell"), evening(scenario, seed, "join")

    def show(evenings: tuple[Campaign, Campaign]) -> None:
        from trustsim.play.window.scenes.party import Party

        game.leave_session()
        game.show(Party(game, *evenings))

    game.do(_line(game), build, show)


def choose(game: Game) -> None:
    """Load what can be played, and show it."""

    def load() -> list[Scenario]:
        from trustsim.scenario.load import load_scenario
        from trustsim.scenario.shipped import shipped_names

        return [load_scenario(name) for name in shipped_names()]

    def show(scenarios: list[Scenario]) -> None:
        from trustsim.play.window.scenes.choose import Choose

        game.over(Choose(game, scenarios))

    game.do(_line(game), load, show)


def show_saves(game: Game) -> None:
    """Read the saved games, and show them."""
    from trustsim.play.folder import Found

    def load() -> list[Found]:
        from trustsim.play.folder import found_saves

        return found_saves()

    def show(saves: list[Found]) -> None:
        from trustsim.play.window.scenes.saves import Saves

        game.over(Saves(game, saves))

    game.do(_line(game), load, show)


def rehearse() -> None:
    """Import everything a game needs, and play a few weeks of one, so that kernels are compiled."""
    from trustsim.play.party import evening
    from trustsim.play.window.scenes import briefing, choose, end, party, plan, reckon, watch
    from trustsim.scenario.load import load_scenario

    assert briefing and choose and end and party and plan and reckon and watch
    evening(load_scenario(REHEARSAL), 1, "tell")


def _staged(session: Session) -> tuple[Session, Stage]:
    """Set the stage for a session; the screens that need it are imported on the way."""
    from trustsim.play.window.scenes import briefing, plan
    from trustsim.play.window.scenes.stage import Stage

    assert briefing and plan
    return session, Stage.of(session)


def _line(game: Game) -> str:
    """Return what the player reads while waiting."""
    return say("wait.building") if game.is_warm else say("wait.first_time")
