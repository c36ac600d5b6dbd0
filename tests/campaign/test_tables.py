import csv
import os

import numpy as np
import pytest
from pyarrow import parquet

from tests.campaign.towns import GOOD_WEEK, LOUD_WEEK, gift, town
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan
from trustsim.campaign.tables import LEVELS, tables, write_csv, write_tables
from trustsim.errors import WriteFailed
from trustsim.market.outcome import Stance

CONTRACT = {
    "weeks": "followers, aware, reach, impressions, shares, likes, comments, visits, sales, mutes, "
    "blocks, unfollows, ostracism_rate, trust_mean, deepest_cascade, doors_closed, hours, money",
    "posts": "post, day, author, brand, kind, tone, topic, quality, ask, reach, impressions, "
    "shares, likes, comments, clicks, size, depth, structural_virality",
    "cascades": "post, user, parent, depth, hours",
    "ledger": "day, user, brand, cause, post, good, harm",
    "exposures": "post, user",
}
"""Columns that others read by name."""


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    campaign = Campaign(town(), seed=3, record="full")
    campaign.play_weeks([GOOD_WEEK, LOUD_WEEK, *[GOOD_WEEK] * 6])
    return campaign


@pytest.fixture(scope="module")
def found(campaign):
    return tables(campaign.record, campaign.scenario)


@pytest.mark.parametrize("name", CONTRACT)
def test_every_promised_column_is_there(found, name):
    assert set(CONTRACT[name].split(", ")) <= set(found[name])


@pytest.mark.parametrize("level", LEVELS)
def test_a_record_level_has_its_tables_and_no_others(level):
    campaign = Campaign(town(), seed=3, record=level)
    campaign.play_week(GOOD_WEEK)
    assert tuple(tables(campaign.record, campaign.scenario)) == LEVELS[level]


def test_the_ledger_sums_to_the_state(found, campaign):
    world, ledger = campaign.market.world, found["ledger"]
    for name in ("good", "harm"):
        summed = np.zeros(world.users)
        own = ledger["brand"] == 0
        np.add.at(summed, ledger["user"][own], ledger[name][own])
        assert summed == pytest.approx(getattr(world, name)[0], abs=1e-9)


def test_posts_are_told_in_words(found):
    own = found["posts"]["author"] == -1
    assert set(found["posts"]["kind"][own]) == {"useful", "pitch"}
    assert set(found["posts"]["tone"][own]) == {"helpful", "hyped"}
    assert set(found["posts"]["topic"]) <= {"bees", "tea", "kites"}
    assert set(found["posts"]["circle"][own]) == {"home", "keepers", "tasters"}


def test_posts_of_the_brand_and_of_users_are_told_apart(found):
    posts = found["posts"]
    own = posts["author"] == -1
    assert own.sum() == 2 + 3 + 6 * 2
    assert (posts["brand"][own] == 0).all()
    assert (posts["brand"][~own] == -1).all()


def test_the_size_of_a_post_is_the_number_of_its_cascade_rows(found):
    posts, cascades = found["posts"], found["cascades"]
    rows = dict(zip(*np.unique(cascades["post"], return_counts=True), strict=True))
    assert [rows[post] for post in posts["post"]] == posts["size"].tolist()


def test_reach_is_never_more_than_impressions(found):
    for name in ("weeks", "posts"):
        assert (found[name]["reach"] <= found[name]["impressions"]).all()


def test_totals_are_sums_of_flows_and_the_last_of_states(campaign):
    weeks, totals = campaign.record.weeks, campaign.record.totals
    for name in ("reach", "impressions", "shares", "sales", "mutes", "hours", "posts", "asks"):
        assert totals[name] == pytest.approx(sum(row[name] for row in weeks)), name
    for name in ("week", "followers", "aware", "ostracism_rate", "trust_mean", "money"):
        assert totals[name] == weeks[-1][name], name
    assert totals["deepest_cascade"] == max(row["deepest_cascade"] for row in weeks)


def test_the_row_of_a_week_says_what_the_world_says(campaign):
    world, row = campaign.market.world, campaign.record.weeks[-1]
    stance = world.stance[0]
    aware = int((stance > Stance.STRANGER).sum())
    assert row["followers"] == int((stance == Stance.FOLLOWER).sum())
    assert row["aware"] == aware
    assert row["ostracism_rate"] == pytest.approx((stance >= Stance.MUTED).sum() / aware)
    assert row["trust_mean"] == pytest.approx(world.trust(0)[stance > 0].mean())
    assert row["doors_closed"] + row["open_doors"] == world.circles


def test_a_brand_nobody_knows_has_a_strangers_trust():
    campaign = Campaign(town(brand={"followers": 0}), seed=3)
    campaign.play_week(Plan())
    assert campaign.record.weeks[0]["trust_mean"] == pytest.approx(1 / 3)  # 1 good of 1 + 2
    assert campaign.record.weeks[0]["ostracism_rate"] == 0.0


def test_the_level_none_keeps_totals_alone():
    campaign = Campaign(town(), seed=3, record="none")
    campaign.play_week(GOOD_WEEK)
    assert campaign.record.weeks == []
    assert campaign.record.totals["week"] == 1


def test_parquet_holds_what_was_recorded(found, tmp_path):
    files = write_tables(found, tmp_path / "new" / "folder")
    assert [file.name for file in files] == [f"{name}.parquet" for name in LEVELS["full"]]
    for file in files:
        table = parquet.read_table(file)
        recorded = found[file.stem]
        assert table.column_names == list(recorded)
        for name, column in recorded.items():
            assert table[name].to_pylist() == column.tolist()
    assert sorted(os.listdir(tmp_path / "new" / "folder")) == sorted(f.name for f in files)


def test_csv_holds_the_same(found, tmp_path):
    (file,) = write_csv({"weeks": found["weeks"]}, tmp_path)
    with file.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [int(row["followers"]) for row in rows] == found["weeks"]["followers"].tolist()


def test_a_folder_that_is_a_file_is_refused(found, tmp_path):
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    with pytest.raises(WriteFailed, match="can't be written"):
        write_tables(found, tmp_path / "out")


def test_the_film_of_a_week_is_kept_at_the_highest_level(campaign):
    assert len(campaign.record.film(1)) > 0
    assert (np.diff(campaign.record.film(1)["hour"]) >= 0).all()
    assert len(campaign.record.film(99)) == 0


def test_a_campaign_without_posts_has_tables_without_rows(tmp_path):
    campaign = Campaign(town(rules={"posting": {"rate": 0}}), seed=3, record="full")
    campaign.play_week(Plan())
    empty = tables(campaign.record, campaign.scenario)
    assert len(empty["posts"]["post"]) == 0
    write_tables(empty, tmp_path)
    assert parquet.read_table(tmp_path / "posts.parquet").num_rows == 0


def test_a_boosted_post_counts_its_paid_reach():
    campaign = Campaign(town(), seed=3, record="posts")
    campaign.play_week(Plan(posts=(gift(boost=10.0),)))
    post = tables(campaign.record, campaign.scenario)["posts"]
    own = post["author"] == -1
    assert post["paid_reach"][own][0] > 0
