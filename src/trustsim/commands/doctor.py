"""The doctor: bots play a scenario, and what came of it says whether people can.

Bots are no people. What none of them wins may be won by somebody with an idea, and the doctor says
only what it saw: which bot, on how many seeds of luck.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median_low
from typing import Final

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.goals import MEDALS, Standing, medal_of
from trustsim.campaign.run import run
from trustsim.scenario.rules import KINDS
from trustsim.scenario.schema import Medal, Scenario

PLAYERS: Final = (
    "thoughtful", "give-then-ask", "contribute-only", "half-half", "bot-scheduler", "random",
    "idle",
)  # fmt: skip
"""Bots that vary what they do, and one that does nothing."""

ONE_NOTE: Final = tuple(f"one-note:{kind}" for kind in KINDS)
"""Bots that make one kind of post and no other."""

BOTS: Final = (*PLAYERS, *ONE_NOTE)
SEEDS = 10
LONGEST = 60_000_000
"""Users times weeks times runs that are played at most: about a minute."""

EARLY = 0.5
"""Share of the weeks after which there should still be something to win."""


@dataclass(frozen=True, slots=True)
class Played:
    """One bot's run on one seed.

    Attributes:
        bot, seed: who played, on what luck.
        goals: how far each goal had come in the end.
        medal: the best medal won; None without one, or where the bot was ghosted.
        ghosted: the week in which nobody was left who would listen; None if that never came.
        safe: the week from whose end on the medal was never lost again; None without one.
    """

    bot: str
    seed: int
    goals: tuple[Standing, ...]
    medal: Medal | None
    ghosted: int | None
    safe: int | None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the bots saw of a scenario.

    Attributes:
        scenario: what they played.
        seeds: on how many seeds each.
        runs: all of their runs.
    """

    scenario: Scenario
    seeds: int
    runs: tuple[Played, ...]

    def rows(self) -> list[tuple[str, dict[str, int]]]:
        """Return, by bot, on how many seeds it won each medal or better, and was ghosted."""
        return [
            (
                bot,
                {
                    **{str(medal): self.wins(bot, medal) for medal in self.medals},
                    "ghosted": sum(run.ghosted is not None for run in self.of(bot)),
                },
            )
            for bot in BOTS
        ]

    @property
    def medals(self) -> tuple[Medal, ...]:
        """The medals that can be won, the least first."""
        return tuple(m for m in MEDALS if any(goal.medal == m for goal in self.scenario.goals))

    def of(self, bot: str) -> list[Played]:
        """Return the runs of one bot."""
        return [played for played in self.runs if played.bot == bot]

    def wins(self, bot: str, medal: Medal) -> int:
        """Return on how many seeds a bot won a medal, or a better one."""
        enough = MEDALS[MEDALS.index(medal) :]
        return sum(played.medal in enough for played in self.of(bot))

    def best(self, medal: Medal, bots: tuple[str, ...] = BOTS) -> tuple[str, int]:
        """Return which of some bots won a medal most often, and how often."""
        found = max(bots, key=lambda bot: self.wins(bot, medal))
        return found, self.wins(found, medal)

    def findings(self) -> list[str]:
        """Return what a teacher should know, a sentence or two each."""
        rules = (_winnable, _hopeless_goals, _one_note, _too_easy, _too_long, _unheard)
        return [finding for rule in rules for finding in rule(self)]


def seeds_for(scenario: Scenario, users: int, asked: int = SEEDS) -> int:
    """Return on how many seeds the bots play: as asked, but fewer in a large world."""
    return max(1, min(asked, LONGEST // (users * scenario.weeks * len(BOTS))))


def diagnosis(
    scenario: Scenario, seeds: int, on_run: Callable[[], object] | None = None
) -> Diagnosis:
    """Let every bot play a scenario on every seed from 1 on.

    Args:
        scenario: what to play.
        seeds: how many seeds.
        on_run: called after every run.
    """
    runs = []
    for seed in range(1, seeds + 1):
        for bot in BOTS:
            runs.append(_played(scenario, bot, seed))
            if on_run is not None:
                on_run()
    return Diagnosis(scenario, seeds, tuple(runs))


def _played(scenario: Scenario, bot: str, seed: int) -> Played:
    medals: list[Medal | None] = []

    def note(campaign: Campaign) -> None:
        medals.append(medal_of(campaign.goals))

    campaign = run(scenario, bot, seed, record="none", on_week=note).campaign
    ending = campaign.ending
    assert ending is not None
    ghosted = ending.week if ending.kind == "ghosted" else None
    safe = None
    if ending.medal is not None:
        safe = 1 + max((at for at, m in enumerate(medals, 1) if m != ending.medal), default=0)
    return Played(bot, seed, campaign.goals, ending.medal, ghosted, safe)


def _winnable(found: Diagnosis) -> Iterator[str]:
    if not found.medals:
        yield "It has no goals, so nobody can win it or lose it."
    for medal in found.medals:
        bot, wins = found.best(medal)
        if wins:
            yield f"{medal.capitalize()} can be won: '{bot}' does so on {_of(wins, found)}."
        else:
            yield f"No bot wins {medal}, on {_counted(found.seeds, 'seed')}."


def _hopeless_goals(found: Diagnosis) -> Iterator[str]:
    for index, goal in enumerate(found.scenario.goals):
        ends = [(played.goals[index], played.bot) for played in found.runs]
        if any(standing.is_reached for standing, _ in ends):
            continue
        closest = max if goal.at_least is not None else min
        standing, bot = closest(ends, key=lambda end: end[0].value)
        yield (
            f"No bot reaches the goal '{standing.text}': the closest is '{bot}', which ends at "
            f"{standing.value:,.10g}. Make it easier, unless you know a way that bots don't."
        )


def _one_note(found: Diagnosis) -> Iterator[str]:
    """Tell whether making one kind of post is enough."""
    for medal in reversed(found.medals):
        bot, wins = found.best(medal, ONE_NOTE)
        if wins:
            kind = bot.partition(":")[2]
            yield (
                f"A bot that makes nothing but '{kind}' posts wins {medal} on {_of(wins, found)}. "
                + (
                    "Players can win by repeating one thing; a second goal of another kind would "
                    "ask for more."
                    if medal == found.medals[-1] and 2 * wins >= found.seeds
                    else "That is no recipe for the best."
                )
            )
            return
    if found.medals:
        yield "No bot that makes only one kind of post wins anything: variety is needed."


def _too_easy(found: Diagnosis) -> Iterator[str]:
    """Tell whether a medal falls into the lap of who does nothing, or anything."""
    for bot, does, few in (
        ("idle", "does nothing at all", 0.0),
        ("random", "decides by chance", 0.5),
    ):
        for medal in reversed(found.medals):
            wins = found.wins(bot, medal)
            if wins and wins >= few * found.seeds:
                yield (
                    f"A bot that {does} wins {medal} on {_of(wins, found)}: too easy, if that is "
                    "not what you want to show."
                )
                break


def _too_long(found: Diagnosis) -> Iterator[str]:
    """Tell whether the best is won long before the end."""
    weeks = found.scenario.weeks
    for medal in reversed(found.medals):
        bot, _ = found.best(medal)
        safe = [run.safe for run in found.of(bot) if run.medal == medal and run.safe is not None]
        if safe and median_low(safe) <= EARLY * weeks:
            yield (
                f"It may be too long: where '{bot}' wins {medal}, it mostly has it from week "
                f"{median_low(safe)} of {weeks} on, and nothing is left to win after that."
            )
        if safe:
            return


def _unheard(found: Diagnosis) -> Iterator[str]:
    """Tell who is left alone, and which events nobody lives to see."""
    scenario = found.scenario
    ends = {bot: [run.ghosted for run in found.of(bot) if run.ghosted is not None] for bot in BOTS}
    gone = {bot: weeks for bot, weeks in ends.items() if weeks}
    if gone:
        who = ", ".join(
            f"'{bot}' ({len(weeks)} of {found.seeds}, at the earliest after week {min(weeks)})"
            for bot, weeks in gone.items()
        )
        yield f"Ghosted, because nobody was left who would listen: {who}."
    last = max(scenario.weeks if run.ghosted is None else run.ghosted for run in found.runs)
    for event in scenario.events:
        if event.week > scenario.weeks:
            yield (
                f"The event '{event.text}' never happens: it is set for week {event.week}, and "
                f"there are {scenario.weeks}."
            )
        elif event.week > last:
            yield f"No bot lives to see the event '{event.text}' of week {event.week}."


def _of(count: int, found: Diagnosis) -> str:
    return f"{count} of {_counted(found.seeds, 'seed')}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
