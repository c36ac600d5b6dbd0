"""A brand's post: who is shown it and who passes it on."""

from __future__ import annotations

import numpy as np

from tests.market.towns import audience, play, town
from trustsim.market.market import Market

LOUD = {
    "sharing": {"strength": 120.0}, "weekly": {"new_ties": 0},
    "response": {"mute": 0, "boredom": 0},
}  # fmt: skip
"""A town where much is shared, nobody turns away, and the ties stay as they are."""


def test_everybody_who_shares_a_post_offers_it_to_all_who_hear_them():
    # Some scroll past at first, and read and share what a friend brings later: they count as well.
    market = Market(town(400, "twitter", rules=LOUD), seed=1, record="full")
    shown_before = 0
    for outcome in play(market, weeks=2, gentle=1.0):
        exposures = outcome.exposures
        for post in outcome.posts["post"][outcome.posts["brand"] >= 0]:
            rows = exposures[exposures["post"] == post]
            for user in outcome.cascades["user"][outcome.cascades["post"] == post][1:]:
                offered = rows["user"][rows["sender"] == user]
                assert set(offered.tolist()) == set(audience(market, user).tolist())
                shown = rows[(rows["user"] == user) & (rows["draw"] < rows["see_probability"])]
                shown_before += not shown["reads"][0]
    assert shown_before > 10


def test_in_a_cascade_nobody_shares_before_the_one_they_have_it_from():
    market = Market(town(400, "twitter"), seed=3, record="cascades")
    for outcome in play(market, weeks=2, gentle=1.0):
        for post in np.unique(outcome.cascades["post"]):
            rows = outcome.cascades[outcome.cascades["post"] == post]
            before = {-1} if rows["user"][0] == -1 else set()
            for row in rows:
                if row["depth"] > 0:
                    assert int(row["parent"]) in before
                before.add(int(row["user"]))
