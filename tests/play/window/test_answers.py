"""The window answers: why a number is what it is, what is true of a claim, how well one guesses."""

import pygame
import pytest

from tests.play.window.player import Player
from trustsim.campaign.campaign import Campaign
from trustsim.play import quiz
from trustsim.play.findings import worlds_path
from trustsim.play.window.scenes import opening, research
from trustsim.play.window.scenes.briefing import Briefing
from trustsim.play.window.scenes.choose import Choose
from trustsim.play.window.scenes.claims import ClaimSheet, Shelf
from trustsim.play.window.scenes.end import End
from trustsim.play.window.scenes.plan import PlanScene
from trustsim.play.window.scenes.proving import Proving
from trustsim.play.window.scenes.quiz import Quiz
from trustsim.play.window.scenes.reckon import Reckon
from trustsim.play.window.scenes.report import ReportSheet
from trustsim.play.window.scenes.why import Why
from trustsim.scenario.load import load_scenario
from trustsim.scenario.schema import Scenario

SEED = 7


@pytest.fixture(scope="module")
def band() -> Scenario:
    return load_scenario("garage-band", {"population.users": "160", "weeks": "2"})


@pytest.fixture
def reckoning(player, band) -> Player:
    """A player after a week of one story."""
    player.game.start(band, SEED)
    player.settle()
    player.screen.main()
    player.screen.add_post("indie-kids")
    player.screen.set_post(kind="story", care=3.0)
    player.screen.run()
    player.settle()
    player.screen.main()
    assert isinstance(player.screen, Reckon)
    player.see()
    return player


def texts(player: Player) -> str:
    """Return everything that the top screen's panels say."""
    from trustsim.play.window.widgets.widget import walk

    found = [getattr(widget, "text", "") for panel in player.screen.ui.panels
             for widget in walk(panel.content)]  # fmt: skip
    return "\n".join(found)


def test_a_number_of_the_bar_answers_a_click_and_the_answer_leaves_it_in_sight(reckoning):
    rect = reckoning.widget("why.followers").rect.copy()
    reckoning.click("why.followers")
    assert isinstance(reckoning.screen, Why)
    panel = reckoning.screen.ui.panels[0].rect
    assert not panel.colliderect(rect)
    assert "a week ago" in texts(reckoning)
    reckoning.click_at((5, 795))
    assert isinstance(reckoning.screen, Reckon)


@pytest.mark.parametrize("key", ["why.trusting", "changed.reach", "crowd"])
def test_a_number_answers_the_keyboard(reckoning, key):
    reckoning.tab_to(key)
    reckoning.key("return")
    assert isinstance(reckoning.screen, Why)
    assert not reckoning.screen.ui.panels[0].rect.colliderect(reckoning.screen.about)
    reckoning.key("escape")
    assert isinstance(reckoning.screen, Reckon)
    assert reckoning.screen.ui.focus == key


def test_the_range_of_a_planned_post_answers(player, band):
    player.game.start(band, SEED)
    player.settle()
    player.screen.main()
    player.screen.add_post("indie-kids")
    player.see()
    player.click("preview")
    assert isinstance(player.screen, Why)
    assert "will likely see it" in texts(player)
    player.key("escape")
    assert isinstance(player.screen, PlanScene)


def test_an_answer_stays_in_the_window_when_its_size_changes(reckoning):
    reckoning.click("crowd")
    reckoning.game.change(text_scale=2.0)
    reckoning.see()
    panel = reckoning.screen.ui.panels[0].rect
    assert pygame.Rect((0, 0), reckoning.game.window.surface.size).contains(panel)


def test_asking_changes_nothing(reckoning):
    campaign = reckoning.game.session.campaign
    before = campaign.digest()
    for key in ("why.week", "why.money", "changed.visits", "trend.sales"):
        if reckoning.screen.ui.widget(key) is not None:
            reckoning.click(key)
            reckoning.key("escape")
    assert campaign.digest() == before


def test_a_claim_is_read_and_tried_from_the_choice_of_scenarios(player):
    opening.choose(player.game)
    player.settle()
    player.click("shelf")
    assert isinstance(player.screen, Shelf)
    player.click("claim.A5")
    player.settle()
    assert isinstance(player.screen, ClaimSheet)
    assert "Play a game" in texts(player)
    player.click("prove")
    assert isinstance(player.screen, Proving)
    player.screen.job.wait()
    player.see()
    assert player.screen.found[0.0].verdict == "holds"
    player.pick("values", 6)
    player.screen.job.wait()
    player.see()
    assert player.screen.found[1.0].verdict == "fails"
    player.key("escape", "escape", "escape")
    assert isinstance(player.screen, Choose)


def test_leaving_a_proof_stops_its_work(player):
    player.game.over(Proving(player.game, "A5"))
    job = player.screen.job
    player.key("escape")
    assert job.is_cancelled
    assert isinstance(player.screen, Proving)
    player.key("escape")
    assert not isinstance(player.screen, Proving)


def test_before_the_first_campaign_the_quiz_is_asked_once_and_skipped_by_one_key(player, band):
    opening.choose(player.game)
    player.settle()
    player.screen.start(band)
    player.settle()
    assert isinstance(player.screen, Quiz)
    player.key("1", "2")
    assert len(player.screen.answers) == 2
    player.key("escape")
    player.settle()
    assert isinstance(player.screen, Briefing)
    assert quiz.load_rounds().before == ()
    opening.choose(player.game)
    player.settle()
    player.screen.start(band)
    player.settle()
    assert isinstance(player.screen, Briefing)


def test_the_quiz_comes_after_the_party_too_but_not_before_it(player):
    opening.start_shipped(player.game, "the-party")
    player.settle()
    assert not isinstance(player.screen, Quiz)
    opening.start_shipped(player.game, "the-regular")
    player.settle()
    assert isinstance(player.screen, Quiz)
    player.key("escape")
    player.settle()
    assert isinstance(player.screen, Briefing)


def test_a_whole_round_is_answered_by_keys_and_kept(player):
    from trustsim.play.window.scenes.quiz import ask_quiz, nothing

    ask_quiz(player.game, "before", nothing)
    player.settle()
    player.key(*"2222222222")
    assert player.screen.is_over
    assert "rather expect to be shut out" in texts(player)
    assert len(quiz.load_rounds().before) == 10


def test_the_end_finds_out_about_luck_behind_the_screen_and_keeps_it(reckoning, monkeypatch):
    monkeypatch.setattr(research, "WORLDS", 5)
    reckoning.screen.main()
    reckoning.screen.run()
    reckoning.settle()
    reckoning.screen.main()
    reckoning.screen.main()
    reckoning.see()
    end = reckoning.screen
    assert isinstance(end, End)
    end.research.wait()
    reckoning.see()
    findings = reckoning.game.session.findings
    assert len(findings.luck.worlds) == 5
    assert worlds_path(reckoning.game.session.campaign).is_file()
    assert "other worlds" in texts(reckoning)
    reckoning.click("report")
    assert isinstance(reckoning.screen, ReportSheet)
    assert "it would have been" in "\n".join(
        getattr(w, "note", "") for w in reckoning.screen.ui._widgets.values()
    )
    reckoning.click("page")
    reckoning.settle()
    assert "reports" in reckoning.game.notice
    reckoning.key("escape")
    assert reckoning.screen is end


def test_going_back_a_week_stops_the_work_first(reckoning, band):
    game = reckoning.game
    game.stage.play_week(game.session)
    opening.go_on(game)
    reckoning.see()
    end = reckoning.screen
    assert end.research.is_working
    end.rewind()
    reckoning.settle()
    assert isinstance(reckoning.screen, PlanScene)
    campaign = game.session.campaign
    again = Campaign(band, SEED)
    again.play_weeks(campaign.plans)
    assert campaign.digest() == again.digest()
