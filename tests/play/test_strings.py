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
