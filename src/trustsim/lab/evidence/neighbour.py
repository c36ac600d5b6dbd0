"""A brand that takes part, as plain orders: every week one gift at home, one in a circle, talk.

It is no strategy: it sees no report and never changes its mind, so that what is measured on its
people depends on the model alone.
"""

from __future__ import annotations

from trustsim.market.orders import HOME, BrandPost, Orders, TakePart
from trustsim.scenario.rules import KINDS, TONES
from trustsim.scenario.schema import Scenario

USEFUL, HELPFUL = KINDS.index("useful"), TONES.index("helpful")
HOME_QUALITY, CIRCLE_QUALITY = 0.68, 0.54
"""Three hours of care and two, by ``work.care_hours`` (guess: what ten hours a week leave)."""
TALK_HOURS = 3.0


def gift(
    scenario: Scenario, slot: int, weekday: int, circle: int = HOME, quality: float = HOME_QUALITY,
    ask: float = 0.0,
) -> BrandPost:  # fmt: skip
    """Return a useful post: about the product at home, about what they like best in a circle."""
    liked = (
        scenario.population.circles[circle].topics if circle != HOME
        else scenario.brand.product.topics or {scenario.topics[0]: 1.0}
    )  # fmt: skip
    topic = scenario.topics.index(max(liked, key=lambda name: liked[name]))
    return BrandPost(0, slot, weekday, USEFUL, HELPFUL, topic, circle, quality, ask=ask)


def week(scenario: Scenario, number: int) -> Orders:
    """Return the orders of week ``number`` (from 0): one circle after the other."""
    circle = number % len(scenario.population.circles)
    return Orders(
        posts=(gift(scenario, 0, 1), gift(scenario, 1, 3, circle, CIRCLE_QUALITY)),
        take_part=(TakePart(0, circle, TALK_HOURS),),
    )
