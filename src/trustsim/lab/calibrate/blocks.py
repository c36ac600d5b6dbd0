"""Blocks: which constants answer to which rows, so that each lot can be fitted by itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from trustsim.errors import UnknownName
from trustsim.lab.calibrate.constants import Fitted
from trustsim.lab.evidence.table import FIGURES, Figure, Place

SECONDS = {"posts": 0.05, "ties": 0.08, "bonds": 0.04, "asymmetry": 0.1, "second_post": 0.17,
           "trust_and_sharing": 0.16}  # fmt: skip
"""What measuring takes on one seed of 5,000 users, by place, and more by row: only for saying how
much time is left."""


@dataclass(frozen=True, slots=True)
class Block:
    """Constants and the rows they are fitted to, which share nothing with other blocks.

    Attributes:
        number: its place among all blocks, from 0, whichever of them are fitted.
        constants: at least one. ``figures``: at least one.
    """

    number: int
    constants: tuple[Fitted, ...]
    figures: tuple[Figure, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its rows."""
        return tuple(dict.fromkeys(figure.id for figure in self.figures))

    @property
    def places(self) -> tuple[Place, ...]:
        """Where its rows are measured."""
        return tuple(dict.fromkeys(figure.place for figure in self.figures))

    @property
    def seconds(self) -> float:
        """About how long its rows take on one seed."""
        extra = sum(SECONDS.get(figure.key, 0.0) for figure in self.figures)
        return extra + sum(SECONDS[place] for place in self.places)


def blocks(constants: Sequence[Fitted], ids: Collection[str] = ()) -> list[Block]:
    """Return the blocks that constants fall into, in the order of the table.

    Args:
        constants: what is fitted.
        ids: only blocks with one of these rows; all if left out.

    Raises:
        UnknownName: for an id that no constant is fitted to.
    """
    lots: list[tuple[set[str], list[Fitted]]] = []
    for constant in constants:
        rows, members = set(constant.rows), [constant]
        for lot in [lot for lot in lots if lot[0] & rows]:
            rows, members = rows | lot[0], lot[1] + members
            lots.remove(lot)
        lots.append((rows, members))
    order = [figure.id for figure in FIGURES]
    lots.sort(key=lambda lot: min(order.index(row) for row in lot[0]))
    known = [row for rows, _ in lots for row in sorted(rows, key=order.index)]
    for row in ids:
        if row not in known:
            raise UnknownName("fitted row", row, known)
    return [
        Block(number, tuple(members), tuple(figure for figure in FIGURES if figure.id in rows))
        for number, (rows, members) in enumerate(lots)
        if not ids or rows & set(ids)
    ]
