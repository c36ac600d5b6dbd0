"""The columns of an experiment's tables: name, type, meaning and unit, in the order of tables.

The same list makes the tables' schemas, so a column can't be there without its meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from trustsim.lab.vary import Value

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Arrow type by name, what it means, and what it is counted in."""

    name: str
    type: str
    meaning: str
    unit: str = ""

    def field(self) -> pa.Field:
        """Return the column as Arrow has it, meaning and unit with it."""
        import pyarrow as pa

        notes = {"meaning": self.meaning} | ({"unit": self.unit} if self.unit else {})
        return pa.field(self.name, pa.type_for_alias(self.type), metadata=notes)


RUN: Final = Column("run", "int32", "Number of the run in the plan.")

_IDENTITY: Final = (
    RUN,
    Column("run_id", "string", "Fingerprint of all that decides the run."),
    Column("scenario", "string", "The experiment's scenario, even where an arm plays its own."),
    Column("point", "int32", "Number of the design's point, from 0."),
    Column("strategy", "string", "Who decided: the arm, by its name in the experiment."),
    Column("seed", "int64", "The run's luck; the same for every strategy and point."),
)  # fmt: skip

_STATUS: Final = (
    Column("status", "string", "done, failed (raised), timed out, crashed (process ended)."),
    Column("weeks_played", "int32", "Weeks that were played.", "weeks"),
    Column("ending", "string", "won, time_up or ghosted; empty where it was cut short."),
    Column("medal", "string", "The best medal that was won; empty without one."),
)  # fmt: skip

_ENDING: Final = (
    Column("digest", "string", "Fingerprint of the world at the end."),
    Column("error", "string", "Why it failed: a traceback or a sentence; empty where it did not."),
    Column("command", "string", "The command that repeats the run."),
)

WEEK: Final = Column("week", "int32", "Number of the week, 1 for the first.")

MEASURES: Final = (
    Column("followers", "int64", "People who follow the brand at the week's end.", "users"),
    Column("aware", "int64", "People who know the brand at the week's end.", "users"),
    Column("reach", "int64", "Distinct people who saw a post of the brand in the week.", "users"),
    Column("impressions", "int64", "Showings of the brand's posts.", "showings"),
    Column("shares", "int64", "Shares of the brand's posts.", "shares"),
    Column("likes", "int64", "Likes of the brand's posts.", "likes"),
    Column("comments", "int64", "Comments about the brand.", "comments"),
    Column("clicks", "int64", "Clicks on links in the brand's posts.", "clicks"),
    Column("visits", "int64", "Unique visitors of the brand's page in the week.", "users"),
    Column("sales", "int64", "Purchases.", "sales"),
    Column("customers", "int64", "People who have ever bought, at the week's end.", "users"),
    Column("follows", "int64", "People who began to follow.", "users"),
    Column("unfollows", "int64", "People who stopped following.", "users"),
    Column("mutes", "int64", "People who muted the brand.", "users"),
    Column("blocks", "int64", "People who blocked the brand.", "users"),
    Column("ostracism_rate", "float64", "Muted or blocked / ever aware, at its end.", "share"),
    Column("trust_mean", "float64", "Mean trust of those who know the brand.", "0 to 1"),
    Column("trusting", "int64", "People whose trust is over the would-share line.", "users"),
    Column("organic_sharers", "int64", "People who shared what asked for nothing.", "users"),
    Column("deepest_cascade", "int64", "Longest chain of shares of a brand's post.", "hops"),
    Column("doors_closed", "int64", "Circles whose door is closed at the week's end.", "circles"),
    Column("open_doors", "int64", "Circles whose door is open at the week's end.", "circles"),
    Column("doors_shut", "int64", "Doors that closed in the week.", "circles"),
    Column("doors_reopened", "int64", "Doors that opened again in the week.", "circles"),
    Column("talks", "int64", "People who were talked with by taking part.", "users"),
    Column("vouches", "int64", "Customers who told friends something good.", "users"),
    Column("inbound_links", "int64", "Shares that carry a link to the brand's page.", "links"),
    Column("search_authority", "float64", "Weight of the brand's page in search."),
    Column("posts", "int64", "Posts of the brand.", "posts"),
    Column("asks", "int64", "Posts of the brand that asked for something.", "posts"),
    Column("ask_share", "float64", "Asks / posts of the last eight weeks.", "share"),
    Column("hours", "float64", "Hours worked.", "hours"),
    Column("money", "float64", "Money at the week's end.", "money"),
)  # fmt: skip
"""What is measured of a brand. In the table of runs: counts are summed over the weeks, what stands
at a week's end is the last week's, and the deepest cascade is the deepest of all."""

WORLD: Final = (
    Column("likeness_lead", "float64", "How much more alike the interests of friends are than "
           "those of strangers (mean cosine).", "cosine"),
    Column("media_ratio", "float64", "Hours on social media / hours with TV, radio, print and "
           "books, of those aged 18 to 34.", "ratio"),
    Column("choice_lead", "float64", "How much closer to people's interests is what they read than "
           "what they are shown of a brand, in six weeks.", "cosine"),
    Column("peer_share", "float64", "Showings of a brand's posts that came from another person "
           "and not from the brand / all, in six weeks.", "share"),
)  # fmt: skip
"""What is measured of a world by itself, before anybody plays in it; `trustsim.lab.looks`."""

_POSTS: Final = (
    RUN,
    Column("post", "int64", "Number of the post, unique in a run."),
    Column("day", "int32", "Day it was published on, from 0."),
    Column("author", "int32", "The user who wrote it; -1 for a brand."),
    Column("brand", "int16", "Number of the brand, 0 is the player's; -1 for a user's post."),
    Column("slot", "int16", "Place in the brand's plan of the week."),
    Column("kind", "string", "What it is."),
    Column("tone", "string", "How it speaks."),
    Column("topic", "string", "What it is about."),
    Column("circle", "string", "The circle it was made in; home: the author's own page."),
    Column("quality", "float64", "How good it is.", "0 to 1"),
    Column("ask", "float64", "How much it sells.", "0 to 1"),
    Column("automated", "bool", "Whether a scheduler made it."),
    Column("reach", "int32", "Distinct people who saw it.", "users"),
    Column("organic_reach", "int32", "Of these, first from the author.", "users"),
    Column("shared_reach", "int32", "Of these, first from a friend.", "users"),
    Column("paid_reach", "int32", "Of these, first by boost.", "users"),
    Column("impressions", "int32", "Showings.", "showings"),
    Column("reads", "int32", "Times it was read.", "readings"),
    Column("shares", "int32", "Shares.", "shares"),
    Column("likes", "int32", "Likes.", "likes"),
    Column("comments", "int32", "Comments.", "comments"),
    Column("clicks", "int32", "Clicks on its link.", "clicks"),
    Column("follows", "int32", "People who followed because of it.", "users"),
    Column("mutes", "int32", "People who muted or blocked because of it.", "users"),
    Column("size", "int32", "Sharers including the author.", "users"),
    Column("depth", "int32", "Longest chain of shares.", "hops"),
    Column("structural_virality", "float64", "Mean distance over all pairs of its tree.", "hops"),
)  # fmt: skip

_CASCADES: Final = (
    RUN,
    Column("post", "int64", "The post that was shared."),
    Column("user", "int32", "Who shared it, the author included; -1 for a brand."),
    Column("parent", "int32", "The sharer it came from; -1: the author, or next to a brand."),
    Column("depth", "int32", "Shares between it and the author.", "hops"),
    Column("hours", "float64", "Hours since the post.", "hours"),
)  # fmt: skip

_TRUST: Final = (
    RUN,
    WEEK,
    Column("trust", "float64", "Lower end of a step of trust, a twentieth wide.", "0 to 1"),
    Column("users", "int32", "People who know the brand and trust it so much.", "users"),
)

SERIES: Final = {
    "weeks": (RUN, WEEK, *MEASURES),
    "trust": _TRUST,
    "posts": _POSTS,
    "cascades": _CASCADES,
}
"""The tables besides that of the runs, by name."""


def kept_series(record: str) -> tuple[str, ...]:
    """Return the names of the tables that an experiment of that record level keeps.

    Example:
        >>> kept_series("posts")
        ('weeks', 'trust', 'posts')
    """
    return tuple(SERIES)[: {"none": 0, "weeks": 2, "posts": 3, "cascades": 4}[record]]


def run_columns(
    parameters: dict[str, Sequence[Value]], world: Sequence[str] = ()
) -> tuple[Column, ...]:
    """Return the columns of the table of runs.

    Args:
        parameters: what varies, by path, with every value it takes.
        world: what is measured of the worlds by themselves.
    """
    varied = plan_columns(parameters)[len(_IDENTITY) :]
    looks = [column for column in WORLD if column.name in world]
    return (*_IDENTITY, *varied, *_STATUS, *MEASURES, *looks, *_ENDING)


def plan_columns(parameters: dict[str, Sequence[Value]]) -> tuple[Column, ...]:
    """Return the columns of the plan: what a run is, before it is played."""
    varied = [
        Column(path, _type_of(values), "Parameter of the scenario that varies.")
        for path, values in parameters.items()
    ]
    return (*_IDENTITY, *varied)


def schema_of(columns: Iterable[Column]) -> pa.Schema:
    """Return the Arrow schema of some columns."""
    return _schema_of(tuple(columns))


@lru_cache(maxsize=16)
def _schema_of(columns: tuple[Column, ...]) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([column.field() for column in columns])


def table_of(rows: Sequence[dict[str, Any]], columns: Iterable[Column]) -> pa.Table:
    """Return rows as a table; what a row leaves out is null."""
    import pyarrow as pa

    schema = schema_of(columns)
    arrays = [pa.array([row.get(field.name) for row in rows], field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def table_of_arrays(arrays: Mapping[str, Any], columns: Iterable[Column]) -> pa.Table:
    """Return arrays by column as a table, in the order and types of ``columns``."""
    import pyarrow as pa

    schema = schema_of(columns)
    found = [pa.array(arrays[field.name]).cast(field.type) for field in schema]
    return pa.Table.from_arrays(found, schema=schema)


def dictionary(tables: dict[str, Sequence[Column]]) -> str:
    """Return the data dictionary of some tables, as CSV."""
    lines = ["table,column,type,meaning,unit"]
    for table, columns in tables.items():
        for column in columns:
            words = (table, column.name, column.type, column.meaning, column.unit)
            lines.append(",".join(_quoted(word) for word in words))
    return "\n".join(lines) + "\n"


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"' if any(c in word for c in ',"') else word


def _type_of(values: Sequence[Value]) -> str:
    """Return the type of a column that holds these values."""
    kinds = {type(value) for value in values}
    if kinds == {bool}:
        return "bool"
    if kinds <= {bool, int}:
        return "int64"
    return "float64" if kinds <= {bool, int, float} else "string"
