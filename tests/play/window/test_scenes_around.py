"""The screens around a game: title, party, settings, help, saves, and how all of them fit."""

from collections.abc import Iterator

import pygame
import pytest

from tests.play.window.player import Player
from trustsim.campaign.plan import Plan
from trustsim.play.folder import saves_folder
from trustsim.play.party import guests
from trustsim.play.settings import load_settings
from trustsim.play.strings import say
from trustsim.play.window.game import Game
from trustsim.play.window.interface import Panel
from trustsim.play.window.scenes import opening
from trustsim.play.window.scenes.autopsy import open_autopsy
from trustsim.play.window.scenes.back import LookBack
from trustsim.play.window.scenes.briefing import Briefing
from trustsim.play.window.scenes.choose import Choose
from trustsim.play.window.scenes.claims import Shelf, open_claim
from trustsim.play.window.scenes.end import End
from trustsim.play.window.scenes.first import First
from trustsim.play.window.scenes.goals import Goals
from trustsim.play.window.scenes.help import Help
from trustsim.play.window.scenes.message import Message
from trustsim.play.window.scenes.party import EVENING, Party
from trustsim.play.window.scenes.plan import TABS, PlanScene
from trustsim.play.window.scenes.quiz import Quiz
from trustsim.play.window.scenes.reckon import Reckon
from trustsim.play.window.scenes.saves import Saves
from trustsim.play.window.scenes.settings import SettingsScene
from trustsim.play.window.scenes.watch import Watch
from trustsim.play.window.scenes.what_if import AskWhatIf, TwoFutures
from trustsim.play.window.widgets.boxes import Scroll
from trustsim.play.window.widgets.widget import Widget
from trustsim.scenario.load import load_scenario
from trustsim.scenario.schema import Scenario


@pytest.fixture(scope="module")
def band() -> Scenario:
    return load_scenario("garage-band", {"population.users": "120", "weeks": "2"})


@pytest.fixture
def party(player) -> Player:
    player.game.start(load_scenario("the-party"), 4)
    player.settle()
    assert isinstance(player.screen, Party)
    return player


def test_the_first_visit_asks_for_what_must_be_right_and_goes_to_the_party(player):
    player.key("return")
    assert isinstance(player.screen, First)
    player.key("return")
    player.settle()
    assert isinstance(player.screen, Party)
    assert load_settings() is not None


def test_the_first_face_turns_within_two_seconds_of_the_choice(party):
    party.key("1")
    party.wait(2.0)
    assert any(party.screen.now.turned(index) >= 1 for index in range(12))


def test_nobody_turns_before_the_choice(party):
    party.wait(2.0)
    assert all(face.turned == 0 for _, room in party.screen._rooms for face in room.faces)


def test_both_evenings_are_of_the_same_people_on_the_same_luck(party):
    party.click("tell")
    party.wait(EVENING + 1)
    party.click("main")
    party.wait(EVENING + 1)
    party.click("main")
    screen = party.screen
    assert screen.state == "both"
    told, joined = screen.evenings["tell"], screen.evenings["join"]
    assert [g.user for g in told.guests] == [g.user for g in joined.guests]
    assert [g.word for g in told.guests] != [g.word for g in joined.guests]


def test_the_faces_end_as_the_game_says(party):
    from trustsim.play.party import evening

    party.click("join")
    party.key("k")
    shown = [face.guest for _, room in party.screen._rooms for face in room.faces]
    campaign = evening(party.screen.scenario, party.screen.seed, "join")
    assert shown == guests(campaign)


def test_the_party_leads_on_by_keyboard_alone(party):
    party.key("2", "return", "return", "return", "return", "return")
    party.settle()
    assert isinstance(party.screen, Quiz)
    party.key("escape")
    party.settle()
    assert isinstance(party.screen, Briefing)


def test_settings_work_at_once_and_are_kept(player):
    player.key("o")
    assert isinstance(player.screen, SettingsScene)
    player.pick("settings.theme", 1)
    player.pick("settings.text_scale", 2)
    assert player.game.look.theme.name == "paper"
    assert player.game.look.text_scale == 1.5
    kept = load_settings()
    assert (kept.theme, kept.text_scale) == ("paper", 1.5)


def test_larger_text_is_a_key_away(player):
    player.key("ctrl+=")
    assert player.game.look.text_scale == 1.25


def test_help_shows_every_key_and_goes_away(player):
    player.key("?")
    assert isinstance(player.screen, Help)
    player.key("escape")
    assert not isinstance(player.screen, Help)


def test_a_broken_save_says_so_and_harms_nothing(player):
    saves_folder().mkdir(parents=True)
    broken = saves_folder() / "garage-band-1.json"
    broken.write_text('{"trustsim_save": 1, "plans": [', encoding="utf-8")
    opening.show_saves(player.game)
    player.settle()
    assert isinstance(player.screen, Saves)
    assert "cut or damaged" in player.screen.saves[0].problem
    assert broken.read_text(encoding="utf-8").endswith("[")


def test_what_can_not_be_done_is_explained(player, band):
    from trustsim.errors import UsageError

    def refuse() -> None:
        raise UsageError("there is no such town; choose another")

    player.game.do("", refuse, lambda _: None)
    player.settle()
    assert isinstance(player.screen, Message)
    assert "choose another" in player.screen._text


def test_the_window_can_be_closed_while_something_is_on_its_way(player, band):
    player.game.start(band, 1)
    player.see(1, pygame.event.Event(pygame.QUIT))
    assert not player.game.window.is_open


def every_screen(player: Player, band: Scenario) -> Iterator[str]:
    """Yield after each screen has come up."""
    game = player.game
    yield "title"
    for overlay in (First, SettingsScene, Help):
        game.over(overlay(game))
        yield overlay.__name__
        game.window.pop()
    opening.choose(game)
    player.settle()
    assert isinstance(player.screen, Choose)
    yield "choose"
    game.start(load_scenario("the-party"), 4)
    player.settle()
    yield "party"
    for state in ("first", "second", "both"):
        player.screen.start("tell") if state == "first" else player.screen.main()
        yield f"party {state}"
        player.screen.skip()
        yield f"party {state} over"
    game.start(band, 7)
    player.settle()
    yield "briefing"
    player.screen.main()
    player.screen.add_post("indie-kids")
    player.screen.shows_more = True
    player.screen.put_hours("take_part", "skaters", 2.0)
    for tab in range(len(TABS)):
        player.screen.show_tab(tab)
        yield f"plan {TABS[tab]}"
    for kind in ("listen", "apologise", "improve"):
        player.screen.work_kind = kind
        player.screen.rebuild()
        yield f"work {kind}"
    player.screen.open_circle(0)
    yield "circle"
    player.screen.open_person(5)
    yield "person"
    game.over(Goals(game))
    yield "goals"
    game.window.pop()
    player.screen.run()
    player.settle()
    assert isinstance(player.screen, Watch)
    player.wait(2.5)
    yield "watch"
    player.screen.main()
    assert isinstance(player.screen, Reckon)
    yield "reckon"
    for key in ("why.followers", "changed.reach", "crowd"):
        player.widget(key).on_press()
        yield f"why {key}"
        game.window.pop()
    open_claim(game, "A5")
    player.settle()
    yield "claim"
    player.screen.prove()
    yield "proving"
    game.window.pop()
    game.window.pop()
    game.over(Shelf(game))
    yield "shelf"
    game.window.pop()
    open_autopsy(game, game.session.report.posts[0])
    player.settle()
    yield "autopsy"
    game.window.pop()
    game.over(AskWhatIf(game, 1))
    yield "what if"
    player.screen.play(Plan(), say("what_if.nothing.title"))
    player.settle()
    assert isinstance(player.screen, TwoFutures)
    yield "two futures"
    game.window.pop()
    game.over(LookBack(game))
    player.screen.seek(70.0)
    yield "back"
    game.window.pop()
    opening.show_saves(game)
    player.settle()
    yield "saves"
    game.window.pop()
    game.stage.play_week(game.session)
    opening.go_on(game)
    assert isinstance(player.screen, End)
    yield "end"
    player.screen.research.wait()
    player.see(2)
    yield "end, found out"
    player.screen.show_report()
    yield "report"
    game.window.pop()


LOOKS = [
    (theme, scale, size)
    for theme in ("night", "paper")
    for scale, size in ((1.0, (1280, 720)), (2.0, (1280, 800)), (1.5, (960, 600)))
]


@pytest.mark.parametrize(("theme", "scale", "size"), LOOKS)
def test_every_screen_draws_and_keeps_to_its_panels(band, theme, scale, size):
    game = Game(size, warms=False)
    game.change(theme=theme, text_scale=scale)
    game.show_title()
    player = Player(game)
    try:
        for name in every_screen(player, band):
            player.see(2)
            for panel in player.screen.ui.panels:
                assert game.window.surface.get_rect().contains(panel.rect), name
                for widget in outside(panel):
                    raise AssertionError(f"{name}: {widget!r} is out of {panel.rect}")
    finally:
        game.close()


def outside(panel: Panel) -> Iterator[Widget]:
    """Yield the widgets that lie outside their panel, and not in what scrolls."""

    def walk(widget: Widget) -> Iterator[Widget]:
        if not panel.rect.inflate(2, 2).contains(widget.rect) and widget.rect.size != (0, 0):
            yield widget
        elif not isinstance(widget, Scroll):
            for child in widget.children():
                yield from walk(child)

    yield from walk(panel.content)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_stop_of_the_keyboard_comes_into_sight(band, scale):
    game = Game((1280, 800), warms=False)
    game.change(text_scale=scale)
    game.show_title()
    player = Player(game)
    try:
        for name in every_screen(player, band):
            ui = player.screen.ui
            for key in ui.focusable():
                ui.focus_on(key)
                rect = ui.widget(key).rect
                panel = next(p for p in ui.panels if p.rect.colliderect(rect))
                seen = rect.clip(panel.rect)
                assert seen.height >= min(rect.height, panel.rect.height) * 0.9, (name, key)
    finally:
        game.close()


def test_plan_and_title_are_reached_from_every_screen_by_escape(player, band):
    player.game.start(band, 3)
    player.settle()
    player.screen.main()
    assert isinstance(player.screen, PlanScene)
    player.key("w", "escape", "escape")
    assert isinstance(player.screen, Message)
    player.key("return")
    assert player.game.session is None
