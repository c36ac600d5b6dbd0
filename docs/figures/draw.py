"""Draws the figures of docs/model.md from runs, into this folder.

    python docs/figures/draw.py [NAME]... [--seeds N] [--png FOLDER]

It needs matplotlib (the extra ``report``). The same version draws the same files, byte for byte.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "src")]

import measured
import numpy as np

from trustsim.lab.calibrate.distance import distance
from trustsim.lab.evidence.measure import pooled
from trustsim.lab.look import COLOURS, FAINT, INK, STYLE, drawn, library, new_figure

BLUE, ORANGE, GREEN, PINK, BROWN, SKY, GREY, BLACK = COLOURS
STRATEGIES: Final = {
    "pitch-only": (ORANGE, "--"), "contribute-only": (GREEN, "-."), "give-then-ask": (BLUE, "-"),
}  # fmt: skip
PLATFORMS: Final = {
    "myspace": ("MySpace", GREEN, "-."), "facebook": ("Facebook", BLUE, "-"),
    "twitter": ("Twitter", ORANGE, "--"),
}  # fmt: skip
WEEKS: Final = np.arange(1, 53)
NAMED: Final = {
    "myspace": (2e-3, (-6, -10), "right"), "facebook": (1.2e-2, (7, 5), "left"),
    "twitter": (3e-3, (-6, -10), "right"),
}  # fmt: skip
"""At which share of posts a platform's curve is named, how many points from it, on which side."""
SMALL: Final = 8.5
STOPS: Final = 12
"""The week after which a brand that pitched stops."""


def outcomes(seeds: Sequence[int]) -> Any:
    """Draw followers, trust and sales over a year, for three ways to behave."""
    figure = new_figure(9.2, 3.5)
    panels = figure.subplots(1, 3)
    titles = ("Followers", "Mean trust of those\nwho know the brand", "Sales so far")
    ends = []
    for name, (colour, dash) in STRATEGIES.items():
        found = measured.weekly(name, seeds, ("followers", "trust_mean", "sales"))
        found["sales"] = found["sales"].cumsum(axis=1)
        for panel, series in zip(panels, found.values(), strict=True):
            _line(panel, series, colour, dash)
        ends.append((float(found["sales"].mean(axis=0)[-1]), name, colour))
    for panel, title in zip(panels, titles, strict=True):
        panel.set_title(title)
        panel.set_xlabel("week")
        panel.set_xlim(1, 52)
        panel.set_xticks([1, 13, 26, 39, 52])
        panel.set_ylim(bottom=0)
    panels[0].set_ylabel("people")
    panels[1].set_ylabel("trust, 0 to 1")
    panels[2].set_ylabel("purchases")
    _beside(panels[2], ends)
    panels[0].axhline(50, color=FAINT, linewidth=0.8, linestyle=":")
    panels[0].annotate("50 at the start", (52, 50), (0, 3), textcoords="offset points",
                       ha="right", va="bottom", fontsize=SMALL, color=FAINT)  # fmt: skip
    return figure


def ladder(seeds: Sequence[int]) -> Any:
    """Draw how people stand to the brand, week by week, for three ways to behave."""
    figure = new_figure(9.2, 3.3)
    panels = figure.subplots(1, 3, sharey=True)
    rungs = ("stranger", "aware", "follower", "muted", "blocked")
    colours = ("#EFECE4", "#C9D8E4", BLUE, "#E9A36B", ORANGE)
    for panel, name in zip(panels, STRATEGIES, strict=True):
        shares = 100.0 * measured.ladder(name, seeds)
        panel.stackplot(WEEKS, shares, colors=colours, edgecolor="white", linewidth=0.4)
        panel.set_title(name)
        panel.set_xlabel("week")
        panel.set_xlim(1, 52)
        panel.set_ylim(0, 100)
        panel.set_xticks([1, 13, 26, 39, 52])
        panel.grid(visible=False)
        floor = np.vstack([np.zeros(shares.shape[1]), shares.cumsum(axis=0)])
        for rung, label in enumerate(rungs):
            # A word is about twelve weeks wide: it goes where the least of its width is widest.
            room = [shares[rung, at - 6 : at + 7].min() for at in range(6, 46)]
            at = int(np.argmax(room)) + 6
            if room[at - 6] >= 4.0:
                under = floor[rung, at - 6 : at + 7].max()
                over = floor[rung + 1, at - 6 : at + 7].min()
                panel.text(WEEKS[at], (under + over) / 2, label, ha="center", va="center",
                           fontsize=SMALL, color=("white" if rung == 2 else INK))  # fmt: skip
    panels[0].set_ylabel("people, % of everybody")
    return figure


def ostracism(seeds: Sequence[int]) -> Any:
    """Draw how a town shuts a brand out, and what happens when it stops."""
    figure = new_figure(9.2, 3.4)
    left, right = figure.subplots(1, 2)
    ways = {
        "pitches all year": (measured.Turning("pitch-only"), ORANGE, "--"),
        f"only gives\nafter week {STOPS}": (
            measured.Turning("pitch-only", "contribute-only", STOPS), BLUE, "-"),
        f"falls silent\nafter week {STOPS}": (
            measured.Turning("pitch-only", "idle", STOPS), BLACK, ":"),
    }  # fmt: skip
    ends = []
    for label, (way, colour, dash) in ways.items():
        found = measured.weekly(way, seeds, ("ostracism_rate", "doors_closed"))
        _line(left, 100.0 * found["ostracism_rate"], colour, dash)
        right.plot(WEEKS, found["doors_closed"].mean(axis=0), dash, color=colour)
        ends.append((100.0 * float(found["ostracism_rate"].mean(axis=0)[-1]), label, colour))
    left.set_title("Muted or blocked")
    left.set_ylabel("% of those who know the brand")
    right.set_title("Circles with a closed door")
    right.set_ylabel("circles, of eight (mean)")
    left.set_ylim(0, 100)
    right.set_ylim(0, 8.2)
    for panel in (left, right):
        panel.axvline(STOPS + 0.5, color=FAINT, linewidth=0.8, linestyle=":")
        panel.set_xlabel("week")
        panel.set_xlim(1, 52)
        panel.set_xticks([1, STOPS, 26, 39, 52])
    _beside(left, ends)
    return figure


def cascades(seeds: Sequence[int]) -> Any:
    """Draw the share of ordinary posts that reach at least so many sharers, by platform."""
    figure = new_figure(6.4, 4.0)
    panel = figure.subplots()
    for name, (title, colour, dash) in PLATFORMS.items():
        sizes = measured.cascade_sizes(name, seeds, weeks=26)
        values, counts = np.unique(sizes, return_counts=True)
        above = 1.0 - np.concatenate([[0.0], counts.cumsum()[:-1]]) / len(sizes)
        panel.plot(values, above, dash, color=colour, drawstyle="steps-post")
        height, offset, side = NAMED[name]
        place = int(np.searchsorted(-above, -height))
        panel.annotate(title, (values[place], above[place]), offset, ha=side,
                       textcoords="offset points", color=colour, fontweight="bold")  # fmt: skip
    panel.set_xscale("log")
    panel.set_yscale("log")
    panel.set_xlim(left=1)
    panel.set_xlabel("sharers in the cascade, its author included")
    panel.set_ylabel("share of posts with at least so many")
    return figure


def evidence(seeds: Sequence[int]) -> Any:
    """Draw every row of the evidence table: its band, its centre, the model at three sizes."""
    sizes = {1000: (SKY, "o"), 5000: (BLUE, "D"), 20000: (BLACK, "s")}
    found = {users: measured.rows_of_evidence(users, seeds) for users in sizes}
    rows = [row.figure for row in found[5000]]
    figure = new_figure(8.6, 5.4)
    panel = figure.subplots()
    panel.axvspan(-1, 1, color="#E4EDE8", linewidth=0)
    panel.axvline(0, color=FAINT, linewidth=0.8)
    for users, (colour, mark) in sizes.items():
        for place, row in enumerate(found[users]):
            side = 1.0 if row.value > row.figure.centre else -1.0
            at = side * distance(row.figure, row.value)
            panel.plot(at, len(rows) - 1 - place, mark, color=colour, markersize=6,
                       markeredgecolor="white", markeredgewidth=0.7)  # fmt: skip
    labels = []
    for row in found[5000]:
        statistic = row.figure.statistic.replace("network: ", "").partition(" (")[0]
        statistic = statistic.replace("interest similarity: friends > friends of friends > "
                                      "strangers", "likeness falls with distance, p")  # fmt: skip
        labels.append(f"{statistic}  {row.figure.id}")
    panel.set_yticks(range(len(rows))[::-1], labels)
    panel.set_ylim(-0.7, len(rows) - 0.3)
    panel.set_xlim(-1.35, 1.95)
    panel.set_xticks([-1, 0, 1], ["low end\nof the band", "published\ncentre",
                                  "high end\nof the band"])  # fmt: skip
    for place, row in enumerate(found[5000]):
        band = f"{row.value:.2g}  ({row.figure.low:g} to {row.figure.high:g})"
        panel.text(1.93, len(rows) - 1 - place, band, ha="right", va="center", fontsize=SMALL)
    top = len(rows) - 0.55
    for place, (users, (colour, mark)) in enumerate(sizes.items()):
        panel.plot(-1.0 + 0.75 * place, len(rows) + 0.15, mark, color=colour, clip_on=False,
                   markersize=6)  # fmt: skip
        panel.text(-0.95 + 0.75 * place, len(rows) + 0.15, f"{users:,} users", va="center",
                   fontsize=SMALL, color=colour)  # fmt: skip
    panel.text(1.93, top + 0.7, "at 5,000 (band)", ha="right", va="center", fontsize=SMALL)
    panel.grid(visible=False)
    panel.spines["left"].set_visible(False)
    panel.tick_params(axis="y", length=0)
    return figure


def posts_a_day(seeds: Sequence[int]) -> Any:
    """Draw what a post gets, and what a week of them gets, against one post a day."""
    a_week = (1, 2, 4, 7, 14, 21)
    totals = {count: measured.responses(count, seeds) for count in a_week}
    figure = new_figure(7.6, 3.3)
    left, right = figure.subplots(1, 2)
    for panel, colour, mark in ((left, ORANGE, "o"), (right, BLUE, "D")):
        for count, total in totals.items():
            scale = 1.0 if panel is left else count / 7.0
            value, low, high = pooled(list(zip(scale * total, totals[7], strict=True)))
            panel.plot([count / 7.0] * 2, [low, high], color=colour, linewidth=1.2)
            panel.plot(count / 7.0, value, mark, color=colour)
        panel.axhline(1.0, color=FAINT, linewidth=0.8)
        panel.set_xlim(left=0)
        panel.set_ylim(bottom=0)
        panel.set_xticks([0, 1, 2, 3])
        panel.set_xlabel("posts a day")
        panel.set_ylabel("response, against one post a day")
    left.plot([2.12, 2.12], [0.45, 0.85], color=FAINT, linewidth=4, solid_capstyle="butt")
    left.text(2.2, 0.72, "band of SF19", fontsize=SMALL, color=FAINT, va="center")
    left.set_title("Per post")
    right.set_title("Per week, all posts together")
    return figure


def likeness(seeds: Sequence[int]) -> Any:
    """Draw how alike people's interests are, by how many hops lie between them."""
    figure = new_figure(5.6, 3.4)
    panel = figure.subplots()
    for name, (title, colour, dash) in PLATFORMS.items():
        mean = measured.likeness_by_distance(name, seeds).mean(axis=0)
        panel.plot(np.arange(1, len(mean) + 1), mean, dash, color=colour, marker="o")
        is_top = name == "myspace"
        panel.annotate(title, (2, mean[1]), (8, 5) if is_top else (-8, -13),
                       ha="left" if is_top else "right", textcoords="offset points",
                       color=colour, fontweight="bold")  # fmt: skip
    panel.set_xticks([1, 2, 3, 4], ["1\nfriends", "2\nfriends\nof friends", "3", "4"])
    panel.set_xlim(0.8, 4.1)
    panel.set_ylim(0, None)
    panel.set_xlabel("hops between two people")
    panel.set_ylabel("likeness of interests (cosine)")
    return figure


def _line(panel: Any, series: measured.Series, colour: str, dash: Any) -> None:
    """Draw the mean over seeds week by week, and a band that holds the middle 80 % of them."""
    low, high = np.quantile(series, [0.1, 0.9], axis=0)
    panel.fill_between(WEEKS, low, high, color=colour, alpha=0.16, linewidth=0)
    panel.plot(WEEKS, series.mean(axis=0), dash, color=colour)


def _beside(panel: Any, ends: list[tuple[float, str, str]]) -> None:
    """Write the lines' names beside their ends, none over another."""
    low, high = panel.get_ylim()
    apart = 0.085 * (high - low)
    place = -np.inf
    for value, name, colour in sorted(ends):
        lines = name.count("\n")
        place = max(value, place + apart * (1 + 0.5 * lines))
        panel.annotate(
            name, (1.0, (place - low) / (high - low)), (6, 0), xycoords="axes fraction",
            textcoords="offset points", color=colour, va="center", fontweight="bold",
            fontsize=SMALL, annotation_clip=False,
        )  # fmt: skip
        place += apart * 0.5 * lines


FIGURES: Final[dict[str, Callable[[Sequence[int]], Any]]] = {
    "outcomes": outcomes,
    "ladder": ladder,
    "ostracism": ostracism,
    "cascades": cascades,
    "likeness": likeness,
    "posts-a-day": posts_a_day,
    "evidence": evidence,
}

SEEDS: Final = {"outcomes": 20, "ladder": 20, "evidence": 5, "likeness": 2}
"""How many seeds a figure is drawn from; the others from 10."""


def main() -> int:
    """Draw the figures that are asked for, or all."""
    parser = argparse.ArgumentParser(prog="python docs/figures/draw.py", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(FIGURES))
    parser.add_argument("--seeds", type=int, help="as in the captions if left out")
    parser.add_argument("--png", type=Path, help="draw pictures into this folder instead")
    given = parser.parse_args()
    if unknown := [name for name in given.names if name not in FIGURES]:
        parser.error(f"no figure is called {', '.join(unknown)}; there are {', '.join(FIGURES)}")
    folder, kind = (given.png, "png") if given.png else (HERE, "svg")
    folder.mkdir(parents=True, exist_ok=True)
    for name in given.names or FIGURES:
        with library().rc_context(STYLE):
            figure = FIGURES[name](range(1, (given.seeds or SEEDS.get(name, 10)) + 1))
        file = folder / f"{name}.{kind}"
        file.write_bytes(drawn(figure, kind))
        print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
