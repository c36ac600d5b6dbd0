"""One transcript per shipped scenario: what two strategies make of it, week by week.

A transcript that differs means that runs came out differently. Where that was meant, write them
anew with ``pytest --rewrite-golden`` and look at the difference before committing.
"""

import pytest

from trustsim.campaign.run import RunResult, run
from trustsim.scenario.load import load_scenario
from trustsim.scenario.shipped import shipped_names

SHOWN = (
    "followers", "aware", "reach", "shares", "comments", "visits", "sales", "mutes", "blocks",
    "deepest_cascade", "doors_closed", "hours",
)  # fmt: skip
SEED = 1


def transcript(result: RunResult) -> list[str]:
    head = f"{result.scenario}, {result.strategy}, seed {result.seed}, {result.difficulty}"
    rows = [
        f"{row['week']:>3} " + " ".join(f"{name}={row[name]:g}" for name in SHOWN)
        for row in result.weeks
    ]
    end = result.ending
    return [
        head,
        *rows,
        f"ending {end.kind}, medal {end.medal}, week {end.week}",
        f"money {result.totals['money']:.2f}",
        f"digest {result.digest}",
        "",
    ]


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_scenario_plays_as_its_transcript_says(name, golden):
    scenario = load_scenario(name)
    lines = []
    for strategy in ("thoughtful", "pitch-only"):
        lines += transcript(run(scenario, strategy, SEED))
    golden(f"{name}.txt", "\n".join(lines))
