"""German: complete, and played with German words; the same game in every language."""

import io
import re

import pytest

from tests.campaign.towns import town
from tests.play.typed import SEED, Typed
from trustsim.campaign.plan import PostPlan, Work
from trustsim.cli import run
from trustsim.play import strings
from trustsim.play.session import Session
from trustsim.play.settings import load_settings
from trustsim.play.strings import FALLBACK, keys, language, languages, say, system_language
from trustsim.play.tales import catalogue, dictionary, pairs, told, topics
from trustsim.play.text.pages import briefing, room
from trustsim.play.text.verbs import VERBS, typed_words, verb_of
from trustsim.play.text.vocabulary import choose, shown, topic_words, typed, word
from trustsim.play.window.scenes.words import topic_name
from trustsim.scenario.load import load_scenario
from trustsim.scenario.shipped import shipped_names

OTHERS = [name for name in languages() if name != FALLBACK]


@pytest.fixture
def german():
    """Return a new game in German, typed line by line."""
    strings.use_language("de")
    return Typed()


def test_german_is_there():
    assert "de" in languages()


def test_a_week_is_planned_and_played_in_german_words(german):
    said = german.type(
        "beitrag geschichte tea in tasters ton offen sorgfalt 2,5 tag fr wollen 0,2 anschub 10",
        "zuhören keepers 2", "mitreden keepers", "wette 10 40", "plan", "los",
    )  # fmt: skip
    assert german.campaign.plans[0].posts == (
        PostPlan(kind="story", topic="tea", audience="tasters", tone="candid", care=2.5, day=4,
                 ask=0.2, boost=10.0),
    )  # fmt: skip
    assert [work.kind for work in german.campaign.plans[0].work] == ["listen", "take_part"]
    assert "1. Fr Geschichte über tea, offen, Tea tasters: 3 h" in said
    assert "-- Was aus Woche 1 wurde --" in said


def test_umlauts_can_be_spelled_out_and_words_shortened(german):
    german.type("beitrag nuetzlich", "zuhoeren keepers 1,5", "beitrag spass ton verspielt")
    assert [post.kind for post in german.plan.posts] == ["useful", "fun"]
    assert german.plan.work == (Work(kind="listen", circle="keepers", hours=1.5),)
    german.type("mitr keepers")
    assert german.plan.work[1].kind == "take_part"


def test_english_words_are_understood_as_well(german):
    german.type("post useful bees in keepers tone playful", "talk keepers 2", "go", "rewind", "go")
    assert german.campaign.week == 1
    assert german.campaign.plans[0].posts[0].tone == "playful"


def test_the_same_plans_are_the_same_game_in_both_languages(german):
    german.type("beitrag nützlich in keepers", "mitreden keepers 2", "los")
    strings.use_language("en")
    english = Typed()
    english.type("post useful in keepers", "talk keepers 2", "go")
    assert german.campaign.digest() == english.campaign.digest()


def test_topics_are_read_and_written_in_german():
    strings.use_language("de")
    scenario = load_scenario("nine-to-one")
    assert "cooking" in scenario.topics
    words = topic_words(scenario.topics)
    for written in ("Kochen", "kochen", "koch", "cooking"):
        assert choose("topic", written, words) == "cooking"
    assert next(iter(words)) == "Garten"
    session = Session.start(scenario, 1, saves=False)
    said = "\n".join([*briefing(session), *room(session)])
    assert "Kochen" in said
    assert "cooking" not in said


def test_mistakes_are_said_in_german(german):
    assert "meintest du „nützlich“?" in german.type("beitrag nützlch")
    assert "„laut“ gibt es nicht (Ton)" in german.type("beitrag spaß ton laut")
    assert "meintest du „zurück“?" in german.type("zurük")
    assert "ist keine Zahl von 0 an" in german.type("beitrag spaß sorgfalt viel")


def test_numbers_are_written_as_germans_write_them(german):
    assert "3,5 h" in german.type("beitrag nützlich sorgfalt 3")
    german.type("los")
    assert "Vertrauen 0,3" in german.type("warum 149") or "0,3" in german.type("menge")


def test_every_page_comes_in_german(german):
    german.type("beitrag nützlich in keepers sorgfalt 3", "los", "beitrag werbung", "los")
    said = german.type("hilfe", "kreise", "raum", "eingang alle", "ziele", "stand", "lage", "plan",
                       "film", "menge", "verlauf", "woche 1", "beiträge", "beitrag 1",
                       "beitrag 1 3", "warum 3", "waswenn 1 ohne 1", "waswenn 2 nichts",
                       "waswenn 2 ändern 1 spaß", "wende", "glück 3", "spiele", "einstellungen",
                       "hilfe beitrag", "hilfe antwort")  # fmt: skip
    assert "So nicht" not in said
    for english in ("people", "week", "followers", "door open", "trust", "post "):
        assert english not in said


def test_what_explains_the_game_comes_in_german(german):
    german.waiting = ["1"] * 10
    german.type("beitrag nützlich in keepers sorgfalt 3", "los", "beitrag werbung", "los")
    words = ("woche", "stunden", "geld", "folgende", "bekannt", "vertrauen", "stumm", "reichweite",
             "besuche", "verkäufe", "menge", "bitten", "suche", "keepers")  # fmt: skip
    said = german.type("warum", *(f"warum {word}" for word in words), "thesen", "thesen A4",
                       "thesen B7", "prüfen", "prüfen A5", "quiz", "bericht")  # fmt: skip
    assert "So nicht" not in said
    for english in (" people", " week", "followers", " you ", " the ", "trust ", " of "):
        assert english not in said, english


def test_the_words_for_two_things_are_never_the_same():
    for name in languages():
        strings.use_language(name)
        words = [word(verb) for verb in VERBS]
        assert len(set(words)) == len(words)
        for group in ("kind", "tone", "manner", "day", "option", "setting"):
            assert len(set(shown(group))) == len(shown(group)) == len(set(typed(group).values()))
        for verb in VERBS:
            assert verb_of([word(verb)]) == verb
            assert typed_words()[verb] == verb


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_typed_is_one_word(name):
    strings.use_language(name)
    for key in keys():
        if re.match(r"text\.(typed\.|verb\.\w+\.word)", key):
            assert re.fullmatch(r"[\w]+", say(key)), key


@pytest.mark.parametrize(
    ("settings", "spoken"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "de:en"}, "de"),
        ({"LC_ALL": "de_AT", "LANG": "en_US"}, "de"),
        ({"LANG": "xx_XX.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANGUAGE": "xx:de"}, "de"),
    ],
)
def test_the_systems_language_is_the_first_choice_where_there_is_a_catalogue(
    monkeypatch, settings, spoken
):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert system_language() == spoken


@pytest.fixture
def play(capsys, monkeypatch):
    def piped(words, *lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        code = run(list(words))
        return code, capsys.readouterr().out

    return piped


def test_a_party_is_played_in_german(play):
    code, out = play(("text", "the-party", "--seed", "1", "--language", "de"), "2", "")
    assert code == 0
    assert out.startswith("Freitagabend. Zwölf Menschen")
    assert "Du hast mitgeredet." in out
    assert "Beide Abende, dieselben zwölf Menschen" in out
    assert "will dich wieder hören" in out


def test_by_locale_german_is_played_unless_another_language_was_chosen(play, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "de_DE.UTF-8")
    assert "Freitagabend" in play(("text", "the-party", "--seed", "1"), "quit")[1]
    assert "A Friday evening" in play(("text", "the-party", "--language", "en"), "quit")[1]
    small = ("text", "the-regular", "--seed", "1", "--set", "population.users=100")
    _, out = play(small, "einstellungen sprache english", "plan", "quit")
    assert "Die Stammgäste" in out
    assert "Nothing is planned yet." in out
    assert load_settings().language == "en"
    assert "A Friday evening" in play(("text", "the-party", "--seed", "1"), "quit")[1]


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("scenario", sorted(set(shipped_names()) & set(catalogue("de"))))
def test_every_sentence_of_a_tale_is_told(name, scenario):
    tale, original = catalogue(name)[scenario], load_scenario(scenario)
    assert set(tale["circles"]) == set(original.circle_ids)
    assert set(tale["brands"]) == {brand.id for brand in original.brands}
    for brand in original.brands:
        spoken = tale["brands"][brand.id]
        assert set(spoken) == {"name", "product", "facets"}
        assert set(spoken["facets"]) == {facet.id for facet in brand.product.facets}
    assert len(tale.get("events", ())) == len(original.events)
    assert len(tale.get("goals", ())) == sum(goal.text is not None for goal in original.goals)
    assert set(tale["story"]) == {"briefing", "lesson", "questions"}
    assert len(tale["story"]["questions"]) == len(original.story.questions)
    assert {"title", "summary"} <= set(tale)
    assert len(tale["summary"]) <= 120


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("scenario", sorted(set(shipped_names()) & set(catalogue("de"))))
def test_the_numbers_of_a_tale_are_those_of_its_scenario(name, scenario):
    for english, spoken in pairs(load_scenario(scenario), catalogue(name)[scenario]):
        assert re.findall(r"\d+", english) == re.findall(r"\d+", spoken), english


@pytest.mark.parametrize("name", OTHERS)
def test_every_topic_of_what_ships_has_a_word(name):
    talked_of = {topic for scenario in shipped_names() for topic in load_scenario(scenario).topics}
    assert set(topics(name)) == talked_of


def test_a_topic_of_ones_own_keeps_its_name():
    strings.use_language("de")
    assert topic_name("dinosaurs") == "Dinosaurier"
    assert topic_name("tin-toys") == "Tin toys"


def test_a_tale_of_no_scenario_is_a_mistake():
    for name in OTHERS:
        assert set(catalogue(name)) <= set(shipped_names())


def test_a_sentence_has_one_translation_only():
    every = [pair for name in catalogue("de")
             for pair in pairs(load_scenario(name), catalogue("de")[name])]  # fmt: skip
    assert all(dictionary("de")[english] == spoken for english, spoken in every)


def test_telling_changes_words_and_no_number():
    scenario = load_scenario("garage-band")
    assert told(scenario) is scenario
    strings.use_language("de")
    spoken = told(scenario)
    assert spoken.title == "Garagenband"
    assert spoken.population.circles[5].name == "Der Filmclub"
    assert spoken.rules == scenario.rules
    assert [goal.at_least for goal in spoken.goals] == [goal.at_least for goal in scenario.goals]
    assert scenario.title == "Garage band"


def test_a_scenario_of_ones_own_is_told_as_it_is_written():
    strings.use_language("de")
    own = town(name="garage-band")
    assert told(own) == own
    assert Typed().campaign.seed == SEED
    assert language() == "de"
