"""`trustsim text` and `trustsim play`: whole games, piped, and every way they can end."""

import io
import os
import signal
import subprocess
import sys

import pytest

from trustsim.campaign.save import load_save
from trustsim.cli import run
from trustsim.play.commands import why_no_window, window_size
from trustsim.play.folder import autosave_path, found_saves, saves_folder
from trustsim.play.party import evening
from trustsim.play.results import best_results
from trustsim.scenario.load import load_scenario
from trustsim.scenario.shipped import shipped_names

SMALL = ("--set", "population.users=150")
BAND = ("garage-band", "--seed", "3", *SMALL)


@pytest.fixture(scope="module", autouse=True)
def warm_engine():
    """Compile the kernels where that is still to be done: a cold engine is told of on stderr."""
    evening(load_scenario("the-party"), 1, "tell")


@pytest.fixture
def play(capsys, monkeypatch):
    """Return ``play(words, *lines)``: play with lines piped in; (exit code, stdout, stderr)."""

    def piped(words, *lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return piped


def test_a_whole_party_is_played(play):
    code, out, err = play(("text", "the-party", "--seed", 1), "1", "")
    assert (code, err) == (0, "")
    told, both = out.split("Both evenings")
    assert told.index("You told them about the CD.") < told.index("You joined the conversation.")
    rows = both.splitlines()[1:13]
    assert [row.split()[0] for row in rows][:3] == ["Ana", "Ben", "Chi"]
    assert sum("stopped listening" in row or "left the room" in row for row in rows) >= 8
    assert sum("wants to hear you again" in row for row in rows) >= 3
    assert "the-party" in best_results()


def test_the_party_asks_until_it_understands_and_may_be_left(play):
    code, out, _ = play(("text", "the-party", "--seed", 1), "", "both", "join", "")
    assert code == 0
    assert out.count("Type 1 or 2.") == 2
    assert out.index("You joined the conversation.") < out.index("You told them about the CD.")
    assert play(("text", "the-party", "--seed", 1), "quit")[0] == 0
    assert play(("text", "the-party", "--seed", 1))[0] == 0
    assert play(("text", "the-party", "--seed", 1), "1")[0] == 0


FOUR_WEEKS = (
    "circles", "room", "inbox", "listen indie-kids 3", "talk indie-kids 2",
    "post useful indie in indie-kids care 3", "bet 2", "plan", "go",
    "watch", "crowd", "post story indie in indie-kids tone candid care 4", "post fun", "go",
    "post announce gigs", "post useful gear in gear-talk care 4", "talk gear-talk 1", "go",
    "week 3", "post offer indie tone candid", "talk folk-singers 2", "go",
    "history", "post 1", "whatif 3 drop 1", "quit",
)  # fmt: skip


def test_four_weeks_of_the_garage_band_are_played_and_replay_alike(play):
    code, out, err = play(("text", *BAND), *FOUR_WEEKS)
    assert (code, err) == (0, "")
    for week in range(1, 5):
        assert f"-- What came of week {week} --" in out
    assert "== Week 5 of 26 ==" in out
    assert "Not like this" not in out
    code, out, _ = play(("replay", autosave_path("garage-band", 3)))
    assert code == 0
    assert "4 weeks played again" in out


def test_a_game_is_taken_up_where_it_was_left(play):
    play(("text", *BAND), "post useful", "go", "post fun")
    code, out, err = play(("text", "garage-band", "--resume"), "plan", "quit")
    assert (code, err) == (0, "")
    assert "Your plan for this week is still here" in out
    assert "Fun on indie" in out
    code, out, _ = play(("text", "--resume"), "quit")
    assert "== Week 2 of 26 ==" in out
    code, out, _ = play(("text", "--load", autosave_path("garage-band", 3)), "quit")
    assert "== Week 2 of 26 ==" in out


def test_a_newer_save_that_is_broken_is_named_and_passed_over(play):
    play(("text", *BAND), "go")
    broken = saves_folder() / "broken.json"
    broken.write_text('{\n "trustsim_save": 1', encoding="utf-8")
    os.utime(broken, (4e9, 4e9))
    code, out, err = play(("text", "--resume"), "quit")
    assert code == 0
    assert "A newer save can't be used" in err
    assert "broken.json is cut or damaged" in err
    assert "== Week 2 of 26 ==" in out
    assert broken.exists()


def test_where_there_is_no_save_that_is_said(play):
    code, _, err = play(("text", "the-regular", "--resume"))
    assert code == 2
    assert "there is no save of 'the-regular' to go on with; start it anew" in err
    (saves_folder()).mkdir(parents=True)
    (saves_folder() / "x.json").write_text("{", encoding="utf-8")
    assert "x.json is no save of TrustSim" in play(("text", "--resume"))[2]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("text", "garage-bnd"), 2, "did you mean 'garage-band'?"),
        (("text", "the-party", "--seed", "-1"), 2, "the seed -1 is not a whole number"),
        (("text", "the-party", "--set", "users"), 2, "write PATH=VALUE"),
        (("text", "the-party", "--set", "population.users=lots"), 3, "population.users"),
        (("text", "the-party", "--language", "xx"), 2, "there is no language 'xx'"),
        (("text", "--load", "none.json"), 3, "there is no save none.json"),
        (("play", "--size", "huge"), 2, "--size huge: write WIDTHxHEIGHT"),
        (("play", "--size", "640x480"), 2, "from 960x600 to 7680x4320"),
    ],
)
def test_a_command_that_is_off_gets_a_sentence_and_its_exit_code(play, words, code, said):
    found, _, err = play(words)
    assert found == code
    assert said in err


def test_who_is_new_begins_with_the_party_and_then_chooses(play):
    code, out, _ = play(("text", "--seed", "1", *SMALL[:0]), "2", "", "quit")
    assert code == 0
    assert out.startswith("A Friday evening.")
    assert "What would you like to play?" in out
    assert "1. The party" in out
    assert "your best:" in out or "; played" in out


def test_the_menu_offers_scenarios_and_saves_and_names_the_broken(play):
    play(("text", *BAND), "go")
    (saves_folder() / "x.json").write_text("{", encoding="utf-8")
    first = len(shipped_names()) + 1
    code, out, _ = play(("text",), "", "settings", "settings difficulty odd", "garbage-band",
                        str(first), "quit", "garage", "quit", "quit")  # fmt: skip
    assert code == 0
    assert f"{first}. Go on with Garage band, week 1 of 26, seed 3" in out
    assert "x.json is no save of TrustSim" in out
    assert "difficulty: normal" in out
    assert "there is no difficulty 'odd'" in out
    assert "'garbage-band' is nothing to play; did you mean 'garage-band'?" in out
    assert out.count("== Week 2 of 26 ==") == 1
    assert out.count("== Week 1 of 26 ==") == 1
    assert len(found_saves()) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_play_is_text_and_says_why(play, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    code, out, _ = play(("play", "the-party", "--seed", "1"), "1", "")
    assert code == 0
    assert out.startswith("There is no display, so this is the text game")
    assert "Both evenings" in out


def test_text_can_be_asked_for_where_there_is_a_display(play, monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    code, out, _ = play(("play", "the-party", "--seed", "1", "--text"), "quit")
    assert code == 0
    assert out.startswith("A Friday evening.")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_a_display_that_cannot_be_reached_is_named(own_folder):
    environment = {**os.environ, "DISPLAY": ":987", "XDG_RUNTIME_DIR": str(own_folder.parent)}
    environment.pop("SDL_VIDEODRIVER", None)
    environment.pop("WAYLAND_DISPLAY", None)
    code = "from trustsim.play.commands import why_no_window; print(why_no_window())"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True,
                          text=True)  # fmt: skip
    assert done.stdout == "The display :987 can't be reached, so this is the text game.\n"


def test_a_driver_that_is_asked_for_is_trusted(monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    assert why_no_window() == ""


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_ctrl_c_in_mid_week_exits_with_130_and_loses_nothing(play):
    command = [sys.executable, "-m", "trustsim", "text", *BAND]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, bufsize=0) as game:  # fmt: skip
        game.stdin.write("go\npost useful in indie-kids\ntalk indie-kids 2\nplan\n")
        game.stdin.flush()
        for line in game.stdout:
            if "takes 3.5 of 10 h" in line and "talk" not in line:
                break
        game.send_signal(signal.SIGINT)
        _, err = game.communicate(timeout=60)
    assert game.returncode == 130
    assert "trustsim: stopped." in err
    assert len(load_save(autosave_path("garage-band", 3)).plans) == 1
    _, out, _ = play(("text", "--resume"), "plan", "quit")
    assert "Useful on indie" in out
    assert "take part: Indie kids, 2 h" in out


def test_odd_bytes_and_long_lines_are_only_words(own_folder):
    command = [sys.executable, "-m", "trustsim", "text", *BAND]
    typed = b"\xff\xfe\x00 post\npost us\xc3\x28eful\n" + b"x" * 100_000 + b"\nquit\n"
    done = subprocess.run(command, input=typed, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    assert done.stdout.count(b"is nothing you can do here") == 2


def test_a_size_of_the_window_is_read():
    assert window_size("1920x1080") == (1920, 1080)
    assert window_size(" 3840X2160 ") == (3840, 2160)
