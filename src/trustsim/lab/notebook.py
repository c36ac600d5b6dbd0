"""In a notebook: experiments, results and figures as cells show them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from trustsim.lab.look import drawn, said

if TYPE_CHECKING:
    from trustsim.lab.experiment import Experiment
    from trustsim.lab.results import Results


class Picture:
    """A figure that a notebook shows, and that can be saved.

    Attributes:
        figure: matplotlib's, to be changed at will.
    """

    def __init__(self, figure: Any) -> None:
        """Wrap a figure of matplotlib."""
        self.figure = figure

    def _repr_svg_(self) -> str:
        return drawn(self.figure, "svg").decode()

    def save(self, path: str) -> None:
        """Write the figure; the ending of ``path`` says as what.

        Raises:
            WriteFailed: if it can't be written.
        """
        from pathlib import Path

        from trustsim.lab.durable import write_whole

        file = Path(path)
        write_whole(file, drawn(self.figure, file.suffix.lstrip(".") or "svg"))


def experiment_html(experiment: Experiment) -> str:
    """Return an experiment as a notebook shows it."""
    vary = experiment.vary
    rows = [
        ("scenarios", ", ".join(experiment.scenarios)),
        ("strategies", ", ".join(experiment.arms)),
        ("seeds", f"{len(experiment.seeds.take()):,}"),
        ("varies", f"{', '.join(vary.over)} ({vary.design})" if vary else "nothing else"),
        ("outcomes", ", ".join(said(outcome.name) for outcome in experiment.outcomes)),
        ("hypotheses", "; ".join(hypothesis.says for hypothesis in experiment.hypotheses)),
    ]
    return f"<b>{escape(experiment.title)}</b>{_table(rows)}"


def results_html(results: Results) -> str:
    """Return results as a notebook shows them: what they are, and the outcomes."""
    done = len(results.runs) - len(results.failed)
    state = f"{done:,} of {len(results.plan):,} runs done"
    if len(results.failed):
        state += f", {len(results.failed):,} failed"
    return (
        f"<b>{escape(results.experiment.title)}</b><p>{state}</p>"
        f"{results.summary().to_html(index=False, float_format='{:.4g}'.format)}"
    )


def _table(rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(text)}</td></tr>" for name, text in rows if text
    )
    return f"<table>{cells}</table>"
