"""The page: an experiment written up like a short paper, in one file that needs no network."""

from __future__ import annotations

import re
from base64 import b64encode
from html import escape
from importlib.resources import files as resources
from typing import Any

import pandas as pd

from trustsim.errors import TrustSimError
from trustsim.lab.analysis import differences, summary, verdicts
from trustsim.lab.figures import CAPTIONS, figures
from trustsim.lab.look import drawn, said
from trustsim.lab.manifest import COLUMNS, MANIFEST, SOURCE
from trustsim.lab.numbers import numbers_of, with_interval
from trustsim.lab.prose import number, sentence_of_verdict, sentence_of_winner
from trustsim.lab.results import Results
from trustsim.lab.sensitivity import sensitivity
from trustsim.scenario.shipped import shipped_folder

MOST_ROWS = 60
FONTS = {400: "inter-latin-400-normal.woff2", 700: "inter-latin-700-normal.woff2"}


def page(results: Results) -> str:
    """Return an experiment's report as HTML: question, design, answer, pictures, limits.

    Raises:
        UsageError: if there are no runs, or the extra ``report`` is not installed.
    """
    experiment = results.experiment
    sections = [
        _section("Question", _paragraphs(experiment.question or experiment.title)),
        _section("Design", _design(results)),
        _section("Answer", _answer(results)),
        _section("Pictures", _pictures(results)),
        _section("Sensitivity", _sensitivity(results)),
        _section("Limits", _limits(results)),
        _section("How to repeat it", _repeat(results)),
    ]
    head = (
        f"<header><p class=kicker>An experiment with TrustSim {escape(results.engine)}</p>"
        f"<h1>{escape(experiment.title)}</h1>{_abstract(results)}</header>"
    )
    return _DOCUMENT.format(
        title=escape(experiment.title),
        style=_style(),
        body=head + "".join(section for section in sections if section),
    )


def _abstract(results: Results) -> str:
    """Return the answer in a few sentences, for whoever reads nothing else."""
    found = verdicts(results)
    sentences = [sentence_of_verdict(row) for row in found.to_dict("records")]
    if not sentences:
        sentences = [
            sentence_of_winner(outcome, results) for outcome in results.experiment.outcomes[:3]
        ]
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<div class=abstract><strong>In short</strong><ul>{items}</ul></div>"


def _design(results: Results) -> str:
    experiment, plan = results.experiment, results.plan
    facts = {
        "scenario": ", ".join(experiment.scenarios),
        "strategies": ", ".join(experiment.arms),
        "luck": f"{results.seeds:,} seeds, the same for every strategy and point: differences "
        "are taken seed by seed",
        "weeks": str(experiment.weeks or "as the scenario has them"),
        "runs": f"{len(plan):,}",
        "outcomes": "; ".join(_outcome_in_words(outcome) for outcome in experiment.outcomes),
    }
    if experiment.vary is not None:
        over = "; ".join(_axis_in_words(results, path) for path in results.parameters)
        points = plan["point"].nunique()
        facts["varies"] = f"{over} ({points:,} points, {experiment.vary.design})"
    if experiment.settings:
        facts["set for all"] = "; ".join(f"{k} = {v}" for k, v in experiment.settings.items())
    rows = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts.items())
    return f"<dl>{rows}</dl>"


def _outcome_in_words(outcome: Any) -> str:
    words = said(outcome.name)
    if outcome.take == "total" and outcome.name == outcome.column:
        return words
    over = f", weeks {outcome.weeks[0]} to {outcome.weeks[1]}" if outcome.weeks else ""
    return f"{words} ({outcome.take} of {said(outcome.column)}{over})"


def _axis_in_words(results: Results, path: str) -> str:
    vary = results.experiment.vary
    assert vary is not None
    axis = vary.over[path]
    if axis.values:
        return f"{path}: {', '.join(str(value) for value in axis.values)}"
    return f"{path}: {axis.low:g} to {axis.high:g}{' (log)' if axis.scale == 'log' else ''}"


EXPECTED = (
    "What was expected, and what came. The effect, with its 95 % interval, has to be above the "
    "bound, or below it where less is expected; p is corrected for all hypotheses (Holm)."
)
MEANS = "Outcomes: mean over seeds with its interval (bootstrap, BCa)."
GAPS = (
    "Differences on the same luck. d: the mean difference in units of its own standard deviation; "
    "wins: share of seeds on which the first is above."
)


def _answer(results: Results) -> str:
    tables = [
        (EXPECTED, _expected(results)),
        (MEANS, _means(results)),
        (GAPS, _gaps(results)),
    ]
    there = [(caption, table) for caption, table in tables if len(table)]
    return "".join(
        _table(table, f"Table {place}. {caption}")
        for place, (caption, table) in enumerate(there, start=1)
    )


def _expected(results: Results) -> pd.DataFrame:
    found = verdicts(results)
    found = found.assign(effect=_with_interval(found, "effect"))
    return found[["says", "effect", "bound", "p_holm", "seeds", "verdict"]]


def _means(results: Results) -> pd.DataFrame:
    found = summary(results)
    found["mean [95 %]"] = _with_interval(found, "mean")
    found["outcome"] = found["outcome"].map(said)
    keep = ["strategy", "outcome", "mean [95 %]", "sd", "seeds"]
    return found[[*_place_columns(results), *keep]]


def _gaps(results: Results) -> pd.DataFrame:
    found = differences(results)
    if not len(found):
        return found
    found["difference [95 %]"] = _with_interval(found, "difference")
    found["outcome"] = found["outcome"].map(said)
    found["which"] = found["strategy"] + " less " + found["than"]
    found = found.rename(columns={"standardised": "d", "superiority": "wins"})
    keep = ["outcome", "which", "difference [95 %]", "d", "wins", "p_holm"]
    return found[[*_place_columns(results), *keep]]


def _place_columns(results: Results) -> list[str]:
    """Return the columns that tell cells apart, without those that are the same everywhere."""
    columns = ["scenario"] if len(results.experiment.scenarios) > 1 else []
    return [*columns, *results.parameters]


NUMBERS = {
    "strategies": "Mean over seeds with its 95 % interval.",
    "weeks": "Mean over seeds, and between what the middle 80 % of runs lie. Some of the weeks.",
    "along": "Mean over seeds with its 95 % interval.",
    "map": "Mean over seeds with its 95 % interval.",
    "trust": "Trust of the median person among those who know the brand. Some of the weeks.",
    "cascades": "Share of posts with at least so many sharers, the author included.",
}
"""What stands over each figure's table."""


def _pictures(results: Results) -> str:
    parts = []
    for place, (name, figure) in enumerate(figures(results).items(), start=1):
        picture = _unique_ids(drawn(figure, "svg").decode(), name)
        caption = f"Figure {place}. {CAPTIONS[name]}{_where(results, name)}"
        parts.append(
            f'<figure><div class=scroll role="img" aria-label="{escape(caption)}">{picture}</div>'
            f"<figcaption>{escape(caption)}</figcaption>"
            f"<details><summary>The numbers</summary>"
            f"{_table(numbers_of(results, name), NUMBERS[name])}</details></figure>"
        )
    return "".join(parts)


def _where(results: Results, name: str) -> str:
    """Say at which point a figure is drawn that shows only one of several."""
    if name in ("along", "map") or not results.parameters:
        return ""
    first = results.plan[results.plan["point"] == 0].iloc[0]
    return f" Here {', '.join(f'{path} is {first[path]}' for path in results.parameters)}."


def _sensitivity(results: Results) -> str:
    """Return the sensitivity indices, where the design allows any; else nothing."""
    try:
        found = sensitivity(results)
    except TrustSimError:
        return ""
    keep = ["outcome", "parameter", "method", "measure", "value", "half_width"]
    where = ["strategy"] if len(results.experiment.strategies) > 1 else []
    return _table(found[[*where, *keep]], "How much each parameter decides each outcome.")


def _limits(results: Results) -> str:
    experiment = results.experiment
    said_of = [
        "The intervals cover the luck of simulated worlds. Whether the model is right is another "
        "question: see the model's description and its comparison with published figures."
    ]
    widest = _widest(results)
    if widest:
        said_of.append(widest)
    if len(results.failed):
        kinds = results.failed["status"].value_counts().items()
        said_of.append(
            f"{len(results.failed):,} of {len(results.runs):,} runs failed and count nowhere "
            f"above: {', '.join(f'{count} {status}' for status, count in kinds)}."
        )
    if results.missing:
        said_of.append(f"{results.missing:,} planned runs have not been played yet.")
    items = "".join(f"<li>{escape(text)}</li>" for text in said_of)
    return f"<ul>{items}</ul>{_paragraphs(experiment.notes)}"


def _widest(results: Results) -> str:
    """Say how well the least certain outcome is known, against its largest mean."""
    table = summary(results)
    table["half_width"] = (table["high"] - table["low"]) / 2
    table["size"] = table["mean"].abs()
    largest = table.groupby("outcome")[["half_width", "size"]].max()
    shares = (largest["half_width"] / largest["size"]).dropna()
    if not len(shares):
        return ""
    return (
        f"The least certain outcome is {said(str(shares.idxmax()))}: its means are known to plus "
        f"or minus {shares.max():.0%} of the largest of them, or better."
    )


def _repeat(results: Results) -> str:
    folder = results.folder
    source = folder / SOURCE
    text = source.read_text(encoding="utf-8") if source.is_file() else ""
    commands = f"trustsim batch {SOURCE} --out {folder.name}\ntrustsim report {folder.name}"
    listing = (
        f"<details><summary>{SOURCE}</summary><pre>{escape(text)}</pre></details>" if text else ""
    )
    first = results.runs["command"].iloc[0]
    return (
        f"<p>With TrustSim {escape(results.engine)}, the same tables come out, byte for byte, on "
        f"any number of workers:</p><pre>{escape(commands)}</pre>"
        f"<p>One run alone, such as the first:</p><pre>{escape(first)}</pre>"
        f"<p>The folder has every run and week as Parquet tables, what their columns mean "
        f"(<code>{COLUMNS}</code>), the scenarios in full, and the versions of all libraries "
        f"(<code>{MANIFEST}</code>).</p>{listing if text else ''}"
    )


def _with_interval(table: pd.DataFrame, name: str) -> pd.Series:
    told = [with_interval(row, name) for row in table.to_dict("records")]
    found: pd.Series = pd.Series(told, index=table.index, dtype=object)
    return found


def _table(table: pd.DataFrame, caption: str) -> str:
    """Return a table as HTML, its first rows where it is long."""
    names = "".join(f"<th>{escape(said(str(name)))}</th>" for name in table.columns)
    rows = "".join(
        f"<tr>{''.join(_cell(value) for value in row)}</tr>"
        for row in table.head(MOST_ROWS).itertuples(index=False)
    )
    if len(table) > MOST_ROWS:
        caption += f" These are {MOST_ROWS} of {len(table):,} rows; 'trustsim analyse' has all."
    return (
        f"<div class=scroll><table><caption>{escape(caption)}</caption><thead><tr>{names}"
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )


_VERDICTS = ("holds", "fails", "undecided", "no runs")


def _cell(value: Any) -> str:
    if value in _VERDICTS:
        return f"<td><b class={value[:2]}>{value}</b></td>"
    if isinstance(value, str):
        is_number = bool(re.match(r"^-?[\d.,]+ \[", value))
        return f"<td{' class=n' if is_number else ''}>{escape(value)}</td>"
    return f"<td class=n>{escape(number(value))}</td>"


def _section(title: str, content: str) -> str:
    return f"<section><h2>{title}</h2>{content}</section>" if content else ""


def _paragraphs(text: str) -> str:
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    return "".join(f"<p>{escape(part)}</p>" for part in parts)


def _unique_ids(svg: str, name: str) -> str:
    """Return a picture whose ids no other picture on the page has, without its XML prologue."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    return re.sub(r'(href="#|url\(#)', rf"\g<1>{name}-", svg)


def _style() -> str:
    fonts = shipped_folder("assets") / "fonts"
    faces = []
    for weight, file in FONTS.items():
        letters = b64encode((fonts / file).read_bytes()).decode()
        faces.append(
            f"@font-face{{font-family:Inter;font-weight:{weight};"
            f"src:url(data:font/woff2;base64,{letters}) format('woff2')}}"
        )
    sheet = resources("trustsim.lab").joinpath("page.css").read_text(encoding="utf-8")
    return "".join(faces) + sheet


_DOCUMENT = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body><main>{body}</main></body>
</html>
"""
