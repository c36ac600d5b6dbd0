"""The look of figures: colours that everybody can tell apart, and no ink without a meaning."""

from __future__ import annotations

import io
import re
from importlib import import_module
from typing import Any

from trustsim.errors import UsageError

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8A6D00", "#56B4E9", "#5C5A5C", "#000000")
"""Okabe & Ito's, which colour-blind readers can tell apart; the yellow darkened for white paper."""

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), (0, (2, 2)), (0, (1, 1)))
"""Shapes and dashes say again what colours say."""

SAYS = "says: "
"""What the name of an artist begins with that has something to say."""

INK, FAINT, GRID = "#262834", "#5C5A5C", "#DDD8CC"

STYLE: dict[str, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9.5,
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "text.color": INK,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "white",
    "lines.linewidth": 1.8,
    "lines.markersize": 5,
    # Letters as shapes: a figure looks alike wherever it is opened.
    "svg.fonttype": "path",
    "svg.hashsalt": "trustsim",
}


def library() -> Any:
    """Return matplotlib.

    Raises:
        UsageError: if the extra is not installed.
    """
    try:
        return import_module("matplotlib")
    except ImportError as error:
        raise UsageError(
            "figures need matplotlib; install the extra: pip install 'trustsim[report]'"
        ) from error


def new_figure(width: float, height: float) -> Any:
    """Return an empty figure of so many inches, bound to no window and no global state."""
    library()
    figure: Any = import_module("matplotlib.figure").Figure(figsize=(width, height))
    return figure


def drawn(figure: Any, file_format: str) -> bytes:
    """Return a figure as ``svg`` or ``png``; the same figure gives the same bytes."""
    stream = io.BytesIO()
    metadata: dict[str, Any] = {"Date": None, "Creator": None} if file_format == "svg" else {}
    if file_format == "png":
        metadata = {"Software": None}
    with library().rc_context(STYLE):
        figure.savefig(stream, format=file_format, metadata=metadata, dpi=160)
    return _spoken(stream.getvalue()) if file_format == "svg" else stream.getvalue()


def hover(panel: Any, x: Any, y: Any, text: str) -> None:
    """Have a picture say something where the pointer rests on a place of it (SVG alone)."""
    panel.plot([x], [y], marker="o", markersize=11, alpha=0.0, linestyle="none", zorder=9,
               gid=f"{SAYS}{text}")  # fmt: skip


def _spoken(svg: bytes) -> bytes:
    """Turn the marks of what is said into titles, which browsers show."""
    return re.sub(rb'<g id="' + SAYS.encode() + rb'([^"]*)">', rb"<g><title>\1</title>", svg)


def said(name: str) -> str:
    """Return a column's name as people read it.

    Example:
        >>> said("ostracism_rate")
        'ostracism rate'
    """
    return name.replace("_", " ")
