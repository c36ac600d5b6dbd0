"""The strip of numbers over the weeks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from trustsim.play.reasons import why
from trustsim.play.strings import say
from trustsim.play.window.charts.lines import Trend
from trustsim.play.window.scenes.why import asker
from trustsim.play.window.scenes.words import amount, signed
from trustsim.play.window.widgets.boxes import Row
from trustsim.play.window.widgets.widget import Role, Widget

if TYPE_CHECKING:
    from trustsim.play.window.scenes.frame import TownScene

_SHOWN = 26


def trends(scene: TownScene) -> Widget:
    """Return followers, those who would share, reach and sales over the weeks."""
    campaign = scene.session.campaign
    reports = campaign.reports
    weeks = campaign.record.weeks
    trusting = [int(row["trusting"]) for row in weeks]
    trusting = trusting or [int(campaign.record.totals["trusting"])]
    return Row(
        [
            _trend(scene, "followers", [r.followers for r in reports], "good"),
            _trend(
                scene, "trusting", trusting or [int(campaign.record.totals["trusting"])], "warm"
            ),
            _trend(scene, "reach", [r.reach for r in reports[1:]] or [0], "good"),
            _trend(scene, "sales", [r.sales for r in reports[1:]] or [0], "accent"),
        ],
        is_even=True,
        align="fill",
        gap=10,
    )


def _trend(scene: TownScene, name: str, values: Sequence[int], colour: Role) -> Widget:
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
        on_press=asker(scene, f"trend.{name}", partial(why, scene.session, name)),
        key=f"trend.{name}",
        tip=say("trend.tip", meaning=say(f"trend_tip.{name}")),
    )
