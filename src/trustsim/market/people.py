"""The people of a world: what each likes, notices, shares, forgives and needs."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trustsim.market.chance import Purpose, draw, draws, key_for, normal, normals
from trustsim.market.jit import kernel
from trustsim.market.network import Seats
from trustsim.market.numbers import PATIENCE
from trustsim.scenario.rules import AGE_BANDS, TONES, PostingRules
from trustsim.scenario.schema import Scenario

SOCIAL_HOURS = (2.4, 3.0, 1.6, 0.8)
"""Hours a day on social media by age band (guess, but for the ratio below)."""

OTHER_HOURS = (0.9, 3.0 / 4.3, 1.6, 2.6)
"""Hours a day with TV, radio, print and books by age band. 18-34: 4.3 times less than on social
media (text: the source text's figure); the others are guesses."""

HOURS_HALF_ONLINE = 0.9
"""Hours a day on social media at which half of all days see one online (guess)."""

TONE_FITS = (0.85, 0.75, 0.80, 0.60, 0.35, 0.15)
"""How well each tone fits a circle that says nothing else, in the order of TONES (guess)."""

ONLINE_SPREAD = 0.4
"""Standard deviation of the log of hours on social media between users of one age band (guess)."""

STRAY_LIKING = 0.05
"""Liking of a topic that none of one's circles cares for, against all of a circle's taste being
for one topic (guess: nobody is indifferent to everything else)."""

SECOND_LIKING = 0.6
"""What the taste of one's second circle counts, against that of the first (guess)."""

OWN_LIKING_SPREAD = 0.35
"""Standard deviation of the log of one's own liking of a topic, within a pocket (guess)."""

POCKET_LIKING_SPREAD = 0.45
"""Standard deviation of the log of liking a topic between pockets (guess: close friends like
alike)."""

LEAST_PERSONAL, MOST_PERSONAL = 0.02, 0.98
"""Between what anybody's line of patience and threshold lie (guess: nobody is beyond reach)."""

MOST_POSTING = 0.9
"""Posts per day of whoever posts most (guess; a day holds one post of a user at most)."""


class People(NamedTuple):
    """What users are, one entry per user.

    ``circle``, ``second``: index of the main and another circle (-1: none). ``interests``:
    (topics, users), unit length per user. ``age``: index into AGE_BANDS. ``online``: chance to be
    online on a day. ``attention``: posts read per online day. ``posting``: posts per day.
    ``propensity``: readiness to share, mean about 1. ``scepticism``: harm per ask. ``line``: trust
    under which asks annoy. ``threshold``: share of friends shut out that makes one follow.
    ``need``: 0..1, for the product. ``need_full``: what it recovers to.
    """

    circle: NDArray[np.int16]
    second: NDArray[np.int16]
    interests: NDArray[np.float32]
    age: NDArray[np.uint8]
    online: NDArray[np.float32]
    attention: NDArray[np.float32]
    posting: NDArray[np.float32]
    propensity: NDArray[np.float32]
    scepticism: NDArray[np.float32]
    line: NDArray[np.float32]
    threshold: NDArray[np.float32]
    need: NDArray[np.float32]
    need_full: NDArray[np.float32]


class Tastes(NamedTuple):
    """What circles like: ``topics`` (circles, topics) unit length, ``tones`` (circles, tones)."""

    topics: NDArray[np.float64]
    tones: NDArray[np.float64]
    urgent: NDArray[np.float64]
    hunts_deals: NDArray[np.float64]
    patience: NDArray[np.float64]


def tastes(scenario: Scenario) -> Tastes:
    """Collect the circles' tastes from the scenario."""
    circles = scenario.population.circles
    topics = np.array([[c.topics.get(t, 0.0) for t in scenario.topics] for c in circles])
    lengths = np.linalg.norm(topics, axis=1, keepdims=True)
    topics = np.where(
        lengths > 0, topics / np.maximum(lengths, 1e-12), len(scenario.topics) ** -0.5
    )
    tones = np.array([[c.tones.get(t, f) for t, f in zip(TONES, TONE_FITS, strict=True)]
                      for c in circles])  # fmt: skip
    patience = PATIENCE[scenario.difficulty]
    return Tastes(
        topics,
        tones,
        np.array([c.urgent for c in circles]),
        np.array([c.hunts_deals for c in circles]),
        np.array([c.patience * patience for c in circles]),
    )


def people(
    seed: np.uint64,
    scenario: Scenario,
    seats: Seats,
    taste: Tastes,
    weight: NDArray[np.float64],
) -> People:
    """Draw the people of ``scenario``, every trait from its own key."""
    users = len(weight)
    rules = scenario.rules
    circle = np.repeat(np.arange(len(seats.start) - 1, dtype=np.int16), np.diff(seats.start))
    second = _second(key_for(seed, Purpose.SECOND_CIRCLE), circle, len(taste.topics),
                     scenario.population.second_circle)  # fmt: skip
    age = _ages(seed, scenario, circle)
    symmetric = "asymmetry" in scenario.without
    scepticism = _lognormal(seed, Purpose.SCEPTICISM, users, rules.trust.scepticism_spread)
    need_full = _needs(seed, scenario, circle)
    return People(
        circle,
        second,
        _interests(key_for(seed, Purpose.INTEREST), key_for(seed, Purpose.POCKET_INTEREST),
                   seats.pocket, circle, second, taste.topics),
        age,
        _online(seed, age, users),
        (_lognormal(seed, Purpose.ATTENTION, users, rules.feed.attention_spread)
         * rules.feed.attention).astype(np.float32),
        _posting(seed, weight, rules.posting),
        _lognormal(seed, Purpose.PROPENSITY, users, rules.sharing.propensity_spread),
        np.ones(users, np.float32) if symmetric
        else (scepticism * rules.trust.scepticism).astype(np.float32),
        _around(seed, Purpose.LINE, users, rules.response.line, rules.response.line_spread),
        _around(seed, Purpose.THRESHOLD, users, rules.talk.threshold, rules.talk.threshold_spread),
        need_full.copy(),
        need_full,
    )  # fmt: skip


def _lognormal(seed: np.uint64, purpose: Purpose, users: int, spread: float) -> NDArray[np.float32]:
    """Return heavy-tailed positive numbers of mean 1, shape (users,)."""
    z = normals(key_for(seed, purpose), users)
    z *= spread
    z -= 0.5 * spread * spread
    return np.exp(z).astype(np.float32)


def _around(
    seed: np.uint64, purpose: Purpose, users: int, mean: float, spread: float
) -> NDArray[np.float32]:
    z = normals(key_for(seed, purpose), users)
    return np.clip(mean + spread * z, LEAST_PERSONAL, MOST_PERSONAL).astype(np.float32)


@kernel
def _second(
    key: np.uint64, circle: NDArray[np.int16], circles: int, share: float
) -> NDArray[np.int16]:
    found = np.full(len(circle), -1, np.int16)
    if circles < 2:
        return found
    for user in range(len(circle)):
        if draw(key, user, 0) < share:
            other = int(draw(key, user, 1) * (circles - 1))
            found[user] = other if other < circle[user] else other + 1
    return found


def _ages(seed: np.uint64, scenario: Scenario, circle: NDArray[np.int16]) -> NDArray[np.uint8]:
    shares = np.array([[c.ages.get(b, 0.0) if c.ages else 1.0 for b in AGE_BANDS]
                       for c in scenario.population.circles])  # fmt: skip
    totals = shares.sum(axis=1, keepdims=True)
    shares = np.where(totals > 0, shares / np.maximum(totals, 1e-12), 1.0 / len(AGE_BANDS))
    cumulative = np.cumsum(shares, axis=1)[:, :-1]
    x = draws(key_for(seed, Purpose.AGE), len(circle))
    age = np.zeros(len(circle), np.uint8)
    for band in range(cumulative.shape[1]):
        age += x >= cumulative[circle, band]
    return age


def _online(seed: np.uint64, age: NDArray[np.uint8], users: int) -> NDArray[np.float32]:
    """Return the chance to be online on a day: half at HOURS_HALF_ONLINE hours, personal luck."""
    hours = np.array(SOCIAL_HOURS)[age] * _lognormal(seed, Purpose.ONLINE, users, ONLINE_SPREAD)
    return (hours / (hours + HOURS_HALF_ONLINE)).astype(np.float32)


def _posting(
    seed: np.uint64, weight: NDArray[np.float64], rules: PostingRules
) -> NDArray[np.float32]:
    """Return posts per day: few people post most, the well-followed among them."""
    posting = _lognormal(seed, Purpose.POSTING, len(weight), rules.spread) * weight**rules.popular
    mean = float(posting.mean())
    scale = rules.rate / mean if mean > 0 else 0.0
    return np.minimum(MOST_POSTING, posting * scale).astype(np.float32)


def _needs(seed: np.uint64, scenario: Scenario, circle: NDArray[np.int16]) -> NDArray[np.float32]:
    """Return need for the product: a few need it much, most little; mean as the circle says."""
    mean = np.array([c.need for c in scenario.population.circles])[circle]
    x = draws(key_for(seed, Purpose.NEED), len(circle))
    power = (1.0 - mean) / np.maximum(mean, 1e-9)
    return (x**power).astype(np.float32)


@kernel
def _interests(
    key: np.uint64,
    pocket_key: np.uint64,
    pocket: NDArray[np.int32],
    circle: NDArray[np.int16],
    second: NDArray[np.int16],
    topics: NDArray[np.float64],
) -> NDArray[np.float32]:
    users = len(circle)
    count = topics.shape[1]
    found = np.empty((count, users), np.float32)
    row, shared = np.empty(count), np.empty(count)
    last = -1
    for user in range(users):
        if pocket[user] != last:  # pocket mates sit side by side
            last = int(pocket[user])
            for topic in range(count):
                shared[topic] = POCKET_LIKING_SPREAD * normal(draw(pocket_key, last, topic))
        length = 0.0
        for topic in range(count):
            liking = topics[circle[user], topic] + STRAY_LIKING
            if second[user] >= 0:
                liking += SECOND_LIKING * topics[second[user], topic]
            own = OWN_LIKING_SPREAD * normal(draw(key, user, topic))
            row[topic] = liking * math.exp(own + shared[topic])
            length += row[topic] * row[topic]
        length = math.sqrt(length)
        for topic in range(count):
            found[topic, user] = row[topic] / length
    return found
