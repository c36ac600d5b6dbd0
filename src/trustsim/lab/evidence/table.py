"""The table: published figures the model is set beside, and statistics that are only described."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Place = Literal["posts", "ties", "bonds", "cascades"]
"""Where a figure is measured: ordinary posts (Twitter preset), the network (Facebook preset), a
brand and its people (the scenario as it is), or the shapes of cascades (Twitter preset)."""


class Figure(NamedTuple):
    """One published figure.

    Attributes:
        id: its row. ``key``: its name among what a seed gives.
        statistic: what is counted, in a line.
        centre, low, high: the published value, and the band the model has to be in.
        source: who observed it.
        place: where the model is measured.
        scale: how far a value is from the centre is counted plainly, or in its logarithm, where
            twice as much is as far off as half as much.
    """

    id: str
    key: str
    statistic: str
    centre: float
    low: float
    high: float
    source: str
    place: Place
    scale: Literal["plain", "log"] = "plain"


GOEL_2012 = "Goel, Watts & Goldstein 2012"
GOEL_2016 = "Goel et al. 2016; a Bluesky census 2026"
KWAK = "Kwak et al. 2010; Twitter15/16 trees"
NETWORKS = "Ugander et al. 2011; Facebook New Orleans (KONECT); Mislove et al. 2007"

FIGURES: Final = (
    Figure("SF1", "no_share", "posts with no share", 0.84, 0.70, 0.95,
           f"{GOEL_2012}; a Bluesky census 2026", "posts"),
    Figure("SF2", "two_deep", "posts whose cascade is 2 or more deep", 0.03, 0.005, 0.08,
           GOEL_2012, "posts", "log"),
    Figure("SF4", "mean_size", "mean cascade size incl. the root", 2.3, 1.2, 3.5,
           GOEL_2016, "posts", "log"),
    Figure("SF10", "within_1h", "shares within 1 h", 0.50, 0.30, 0.65, KWAK, "posts"),
    Figure("SF10", "within_24h", "shares within 24 h", 0.96, 0.90, 0.99, KWAK, "posts"),
    Figure("SF13", "clustering", "network: mean local clustering", 0.2, 0.10, 0.35,
           NETWORKS, "ties"),
    Figure("SF13", "transitivity", "network: transitivity", 0.15, 0.08, 0.30, NETWORKS, "ties"),
    Figure("SF13", "assortativity", "network: assortativity", 0.18, 0.0, 0.35, NETWORKS, "ties"),
    Figure("SF13", "mean_path", "network: mean path", 4.0, 2.5, 5.0, NETWORKS, "ties"),
    Figure("SF13", "paradox", "network: friendship paradox", 0.80, 0.65, 0.95, NETWORKS, "ties"),
    Figure("SF14", "likeness_p", "interest similarity: friends > friends of friends > strangers "
           "(the larger p)", 0.0, 0.0, 0.01, "Aiello et al. 2012", "ties"),
    Figure("SF15", "asymmetry", "trust lost per harm / gained per equal help", 3.5, 2.0, 8.0,
           "Bitcoin OTC and Alpha ratings (Kumar et al. 2016), measured", "bonds", "log"),
    Figure("SF17", "trust_and_sharing", "P(share), top third of trust / bottom third",
           1.6, 1.3, 3.0, "Media Insight Project 2017", "bonds", "log"),
    Figure("SF19", "second_post", "response per post at two posts a day / at one",
           0.57, 0.45, 0.85, "Track Social 2012", "bonds", "log"),
)  # fmt: skip
"""What the constants labelled ``fitted`` are fitted to, and nothing else is."""


class Described(NamedTuple):
    """A statistic that is measured and defined, but that nothing is fitted to."""

    id: str
    key: str
    statistic: str
    definition: str
    source: str
    place: Place


CLAUSET = "Clauset, Shalizi & Newman 2009"
SHAPES = "Goel et al. 2016, The structural virality of online diffusion"

DESCRIBED: Final = (
    Described("tail-exponent", "exponent", "tail exponent of cascade size",
              "exponent of P(size) ~ size^-a over the sizes from the start that fits best, by "
              "maximum likelihood; a description of a heavy tail, not a claim of a power law",
              CLAUSET, "cascades"),
    Described("tail-over-exponential", "heavy", "tail heavier than exponential",
              "share of seeds in which the tail is likelier under the exponent or a log-normal "
              "than under an exponential, beyond luck (Vuong, p < 0.05)", CLAUSET, "cascades"),
    Described("tail-over-lognormal", "over_lognormal", "log-likelihood ratio against a log-normal",
              "of the exponent over the log-normal, per cascade in the tail; below 0 the "
              "log-normal fits better", CLAUSET, "cascades"),
    Described("structural-virality", "virality", "structural virality",
              "mean distance over all pairs of a cascade's tree, mean over cascades of 10 or more",
              SHAPES, "cascades"),
    Described("virality-and-size", "virality_size", "rank correlation of virality with size",
              "Spearman's, over cascades of 10 or more", SHAPES, "cascades"),
    Described("stars", "stars", "share of stars",
              "share of shared posts of which every share came from the root", GOEL_2012,
              "cascades"),
    Described("first-hop", "first_hop", "shares at depth 1",
              "share of all shares that came from the root itself", GOEL_2012, "cascades"),
    Described("top-tenth", "top_tenth", "concentration: top 10 %",
              "share of all shares that the most shared tenth of posts gets", GOEL_2016,
              "cascades"),
    Described("gini", "gini", "concentration: Gini",
              "Gini coefficient of shares over posts, those with none included", GOEL_2016,
              "cascades"),
    Described("depth", "deepest", "deepest cascade", "most hops of any post of the seed", SHAPES,
              "cascades"),
    Described("recovery", "recovery", "recovery after a breach",
              "share of the trust that one full ask cost its readers that is back twelve weeks of "
              "contributing later, against the same weeks without it",
              "Slovic 1993, Perceived risk, trust and democracy (trust is slow to return)",
              "bonds"),
)  # fmt: skip
"""What the model is judged on besides; nothing is ever tuned to these."""
