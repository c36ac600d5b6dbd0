"""A whole campaign by real keys alone, and by real mouse, under a virtual display.

    pytest -m slow tests/play/window/real_input

With ``TRUSTSIM_PICTURES=FOLDER`` pictures of the way are kept there.
"""

import os
import shutil
from pathlib import Path

import pytest

from tests.play.window.real_input.hands import Hands, at_the_game
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.save import load_save

CAMPAIGN = "the-regular"
"""The shortest campaign: twelve weeks."""
KINDS = (1, 0, 1, 2, 3, 0, 1, 5, 0, 1, 2, 0)
"""Which kind of post each week brings, as its place in the row of kinds."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("Xvfb") and shutil.which("xdotool")),
        reason="needs Xvfb and xdotool (Debian: apt-get install xvfb xdotool imagemagick)",
    ),
]


@pytest.fixture
def pictures() -> Path | None:
    folder = os.environ.get("TRUSTSIM_PICTURES")
    return Path(folder) if folder and shutil.which("import") else None


def check_save(home: Path) -> None:
    """The last save ends as its plans do without a window."""
    (path,) = (home / "saves").glob(f"{CAMPAIGN}-*.json")
    save = load_save(path)
    headless = Campaign(save.scenario, save.seed, record="none")
    for week, plan in enumerate(save.plans, start=1):
        headless.play_week(plan)
        assert headless.digest() == save.digests.get(week, headless.digest())
    assert headless.is_over
    assert save.digests[headless.week] == headless.digest()


def test_the_party_and_a_campaign_are_played_by_keyboard_alone(tmp_path, pictures):
    with at_the_game(tmp_path, pictures) as hands:
        hands.key("question")
        hands.await_screen("Help")
        hands.picture("key-help")
        hands.key("Escape")
        hands.await_screen("Title")
        party_by_key(hands)
        hands.await_screen("Title")
        hands.tab_to("choose")
        hands.picture("key-title-focus")
        hands.key("Return")
        hands.await_screen("Choose")
        hands.tab_to("scenario.1")
        hands.picture("key-choose-focus")
        hands.key("Return")
        if hands.await_screen("Briefing", "Quiz")["screen"] == "Quiz":
            hands.tab_to("skip")
            hands.picture("key-quiz-focus")
            hands.key("Return")
        hands.await_screen("Briefing")
        hands.key("Return")
        hands.await_screen("PlanScene")
        week = 0
        while not hands.see()["is_over"]:
            week_by_key(hands, week)
            week += 1
        hands.await_screen("End")
        hands.picture("key-end")
        assert week >= 12
    check_save(tmp_path)


def party_by_key(hands: Hands) -> None:
    """Spend both evenings, see them side by side, and go to the title."""
    hands.key("Return")
    hands.await_screen("First")
    hands.tab_to("main")
    hands.picture("key-first-focus")
    hands.key("Return")
    hands.await_screen("Party")
    hands.tab_to("join")
    hands.picture("key-party-focus")
    hands.tab_to("tell")
    hands.key("space")
    for state in ("first", "second", "both"):
        hands.await_(lambda s, state=state: s["state"] == state, f"the {state} evening")
        hands.key("k")
        if state != "both":
            hands.tab_to("main")
            hands.key("Return")
    hands.tab_to("title")
    hands.picture("key-party-lesson")
    hands.key("Return")


def week_by_key(hands: Hands, week: int) -> None:
    """Plan a post, run the week, watch some of it, reckon."""
    hands.key("2")
    hands.tab_to("post.first")
    hands.key("Return")
    hands.tab_to("post.kind")
    hands.key(*["Right"] * KINDS[week % len(KINDS)])
    hands.tab_to("post.tone")
    hands.key("Home")
    if week == 0:
        hands.picture("key-plan-focus")
        hands.tab_to("bet")
        hands.key("Right")
    hands.key("ctrl+Return")
    seen = hands.await_screen("Watch", "Reckon", "Message")
    if seen["screen"] == "Message":
        hands.key("Return")
        hands.await_screen("Watch", "Reckon")
    if week == 0:
        hands.key("p", "period", "period", "comma", "bracketright", "bracketleft")
        hands.tab_to("timeline")
        hands.key("Right", "Right", "Left")
        hands.picture("key-watch-focus")
    if hands.see()["screen"] == "Watch":
        hands.key("k")
    hands.await_screen("Reckon")
    if week == 0:
        hands.key("Tab")
        hands.picture("key-reckon-focus")
    hands.key("ctrl+Return")
    hands.await_screen("PlanScene", "End")


def test_a_campaign_is_played_by_mouse_alone(tmp_path, pictures):
    with at_the_game(tmp_path, pictures) as hands:
        hands.click("choose")
        hands.await_screen("Choose")
        hands.click("scenario.1")
        if hands.await_screen("Briefing", "Quiz")["screen"] == "Quiz":
            hands.click("skip")
        hands.await_screen("Briefing")
        hands.click("main")
        hands.await_screen("PlanScene")
        week = 0
        while not hands.see()["is_over"]:
            week_by_mouse(hands, week)
            week += 1
        hands.await_screen("End")
        hands.picture("mouse-end")
        assert week >= 12
    check_save(tmp_path)


def week_by_mouse(hands: Hands, week: int) -> None:
    """Plan a post, run the week, scrub through it, reckon."""
    hands.click("tabs", 1)
    hands.click("post.first")
    hands.click("post.kind", KINDS[week % len(KINDS)])
    hands.click("place.home")
    if week == 0:
        hands.picture("mouse-plan")
    hands.click("main")
    hands.await_screen("Watch")
    if week == 0:
        hands.click("pause")
        hands.click("timeline")
        hands.click("wave_on")
        hands.click("speed")
        hands.picture("mouse-watch")
        hands.click("skip")
    elif week % 4:
        hands.click("skip")
    hands.await_screen("Reckon")
    if week == 0:
        hands.picture("mouse-reckon")
    hands.click("main")
    hands.await_screen("PlanScene", "End")
