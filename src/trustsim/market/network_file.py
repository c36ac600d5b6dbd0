"""Networks from outside: edge lists, CSV, GraphML and GEXF become seats and ties.

    network = read_network(path, scenario)
    market = Market(scenario, seed=1, ties=network)
    network.ids[7]                                 # what the file calls user 7

A line ``a b`` says that b gets what a shares (on a platform of friends, that either does). Circles
are those that the nodes name, or else are cut from the network: communities side by side, divided
by the circles' shares. The strength of a tie is given, or measured: its embeddedness.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from trustsim.errors import BadFile, TooLarge, UsageError, nearest
from trustsim.market.jit import kernel
from trustsim.market.network import STRENGTH_LUCK, STRENGTHS, Ties
from trustsim.market.network_measures import friends
from trustsim.market.seating import GivenNetwork, seated
from trustsim.scenario.schema import MAX_USERS, Scenario

FEWEST_USERS = 5
LEAST, MOST = float(STRENGTHS[0]), float(STRENGTHS[-1]) + STRENGTH_LUCK
"""Strength of a tie whose two ends have no friend in common, and of one where all are."""
LEAST_LIKING = 0.001
"""Liking of a topic that a node says nothing of, or 0."""
HEARD = {"source", "from", "heard", "followed", "followee"}
HEARS = {"target", "to", "hears", "follower"}
STRENGTH = "strength"


@dataclass(slots=True)
class Reading:
    """What a file says, in its own order.

    Attributes:
        ids: the nodes' names, each with its number.
        pairs: (who is heard, who hears), flat.
        strengths: of each pair; empty if the file gives none.
        both_ways: whether the file itself says that ties have no direction.
        nodes: what it tells of each node.
    """

    ids: dict[str, int] = field(default_factory=dict)
    pairs: list[int] = field(default_factory=list)
    strengths: list[float] = field(default_factory=list)
    both_ways: bool = False
    nodes: dict[int, dict[str, Any]] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """Return the number of a node, a new one for a new name."""
        return self.ids.setdefault(name, len(self.ids))


def read_network(path: Path, scenario: Scenario) -> GivenNetwork:
    """Read a network.

    Args:
        path: an edge list (blank-separated, # comments), .csv, .graphml or .gexf; or any of them
            packed with gzip.
        scenario: gives circles, topics and the platform. How many users it names does not count.

    Raises:
        BadFile: if the file can't be read, with the line where there is one.
        TooLarge: if it has more users than a world can have.
        UsageError: if it takes a library that is not installed.
    """
    found = _read(path)
    if len(found.ids) < FEWEST_USERS or not found.pairs:
        raise BadFile(
            f"{path.name} has {len(found.ids)} users and {len(found.pairs) // 2} ties; "
            f"a network needs {FEWEST_USERS} users and a tie at least"
        )
    if len(found.ids) > MAX_USERS:
        raise TooLarge(
            f"{path.name} has {len(found.ids):,} users; a world has at most {MAX_USERS:,}, "
            "so take a part of it"
        )
    directed = scenario.platform.directed and not found.both_ways
    ties = _ties(found, len(found.ids), directed=directed)
    order, seats = seated(friends(ties), _circles(found, scenario, path.name), scenario)
    names = list(found.ids)
    return GivenNetwork(
        seats,
        _reordered(ties, order),
        tuple(names[i] for i in order.tolist()),
        _interests(found, scenario, order, path.name),
    )


# --- reading files


def _read(path: Path) -> Reading:
    """Read what a file says, whatever its format."""
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    suffix = suffixes[-1] if suffixes else ""
    try:
        with path.open("rb") as file, _unpacked(file) as stream:
            if suffix in (".graphml", ".gexf"):
                return _read_graph(stream, suffix, path.name)
            text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
            return _read_csv(text, path.name) if suffix == ".csv" else _read_edges(text, path.name)
    except UnicodeDecodeError as error:
        raise BadFile(f"{path.name} is no text at byte {error.start}; save it as UTF-8") from error
    except (OSError, EOFError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BadFile(f"{path.name} can't be read: {why.lower()}") from error


def _unpacked(file: io.BufferedReader) -> io.BufferedReader:
    """Return a file's content, through gzip if that is what it is."""
    if file.peek(2)[:2] != b"\x1f\x8b":
        return file
    return io.BufferedReader(gzip.GzipFile(fileobj=file))


def _read_edges(lines: Iterable[str], name: str) -> Reading:
    """Read an edge list: two ids a line; a third column of 0 to 1 is the strength."""
    rows = (
        (number, line.split())
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.lstrip().startswith(("#", "%"))
    )
    return _from_rows(rows, name, (0, 1, 2))


def _read_csv(text: Iterable[str], name: str) -> Reading:
    """Read a CSV: the columns its head names, or the first two."""
    lines = list(text)
    mark = max(",;\t", key=(lines or [""])[0].count)
    try:
        cells = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=mark)]
    except csv.Error as error:
        raise BadFile(f"{name} is no CSV: {error}") from error
    rows = [(number, row) for number, row in enumerate(cells, start=1) if row]
    columns, is_head = _columns([row for _, row in rows[:2]])
    return _from_rows(rows[is_head:], name, columns)


def _columns(rows: list[list[str]]) -> tuple[tuple[int, int, int], bool]:
    """Return the columns of who is heard, who hears and the strength; and if there is a head."""
    names = [cell.lower() for cell in rows[0]] if rows else []
    heard = next((i for i, cell in enumerate(names) if cell in HEARD), None)
    hears = next((i for i, cell in enumerate(names) if cell in HEARS), None)
    if heard is not None and hears is not None:
        return (heard, hears, names.index(STRENGTH) if STRENGTH in names else -1), True
    is_head = len(rows) > 1 and not _are_numbers(rows[0]) and _are_numbers(rows[1])
    return (0, 1, 2), is_head


def _are_numbers(cells: list[str]) -> bool:
    return all(cell.isdigit() for cell in cells[:2])


def _from_rows(
    rows: Iterable[tuple[int, list[str]]], name: str, columns: tuple[int, int, int]
) -> Reading:
    """Take ties from numbered rows of cells."""
    found = Reading()
    one, other, third = columns
    last, given = max(one, other), third >= 0
    ids, add = found.ids, found.pairs.append
    for number, cells in rows:
        if len(cells) <= last or not cells[one] or not cells[other]:
            raise BadFile(
                f"{name}:{number}: '{' '.join(cells)[:60]}' names no two ids; "
                "write one tie a line, as two ids"
            )
        add(ids.setdefault(cells[one], len(ids)))
        add(ids.setdefault(cells[other], len(ids)))
        if given:
            strength = _share(cells[third]) if len(cells) > third else None
            given = strength is not None
            found.strengths.append(strength or 0.0)
    if not given:  # a third column of something else, such as a time
        found.strengths.clear()
    return found


def _share(cell: Any) -> float | None:
    """Return a cell as a share of 1, or None."""
    try:
        value = float(cell)
    except (TypeError, ValueError):
        return None
    return value if 0.0 <= value <= 1.0 else None


def _read_graph(stream: IO[bytes], suffix: str, name: str) -> Reading:
    """Read GraphML or GEXF, with what they tell of nodes."""
    try:
        import networkx
    except ImportError as error:
        raise UsageError(
            f"reading {name} takes networkx, which is not installed; install "
            "'trustsim[networks]', or save the network as an edge list"
        ) from error
    read = networkx.read_graphml if suffix == ".graphml" else networkx.read_gexf
    try:
        graph = read(stream)
    except (networkx.NetworkXException, SyntaxError, ValueError, KeyError, TypeError,
            AttributeError) as error:  # fmt: skip
        raise BadFile(f"{name} is no {suffix[1:]} that can be read: {error}") from error
    found = Reading(both_ways=not graph.is_directed())
    for node, told in graph.nodes(data=True):
        found.nodes[found.number(str(node))] = told
    strengths: list[float | None] = []
    for heard, hears, told in graph.edges(data=True):
        found.pairs += (found.number(str(heard)), found.number(str(hears)))
        strengths.append(_share(told.get(STRENGTH)))
    known = [strength for strength in strengths if strength is not None]
    if len(known) == len(strengths):
        found.strengths = known
    return found


# --- ties


def _ties(found: Reading, users: int, *, directed: bool) -> Ties:
    """Return the ties as rows: sorted, nobody twice, nobody with themselves."""
    pairs = np.array(found.pairs, np.int64).reshape(-1, 2)
    strength = np.array(found.strengths or np.zeros(len(pairs)))
    if not directed:
        pairs = np.concatenate([pairs, pairs[:, ::-1]])
        strength = np.concatenate([strength, strength])
    apart = pairs[:, 0] != pairs[:, 1]
    key, strength = (pairs[:, 0] * users + pairs[:, 1])[apart], strength[apart]
    key, place = np.unique(key, return_inverse=True)
    strongest = np.zeros(len(key))
    np.maximum.at(strongest, place, strength)
    indptr = np.searchsorted(key, np.arange(users + 1) * users).astype(np.int64)
    ties = Ties(indptr, (key % users).astype(np.int32), np.zeros(len(key), np.uint8))
    if not found.strengths:
        strongest = LEAST + (MOST - LEAST) * embeddedness(ties)
    return ties._replace(strength=np.rint(strongest * 255.0).astype(np.uint8))


def embeddedness(ties: Ties) -> NDArray[np.float64]:
    """Return the share of both ends' friends that they have in common, one entry per tie.

    Source: Onnela et al. 2007, the overlap of a tie.
    """
    return np.asarray(_overlap(ties, friends(ties)))


@kernel
def _overlap(ties: Ties, net: Ties) -> NDArray[np.float64]:
    users = len(ties.indptr) - 1
    found = np.zeros(len(ties.indices))
    mark = np.full(users, -1, np.int32)
    for user in range(users):
        own = net.indptr[user + 1] - net.indptr[user]
        for i in range(net.indptr[user], net.indptr[user + 1]):
            mark[net.indices[i]] = user
        for j in range(ties.indptr[user], ties.indptr[user + 1]):
            other = ties.indices[j]
            low, high = net.indptr[other], net.indptr[other + 1]
            common = 0
            for i in range(low, high):
                if mark[net.indices[i]] == user:
                    common += 1
            rest = own - 1 + (high - low) - 1 - common
            found[j] = common / rest if rest > 0 else 0.0
    return found


def _reordered(ties: Ties, order: NDArray[np.int64]) -> Ties:
    """Return the ties of the same people in another order: ``order[new]`` is the old number."""
    users = len(order)
    place = np.empty(users, np.int64)
    place[order] = np.arange(users)
    rows = np.repeat(place, np.diff(ties.indptr))
    key = rows * users + place[ties.indices]
    sorting = np.argsort(key)
    indptr = np.searchsorted(key[sorting], np.arange(users + 1) * users).astype(np.int64)
    return Ties(indptr, (key[sorting] % users).astype(np.int32), ties.strength[sorting])


# --- circles and interests


def _circles(found: Reading, scenario: Scenario, name: str) -> NDArray[np.int64] | None:
    """Return everybody's circle as the nodes name it, or None if none does."""
    told = {number: node["circle"] for number, node in found.nodes.items() if node.get("circle")}
    if not told:
        return None
    names = list(found.ids)
    index = {circle.id: i for i, circle in enumerate(scenario.population.circles)}
    index |= {circle.name: i for i, circle in enumerate(scenario.population.circles)}
    circle = np.empty(len(found.ids), np.int64)
    for number in range(len(names)):
        if number not in told:
            raise BadFile(
                f"{name}: node '{names[number]}' has no circle, though others have; "
                "give every node one, or none"
            )
        if str(told[number]) not in index:
            near = nearest(str(told[number]), scenario.circle_ids)
            hint = f"did you mean '{near}'? " if near else ""
            raise BadFile(
                f"{name}: node '{names[number]}' is in the circle '{told[number]}', which the "
                f"scenario does not have; {hint}it has {', '.join(scenario.circle_ids)}"
            )
        circle[number] = index[str(told[number])]
    return circle


def _interests(
    found: Reading, scenario: Scenario, order: NDArray[np.int64], name: str
) -> NDArray[np.float32] | None:
    """Return what the nodes say they like, by attributes ``music`` or ``likes_music``."""
    liking = np.full((len(scenario.topics), len(found.ids)), np.nan)
    for number, node in found.nodes.items():
        for row, topic in enumerate(scenario.topics):
            told = node.get(f"likes_{topic}", node.get(topic))
            if told is not None:
                liking[row, number] = _liking(told, topic, name)
    known = ~np.isnan(liking).all(axis=0)
    if not known.any():
        return None
    liking[:, known] = np.maximum(np.nan_to_num(liking[:, known]), LEAST_LIKING)
    liking[:, known] /= np.linalg.norm(liking[:, known], axis=0)
    return liking[:, order].astype(np.float32)


def _liking(told: Any, topic: str, name: str) -> float:
    try:
        value = float(told)
    except (TypeError, ValueError):
        value = -1.0
    if not 0.0 <= value < float("inf"):
        raise BadFile(f"{name}: a node likes '{topic}' by '{told}'; write a number of 0 or more")
    return value
