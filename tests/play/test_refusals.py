"""What the rooms below refuse is said in the player's language, every sentence of it."""

import pytest

from tests.campaign.towns import gift, town
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan, PostPlan, Reply, Work
from trustsim.campaign.save import load_save, write_save
from trustsim.errors import PlanRefused, TrustSimError
from trustsim.explain.whatif import decided_in
from trustsim.play import strings
from trustsim.play.refusals import is_known, spoken

BAD_PLANS = (
    Plan(posts=(gift(), gift(), gift(), gift())),
    Plan(posts=(gift(care=30.0),)),
    Plan(posts=(gift(care=9.0), gift(care=9.0))),
    Plan(work=(Work(kind="take_part", circle="keepers", hours=40.0),)),
    Plan(posts=(gift(boost=500.0),)),
    Plan(posts=(gift(),), bet=(30.0, 10.0)),
    Plan(posts=(gift(collaborator=3),)),
    Plan(replies=(Reply(comment=1, manner="joke"),)),
    Plan(replies=(Reply(comment=1, manner="joke"), Reply(comment=1, manner="joke"))),
    Plan(work=(Work(kind="listen", hours=1.0),)),
    Plan(work=(Work(kind="improve", hours=1.0),)),
    Plan(work=(Work(kind="apologise", circle="keepers", hours=0.1),)),
    Plan(work=(Work(kind="collaborate", hours=1.0),)),
    Plan(posts=(PostPlan(kind="fun", topic="beez"),)),
    Plan(posts=(PostPlan(kind="fun", topic="zzz", audience="nowhere"),)),
    Plan(work=(Work(kind="improve", facet="lid", hours=1.0),)),
)


@pytest.fixture
def campaign():
    return Campaign(town(), 1)


@pytest.mark.parametrize("plan", BAD_PLANS)
def test_every_reason_to_refuse_a_plan_is_known_and_said_in_german(campaign, plan):
    with pytest.raises(PlanRefused) as refusal:
        campaign.check(plan)
    strings.use_language("de")
    said = spoken(refusal.value).splitlines()
    for english, german in zip(str(refusal.value).splitlines(), said, strict=True):
        assert is_known(english)
        assert german.startswith("Woche 1: ")
        for word in (" the ", " you ", " and ", "drop", "there "):
            assert word not in german


def test_english_stays_as_it_was_said(campaign):
    with pytest.raises(PlanRefused) as refusal:
        campaign.check(BAD_PLANS[0])
    assert spoken(refusal.value) == str(refusal.value)


def test_a_shut_door_is_told_with_its_days():
    strings.use_language("de")
    english = ("week 3: post 1 is for the circle 'keepers', whose door is shut; it opens in about "
               "9 days if you ask for nothing; take part, or apologise once")  # fmt: skip
    assert spoken(english).endswith("sie öffnet sich in etwa 9 Tagen, wenn du nichts willst; "
                                    "rede mit oder entschuldige dich einmal")  # fmt: skip


def test_what_is_wrong_with_a_save_is_said_in_german(campaign, tmp_path):
    write_save(campaign, tmp_path / "good.json")
    text = (tmp_path / "good.json").read_text()
    cases = {
        "cut": (text[: len(text) // 2], "abgeschnitten oder beschädigt"),
        "foreign": ('{"a": 1}', "kein Spielstand"),
        "other": (text.replace('"version": "', '"version": "9'), "ist von TrustSim 9"),
    }
    strings.use_language("de")
    for name, (content, words) in cases.items():
        path = tmp_path / f"{name}.json"
        path.write_text(content)
        with pytest.raises(TrustSimError) as problem:
            load_save(path)
        assert words in spoken(problem.value)


def test_weeks_that_were_not_played_are_refused_in_german(campaign):
    strings.use_language("de")
    with pytest.raises(TrustSimError) as problem:
        decided_in(campaign, 3)
    assert spoken(problem.value) == "noch ist keine Woche gespielt, also gibt es keine zu ändern"


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("/a/b.json can't be written: no space left on device; make room there, or choose another "
         "place", "/a/b.json lässt sich nicht schreiben: der Datenträger ist voll; schaff dort "
         "Platz oder wähle einen anderen Ort"),
        ("/a can't be written to; choose another folder, or free this one",
         "In /a lässt sich nicht schreiben; wähle einen anderen Ordner oder gib diesen frei"),
        ("/a/b.json can't be read: permission denied",
         "/a/b.json ist nicht lesbar: das ist hier nicht erlaubt"),
        ("/a/b.json can't be read: the moon is full",
         "/a/b.json ist nicht lesbar: the moon is full"),
    ],
)  # fmt: skip
def test_what_a_disk_refuses_is_said_in_german_with_its_reason(english, german):
    strings.use_language("de")
    assert spoken(english) == german


def test_a_sentence_nobody_knows_stays_as_it_is():
    strings.use_language("de")
    assert spoken("the moon is full") == "the moon is full"
