"""The search: what calendar of plans does best, found by trying (the extra ``calibrate``).

It tries almanacs on the same luck, every kind of post, tone and place as open to it as any other,
and keeps what the goal rewards. What it ends with is then played on luck it has never seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from trustsim.campaign.run import run
from trustsim.errors import TrustSimError, UsageError
from trustsim.lab.almanac import PLACES, Phase, Slot, almanac, source_of
from trustsim.lab.columns import MEASURES
from trustsim.lab.estimate import Estimate, estimate_mean
from trustsim.lab.optuna_extra import optuna_for
from trustsim.lab.paired import Comparison, compare
from trustsim.lab.prose import number
from trustsim.lab.runner import Ended, Finished, Job, Raised, Runner
from trustsim.scenario.resolved import from_resolved, resolved_json
from trustsim.scenario.rules import KINDS, TONES
from trustsim.scenario.schema import Scenario
from trustsim.strategies.registry import CONTROLS, SHIPPED

MOST_EVERY = 6
"""Weeks between two posts of the rarest slot that is tried."""

RIVALS = tuple(name for name in SHIPPED if name not in ("one-note", "random", *CONTROLS))
"""What the best is compared with."""

TOGETHER = 8
"""Calendars that are suggested before the first of them has been tried. It is not the number of
workers, so that a search finds the same on every machine."""

UNSEEN = 1_000_000
"""First seed of the luck that the best is judged on."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What is looked for, and how hard.

    Attributes:
        goal: the column of the totals that is to be large.
        trials: how many calendars are tried.
        seeds: on how many seeds each.
        phases: into how many phases the campaign falls.
        finalists: how many of the best are judged again on unseen luck, on ``final_seeds`` seeds.
        luck: seed of the search itself.
    """

    goal: str = "sales"
    trials: int = 200
    seeds: int = 6
    phases: int = 3
    finalists: int = 5
    final_seeds: int = 24
    luck: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """What a search has found.

    Attributes:
        phases, effort: the calendar.
        goal: what it was to be good at; ``judged``: how good it is, on unseen luck.
        ask_share: share of its posts that ask for something.
        rivals: the goal by strategy on the same unseen luck.
        trials: how many were tried.
    """

    phases: tuple[Phase, ...]
    effort: float
    goal: str
    judged: Estimate
    ask_share: float
    rivals: dict[str, Estimate]
    trials: int

    def told(self) -> dict[str, Any]:
        """Return the finding for programs."""
        return {
            "goal": self.goal,
            "value": self.judged.value,
            "low": self.judged.low,
            "high": self.judged.high,
            "seeds": self.judged.count,
            "ask_share": self.ask_share,
            "trials": self.trials,
            "rivals": {name: rival.value for name, rival in self.rivals.items()},
        }

    def sentences(self) -> str:
        """Return the finding for people."""
        rows = {"found": self.judged, **self.rivals}
        ordered = sorted(rows.items(), key=lambda row: -row[1].value)
        lines = [
            f"  {name:18} {number(e.value):>8}  [{number(e.low)}, {number(e.high)}]"
            for name, e in ordered
        ]
        return (
            f"mean {self.goal} on {self.judged.count} seeds that the search has not seen:\n"
            + "\n".join(lines)
            + f"\nof the posts of what was found, {self.ask_share:.0%} ask for something"
        )

    def source(self, scenario: str) -> str:
        """Return the calendar as a strategy file."""
        judged = (
            f"{number(self.judged.value)} [{number(self.judged.low)}, {number(self.judged.high)}]"
        )
        notes = (
            f"Found by 'trustsim search {scenario} --goal {self.goal}', {self.trials} trials.\n\n"
            f"Mean {self.goal} on {self.judged.count} seeds that the search has not seen: "
            f"{judged}.\nOf its posts, {self.ask_share:.0%} ask for something."
        )
        return source_of(self.phases, self.effort, notes)


@dataclass(frozen=True, slots=True)
class _Trial:
    """A calendar to be tried, with everything that takes."""

    number: int
    phases: tuple[Phase, ...]
    effort: float
    scenario: str
    goal: str
    seeds: int


def search(scenario: Scenario, aim: Aim, runner: Runner, watch: Any = None) -> Found:
    """Look for a calendar that is good at something.

    The same aim finds the same calendar, whatever the number of workers: calendars are suggested
    a few together, and what they brought is told in the order they were suggested in.

    Args:
        scenario: where it is played.
        aim: what is looked for.
        runner: where runs are played.
        watch: called after every trial with the best so far, as a watcher's ``advance``.

    Raises:
        UsageError: if the goal is no column, or the extra is not installed.
    """
    known = [measure.name for measure in MEASURES]
    if aim.goal not in known:
        raise UsageError(f"'{aim.goal}' can't be counted; choose from {', '.join(known)}")
    optuna = optuna_for("the search")
    sampler = optuna.samplers.TPESampler(
        seed=aim.luck, n_startup_trials=max(10, aim.trials // 5), constant_liar=True
    )
    study = optuna.create_study(direction="maximize", sampler=sampler)
    tried = _try_all(study, scenario, aim, runner, watch)
    best = sorted(tried, key=lambda trial: -tried[trial])[: aim.finalists]
    return _judged(best, study, scenario, aim, runner)


def _try_all(
    study: Any, scenario: Scenario, aim: Aim, runner: Runner, watch: Any
) -> dict[int, float]:
    """Try calendars, each suggested by how those before did; return the goal by trial."""
    text = resolved_json(scenario)
    values: dict[int, float] = {}
    while len(values) < aim.trials:
        asked = [study.ask() for _ in range(min(TOGETHER, aim.trials - len(values)))]
        jobs = [
            Job(_Trial(t.number, *suggested(t, scenario, aim.phases), text, aim.goal, aim.seeds))
            for t in asked
        ]
        brought: dict[int, float] = {}
        for ended in runner.play(_try, jobs):
            brought[ended.job.payload.number] = _value(ended)
            if watch is not None:
                best = max(*values.values(), *brought.values(), -math.inf)
                watch([{"strategy": "best", "status": "done", "goal": best}])
        for trial in asked:
            values[trial.number] = brought[trial.number]
            study.tell(trial, brought[trial.number])
    return values


def _value(ended: Ended[_Trial, float]) -> float:
    """Return what a trial brought."""
    if isinstance(ended.answer, Finished):
        return ended.answer.value
    why = ended.answer.traceback if isinstance(ended.answer, Raised) else str(ended.answer)
    raise TrustSimError(f"a trial of the search failed:\n{why}")


def suggested(trial: Any, scenario: Scenario, phases: int) -> tuple[tuple[Phase, ...], float]:
    """Return the calendar of a trial: every choice is one of the study's."""
    effort = trial.suggest_categorical("effort", [0.88, 1.0])
    length, rest = divmod(scenario.weeks, phases)
    made = []
    for index in range(phases):
        slots = [_slot(trial, index, place) for place in range(scenario.brand.max_posts)]
        shares = {
            work: trial.suggest_float(f"{work}{index}", 0.0, most, step=0.05)
            for work, most in (("listen", 0.3), ("take_part", 0.5), ("answer", 0.2))
        }
        weeks = length + (index < rest)
        made.append(Phase(weeks, tuple(slot for slot in slots if slot is not None), **shares))
    return tuple(made), effort


def _slot(trial: Any, phase: int, place: int) -> Slot | None:
    """Return what a trial puts into a slot; nothing is a choice as well, but for the first."""
    mark = f"{phase}_{place}"
    kind = trial.suggest_categorical(f"kind{mark}", [*KINDS, *([] if place == 0 else ["nothing"])])
    tone = trial.suggest_categorical(f"tone{mark}", list(TONES))
    where = trial.suggest_categorical(f"where{mark}", list(PLACES))
    every = trial.suggest_int(f"every{mark}", 1, MOST_EVERY)
    return None if kind == "nothing" else Slot(kind, tone, where, every)


def _try(trial: _Trial) -> float:
    """Return the mean goal of a calendar over the search's seeds. Workers call this."""
    scenario = from_resolved(trial.scenario)
    values = []
    for seed in range(1, trial.seeds + 1):
        who = almanac(trial.phases, trial.effort)
        values.append(run(scenario, who, seed, record="none").totals[trial.goal])
    return float(np.mean(values))


def _judged(best: list[int], study: Any, scenario: Scenario, aim: Aim, runner: Runner) -> Found:
    """Play the best again on unseen luck, with the shipped strategies beside them."""
    calendars = {
        f"trial {place}": suggested(_Replayed(study.trials[place].params), scenario, aim.phases)
        for place in best
    }
    arms: dict[str, Any] = {name: almanac(*calendar) for name, calendar in calendars.items()}
    # Choosing among finalists by the same seeds that judge them would flatter the winner.
    first = compare(scenario, arms, _unseen(0, aim), aim.goal, record="none", runner=runner)
    winner = max(calendars, key=lambda name: first.estimate(aim.goal, name).value)
    measures: dict[str, Any] = {"goal": aim.goal, "posts": "posts", "asks": "asks"}
    arms = {"found": arms[winner], **{name: name for name in RIVALS}}
    final = compare(scenario, arms, _unseen(1, aim), measures, record="none", runner=runner)
    phases, effort = calendars[winner]
    return Found(
        phases,
        effort,
        aim.goal,
        final.estimate("goal", "found"),
        _ask_share(final),
        {name: final.estimate("goal", name) for name in RIVALS},
        aim.trials,
    )


def _unseen(batch: int, aim: Aim) -> list[int]:
    first = UNSEEN + batch * aim.final_seeds
    return list(range(first, first + aim.final_seeds))


def _ask_share(final: Comparison) -> float:
    posts = estimate_mean(final.values["posts"]["found"]).value
    asks = estimate_mean(final.values["asks"]["found"]).value
    return asks / posts if posts else 0.0


class _Replayed:
    """Answers a study's questions with what a trial chose before."""

    def __init__(self, chosen: dict[str, Any]) -> None:
        self._chosen = chosen

    def suggest_categorical(self, name: str, choices: list[Any]) -> Any:
        return self._chosen[name]

    def suggest_float(self, name: str, low: float, high: float, *, step: float) -> Any:
        return self._chosen[name]

    def suggest_int(self, name: str, low: int, high: int) -> Any:
        return self._chosen[name]
