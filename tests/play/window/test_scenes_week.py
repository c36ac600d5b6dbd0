"""A week in the window: planned, watched, reckoned, by mouse and by keyboard."""

import gc

import numpy as np
import pygame
import pytest

from tests.play.window.player import Player
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan
from trustsim.campaign.save import load_save
from trustsim.play.advice import advice_of, is_quiet
from trustsim.play.drafts import Drafts
from trustsim.play.folder import found_saves
from trustsim.play.strings import say
from trustsim.play.window.game import Game
from trustsim.play.window.scenes.autopsy import AutopsySheet
from trustsim.play.window.scenes.end import End
from trustsim.play.window.scenes.mattered import Mattered
from trustsim.play.window.scenes.meanwhile import FEW_BEATS, meanwhile
from trustsim.play.window.scenes.message import Message
from trustsim.play.window.scenes.plan import PlanScene
from trustsim.play.window.scenes.reckon import Reckon
from trustsim.play.window.scenes.title import Title
from trustsim.play.window.scenes.watch import Watch
from trustsim.play.window.scenes.what_if import AskWhatIf, TwoFutures
from trustsim.play.window.widgets.widget import walk
from trustsim.scenario.load import load_scenario
from trustsim.scenario.rules import KINDS
from trustsim.scenario.schema import Scenario

SEED = 7


@pytest.fixture(scope="module")
def band() -> Scenario:
    return load_scenario("garage-band", {"population.users": "160", "weeks": "3"})


@pytest.fixture
def planning(player, band) -> Player:
    """A player who has read the briefing."""
    player.game.start(band, SEED)
    player.settle()
    player.click("main")
    assert isinstance(player.screen, PlanScene)
    return player


def play_week(player: Player, kind: str = "story", audience: str = "indie-kids") -> None:
    """Plan one post by mouse, run the week, skip the film, go on."""
    player.pick("tabs", 1)
    player.click("post.first")
    player.pick("post.kind", KINDS.index(kind))
    player.click(f"place.{audience}")
    player.click("main")
    player.settle()
    assert isinstance(player.screen, Watch)
    player.click("skip")
    assert isinstance(player.screen, Reckon)
    player.click("main")


def test_a_week_is_planned_watched_and_reckoned_by_mouse(planning):
    play_week(planning)
    campaign = planning.game.session.campaign
    assert campaign.week == 1
    post = campaign.plans[0].posts[0]
    assert (post.kind, post.audience) == ("story", "indie-kids")
    assert isinstance(planning.screen, PlanScene)


def test_a_week_is_played_by_keyboard_alone(player, band):
    player.game.start(band, SEED)
    player.settle()
    player.key("return")
    player.key("2")
    player.tab_to("post.first")
    player.key("return")
    player.tab_to("post.kind")
    player.key("right", "right")
    player.tab_to("place.skaters")
    player.key("space")
    player.tab_to("bet")
    player.key("right")
    player.key("ctrl+return")
    player.settle()
    assert isinstance(player.screen, Watch)
    player.key("p", ",", ".", "]", "[", "k")
    assert isinstance(player.screen, Reckon)
    player.key("return")
    assert isinstance(player.screen, PlanScene)
    plan = player.game.session.campaign.plans[0]
    assert (plan.posts[0].kind, plan.posts[0].audience) == ("fun", "skaters")
    assert plan.bet is not None


def test_a_played_game_has_the_digest_of_its_plans(planning, band):
    play_week(planning)
    play_week(planning, "pitch", "skaters")
    played = planning.game.session.campaign
    headless = Campaign(band, SEED)
    headless.play_weeks(played.plans)
    assert headless.digest() == played.digest()


def test_looking_around_changes_nothing(planning):
    play_week(planning)
    session = planning.game.session
    before = session.campaign.digest()
    view = planning.screen.view
    for user in (0, 17, 60):
        planning.click_at(view.person_rect(user).center)
        planning.wait(0.3)
    planning.key("escape", "w", "l")
    planning.wait(1.0)
    planning.key("escape", "?", "escape")
    assert session.campaign.digest() == before


def test_the_film_ends_where_the_world_stands(planning):
    for kind, audience in (("story", "indie-kids"), ("pitch", "indie-kids"), ("fun", "skaters")):
        stage, session = planning.game.stage, planning.game.session
        planning.screen.add_post(audience)
        planning.screen.set_post(kind=kind)
        planning.screen.put_hours("take_part", "metalheads", 2.0)
        showing = stage.play_week(session)
        planning.screen.slot = 0
        world = session.campaign.market.world
        assert np.array_equal(showing.film.crowd(showing.film.end).stance, world.stance[0])
        assert np.allclose(showing.film.trust_by_day[-1], world.trust(0), atol=1e-5)


def test_two_presses_within_one_frame_play_one_week(planning):
    planning.screen.add_post()
    go = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=pygame.KMOD_CTRL, unicode="")
    planning.see(1, go, go)
    planning.settle()
    assert isinstance(planning.screen, Watch)
    assert planning.game.session.campaign.week == 1


def test_a_week_without_a_plan_is_asked_about(planning):
    planning.click("main")
    assert isinstance(planning.screen, Message)
    planning.key("escape")
    assert planning.game.session.campaign.week == 0
    planning.click("main")
    planning.click("main")
    planning.settle()
    assert planning.game.session.campaign.week == 1


def test_too_many_hours_are_said_and_can_not_be_run(planning):
    planning.screen.add_post()
    for circle in ("indie-kids", "skaters", "metalheads"):
        planning.screen.put_hours("listen", circle, 5.0)
    planning.see()
    assert any("you have 10 h" in problem for problem in planning.screen.problems())
    assert not planning.widget("main").is_enabled
    planning.key("ctrl+return")
    assert planning.game.session.campaign.week == 0


def test_every_change_of_a_plan_can_be_undone(planning):
    plans = []
    for change in (
        lambda: planning.click("post.first"),
        lambda: planning.pick("post.kind", 2),
        lambda: planning.click("place.skaters"),
    ):
        plans.append(planning.screen.plan)
        change()
    for plan in reversed(plans):
        planning.key("u")
        assert planning.screen.plan == plan


def test_a_week_can_be_taken_back_with_its_plan(planning):
    play_week(planning)
    played = planning.game.session.campaign.plans[0]
    planning.click("rewind")
    planning.click("main")
    planning.settle()
    assert planning.game.session.campaign.week == 0
    assert planning.screen.plan == played


def test_a_window_closed_in_mid_week_loses_nothing(planning, player, band):
    play_week(planning)
    planning.pick("tabs", 1)
    planning.click("post.first")
    planning.pick("post.kind", 2)
    plan, week = planning.screen.plan, planning.game.session.campaign.week
    planning.game.close()
    again = Game((1280, 800), warms=False)
    again.show_title()
    save = found_saves()[0]
    again.resume(save.save, save.path)
    again.settle()
    try:
        assert (again.session.campaign.week, again.session.draft.plan) == (week, plan)
        assert isinstance(again.window.top, PlanScene)
    finally:
        again.close()


def test_a_window_closed_while_the_week_plays_keeps_the_week(planning):
    planning.click("post.first")
    planning.key("ctrl+return")
    assert planning.game.job is not None
    planning.game.close()
    assert len(load_save(planning.game.session.path).plans) == 1


def test_the_title_offers_to_continue(planning):
    play_week(planning)
    planning.game.show_title()
    planning.see(3)
    assert isinstance(planning.screen, Title)
    assert "Garage band, week 2" in planning.widget("main").text
    planning.key("return")
    planning.settle()
    assert planning.game.session.campaign.week == 1


def test_a_kept_draft_of_another_week_is_left_alone(planning):
    planning.click("post.first")
    planning.game.keep_draft()
    planning.game.session.play_week()
    planning.game.session.draft.start_anew()
    Drafts.of(planning.game.session).restore(planning.game.session)
    assert planning.game.session.draft.plan.posts == ()


def test_the_collector_rests_while_a_week_plays(planning):
    planning.click("post.first")
    planning.key("ctrl+return")
    planning.settle()
    assert not gc.isenabled()
    planning.key("k")
    assert gc.isenabled()


def test_a_reckoning_that_came_by_itself_takes_no_presses_at_first(planning):
    planning.click("post.first")
    planning.key("ctrl+return")
    planning.settle()
    while isinstance(planning.screen, Watch):
        planning.see(1)
    planning.click("main")
    assert isinstance(planning.screen, Reckon)
    planning.wait(0.7)
    planning.click("main")
    assert isinstance(planning.screen, PlanScene)


def test_a_quiet_week_has_something_to_read_beside_the_map(planning):
    planning.screen.run()
    planning.settle()
    if isinstance(planning.screen, Message):
        planning.click("main")
        planning.settle()
    assert isinstance(planning.screen, Watch)
    assert len(planning.screen.showing.beats) <= FEW_BEATS
    campaign = planning.game.session.campaign
    assert is_quiet(campaign, 1)
    assert advice_of(campaign, 1) == "post"
    texts = {getattr(widget, "text", getattr(widget, "title", ""))
             for panel in planning.screen.ui.panels for widget in walk(panel.content)}  # fmt: skip
    assert say("meanwhile.post.title") in texts
    assert {circle.name for circle in campaign.scenario.population.circles} <= texts


def test_what_comes_of_a_week_is_not_told_before_it_has_been_seen(planning):
    play_week(planning)
    campaign = planning.game.session.campaign
    during, after = (
        {getattr(part, "title", "") for top in meanwhile(campaign, 1, is_over=is_over)
         for part in walk(top)}
        for is_over in (False, True)
    )  # fmt: skip
    advice = say(f"meanwhile.{advice_of(campaign, 1)}.title")
    assert advice in after
    assert advice not in during


def test_the_numbers_of_the_watch_screen_end_at_the_report(planning):
    play_week(planning)
    planning.pick("tabs", 1)
    planning.click("post.first")
    planning.click("place.indie-kids")
    planning.key("ctrl+return")
    planning.settle()
    planning.screen.seek(planning.screen.showing.film.end)
    report = planning.game.session.report
    counts = {name: planning.widget(f"live.{name}").value for name in ("followers", "reach")}
    assert counts == {"followers": str(report.followers), "reach": str(report.reach)}


def test_the_bar_and_the_cards_of_the_watch_screen_show_one_number(planning):
    planning.screen.add_post()
    planning.click("main")
    planning.settle()
    watch = planning.screen
    for hour in (0.0, 30.0, 100.0, watch.showing.film.end):
        watch.seek(hour)
        planning.see()
        bar, card = watch.ui.widget("why.followers"), watch.ui.widget("live.followers")
        assert bar.value == card.value
    session = planning.game.session
    assert bar.value == str(session.report.followers)
    assert watch.ui.widget("why.trusting").value == str(
        int(session.campaign.record.weeks[-1]["trusting"])
    )


def test_what_is_drawn_bit_by_bit_is_what_is_drawn_whole(planning):
    planning.screen.add_post()
    planning.click("main")
    planning.settle()
    for step in range(50):
        moved = pygame.event.Event(
            pygame.MOUSEMOTION, pos=(20 + 25 * step, 10 + 16 * step), rel=(1, 1), buttons=(0, 0, 0)
        )
        planning.see(3, moved)
        if step % 10 == 9:
            planning.key("tab")
    surface, ui = planning.game.window.surface, planning.screen.ui
    planning.game.frame([], 0.0)
    bit_by_bit = pygame.image.tobytes(surface, "RGB")
    surface.fill((255, 0, 255))
    ui.refresh()
    ui.expose()
    planning.game.frame([], 0.0)
    assert pygame.image.tobytes(surface, "RGB") == bit_by_bit


def test_a_campaign_ends_with_its_end_screen(planning):
    for _ in range(3):
        play_week(planning)
    assert isinstance(planning.screen, End)
    planning.key("return")
    assert isinstance(planning.screen, Title)


def test_any_past_week_can_be_seen_again(planning):
    play_week(planning)
    play_week(planning, "pitch")
    planning.key("l")
    assert planning.screen.showing.week == 2
    planning.click("earlier")
    planning.settle()
    assert planning.screen.showing.week == 1
    planning.click_at(planning.widget("timeline").rect.center)
    assert planning.screen.hour > 60
    planning.key("escape")
    assert isinstance(planning.screen, PlanScene)
    assert planning.screen.view.film is None


def test_a_post_is_taken_apart(planning):
    planning.click("post.first")
    planning.click("place.indie-kids")
    planning.key("ctrl+return")
    planning.settle()
    planning.key("k")
    post = planning.game.session.report.posts[0]
    planning.click(f"post.{post.post}")
    planning.settle()
    assert isinstance(planning.screen, AutopsySheet)
    counts = planning.screen.found.counts()
    assert counts["shared"] + counts["read"] + counts["scrolled"] >= post.reach


def test_what_if_changes_one_week_and_leaves_the_game_as_it_was(planning):
    play_week(planning, "pitch")
    play_week(planning)
    session = planning.game.session
    before = session.campaign.digest()
    planning.game.over(AskWhatIf(planning.game, 1))
    planning.see()
    planning.click("other.0")
    planning.settle()
    assert isinstance(planning.screen, TwoFutures)
    found = planning.screen.found
    assert (found.week, found.changed) == (1, Plan())
    assert found.would_be.week == found.was.week == 2
    planning.key("return")
    assert isinstance(planning.screen, PlanScene)
    assert session.campaign.digest() == before


def test_finding_out_what_mattered_can_be_stopped(planning):
    play_week(planning)
    planning.game.over(AskWhatIf(planning.game, 1))
    planning.see()
    planning.click("mattered")
    planning.key("escape")
    planning.settle()
    assert isinstance(planning.screen, PlanScene)


def test_what_mattered_is_told_in_the_middle_of_a_game(planning, monkeypatch):
    monkeypatch.setattr("trustsim.play.window.scenes.mattered.WORLDS", 4)
    play_week(planning)
    play_week(planning)
    planning.game.over(AskWhatIf(planning.game, 1))
    planning.see()
    planning.click("mattered")
    planning.settle()
    assert isinstance(planning.screen, Mattered)
    assert len(planning.screen.chance.worlds) == 4
