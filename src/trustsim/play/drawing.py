"""Drawing: the report's pictures as SVG, for a page that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from trustsim.explain.autopsy import Autopsy
from trustsim.explain.luck import Luck
from trustsim.play.numbers import amount
from trustsim.play.trees import places

WIDE: Final = 640
_LEFT, _RIGHT, _TOP, _FOOT = 44, 110, 12, 22
_BINS: Final = 60

Line = tuple[str, str, Sequence[float], bool]
"""A line of a chart: its name, its class, its values, and whether it is dashed."""


def chart(lines: Sequence[Line], first: int, tall: int = 200) -> str:
    """Return lines over the weeks, with their names at their ends."""
    most = max(1.0, *(value for _, _, values, _ in lines for value in values))
    count = max(len(values) for _, _, values, _ in lines)
    low, across = tall - _FOOT, WIDE - _LEFT - _RIGHT
    parts = [_rule(low - share * (low - _TOP), amount(share * most, 1)) for share in (0, 0.5, 1)]
    step = across / max(1, count - 1)
    for week in range(0, count, max(1, count // 8)):
        x = _LEFT + week * step
        parts.append(f'<text class=x x="{x:.1f}" y="{tall - 6}">{week + first}</text>')
    ends: list[float] = []
    for name, role, values, is_dashed in lines:
        points = [(_LEFT + at * step, low - value / most * (low - _TOP))
                  for at, value in enumerate(values)]  # fmt: skip
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dash = ' stroke-dasharray="5 5"' if is_dashed else ""
        parts.append(f'<polyline class="line {role}"{dash} points="{path}"/>')
        y = _apart(points[-1][1], ends)
        ends.append(y)
        parts.append(f'<text class="end {role}" x="{points[-1][0] + 6:.1f}" y="{y + 4:.1f}">'
                     f"{escape(name)}</text>")  # fmt: skip
    return _svg(parts, tall)


def _apart(wanted: float, taken: Sequence[float]) -> float:
    """Return a height for a name that meets no other."""
    while any(abs(wanted - other) < 13 for other in taken):
        wanted -= 13
    return wanted


def _rule(y: float, text: str) -> str:
    return (f'<line class=rule x1="{_LEFT}" x2="{WIDE - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class=y x="{_LEFT - 6}" y="{y + 4:.1f}">{text}</text>')  # fmt: skip


def strip(luck: Luck, own: str, tall: int = 150) -> str:
    """Return the other worlds as dots, the middle half shaded, and this run as a line."""
    values = sorted(world.value for world in luck.worlds)
    least, most = min(values[0], luck.own), max(values[-1], luck.own)
    if most <= least:
        least, most = least - 1.0, most + 1.0
    across, low = WIDE - 40, tall - _FOOT

    def x(value: float) -> float:
        return 20 + (value - least) / (most - least) * across

    first, _, last = luck.band
    parts = [f'<rect class=band x="{x(first):.1f}" y="26" width="{max(2, x(last) - x(first)):.1f}" '
             f'height="{low - 26}"/>']  # fmt: skip
    stacks: dict[int, int] = {}
    bins = [min(_BINS - 1, int((value - least) / (most - least) * _BINS)) for value in values]
    tallest = max(bins.count(at) for at in bins)
    step = min(across / _BINS, (low - 30) / tallest)
    for at in bins:
        place = stacks.get(at, 0)
        stacks[at] = place + 1
        wide = across / _BINS
        parts.append(f'<ellipse class=dot cx="{20 + (at + 0.5) * wide:.1f}" '
                     f'cy="{low - (place + 0.5) * step:.1f}" rx="{wide * 0.42:.2f}" '
                     f'ry="{step * 0.42:.2f}"/>')  # fmt: skip
    parts.append(f'<line class=own x1="{x(luck.own):.1f}" x2="{x(luck.own):.1f}" y1="22" '
                 f'y2="{low}"/>')  # fmt: skip
    anchor = "start" if x(luck.own) < WIDE / 2 else "end"
    parts.append(f'<text class=own x="{x(luck.own):.1f}" y="16" text-anchor="{anchor}">'
                 f"{escape(own)}</text>")  # fmt: skip
    parts += [f'<text class=x x="{x(value):.1f}" y="{tall - 6}">{amount(round(value, 1))}</text>'
              for value in (least, most)]  # fmt: skip
    return _svg(parts, tall)


def tree(found: Autopsy, tall: int = 260) -> str:
    """Return a cascade, its root in the middle, a ring for each hop."""
    step = (tall / 2 - 14) / max(1, found.depth)
    middle = WIDE / 2, tall / 2
    where = {user: (middle[0] + x * step, middle[1] + y * step)
             for user, (x, y) in places(found.branches).items()}  # fmt: skip
    parts = [f'<circle class=ring cx="{middle[0]}" cy="{middle[1]}" r="{hop * step:.1f}"/>'
             for hop in range(1, found.depth + 1)]  # fmt: skip
    for user, branch in found.branches.items():
        for child in branch.children:
            (a, b), (c, d) = where[user], where[child]
            parts.append(f'<line class=way x1="{a:.1f}" y1="{b:.1f}" x2="{c:.1f}" y2="{d:.1f}"/>')
    for user, branch in found.branches.items():
        x, y = where[user]
        radius = 8 if user < 0 else min(10.0, 3 + 0.8 * branch.reached**0.5)
        role = "root" if user < 0 else "sharer"
        parts.append(f'<circle class={role} cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>')
    return _svg(parts, tall)


def _svg(parts: Sequence[str], tall: int) -> str:
    return f'<svg viewBox="0 0 {WIDE} {tall}" role="img">{"".join(parts)}</svg>'
