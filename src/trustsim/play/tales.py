"""Tales: a shipped scenario's own sentences in the player's language.

``assets/strings/tales/LANGUAGE.yaml`` has, by scenario, what people read of it; its English is the
scenario file itself. A scenario of one's own is told as it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import yaml

from trustsim.play.assets import asset
from trustsim.play.strings import FALLBACK, language
from trustsim.scenario.schema import BrandSpec, Scenario

if TYPE_CHECKING:
    from trustsim.campaign.campaign import Campaign

Say = Callable[[str], str]
_KEPT: Final = 4
_told: list[tuple[Scenario, str, Scenario]] = []
"""The scenarios told last, with their languages: a page asks again for every line."""


def told(scenario: Scenario) -> Scenario:
    """Return a scenario as it is told to the player; its numbers are the same."""
    spoken = language()
    if spoken == FALLBACK:
        return scenario
    for original, of_language, found in _told:
        if original is scenario and of_language == spoken:
            return found
    words = dictionary(spoken)
    found = _translated(scenario, lambda text: words.get(text, text))
    _told.insert(0, (scenario, spoken, found))
    del _told[_KEPT:]
    return found


def news(campaign: Campaign) -> list[str]:
    """Return what the week that begins brings, as it is told to the player."""
    return [event.text for event in told(campaign.scenario).events
            if event.week == campaign.week + 1]  # fmt: skip


@cache
def dictionary(spoken: str) -> dict[str, str]:
    """Return what the sentences of the shipped scenarios are in another language."""
    from trustsim.scenario.load import load_scenario
    from trustsim.scenario.shipped import shipped_names

    found: dict[str, str] = {}
    tales = catalogue(spoken)
    for name in shipped_names():
        if name in tales:
            found |= dict(pairs(load_scenario(name), tales[name]))
    return found


@cache
def catalogue(spoken: str) -> Mapping[str, Any]:
    """Read the tales of one language, by scenario; none if there are none."""
    return _words("tales", spoken)


def topic_word(topic: str) -> str:
    """Return what a topic is called in the player's language; its short name where nobody said."""
    return topics(language()).get(topic, topic)


@cache
def topics(spoken: str) -> Mapping[str, str]:
    """Read what topics are called in one language, by short name; nothing if it has no words."""
    return _words("topics", spoken)


def _words(folder: str, spoken: str) -> Mapping[str, Any]:
    """Read one language's file of a folder; nothing if there is none."""
    try:
        path = asset("strings", folder, f"{spoken}.yaml")
    except FileNotFoundError:
        return {}
    words: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return words


def pairs(scenario: Scenario, tale: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every sentence of a scenario with what it is in the tale, as far as it is there."""
    yield scenario.title, tale.get("title", scenario.title)
    yield scenario.summary, tale.get("summary", scenario.summary)
    for circle in scenario.population.circles:
        yield circle.name, tale.get("circles", {}).get(circle.id, circle.name)
    for brand in scenario.brands:
        yield from _brand_pairs(brand, tale.get("brands", {}).get(brand.id, {}))
    yield from _in_order([event.text for event in scenario.events], tale.get("events", ()))
    goals = [goal.text for goal in scenario.goals if goal.text is not None]
    yield from _in_order(goals, tale.get("goals", ()))
    story, spoken = scenario.story, tale.get("story", {})
    yield story.briefing, spoken.get("briefing", story.briefing)
    yield story.lesson, spoken.get("lesson", story.lesson)
    yield from _in_order(story.questions, spoken.get("questions", ()))


def _brand_pairs(brand: BrandSpec, tale: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the names of a brand, its product and the product's sides."""
    yield brand.name, tale.get("name", brand.name)
    yield brand.product.name, tale.get("product", brand.product.name)
    for facet in brand.product.facets:
        yield facet.name, tale.get("facets", {}).get(facet.id, facet.name)


def _in_order(sentences: Sequence[str], spoken: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from zip(sentences, spoken, strict=False)


def _translated(scenario: Scenario, say: Say) -> Scenario:
    """Return a scenario with every sentence said otherwise."""
    population, story = scenario.population, scenario.story
    circles = tuple(
        circle.model_copy(update={"name": say(circle.name)}) for circle in population.circles
    )
    return scenario.model_copy(
        update={
            "title": say(scenario.title),
            "summary": say(scenario.summary),
            "population": population.model_copy(update={"circles": circles}),
            "brand": _brand(scenario.brand, say),
            "rivals": tuple(_brand(rival, say) for rival in scenario.rivals),
            "events": tuple(
                event.model_copy(update={"text": say(event.text)}) for event in scenario.events
            ),
            "goals": tuple(
                goal.model_copy(update={"text": say(goal.text)}) if goal.text else goal
                for goal in scenario.goals
            ),
            "story": story.model_copy(
                update={
                    "briefing": say(story.briefing),
                    "lesson": say(story.lesson),
                    "questions": tuple(say(question) for question in story.questions),
                }
            ),
        }
    )


def _brand(brand: BrandSpec, say: Say) -> BrandSpec:
    """Return a brand with its names said otherwise."""
    product = brand.product
    facets = tuple(facet.model_copy(update={"name": say(facet.name)}) for facet in product.facets)
    spoken = product.model_copy(update={"name": say(product.name), "facets": facets})
    return brand.model_copy(update={"name": say(brand.name), "product": spoken})
