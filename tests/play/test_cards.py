"""Claim cards: twenty of them, each with what a run did and with sources that the project cites."""

import re
from pathlib import Path

import pytest

from tests.campaign.towns import town
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.run import run
from trustsim.errors import UnknownName
from trustsim.play import strings
from trustsim.play.cards import CLAIMS, card, cards, taught
from trustsim.play.strings import languages
from trustsim.scenario.load import load_scenario
from trustsim.scenario.shipped import shipped_names

SOURCES = Path(__file__).parents[2] / "src" / "trustsim"


@pytest.fixture(scope="module", params=("thoughtful", "pitch-only", "bot-scheduler"))
def campaign(request):
    return run(town(), request.param, 4, record="full", weeks=8).campaign


def test_there_are_twenty_claims_and_every_scenario_teaches_some_of_them():
    assert len(CLAIMS) == 20
    for name in shipped_names():
        teaches = load_scenario(name).teaches
        assert teaches
        assert set(teaches) <= set(CLAIMS)


@pytest.mark.parametrize("language", languages())
def test_every_card_says_all_four_things_in_every_language(campaign, language):
    strings.use_language(language)
    for found in cards(campaign):
        for part in (found.says, found.did, found.research, found.leaves_out):
            assert len(part) > 15, found.id
            assert "{" not in part


def test_without_a_run_a_card_claims_nothing_of_one():
    assert card("A4").did == ""
    assert card("A4", Campaign(town(), 1, record="full")).did == ""


def test_a_card_tells_what_happened(campaign):
    posts = [post for report in campaign.reports for post in report.posts]
    asks = sum(post.ask >= 0.25 for post in posts)
    assert card("a4", campaign).did.startswith(f"{asks} of your {len(posts)} posts asked")
    assert f"have {campaign.report.followers:,}" in card("A2", campaign).did


def test_two_ways_of_playing_give_two_cards():
    one, other = (run(town(), who, 4, record="full", weeks=8).campaign
                  for who in ("thoughtful", "pitch-only"))  # fmt: skip
    differ = [a.id for a, b in zip(cards(one), cards(other), strict=True) if a.did != b.did]
    assert set(CLAIMS) - set(differ) <= {"A1", "B7", "B9"}


def test_only_studies_are_named_that_the_project_cites_elsewhere():
    cited = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (SOURCES / "scenario" / "rules.py", SOURCES / "lab" / "evidence" / "table.py")
    )
    for claim in CLAIMS:
        for name, year in re.findall(r"([A-Z]\w+)[^();,]* (\d{4})", card(claim).research):
            assert name in cited, (claim, name)
            assert year in cited, (claim, year)


def test_who_knows_no_such_claim_says_which_there_are():
    with pytest.raises(UnknownName, match="there is no claim 'Z9'"):
        card("Z9")


def test_a_campaign_names_the_claims_it_teaches():
    assert taught(Campaign(load_scenario("the-regular"), 1)) == ["B6", "A5"]


def test_the_text_door_shows_all_claims_and_each_card(game):
    assert game.type("claims").count("\n") == 19
    said = game.type("post pitch in keepers", "go", "claims A4")
    assert "1 of your 1 posts asked for something" in said
    assert "Baumeister" in said
    assert "there is no claim 'A99'" in game.type("claims A99")
