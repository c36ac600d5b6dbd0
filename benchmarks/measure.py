"""What the speed benchmarks share: a town of any size, paired timing, and the line they print."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

if TYPE_CHECKING:
    from trustsim.market.orders import Orders
    from trustsim.scenario.schema import Scenario

TOPICS = ("music", "food", "bikes", "games", "travel", "garden", "photo", "kids")


def town(users: int, platform: str = "myspace") -> Scenario:
    """Return eight circles, and a brand that one user in a hundred follows."""
    from trustsim.scenario.schema import Scenario

    circles = [
        {"id": f"c{i}", "name": topic, "topics": {topic: 1.0, TOPICS[(i + 1) % 8]: 0.3}}
        for i, topic in enumerate(TOPICS)
    ]
    return Scenario.model_validate(
        {
            "name": "bench",
            "title": "A town to measure",
            "topics": TOPICS,
            "platform": platform,
            "weeks": 52,
            "population": {"users": users, "circles": circles},
            "brand": {
                "followers": max(5, users // 100),
                "product": {"topics": {"music": 1.0, "food": 0.6}},
            },
        }
    )


def week_of(week: int) -> Orders:
    """Return a marketer's week: a gift on the page, a story in a circle, an offer, some talk."""
    from trustsim.market.orders import BrandPost, Orders, TakePart

    return Orders(
        posts=(
            BrandPost(0, 0, weekday=0, kind=0, tone=0, topic=0, quality=0.9),
            BrandPost(0, 1, weekday=2, kind=1, tone=1, topic=week % 8, circle=week % 8,
                      quality=0.7),
            BrandPost(0, 2, weekday=4, kind=5, tone=2, topic=0, quality=0.6, ask=0.65, link=True),
        ),
        take_part=(TakePart(0, (week + 3) % 8, 4.0),),
    )  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes on the clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def busy_seconds(work: Callable[[], object]) -> float:
    """Return the processor's time that ``work`` takes: other programs disturb it less."""
    start = time.process_time()
    work()
    return time.process_time() - start


def both(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long ``work`` takes on the clock, and the processor's time."""
    start = time.process_time()
    clock = seconds(work)
    return clock, time.process_time() - start


def verdict(value: float, must: float, aim: float, *, high: bool) -> str:
    """Say where ``value`` stands; ``high``: more is better."""
    if (value >= aim) if high else (value <= aim):
        word = "meets the aim"
    elif (value >= must) if high else (value <= must):
        word = "meets the bar"
    else:
        word = "MISSES THE BAR"
    return f"{word} (must {must:g}, aim {aim:g})"


def machine() -> str:
    """Return what the numbers were measured on, and how busy it was."""
    import platform

    import numba

    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, numba {numba.__version__}; "
        f"load {load:.1f} as it began"
    )
