"""``trustsim check``: every mistake in scenario files, each with its place and a way out."""

from __future__ import annotations

import json
from typing import Any

import click

from trustsim.errors import BadFile, UnknownName
from trustsim.scenario.load import Examination, examine
from trustsim.scenario.resolved import fingerprint
from trustsim.scenario.schema import Scenario
from trustsim.scenario.tree import Place, Problem, path_text
from trustsim.strategies.registry import names


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--doctor", is_flag=True, help="Let bots play the good ones, and say how that went.")
@click.option("--seeds", type=click.IntRange(1, 1000), default=10, show_default=True,
              help="Seeds the bots of --doctor play; fewer in a large world.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(files: tuple[str, ...], doctor: bool, seeds: int, as_json: bool) -> int:
    """Find every mistake in scenario files.

    FILE is the path of a scenario file, or the name of a shipped scenario. Each mistake is a line
    with its place, what is wrong and what to do. The exit code is 3 if there is any.

    With --doctor, bots then play it: can it be won, by whom, by one kind of post alone, or by doing
    nothing? Does every event happen? Is it too long?
    """
    found = [_examined(file) for file in files]
    if not as_json:
        click.echo(_as_text(found))
    told: dict[str, Any] = {}
    if doctor:
        told = {file.name: _seen(file.scenario, seeds, as_json) for file in found if file.scenario}
    if as_json:
        click.echo(json.dumps(_as_json(found, told), indent=2, ensure_ascii=False))
    return BadFile.exit_code if any(file.problems for file in found) else 0


def _examined(file: str) -> Examination:
    """Examine one file; a name that nothing has is a problem like any other."""
    try:
        return examine(file, strategies=names())
    except UnknownName as error:
        return Examination(file, problems=[Problem(Place(file), (), str(error))])


def _seen(scenario: Scenario, seeds: int, as_json: bool) -> dict[str, Any] | None:
    """Let the doctor see a good scenario: print what is found, or return it for programs."""
    from trustsim.commands.visit import as_dict, as_text, visit

    found = visit(scenario, seeds)
    if as_json:
        return as_dict(found)
    click.echo("\n" + as_text(found))
    return None


def _as_text(found: list[Examination]) -> str:
    """Return the lines to print: a line per good file and per problem, and a count."""
    lines: list[str] = []
    for file in found:
        lines += [str(problem) for problem in file.problems]
        if file.scenario is not None:
            lines.append(f"{file.name}: good ({_size(file.scenario)})")
    problems = sum(len(file.problems) for file in found)
    if problems or len(found) > 1:
        lines.append(f"{_counted(len(found), 'file')}, {_counted(problems, 'problem')}")
    return "\n".join(lines)


def _size(scenario: Scenario) -> str:
    """Say how large a scenario is."""
    population = scenario.population
    file = population.network.file
    people = f"the users of {file}" if file else _counted(population.users, "user")
    weeks, circles = scenario.weeks, len(population.circles)
    return f"{people}, {_counted(weeks, 'week')}, {_counted(circles, 'circle')}"


def _counted(count: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _as_json(found: list[Examination], told: dict[str, Any]) -> dict[str, Any]:
    """Return the same as an object for programs, with what the doctor told by file."""
    return {
        "files": [
            _file_as_json(file) | ({"doctor": told[file.name]} if file.name in told else {})
            for file in found
        ],
        "problems": sum(len(file.problems) for file in found),
    }


def _file_as_json(file: Examination) -> dict[str, Any]:
    """Return what came of one file."""
    outcome: dict[str, Any] = {"file": file.name, "good": file.scenario is not None}
    if file.scenario is not None:
        outcome |= {
            "name": file.scenario.name,
            "users": _users(file.scenario),
            "weeks": file.scenario.weeks,
            "circles": len(file.scenario.population.circles),
            "fingerprint": fingerprint(file.scenario),
        }
    return outcome | {"problems": [_problem_as_json(problem) for problem in file.problems]}


def _users(scenario: Scenario) -> int | None:
    """Return how many users a scenario has; None where only its network's file knows."""
    population = scenario.population
    return population.users if population.network.file is None else None


def _problem_as_json(problem: Problem) -> dict[str, Any]:
    """Return one problem; line and column are null where a whole file is meant."""
    return {
        "file": problem.place.file,
        "line": problem.place.line or None,
        "column": problem.place.column or None,
        "path": path_text(problem.path),
        "message": problem.message,
    }
