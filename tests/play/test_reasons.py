"""Every number answers why: its ledger adds up to it, in every week of every way to play."""

import re

import pytest

from tests.campaign.towns import town
from trustsim.campaign.plan import PostPlan, Work
from trustsim.campaign.run import run
from trustsim.errors import UsageError
from trustsim.play.reasons import NUMBERS, why, why_circle, why_preview
from trustsim.play.session import Session

WAYS = ("thoughtful", "pitch-only", "random")
WEEKS = 8


@pytest.fixture(scope="module", params=WAYS)
def played(request):
    """Return a game that somebody has played for some weeks."""
    return Session(run(town(), request.param, 4, record="full", weeks=WEEKS).campaign)


def reckoned(answer):
    """Return every sum of a ledger with what the lines above it add up to."""
    found, total = [], 0.0
    for line in answer.lines:
        if line.is_sum:
            found.append((line.value, total))
            total = line.value
        else:
            total += line.value
    return found


@pytest.mark.parametrize("number", [name for name in NUMBERS if name != "crowd"])
def test_the_lines_of_a_ledger_add_up_to_its_number(played, number):
    for week in range(1, WEEKS + 1):
        sums = reckoned(why(played, number, week))
        assert sums
        for said, added in sums:
            assert said == pytest.approx(added), (number, week)


def test_the_sums_are_the_numbers_of_the_report(played):
    for week in range(1, WEEKS + 1):
        report, row = played.campaign.reports[week], played.campaign.record.weeks[week - 1]
        for number, value in (
            ("followers", report.followers), ("aware", report.aware), ("reach", report.reach),
            ("visits", report.visits), ("sales", report.sales), ("money", report.money),
            ("muted", -report.mutes - report.blocks), ("trusting", row["trusting"]),
            ("search", report.search_place),
        ):  # fmt: skip
            assert reckoned(why(played, number, week))[-1][0] == pytest.approx(value), number


def test_before_the_first_week_what_stands_can_be_asked_and_what_came_can_not():
    session = Session.start(town(), 4, saves=False)
    assert why(session, "followers").lines[0].value == 20
    for number in ("reach", "sales", "visits", "aware", "muted"):
        with pytest.raises(UsageError, match="no week has been played yet"):
            why(session, number)


def test_a_circles_counts_are_all_its_people(played):
    for index, view in enumerate(played.report.circles):
        [(said, added)] = reckoned(why_circle(played, index))
        assert said == added == view.members


def test_hours_name_everything_that_the_plan_takes():
    session = Session.start(town(), 4, saves=False)
    session.draft.add_post(PostPlan(kind="useful", topic="bees", care=3.0, audience="keepers"))
    session.draft.add_work(Work(kind="listen", circle="keepers", hours=2.0))
    answer = why(session, "hours")
    assert [line.shown for line in answer.lines] == ["10", "10", "−3.5", "−2", "4.5"]


def test_a_preview_names_the_crowd_and_the_shares_that_its_range_comes_from(played):
    session = Session.start(town(), 4, saves=False)
    session.draft.add_post(PostPlan(kind="useful", topic="bees", care=3.0, audience="keepers"))
    view = session.campaign.preview(session.draft.plan.posts[0])
    answer = why_preview(session, 0)
    assert answer.lines[0].value == 75
    assert answer.lines[-1].shown == f"{view.low} to {view.high}"
    assert answer.note.startswith("It takes 0.5 + 3 = 3.5 hours")
    with pytest.raises(UsageError, match="there is no planned post '2'"):
        why_preview(session, 1)


def test_asking_why_changes_nothing(played):
    before = played.campaign.digest()
    for number in NUMBERS:
        why(played, number)
    assert played.campaign.digest() == before


def test_the_text_door_answers_for_every_number_in_its_own_words(game):
    listed = game.type("post useful in keepers", "go", "why")
    words = re.search(r"asked why: ([\w, ]+);", listed)[1].split(", ")
    assert len(words) == len(NUMBERS)
    for word in words:
        assert "Not like this" not in game.type(f"why {word}")
    assert "Bee keepers. Everybody there" in game.type("why keepers")
    assert "likely see it" in game.type("post useful in keepers", "why post 1")
