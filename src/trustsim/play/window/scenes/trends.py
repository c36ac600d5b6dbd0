"""The strip of numbers over the weeks."""

from __future__ import annotations

from collections.abc import Sequence

from trustsim.campaign.campaign import Campaign
from trustsim.play.strings import say
from trustsim.play.window.charts.lines import Trend
from trustsim.play.window.scenes.words import amount, signed
from trustsim.play.window.widgets.boxes import Row
from trustsim.play.window.widgets.widget import Role, Widget

_SHOWN = 26


def trends(campaign: Campaign) -> Widget:
    """Return followers, those who would share, reach and sales over the weeks."""
    reports = campaign.reports
    weeks = campaign.record.weeks
    trusting = [int(row["trusting"]) for row in weeks]
    return Row(
        [
            _trend("followers", [r.followers for r in reports], "good"),
            _trend("trusting", trusting or [int(campaign.record.totals["trusting"])], "warm"),
            _trend("reach", [r.reach for r in reports[1:]] or [0], "good"),
            _trend("sales", [r.sales for r in reports[1:]] or [0], "accent"),
        ],
        is_even=True,
        align="fill",
        gap=10,
    )


def _trend(name: str, values: Sequence[int], colour: Role) -> Widget:
    """Return one of them."""
    now = values[-1]
    change = now - values[-2] if len(values) > 1 else 0
    return Trend(
        say(f"trend.{name}"),
        amount(now),
        signed(change) if len(values) > 1 else "",
        list(values[-_SHOWN:]),
        None if change == 0 else change > 0,
        colour=colour,
        tip=say(f"trend_tip.{name}"),
    )
