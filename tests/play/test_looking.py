"""Reading and looking back: every page is there, and looking changes nothing."""

import signal

import pytest

from tests.play.typed import Typed
from trustsim.explain.autopsy import own_posts
from trustsim.play.advice import is_quiet
from trustsim.play.text.asking import stoppable
from trustsim.play.text.verbs import GROUPS, VERBS


def test_a_game_begins_with_its_briefing_goals_seed_and_a_hint(tmp_path):
    story = {"briefing": "A town of bees.", "lesson": "Be kind.", "questions": ["Who was?"]}
    goals = [{"medal": "bronze", "measure": "followers", "at_least": 25}]
    typed = Typed(story=story, goals=goals)
    text = typed.play()
    for part in (
        "Town  (12 weeks, MySpace)",
        "A town of bees.",
        "You sell the product for £10",
        "Bronze: at least 25 followers (now 20, not yet)",
        "seed 5",
        "Type help",
    ):
        assert part in text


def test_every_verb_has_its_line_of_help(game):
    lines = game.type("help")
    listed = [verb for verbs in GROUPS.values() for verb in verbs]
    assert set(listed) - {"autopsy"} == set(VERBS)
    assert all(f"\n  {verb}" in lines for verb in VERBS)


def test_help_on_a_verb_shows_the_words_it_takes(game):
    said = game.type("help post")
    assert "useful: A how-to" in said
    assert "tones: helpful, playful" in said
    assert "ways to answer: thank_fix" in game.type("help reply")
    assert "did you mean 'crowd'?" in game.type("help crowdd")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("room", "Nobody has said much yet"),
        ("inbox", "Your inbox is empty."),
        ("circles", "keepers: Bee keepers, 75 people; "),
        ("plan", "Nothing is planned yet."),
        ("status", "0 full weeks in a row; three wear you out"),
        ("brief", "Town  (12 weeks, MySpace)"),
        ("posts", "You have posted nothing yet."),
        ("history", "No week has been played yet."),
        ("watch", "no week has been played yet"),
        ("week 1", "no week has been played yet"),
        ("post 1", "which post? from 1 to 0"),
        ("whatif 1 nothing", "no week has been played yet"),
        ("turning", "nothing to swap"),
        ("luck 5", "nothing to compare"),
        ("rewind", "no week has been played"),
        ("why", "What can be asked why: week, hours, money"),
        ("why Nobody", "nobody who knows you is called 'Nobody'; give a number from 0 to 149"),
        ("why 150", "nobody who knows you is called '150'"),
    ],
)
def test_before_the_first_week_every_page_says_what_there_is(game, line, said):
    assert said in game.type(line)
    assert game.campaign.week == 0


def test_the_reckoning_tells_counts_posts_causes_voices_and_the_bet(later):
    text = "\n".join(later.lines)
    assert "-- What came of week 1 --" in text
    assert "  post 1: Tue Useful, Bee keepers: seen by " in text
    assert "  what moved people: " in text
    assert "Your bet " in text
    assert "; why " in text


def test_a_past_week_can_be_read_again(later):
    said = later.type("week 2")
    assert "What you had planned:" in said
    assert "Story on bees, candid, Bee keepers: 4.5 h" in said
    assert "-- What came of week 2 --" in said
    first = "\n".join(later.lines).split("-- What came of week 2 --")[1].split("==")[0]
    assert first.strip() in said


@pytest.mark.parametrize("line", ["week 4", "week", "week x", "watch 0"])
def test_a_week_that_was_not_played_is_refused(later, line):
    assert "which week? from 1 to 3" in later.type(line)


def test_a_week_can_be_watched_day_by_day(later):
    said = later.type("watch 1")
    assert "Monday\n  You talk with " in said
    assert "Your Useful goes up, Bee keepers." in said
    report = later.campaign.reports[1]
    assert f"{report.reach} people see it" in said or " see it; " in said
    assert later.type("watch") == later.type("watch 3")


def test_the_history_has_a_row_for_every_week(later):
    rows = later.type("history").splitlines()
    assert len(rows) == 4
    assert [row.split()[0] for row in rows[1:]] == ["1", "2", "3"]


def test_posts_are_numbered_through_the_game(later):
    lines = later.type("posts").splitlines()
    assert [line.split(":")[0].strip() for line in lines] == [f"post {n}" for n in range(1, 6)]
    assert len(own_posts(later.campaign)) == 5


def test_a_post_can_be_taken_apart_and_somebody_asked_why(later):
    said = later.type("post 1")
    assert said.startswith("Post 1, week 1: Useful on bees, helpful, Bee keepers; quality ")
    assert "On offer to " in said
    person = said.rsplit("such as post 1 ", 1)[1]
    why = later.type(f"post 1 {person}")
    assert f"({person})" in why
    assert "the post's luck" in why
    assert "which post? from 1 to 5" in later.type("post 6")


def test_a_person_is_found_by_number_and_by_name(later):
    by_number = later.type("why 3")
    assert by_number.startswith("Dana (3), ")
    said = later.type("why dana")
    assert said == by_number or "people called Dana" in said


def test_another_past_is_shown_by_week_circle_and_person(later):
    said = later.type("whatif 3 drop 1")
    assert "What if, in week 3: without post 1? The same people, the same luck." in said
    assert "of 150 people end otherwise; for the other " in said
    assert "nothing at all" in later.type("whatif 3 nothing")
    assert "one more post" in later.type("whatif 3 post useful")
    assert "post 2 otherwise" in later.type("whatif 3 change 2 tone candid ask 0")
    assert "the plan you have now" in later.type("post fun", "whatif 2 draft")
    assert "Nothing would have come out otherwise." in later.type("whatif 1 change 1 care 3")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("whatif", "such as: whatif 3 drop 1"),
        ("whatif 3", "such as: whatif 3 drop 1"),
        ("whatif 9 nothing", "which week? from 1 to 3"),
        ("whatif 3 drop", "such as: whatif 3 drop 1"),
        ("whatif 3 drop 5", "that week's plan has no post 5; it has 2"),
        ("whatif 3 drop b", "that week's plan has no work 2; it has none"),
        ("whatif 3 drop bb", "such as: whatif 3 drop 1"),
        ("whatif 3 change 7 tone candid", "there is no planned post '7'; there are 2"),
        ("whatif 3 post useful care 30", "the plan takes"),
        ("luck none", "number of worlds: 'none' is not a number"),
        ("luck 0", "0 worlds can't be compared"),
    ],
)
def test_a_question_that_is_off_is_refused_with_a_way_out(later, line, said):
    assert said in later.type(line)


def test_the_weeks_that_mattered_and_the_luck_are_told(later):
    said = later.type("turning")
    assert "Playing " in said
    assert "What mattered most, by followers (it came to " in said
    luck = later.type("luck 6")
    assert "By followers: in half of 6 other worlds your plans come to " in luck
    assert "Bronze or better" not in luck, "a medal is won at the end"


def test_looking_changes_nothing(later):
    before, plans = later.campaign.digest(), list(later.campaign.plans)
    later.type("brief", "status", "goals", "circles", "room", "inbox all", "plan", "crowd",
               "history", "posts", "post 1", "post 1 3", "week 1", "watch 2", "why 3",
               "whatif 2 nothing",
               "turning", "luck 3", "saves", "settings", "help")  # fmt: skip
    assert later.campaign.digest() == before
    assert later.campaign.plans == plans
    assert not later.plan.posts


def test_tiredness_is_announced_before_it_costs(game):
    week = ("talk keepers 10", "go")
    assert "You are getting tired" not in game.type(*week)
    assert "one more full week, and the week after it has 3 h less" in game.type(*week)
    assert "2 full weeks in a row" in game.type("status")
    said = game.type(*week)
    assert "You are worn out by full weeks: 3 h less this week." in said
    assert "7 h" in said


def test_a_little_rest_keeps_one_fresh(game):
    said = game.type("talk keepers 10", "go", "talk keepers 10", "go")
    spare = float(said.rsplit("Leave ", 1)[1].split()[0])
    assert "worn out" not in game.type(f"talk keepers {10 - spare}", "go")


def test_ctrl_c_stops_a_long_question_and_not_the_game():
    before = signal.getsignal(signal.SIGINT)
    with stoppable() as goes_on:
        assert goes_on()
        signal.raise_signal(signal.SIGINT)
        assert not goes_on()
    assert signal.getsignal(signal.SIGINT) is before


def test_a_quiet_week_says_what_would_have_made_more_of_it():
    game = Typed()
    said = game.type("go", "watch")
    assert "Nothing of yours went out. Something useful takes an hour or two." in said
    busy = Typed()
    busy.type("post useful in keepers care 4", "talk keepers 3", "go")
    assert not is_quiet(busy.campaign, 1)
    assert "Nothing of yours went out" not in busy.type("watch")
