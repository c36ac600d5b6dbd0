"""The Mesa model that the engine is measured against is the same model."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.mesa_model.model import MesaMarket
from benchmarks.mesa_model.state import as_world
from tests.market.towns import TOUCHY, busy_orders, town
from trustsim.market.market import Market
from trustsim.market.orders import Orders
from trustsim.market.outcome import COUNTS, WeekOutcome
from trustsim.scenario.schema import Scenario


def side_by_side(scenario: Scenario, seed: int, weeks: int) -> None:
    """Play the same busy weeks on both and compare what they leave behind."""
    market = Market(scenario, seed)
    peer = MesaMarket(market, draws="keyed")
    luck = Random(seed)
    outcome: WeekOutcome | None = None
    for _ in range(weeks):
        orders = busy_orders(luck, market, outcome)
        outcome, week = market.play_week(orders), peer.play_week(orders)
        assert as_world(peer, market.world).digest() == market.digest()
        counts = [{name: tally[name] for name in COUNTS} for tally in week["counts"]]
        assert counts == list(outcome.counts)
        assert week["comments"] == [tuple(row) for row in outcome.comments.tolist()]
        assert week["feed"] == list(outcome.feed)


@pytest.mark.parametrize("platform", ["myspace", "facebook", "twitter"])
def test_the_mesa_model_ends_its_weeks_in_the_engines_digest(platform):
    side_by_side(town(120, platform, rules=TOUCHY, rivals=1), seed=8, weeks=4)


@pytest.mark.parametrize("without", ["asymmetry", "clustering", "quality", "attention"])
def test_the_mesa_model_has_the_engines_ablations(without):
    side_by_side(town(60, "facebook", rules=TOUCHY, without=[without]), seed=2, weeks=2)


def test_the_mesa_model_starts_from_the_engines_world_and_leaves_it_alone():
    market = Market(town(60), 1)
    before = market.digest()
    peer = MesaMarket(market)
    assert as_world(peer, market.world).digest() == before
    peer.play_week(Orders())
    assert as_world(peer, market.world).digest() != before
    assert market.digest() == before


def test_on_luck_of_its_own_the_mesa_model_does_as_much_as_on_the_engines():
    market = Market(town(1_000, "twitter"), 1)
    own, keyed = (chatter(MesaMarket(market, draws=draws)) for draws in ("own", "keyed"))
    # About 400 posts: their number varies by a twentieth, what becomes of an offer by less.
    assert own[0] == pytest.approx(keyed[0], rel=0.15)
    assert own[1:] == pytest.approx(keyed[1:], rel=0.1)


def chatter(peer: MesaMarket) -> tuple[float, float, float]:
    """Play 6 weeks; return the posts, how many offers were seen, how many of the seen were read."""
    for _ in range(6 * 7):
        peer.step()
    chats = peer.chats
    offers = sum(len(sharer.ties) for chat in chats for sharer, _, _ in chat.tree)
    seen = sum(chat.impressions for chat in chats)
    read = sum(chat.reads for chat in chats)
    return len(chats), seen / offers, read / seen
