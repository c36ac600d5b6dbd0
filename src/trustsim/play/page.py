"""The page: a played game written up in one HTML file that needs no network."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

from trustsim import __version__
from trustsim.campaign.report import PostResult
from trustsim.campaign.writing import write_text
from trustsim.explain.autopsy import Autopsy
from trustsim.explain.turning import Turning
from trustsim.play import drawing
from trustsim.play.assets import asset
from trustsim.play.bets import NO_LIMIT, Bet, hit_rate
from trustsim.play.cards import card, taught
from trustsim.play.findings import FAIR_PLAN, GOOD_PLAN, plan_quality
from trustsim.play.folder import player_folder
from trustsim.play.ledger import post_name
from trustsim.play.numbers import amount, percent, signed
from trustsim.play.reasons import why
from trustsim.play.session import Session
from trustsim.play.strings import language, say
from trustsim.play.tales import told

_FONTS: Final = {400: "inter-latin-400-normal.woff2", 700: "inter-latin-700-normal.woff2"}
_COLUMNS: Final = (
    "week", "followers", "aware", "trusting", "reach", "shares", "visits", "sales", "mutes",
    "ask_share", "hours",
)  # fmt: skip


def write_page(session: Session, path: Path | None = None) -> Path:
    """Write the report of a game as one HTML file.

    Args:
        session: the game; what has been found out of it so far is in the page.
        path: where; beside the saves, named like the game, if left out.

    Returns:
        Where it lies.

    Raises:
        WriteFailed: the place can't be written to.
    """
    if path is None:
        campaign = session.campaign
        name = session.path.stem if session.path else f"{campaign.scenario.name}-{campaign.seed}"
        path = player_folder() / "reports" / f"{name}.html"
    write_text(path, page(session))
    return path


def page(session: Session) -> str:
    """Return the report of a game as HTML."""
    campaign = session.campaign
    scenario = told(campaign.scenario)
    sections = [
        _section("report.luck", _luck(session)),
        _section("report.crowd", _crowd(session)),
        _section("report.asks", _asks(session)),
        _section("report.turning", _list(turning_lines(session.findings.turning))),
        _section("report.posts", _posts(session)),
        _section("report.bets", _bets(session.bets)),
        _section("report.claims", _claims(session)),
        _section("report.questions", _list(scenario.story.questions)),
        _section("report.weeks", _weeks(session)),
        _section("report.again", _again(session)),
    ]
    head = (
        f"<header><p class=kicker>TrustSim {escape(__version__)}</p>"
        f"<h1>{escape(scenario.title)}</h1><p class=verdict>{escape(verdict(session))}</p></header>"
    )
    return (
        f'<!doctype html><html lang="{language()}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(scenario.title)}</title><style>{_style()}</style>"
        f"<main>{head}{''.join(sections)}</main></html>\n"
    )


def verdict(session: Session) -> str:
    """Return how the game ended, in a sentence."""
    campaign = session.campaign
    end = campaign.ending
    if end is None:
        return say("report.verdict.open", week=campaign.week, weeks=campaign.scenario.weeks)
    medal = say(f"medal.{end.medal}") if end.medal else ""
    key = "won" if end.medal else end.kind
    report = campaign.report
    return say(f"report.verdict.{key}", medal=medal, week=end.week,
               followers=amount(report.followers), aware=amount(report.aware),
               sales=amount(report.sales_total))  # fmt: skip


def luck_lines(session: Session) -> list[str]:
    """Return how good the plan was and how lucky the run; nothing if that is not known."""
    luck = session.findings.luck
    if luck is None:
        return []
    lines = []
    quality = plan_quality(luck, session.campaign)
    if quality is not None:
        medal, share = quality
        key = "good" if share >= GOOD_PLAN else "fair" if share >= FAIR_PLAN else "poor"
        lines.append(say(f"research.plan_{key}", medal=say(f"medal.{medal}"), share=percent(share)))
    return [*lines, say(f"mattered.{luck.verdict}", share=percent(luck.percentile))]


def _luck(session: Session) -> str:
    luck = session.findings.luck
    if luck is None:
        return ""
    low, middle, high = (amount(round(value, 2)) for value in luck.band)
    own = say("research.own", own=amount(round(luck.own, 2)))
    note = say("research.band", measure=say(f"measure.{luck.measure}"), low=low, high=high,
               middle=middle, count=len(luck.worlds))  # fmt: skip
    lines = "".join(f"<p><strong>{escape(line)}</strong></p>" for line in luck_lines(session))
    return f"{lines}{drawing.strip(luck, own)}<p class=note>{escape(note)}</p>"


def _crowd(session: Session) -> str:
    rows, first = session.campaign.record.weeks, session.campaign.reports[0]
    if not rows:
        return ""
    followers = [float(first.followers), *(float(row["followers"]) for row in rows)]
    shut = [0.0, *(float(round(row["ostracism_rate"] * row["aware"])) for row in rows)]
    start = why(session, "trusting", 0).lines[0].value
    trusting = [start, *(float(row["trusting"]) for row in rows)]
    return drawing.chart(
        [
            (say("trend.followers"), "good", followers, False),
            (say("trend.trusting"), "warm", trusting, False),
            (say("reckon.muted"), "bad", shut, True),
        ],
        0,
    )


def _asks(session: Session) -> str:
    rows = session.campaign.record.weeks
    if not rows:
        return ""
    return drawing.chart(
        [
            (say("report.ask_share"), "bad", [100.0 * row["ask_share"] for row in rows], True),
            (say("report.trust"), "warm", [100.0 * row["trust_mean"] for row in rows], False),
        ],
        1,
    )


def turning_lines(turning: Turning | None) -> list[str]:
    """Return the weeks that mattered, each with what else could have been."""
    if turning is None:
        return []
    lines = []
    for swap in turning.weeks:
        key = "cost" if turning.would_be_better(swap) else "worth"
        instead = say("mattered.swap", instead=say(f"mattered.{swap.instead}"),
                      value=amount(round(swap.value, 2)))  # fmt: skip
        title = say(f"mattered.{key}", week=swap.week)
        lines.append(f"{title}: {signed(round(-swap.difference, 2))}. {instead}")
    return lines or [say("mattered.none")]


def post_lines(session: Session) -> list[str]:
    """Return the post that went furthest, and the one that cost most."""
    findings = session.findings
    pairs = (("best", findings.best), ("worst", findings.worst))
    return [f"{title}: {note}" for key, pair in pairs if pair is not None
            for title, note in [_post_words(session, key, pair[0])]]  # fmt: skip


def _post_words(session: Session, key: str, post: PostResult) -> tuple[str, str]:
    """Return how one post is called, and what became of it."""
    title = say(f"report.{key}", post=post_name(session.campaign, post))
    note = say(f"report.{key}_note", reach=amount(post.reach), shares=amount(post.shares),
               depth=post.depth, mutes=amount(post.mutes))  # fmt: skip
    return title, note


def _posts(session: Session) -> str:
    findings = session.findings
    parts = [_post(session, key, *pair)
             for key, pair in (("best", findings.best), ("worst", findings.worst))
             if pair is not None]  # fmt: skip
    return "".join(parts)


def _post(session: Session, key: str, post: PostResult, found: Autopsy) -> str:
    title, note = _post_words(session, key, post)
    picture = drawing.tree(found) if found.size > 1 else ""
    return f"<h3>{escape(title)}</h3><p>{escape(note)}</p>{picture}"


def _bets(bets: Sequence[Bet]) -> str:
    if not bets:
        return f"<p>{escape(say('report.no_bets'))}</p>"
    rate = say("end.bets", count=len(bets), rate=percent(hit_rate(bets)))
    return f"<p>{escape(rate)}</p>" + _list([bet_line(bet) for bet in bets])


def bet_line(bet: Bet) -> str:
    """Return one bet and what it was."""
    key = "bet_top" if bet.high >= NO_LIMIT else "bet"
    high = {} if bet.high >= NO_LIMIT else {"high": amount(bet.high)}
    return say(f"report.{key}", week=bet.week, low=amount(bet.low), reach=amount(bet.reach), **high)


def _claims(session: Session) -> str:
    parts = []
    for claim in taught(session.campaign):
        found = card(claim, session.campaign)
        lines = (("did", found.did), ("research", found.research), ("leaves", found.leaves_out))
        rows = "".join(f"<dt>{escape(say(f'card.{key}'))}</dt><dd>{escape(text)}</dd>"
                       for key, text in lines if text)  # fmt: skip
        parts.append(f"<h3>{found.id}. {escape(found.says)}</h3><dl>{rows}</dl>")
    return "".join(parts)


def _weeks(session: Session) -> str:
    """Return the table of the weeks."""
    rows = session.campaign.record.weeks
    if not rows:
        return ""
    heads = "".join(f"<th>{escape(say(f'report.column.{name}'))}</th>" for name in _COLUMNS)
    lines = "".join(
        "<tr>" + "".join(f"<td>{_cell(name, row[name])}</td>" for name in _COLUMNS) + "</tr>"
        for row in rows
    )
    return f"<table><tr>{heads}</tr>{lines}</table>"


def _cell(name: str, value: float) -> str:
    return percent(value) if name == "ask_share" else amount(value, 1)


def _again(session: Session) -> str:
    """Return what the game follows from, with the save itself to take out of the page."""
    campaign = session.campaign
    lines = [
        say("report.seed", scenario=campaign.scenario.name, seed=campaign.seed,
            version=__version__,
            difficulty=say(f"settings.difficulty.{campaign.scenario.difficulty}")),
        say("report.digest", digest=campaign.digest()),
        say("report.tables"),
    ]  # fmt: skip
    save = ""
    if session.path is not None and session.path.exists():
        kept = b64encode(session.path.read_bytes()).decode()
        name = escape(session.path.name)
        text = escape(say("report.file", file=session.path.name))
        save = f'<p><a download="{name}" href="data:application/json;base64,{kept}">{text}</a></p>'
    return _list(lines) + save


def _section(key: str, body: str) -> str:
    return f"<section><h2>{escape(say(key))}</h2>{body}</section>" if body else ""


def _list(lines: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _style() -> str:
    """Return the style sheet with the letters in it."""
    faces = "".join(
        f"@font-face{{font-family:Inter;font-weight:{weight};src:url(data:font/woff2;base64,"
        f"{b64encode(asset('fonts', name).read_bytes()).decode()})}}"
        for weight, name in _FONTS.items()
    )
    return faces + _STYLE


_STYLE: Final = """
body{margin:0;background:#fcf9f2;color:#262834;font:16px/1.55 Inter,system-ui,sans-serif}
main{max-width:46rem;margin:0 auto;padding:2.5rem 1.2rem 4rem}
h1{font-size:2.1rem;line-height:1.15;margin:.1em 0 .3em}
h2{font-size:1.2rem;margin:2.2rem 0 .5rem;border-top:1px solid #d8cfbd;padding-top:1rem}
h3{font-size:1rem;margin:1.2rem 0 .2rem}
.kicker,.note{color:#6b675f;font-size:.87rem;margin:.2rem 0}
.verdict{font-size:1.15rem}
ul{padding-left:1.2rem;margin:.4rem 0}
dt{font-weight:700;font-size:.87rem;color:#5a574f;margin-top:.4rem}
dd{margin:0}
svg{width:100%;height:auto;display:block;background:#f3ede1;border-radius:10px;margin:.5rem 0}
text{font-size:12px;fill:#5a574f;font-family:Inter,system-ui,sans-serif}
text.y{text-anchor:end}text.x{text-anchor:middle}
text.own,text.end{font-weight:700}text.own{fill:#262834}
.rule{stroke:#d8cfbd}.ring{fill:none;stroke:#d8cfbd}
.line{fill:none;stroke-width:2.4}
.line.good{stroke:#1a5f9e}.line.warm{stroke:#b4520f}.line.bad{stroke:#b3261e}
.end.good{fill:#1a5f9e}.end.warm{fill:#a34a0d}.end.bad{fill:#b3261e}
.band{fill:#dbe4ea}.dot,.sharer{fill:#1a5f9e}.own{stroke:#b4520f;stroke-width:3}
text.own{stroke:none}.way{stroke:#b4520f;stroke-opacity:.6;stroke-width:1.3}.root{fill:#0f6b5c}
table{border-collapse:collapse;font-size:.82rem;width:100%}
th,td{text-align:right;padding:.2rem .4rem;border-bottom:1px solid #e5dccb}
a{color:#0f5c50}
@media print{body{background:#fff}main{padding:0}section{break-inside:avoid}}
"""
