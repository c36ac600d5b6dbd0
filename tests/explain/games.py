"""A game in a small town, with a bit of everything, to be explained."""

from functools import cache

from tests.campaign.towns import gift, pitch, town
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan, Reply, Work

SEED = 5


def first_plan(report):
    """Return the week's plan: gifts and talk first, then a pitch or two, and every answer."""
    posts = {
        0: (gift(audience="keepers", care=3.0), gift(day=2)),
        1: (gift(kind="story", tone="candid", audience="keepers", care=4.0),),
        2: (pitch(audience="keepers"), gift(day=4, boost=5.0)),
        3: (gift(day=1, care=4.0), pitch(day=3, automated=True)),
    }
    work = (Work(kind="take_part", circle="keepers", hours=1.0),) if report.week < 2 else ()
    replies = tuple(Reply(comment=c.id, manner="explain") for c in report.inbox[:2])
    return Plan(posts=posts.get(report.week, (gift(),)), work=work, replies=replies)


def played(weeks=5, record="full", seed=SEED, **changes):
    campaign = Campaign(town(**changes), seed, record=record)
    for _ in range(weeks):
        campaign.play_week(first_plan(campaign.report))
    return campaign


@cache
def game():
    """Return five weeks of the game; whoever looks at it changes nothing."""
    return played()
