"""Tables on a terminal, as people read them."""

from __future__ import annotations

import io

import pandas as pd
from rich.console import Console
from rich.table import Table

from trustsim.lab.look import said
from trustsim.lab.prose import number

WIDTH = 200
"""Columns of text; a terminal that is narrower breaks the lines itself."""


def as_text(table: pd.DataFrame, title: str, most: int = 60) -> str:
    """Return a table as text, its first rows where it is long."""
    if not len(table):
        return f"{title}: none"
    shown = Table(title=title, title_justify="left", box=None, pad_edge=False, title_style="bold")
    for name in table.columns:
        is_text = not pd.api.types.is_numeric_dtype(table[name])
        shown.add_column(said(str(name)), justify="left" if is_text else "right", overflow="fold")
    for row in table.head(most).itertuples(index=False):
        shown.add_row(*(number(value) for value in row))
    stream = io.StringIO()
    Console(width=WIDTH, file=stream, no_color=True).print(shown)
    text = "\n".join(line.rstrip() for line in stream.getvalue().rstrip().splitlines())
    more = len(table) - most
    return f"{text}\n({more:,} more rows; --save writes all)" if more > 0 else text
