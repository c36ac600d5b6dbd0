"""The report at the end: what is found out, kept, and written up as one page."""

import re
from html.parser import HTMLParser

import pytest

from tests.campaign.towns import town
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.run import run
from trustsim.explain.luck import luck
from trustsim.explain.turning import turning_points
from trustsim.play import strings
from trustsim.play.findings import Findings, best_and_worst, worlds_path
from trustsim.play.page import page, verdict, write_page
from trustsim.play.session import Session
from trustsim.play.strings import languages

WORLDS = 6
VOID = {"meta", "br", "img"}


@pytest.fixture(scope="module")
def campaign():
    scenario = town(weeks=4, goals=[{"medal": "bronze", "measure": "followers", "at_least": 25}])
    return run(scenario, "half-half", 4, record="full").campaign


def found_out(campaign, **changes):
    findings = Findings(**changes)
    findings.find(campaign, lambda *_: True, WORLDS)
    return findings


class Nesting(HTMLParser):
    """Checks that every tag that is opened is closed, in order."""

    def __init__(self):
        super().__init__()
        self.open, self.links = [], []

    def handle_starttag(self, tag, attributes):
        self.links += [value for name, value in attributes if name in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.links += [value for name, value in attributes if name in ("href", "src")]

    def handle_endtag(self, tag):
        while self.open and self.open[-1] != tag and self.open[-1] in ("p", "li"):
            self.open.pop()
        assert self.open.pop() == tag


def test_findings_are_those_of_the_glass(campaign):
    findings = found_out(campaign)
    assert findings.is_whole
    assert findings.luck == luck(campaign, WORLDS)
    assert findings.turning == turning_points(campaign)
    posts = [post for report in campaign.reports for post in report.posts]
    assert findings.best[0].shares == max(post.shares for post in posts)
    assert findings.worst[0].mutes == max(post.mutes for post in posts)


def test_worlds_are_kept_and_not_played_again(campaign):
    first = found_out(campaign)
    assert worlds_path(campaign).is_file()
    told = []
    again = Findings()
    again.find(campaign, lambda step, *_: told.append(step) or True, WORLDS)
    assert "luck" not in told
    assert again.luck == first.luck


def test_a_stop_keeps_the_worlds_so_far_and_the_work_goes_on_from_there(campaign):
    findings = Findings()
    findings.find(campaign, lambda step, done, _: step != "luck" or done < 2, WORLDS)
    assert findings.luck is None
    assert not findings.is_whole
    told = []
    findings.find(campaign, lambda step, done, _: told.append((step, done)) or True, WORLDS)
    assert [done for step, done in told if step == "luck"] == [3, 4, 5, 6]
    assert findings.luck == luck(campaign, WORLDS)


@pytest.mark.parametrize("content", ["", "{", '{"version": "0", "measure": "x", "worlds": []}'])
def test_kept_worlds_that_cannot_be_used_are_played_again(campaign, content):
    found_out(campaign)
    worlds_path(campaign).write_text(content)
    assert found_out(campaign).luck == luck(campaign, WORLDS)


def test_finding_out_changes_nothing(campaign):
    before = campaign.digest()
    found_out(campaign)
    assert campaign.digest() == before


def test_a_week_more_or_less_forgets_what_was_found():
    session = Session.start(town(), 4, saves=False)
    session.play_week()
    session.findings.best = best_and_worst(session.campaign)[0]
    session.findings.is_whole = True
    session.play_week()
    assert not session.findings.is_whole
    session.findings.is_whole = True
    session.undo_week()
    assert not session.findings.is_whole


@pytest.mark.parametrize("language", languages())
def test_the_page_is_whole_and_needs_no_network(campaign, language, own_folder):
    strings.use_language(language)
    session = Session(campaign, path=own_folder / "saves" / "town-4.json")
    session.save_as(session.path)
    session.findings = found_out(campaign)
    text = write_page(session).read_text(encoding="utf-8")
    nesting = Nesting()
    nesting.feed(text)
    assert nesting.open == []
    assert all(link.startswith("data:") for link in nesting.links)
    assert not re.search(r"https?:", text)
    assert "url(data:font/woff2" in text
    assert 'download="town-4.json"' in text
    assert text.count("<svg") >= 3
    assert text.count("class=dot") == WORLDS
    assert f'<html lang="{language}">' in text
    assert campaign.digest() in text


def test_a_page_of_a_game_that_goes_on_leaves_out_what_is_not_known():
    session = Session(Campaign(town(), 1, record="full"))
    assert verdict(session) == "Week 0 of 12: the game goes on."
    assert "<svg" not in page(session)
    session.play_week()
    assert "class=dot" not in page(session)


def test_the_text_door_shows_the_report_and_writes_the_page(game, own_folder):
    said = game.type("report", "post useful in keepers care 3", "go", "report")
    assert "no week has been played yet" in said
    assert "Week 1 of 12: the game goes on." in said
    assert "The weeks that mattered" in said
    assert "Furthest: Tue: Useful, Bee keepers" in said
    assert (own_folder / "reports" / "town-5.html").is_file()
