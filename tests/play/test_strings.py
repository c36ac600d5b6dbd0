import re

import pytest

from trustsim.errors import UnknownName
from trustsim.play import strings
from trustsim.play.strings import keys, languages, say, use_language, values_of


@pytest.fixture(autouse=True)
def english_afterwards():
    yield
    use_language(strings.FALLBACK)


def test_english_is_the_first_language():
    assert languages()[0] == "en"


def test_values_are_filled_in():
    assert say("map.closed_label", circle="Gaming") == "Gaming: door closed"


def test_an_unknown_key_says_where_to_add_it():
    with pytest.raises(KeyError, match=r"no sentence 'map.nothing' in assets/strings/en.yaml"):
        say("map.nothing")


def test_an_unknown_language_is_refused():
    with pytest.raises(UnknownName, match="there is no language 'xx'"):
        use_language("xx")


@pytest.mark.parametrize("language", languages())
def test_every_translation_has_every_sentence_with_the_same_values(language):
    assert keys(language) == keys()
    for key in keys():
        assert values_of(key, language) == values_of(key), key


@pytest.mark.parametrize(
    ("reach", "said"), [("1", "1 person reached"), ("12", "12 people reached")]
)
def test_a_number_has_the_word_that_fits_it_where_a_sentence_counts_several(reach, said):
    assert said in say("bet.won", reach=reach, rate="50%")


def test_a_number_can_choose_a_word_that_stands_elsewhere():
    use_language("de")
    assert say("post.home_tip", count=1) == "Dort sieht es dein 1 Follower"
    assert say("post.home_tip", count=25) == "Dort sehen es deine 25 Follower"


@pytest.mark.parametrize("language", languages())
def test_every_choice_of_words_has_one_for_one_and_one_for_several(language):
    for key in keys(language):
        for choice in re.findall(r"\{\w+:([^}]*\|[^}]*)\}", strings._catalogue(language)[key]):
            one, several = choice.removeprefix("=").split("|")
            assert one, key
            assert several, key
            assert one != several, key
