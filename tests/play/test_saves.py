"""Saves: every week and every plan in the making is kept, and nothing is written over."""

import pytest

from tests.campaign.towns import town
from tests.play.typed import SEED, Typed
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan
from trustsim.campaign.save import load_save
from trustsim.cli import run
from trustsim.play.drafts import Drafts
from trustsim.play.folder import autosave_path, found_saves, saves_folder
from trustsim.play.results import best_results
from trustsim.play.session import Session
from trustsim.play.settings import load_settings


def resumed():
    """Return the newest saved game, taken up again."""
    found = found_saves()[0]
    typed = Typed(Session.resume(found.save, found.path))
    typed.shell.drafts.restore(typed.session)
    return typed


def test_every_week_saves_itself(game):
    game.type("post useful", "go", "talk keepers 2", "go")
    kept = load_save(autosave_path("town", SEED))
    assert len(kept.plans) == 2
    assert kept.plans == tuple(game.campaign.plans)


def test_the_plan_in_the_making_is_kept_with_every_line(game):
    game.type("go", "post useful bees in keepers care 3", "talk keepers 2")
    again = resumed()
    assert again.campaign.week == 1
    assert again.plan == game.plan
    text = again.play()
    assert "Your plan for this week is still here (plan)." in text


def test_even_before_the_first_week_nothing_is_lost(game):
    game.type("post useful", "listen tasters 2")
    again = resumed()
    assert again.campaign.week == 0
    assert again.plan == game.plan


def test_a_week_that_was_played_leaves_no_plan_behind(game):
    game.type("post useful", "go")
    assert resumed().plan == Plan()


def test_the_end_of_the_input_keeps_everything_and_says_how_to_go_on(game):
    text = game.play("post useful", "go", "post fun")
    assert text.endswith("Saved. Go on with: trustsim text town --resume")
    again = resumed()
    assert again.campaign.digest() == game.campaign.digest()
    assert [post.kind for post in again.plan.posts] == ["fun"]


@pytest.mark.parametrize("text", ["", "{", '{"week": 2}', '{"week": 2, "plan": {"posts": 3}}'])
def test_a_broken_draft_harms_nothing(game, text):
    game.type("go", "post useful")
    Drafts.of(game.session).path.write_text(text, encoding="utf-8")
    again = resumed()
    assert again.campaign.week == 1
    assert again.plan == Plan()


def test_a_draft_for_another_week_is_let_be(game):
    game.type("post useful")
    old = Drafts.of(game.session).path.read_bytes()
    game.type("go", "go")
    Drafts.of(game.session).path.write_bytes(old)
    assert resumed().plan == Plan()


def test_rewind_takes_the_week_back_and_gives_its_plan_again(game):
    game.type("post useful bees in keepers", "go")
    before = game.campaign.digest()
    plan = Plan(posts=game.campaign.plans[0].posts)
    game.type("post fun", "bet 1 50", "go")
    after = game.campaign.digest()
    game.type("rewind")
    assert game.campaign.digest() == before
    assert game.campaign.plans == [plan]
    assert [post.kind for post in game.plan.posts] == ["fun"]
    assert game.session.bets == []
    game.type("go")
    assert game.campaign.digest() == after
    assert len(game.session.bets) == 1


def test_text_plays_what_the_same_plans_give_without_it(later):
    campaign = Campaign(town(), SEED)
    campaign.play_weeks(later.campaign.plans)
    assert campaign.digest() == later.campaign.digest()


def test_a_new_game_never_writes_over_another_one(game):
    game.type("go", "go")
    other = Typed()
    other.type("go")
    assert len(load_save(autosave_path("town", SEED)).plans) == 2
    assert other.session.path.name == "town-5-2.json"
    assert len(found_saves()) == 2


def test_a_broken_save_is_named_and_harms_nothing(game):
    game.type("go")
    broken = saves_folder() / "old.json"
    broken.write_bytes(game.session.path.read_bytes()[:300])
    before = broken.read_bytes()
    said = game.type("saves")
    assert "  1. Town, week 1 of 12, seed 5, this one" in said or "  2. Town, week 1" in said
    assert "old.json is cut or damaged" in said
    game.type("go")
    assert broken.read_bytes() == before


def test_a_broken_file_in_the_place_of_the_autosave_is_not_written_over(own_folder):
    path = autosave_path("town", SEED)
    path.parent.mkdir(parents=True)
    path.write_text("precious", encoding="utf-8")
    Typed().type("go")
    assert path.read_text(encoding="utf-8") == "precious"


def test_a_folder_that_cannot_be_written_to_is_said_and_ends_nothing(own_folder):
    own_folder.write_text("in the way", encoding="utf-8")
    typed = Typed()
    assert "could not be saved" in typed.type("post useful")
    assert "could not be saved" in typed.type("go")
    assert typed.campaign.week == 1


def test_a_copy_is_saved_where_the_player_says_but_never_over_a_file(game, tmp_path):
    game.type("go")
    assert "Saved to " in game.type(f"save '{tmp_path / 'my copy.json'}'")
    assert len(load_save(tmp_path / "my copy.json").plans) == 1
    assert "A file is there already" in game.type(f"save '{tmp_path / 'my copy.json'}'")
    assert "say where: save FILE" in game.type("save")


def test_another_game_can_be_loaded_and_one_comes_back(game, tmp_path):
    game.type("go", f"save {tmp_path / 'copy.json'}", "go", "post fun")
    game.type(f"load {tmp_path / 'copy.json'}")
    assert game.campaign.week == 1
    assert "week 2 of 12" in game.type("load 1")
    assert game.campaign.week == 2
    assert [post.kind for post in game.plan.posts] == ["fun"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("load", "say which: load NUMBER"),
        ("load 9", "there is no saved game 9"),
        ("load none.json", "there is no save none.json"),
        ("again x", "is not a whole number from 0"),
    ],
)
def test_a_game_that_is_not_there_is_refused(game, line, said):
    assert said in game.type(line)


def test_again_starts_the_same_scenario_anew(game):
    game.type("go")
    first = game.session.path
    game.type("again")
    assert (game.campaign.week, game.campaign.seed) == (0, SEED)
    game.type("again 77", "go")
    assert (game.campaign.week, game.campaign.seed) == (1, 77)
    assert len(load_save(first).plans) == 1


def test_the_end_shows_the_verdict_and_lets_one_look_back(own_folder):
    typed = Typed(weeks=2, story={"lesson": "Bees first.", "questions": ["Which bee?"]},
                  teaches=["A5"],
                  goals=[{"medal": "bronze", "measure": "followers", "at_least": 1}])  # fmt: skip
    text = typed.play(
        "post useful", "bet 0 500", "go", "go", "go", "history", "luck 4", "week 1", "quit"
    )
    for part in (
        "You won Bronze.",
        "0% of your 1 posts asked for something.",
        "1 of your 1 bets came out.",
        "Bees first.",
        "A5  It works if you take part",
        "? Which bee?",
        "the game is over; rewind takes a week back",
        "Bronze or better in 100% of them",
        "-- What came of week 1 --",
    ):
        assert part in text
    assert best_results()["town"].medal == "bronze"


def test_the_end_can_be_rewound_and_played_on(own_folder):
    typed = Typed(weeks=2)
    typed.type("go", "go")
    assert typed.campaign.is_over
    assert "the game is over" in typed.type("post useful")
    typed.type("rewind", "post useful", "go")
    assert typed.campaign.is_over
    assert len(typed.campaign.plans[1].posts) == 1


def test_the_ghosted_are_told_when_it_was_lost_and_may_go_back(own_folder):
    typed = Typed(weeks=30)
    loud = [f"post pitch in {circle} ask 1" for circle in ("keepers", "tasters", "flyers")]
    for _ in range(25):
        typed.type("clear", *loud, "go", "clear", "go")
        if typed.campaign.is_over:
            break
    assert typed.campaign.ending.kind == "ghosted"
    assert "Ghosted. Every door has been shut for four weeks" in "\n".join(typed.lines)
    typed.type("rewind")
    assert not typed.campaign.is_over


def test_the_difficulty_that_was_set_is_that_of_the_next_game(game, capsys, monkeypatch):
    assert "difficulty: hard" in game.type("settings difficulty hard")
    assert load_settings().difficulty == "hard"
    assert "there is no difficulty 'harder'; did you mean 'hard'?" in game.type(
        "settings difficulty harder"
    )
    assert "there is no setting 'theme'" in game.type("settings theme paper")
    assert "such as: settings language de" in game.type("settings language")
    monkeypatch.setattr("sys.stdin", __import__("io").StringIO("post useful\nquit\n"))
    assert run(["text", "the-regular", "--seed", "1", "--set", "population.users=100"]) == 0
    [kept] = [f.save for f in found_saves() if f.save.scenario.name == "the-regular"]
    assert kept.scenario.difficulty == "hard"
