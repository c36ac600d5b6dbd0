import json

import pytest

from tests.campaign.towns import GOOD_WEEK, town
from trustsim import __version__
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.players import player
from trustsim.campaign.run import run
from trustsim.campaign.save import write_save
from trustsim.errors import BrokenSave, UnknownName, UsageError
from trustsim.strategies.recorded import Recorded


def test_a_result_is_one_json_object_with_the_promised_keys():
    found = json.loads(json.dumps(run(town(), "thoughtful", 5).as_dict(), allow_nan=False))
    promised = ("scenario", "strategy", "seed", "version", "weeks", "totals", "digest")
    assert all(key in found for key in promised)
    assert found["scenario"] == "town"
    assert found["strategy"] == "thoughtful"
    assert found["seed"] == 5
    assert found["version"] == __version__
    assert len(found["weeks"]) == 12
    assert found["totals"]["week"] == 12


def test_a_run_repeats_itself():
    one, other = run(town(), "random", 5), run(town(), "random", 5)
    assert one.as_dict() == other.as_dict()


def test_fewer_weeks_are_the_first_weeks_of_the_whole():
    whole, part = run(town(), "thoughtful", 5), run(town(), "thoughtful", 5, weeks=5)
    assert part.weeks == whole.weeks[:5]
    assert part.ending is None


def test_more_weeks_prolong_the_scenario():
    longer = run(town(), "thoughtful", 5, weeks=15)
    assert len(longer.weeks) == 15
    assert longer.ending.week == 15


@pytest.mark.parametrize("weeks", [0, -3, 521])
def test_impossible_weeks_are_refused(weeks):
    with pytest.raises(UsageError, match=f"{weeks} weeks can't be played; choose from 1 to 520"):
        run(town(), "thoughtful", 5, weeks=weeks)


def test_a_ghosted_run_goes_on_to_its_last_week():
    found = run(town(weeks=40), "pitch-only", 3)
    assert found.ending.kind == "ghosted"
    assert found.ending.week < 40
    assert len(found.weeks) == 40


def test_every_week_is_told_to_whoever_listens():
    heard = []
    run(town(), "thoughtful", 5, weeks=4, on_week=lambda campaign: heard.append(campaign.week))
    assert heard == [1, 2, 3, 4]


def test_a_strategy_that_decides_on_no_plan_is_named():
    class Lazy:
        name = "lazy"

        def decide(self, report):
            return None

    with pytest.raises(
        UsageError, match=r"'lazy' decided on NoneType in week 1; decide\(\) must return a"
    ):
        run(town(), Lazy(), 5)


def test_an_unknown_strategy_is_refused():
    with pytest.raises(UnknownName, match="did you mean 'pitch-only'"):
        run(town(), "pitchonly", 5)


def test_the_plans_of_a_save_play_again(tmp_path):
    first = run(town(), "thoughtful", 5)
    write_save(first.campaign, tmp_path / "save.json", "thoughtful")
    again = run(town(), f"recorded:{tmp_path / 'save.json'}", 5)
    assert again.digest == first.digest


def test_recorded_plans_play_on_other_seeds_as_far_as_they_can():
    plans = run(town(weeks=30), "pitch-only", 5).campaign.plans
    for seed in range(4):
        run(town(weeks=30), Recorded(plans), seed)


def test_recorded_without_a_file_or_with_a_bad_one_is_refused(tmp_path):
    with pytest.raises(UsageError, match="write recorded:FILE"):
        player("recorded")
    with pytest.raises(BrokenSave, match="there is no save"):
        player(f"recorded:{tmp_path / 'none.json'}")


def test_after_its_last_plan_a_recording_does_nothing():
    campaign = Campaign(town(), seed=3)
    recorded = Recorded([GOOD_WEEK])
    assert recorded.decide(campaign.report) == GOOD_WEEK
    campaign.play_week(GOOD_WEEK)
    assert recorded.decide(campaign.report).posts == ()


def test_a_result_keeps_its_numbers_when_its_campaign_goes_on():
    found = run(town(), "thoughtful", 5, weeks=3)
    found.campaign.play_week(GOOD_WEEK)
    assert len(found.weeks) == 3
    assert found.totals["week"] == 3


def test_tables_are_written_where_they_are_asked_for(tmp_path):
    files = run(town(), "thoughtful", 5, record="posts").write(tmp_path / "tables")
    assert [file.name for file in files] == ["weeks.parquet", "posts.parquet"]
