import json
import os
import subprocess
import sys

import pytest

from tests.campaign.towns import GOOD_WEEK, LOUD_WEEK, town
from trustsim import __version__
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan
from trustsim.campaign.save import load_plans, load_save, replay, resume, save_text, write_save
from trustsim.errors import BrokenSave, ReplayDiffers, WriteFailed

PLANS = [GOOD_WEEK, LOUD_WEEK, GOOD_WEEK, Plan(note="rest")]


@pytest.fixture
def campaign() -> Campaign:
    campaign = Campaign(town(), seed=3)
    for plan in PLANS:
        campaign.play_week(plan)
        campaign.digest()
    return campaign


@pytest.fixture
def file(campaign, tmp_path):
    path = tmp_path / "my-save.json"
    write_save(campaign, path)
    return path


def refused(path) -> str:
    with pytest.raises(BrokenSave) as error:
        load_save(path)
    assert str(error.value).startswith(str(path)) or str(path) in str(error.value)
    return str(error.value)


def test_a_save_is_the_list_of_plans_and_nothing_of_the_world(file, campaign):
    save = load_save(file)
    assert list(save.plans) == PLANS
    assert (save.seed, save.strategy, save.version) == (3, "player", __version__)
    assert save.scenario == campaign.scenario
    assert sorted(save.digests) == [1, 2, 3, 4]
    assert save_text(save) == file.read_text(encoding="utf-8")


def test_a_replay_ends_where_the_save_stood(file, campaign):
    again = replay(load_save(file), record="full", threads=2)
    assert again.digest() == campaign.digest()
    assert again.reports == campaign.reports


def test_a_resumed_campaign_goes_on_as_if_it_had_never_stopped(file, campaign):
    resumed = resume(load_save(file))
    for each in (resumed, campaign):
        each.play_week(GOOD_WEEK)
    assert resumed.digest() == campaign.digest()


def test_a_campaign_of_no_weeks_can_be_saved(tmp_path):
    write_save(Campaign(town(), seed=1), tmp_path / "new.json")
    assert resume(load_save(tmp_path / "new.json")).week == 0


def test_a_save_cut_in_half_says_so_wherever_it_was_cut(file, tmp_path):
    text = file.read_text(encoding="utf-8")
    cut = tmp_path / "cut.json"
    for length in (*range(20, len(text) - 2, max(1, len(text) // 40)), len(text) - 2):
        cut.write_text(text[:length], encoding="utf-8")
        said = refused(cut)
        assert "cut or damaged: it stops making sense at line" in said
        assert said.endswith("go back to an older save")


@pytest.mark.parametrize("content", ["", "hello", "[1, 2]", "{}", '{"title": "x"}', "name: town"])
def test_another_file_is_no_save(tmp_path, content):
    path = tmp_path / "other.json"
    path.write_text(content, encoding="utf-8")
    assert "is no save of TrustSim" in refused(path)


def test_bytes_that_are_no_text_are_no_save(tmp_path):
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
    assert "is no text" in refused(path)


def test_a_save_that_is_not_there_or_is_a_folder(tmp_path):
    assert refused(tmp_path / "none.json").startswith("there is no save")
    assert "can't be read" in refused(tmp_path)


def edited(file, **changes):
    content = json.loads(file.read_text(encoding="utf-8")) | changes
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def test_a_save_of_another_version_says_which(file):
    assert refused(edited(file, version="9.9.9")) == (
        f"{file} was saved by TrustSim 9.9.9 and this is {__version__}; "
        "a run repeats exactly only in its own version, so open it with that one"
    )


def test_a_changed_scenario_is_noticed(file):
    content = json.loads(file.read_text(encoding="utf-8"))
    content["scenario"]["brand"]["hours"] = 99
    assert "the scenario in it was changed" in refused(edited(file, **content))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"seed": -4}, "the seed -4 is not a whole number"),
        ({"seed": "3"}, "the seed 3 is not a whole number"),
        ({"plans": [{"posts": 3}]}, "0.posts"),
        ({"plans": [{}] * 13}, "it has 13 plans for 12 weeks"),
        ({"digests": ["x"]}, "its digests are no mapping"),
        ({"digests": {"77": "0123456789abcdef"}}, "it has no digest of a week at '77'"),
        ({"digests": {"1": "nonsense"}}, "it has no digest of a week at '1'"),
        ({"scenario": {"name": "x"}}, "no resolved scenario"),
    ],
)
def test_damage_inside_is_named(file, changes, said):
    message = refused(edited(file, **changes))
    assert "is damaged" in message
    assert said in message


def test_a_save_without_one_of_its_parts_is_damaged(file):
    content = json.loads(file.read_text(encoding="utf-8"))
    del content["plans"]
    file.write_text(json.dumps(content), encoding="utf-8")
    assert "it has no 'plans'" in refused(file)


@pytest.mark.parametrize("text", ['{"a": NaN}', '{"a": 1, "a": 2}', "[" * 100_000])
def test_what_json_should_not_hold_is_refused(tmp_path, text):
    path = tmp_path / "odd.json"
    path.write_text(text, encoding="utf-8")
    assert "is no save of TrustSim" in refused(path)


def test_a_changed_plan_names_the_first_week_that_differs(file):
    content = json.loads(file.read_text(encoding="utf-8"))
    content["plans"][2]["posts"][0]["care"] = 0.5
    with pytest.raises(ReplayDiffers, match="the replay differs from its save in week 3:"):
        replay(load_save(edited(file, **content)))


def test_a_changed_digest_names_its_week(file):
    content = json.loads(file.read_text(encoding="utf-8"))
    content["digests"]["2"] = "0" * 32
    with pytest.raises(ReplayDiffers, match=r"in week 2: the digest is [0-9a-f]{32}, and the save"):
        replay(load_save(edited(file, **content)))


def test_a_plan_that_can_no_longer_be_played_names_its_week(file):
    content = json.loads(file.read_text(encoding="utf-8"))
    content["plans"][3] = {"posts": [{"kind": "useful", "topic": "bees", "care": 30}]}
    with pytest.raises(ReplayDiffers, match="week 4 of this save can't be played again: week 4:"):
        replay(load_save(edited(file, **content)))


def test_saving_over_a_save_leaves_the_old_or_the_new_and_nothing_else(campaign, file):
    campaign.play_week(GOOD_WEEK)
    write_save(campaign, file)
    assert len(load_save(file).plans) == 5
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_place_that_cannot_be_written_to_says_so(campaign, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(WriteFailed, match="can't be written"):
        write_save(campaign, tmp_path / "file" / "save.json")


FULL_DISK = """
import resource, sys
from pathlib import Path
from tests.campaign.towns import town
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.save import write_save
from trustsim.errors import WriteFailed
campaign = Campaign(town(), seed=3)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_save(campaign, Path(sys.argv[1]))
except WriteFailed as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a limit on the size of files")
def test_a_disk_that_takes_no_more_leaves_the_old_save_whole(file):
    before = file.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(file)],
        cwd=os.getcwd(), env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "can't be written: file too large; make room there" in done.stdout
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_plans_are_read_from_a_save_and_from_a_list(file, tmp_path):
    assert list(load_plans(file)) == PLANS
    listed = tmp_path / "plans.json"
    listed.write_text('[{"posts": [{"kind": "fun", "topic": "tea"}]}, {}]', encoding="utf-8")
    assert [len(plan.posts) for plan in load_plans(listed)] == [1, 0]


def test_a_list_of_something_else_is_no_list_of_plans(tmp_path):
    path = tmp_path / "plans.json"
    path.write_text('[{"posts": [{"kind": "fan", "topic": "tea"}]}]', encoding="utf-8")
    with pytest.raises(BrokenSave, match=r"neither a save nor a list of plans: 0.posts.0.kind"):
        load_plans(path)
