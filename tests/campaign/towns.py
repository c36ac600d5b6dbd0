"""A small town to play in, and weeks to play there."""

from trustsim.campaign.plan import Plan, PostPlan, Work
from trustsim.scenario.schema import Scenario

TOWN = {
    "name": "town",
    "title": "Town",
    "summary": "A small town.",
    "weeks": 12,
    "topics": ["bees", "tea", "kites"],
    "population": {
        "users": 150,
        "circles": [
            {"id": "keepers", "name": "Bee keepers", "topics": {"bees": 1}, "share": 2},
            {"id": "tasters", "name": "Tea tasters", "topics": {"tea": 1}},
            {"id": "flyers", "name": "Kite flyers", "topics": {"kites": 1, "bees": 0.3}},
        ],
    },
    "brand": {
        "id": "honey",
        "name": "Honey & Sons",
        "followers": 20,
        "hours": 10,
        "money": 100,
        "product": {
            "topics": {"bees": 1},
            "facets": [{"id": "jar", "name": "the jar"}, {"id": "taste", "name": "the taste"}],
        },
    },
}


def town(**changes: object) -> Scenario:
    """Return the town with some of its keys set anew."""
    return Scenario.model_validate(TOWN | changes)


def gift(**changes: object) -> PostPlan:
    return PostPlan(**{"kind": "useful", "topic": "bees", "care": 2.0} | changes)


def pitch(**changes: object) -> PostPlan:
    return PostPlan(**{"kind": "pitch", "topic": "bees", "tone": "hyped", "care": 1.0} | changes)


GOOD_WEEK = Plan(
    posts=(gift(), gift(audience="keepers", day=2)),
    work=(Work(kind="take_part", hours=2.0, circle="keepers"),),
)
LOUD_WEEK = Plan(
    posts=(pitch(), pitch(audience="keepers", day=1), pitch(audience="tasters", day=2))
)
