"""Recurring themes: how many independent sources raised each as an improvement.

Ours are asked after a change: of an update, on which the answer does not rest, and of a finding,
which is counted anew. The others are asked without one, and are given a table in which everything
is joined already: a row for each theme of each improvement, with the incident that its source
looks at and the day from which it was known.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import attrs

import learning_tracker as lt
from data import OURS, Data, Entrant, Goal, Result
from metrics.questions import changes
from peers import there
from race import timed

Answer = dict[str, int]
Row = tuple[str, str, int]
"""A theme, an incident, and the day from which it was known as a number."""

DUCKDB, POLARS, NETWORKX = "DuckDB", "polars", "networkx"
_KNOWN = ("held_on", "completed_on", "submitted_on", "published_on")
_SQL = """
SELECT theme, count(DISTINCT incident) FROM raised WHERE known >= ? GROUP BY theme
HAVING count(DISTINCT incident) > 1
"""


def measure(data: Data) -> Iterator[Result]:
    """Of all time, and since a reporting year."""
    tracker, rows = data.tracker, rows_of(data.raw)
    tables = _tables(data, rows)
    goals = (
        Goal("at least 20 times faster than DuckDB", DUCKDB, 1 / 20, at="1m"),
        Goal("at least 20 times faster than polars", POLARS, 1 / 20, at="1m"),
        Goal("at least 1,000 times faster than networkx", NETWORKX, 1 / 1000, at="1m"),
    )
    questions = (("", None, 0), (" since 2022-23", "2022-23", date(2022, 4, 1).toordinal()))
    for kind, change in changes(tracker).items():
        if kind == "an action":  # an update stands for all that the answer does not rest on
            continue
        for words, since, after in questions:
            entrants = {OURS: Entrant(lambda _, since=since: _ours(tracker, since), prepare=change)}
            for name, (ask, built) in tables.items():
                entrants[name] = Entrant(lambda ask=ask, after=after: ask(after), build=built)
            told = f"recurring themes{words}, after {kind} was changed"
            key = f"recurring{'_since' if since else ''} after {kind}"
            result = data.race(key, told, entrants, goals)
            # What ours works out once for all questions is its index.
            at_first = result.first.get(OURS, result.gave_up)
            yield attrs.evolve(result, builds={**result.builds, OURS: at_first})


def _ours(tracker: lt.Tracker, since: str | None) -> Answer:
    table = tracker.themes.recurring(since=since)
    return {row.theme.id: row.count for row in table.rows}


def rows_of(raw: list[dict[str, Any]]) -> list[Row]:
    """The table that the others are given."""
    sources = {one["id"]: one for one in raw if "title" in one}
    rows = []
    for one in raw:
        if one["kind"] == "finding" and one["judgement"] == "improvement":
            source = sources[one["sources"][0]]
            incident = source.get("arises_from", [source["id"]])[0]
            rows += [(theme, incident, _known(source)) for theme in one["themes"]]
    return rows


def _known(source: dict[str, str]) -> int:
    days = (source[name] for name in _KNOWN if name in source)
    return min(date.fromisoformat(f"{day}-01"[:10]).toordinal() for day in days)


def _tables(data: Data, rows: list[Row]) -> dict[str, tuple[Callable[[int], Answer], float]]:
    """What asks each of the others, and how long it took to build what is asked."""
    makers = {
        "scan of tuples": _scan,
        "SQLite, covering index": _sqlite,
        **({"pandas": _pandas} if there("pandas") else {}),
        **({POLARS: _polars} if there("polars") else {}),
        **({DUCKDB: _duckdb} if there("duckdb") else {}),
    }
    made = {name: timed(lambda make=make: make(rows), data.watch) for name, make in makers.items()}
    return {**made, NETWORKX: timed(lambda: _networkx(data), data.watch)}


def several(incidents: dict[str, set[str]]) -> Answer:
    """How many there are of each of which there is more than one."""
    return {theme: len(found) for theme, found in incidents.items() if len(found) > 1}


def _scan(rows: list[Row]) -> Callable[[int], Answer]:
    def ask(after: int) -> Answer:
        incidents = defaultdict(set)
        for theme, incident, known in rows:
            if known >= after:
                incidents[theme].add(incident)
        return several(incidents)

    return ask


def _sqlite(rows: list[Row]) -> Callable[[int], Answer]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE raised (theme TEXT, incident TEXT, known INTEGER)")
    connection.executemany("INSERT INTO raised VALUES (?, ?, ?)", rows)
    connection.execute("CREATE INDEX covering ON raised (theme, incident, known)")
    return lambda after: dict(connection.execute(_SQL, (after,)).fetchall())


def _duckdb(rows: list[Row]) -> Callable[[int], Answer]:
    import duckdb  # noqa: PLC0415 - only where it is installed
    import pandas as pd  # noqa: PLC0415 - by it rows come in at once

    frame = pd.DataFrame(rows, columns=["theme", "incident", "known"])
    connection = duckdb.connect()
    connection.register("frame", frame)
    connection.execute("CREATE TABLE raised AS SELECT * FROM frame")
    return lambda after: dict(connection.execute(_SQL, [after]).fetchall())


def _pandas(rows: list[Row]) -> Callable[[int], Answer]:
    import pandas as pd  # noqa: PLC0415 - only where it is installed

    frame = pd.DataFrame(rows, columns=["theme", "incident", "known"])
    frame = frame.astype({"theme": "category", "incident": "category"})

    def ask(after: int) -> Answer:
        some = frame[frame["known"] >= after]
        counts = some.groupby("theme", observed=True)["incident"].nunique()
        return counts[counts > 1].to_dict()

    return ask


def _polars(rows: list[Row]) -> Callable[[int], Answer]:
    import polars as pl  # noqa: PLC0415 - only where it is installed

    schema = {"theme": pl.Categorical, "incident": pl.Categorical, "known": pl.Int64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")

    def ask(after: int) -> Answer:
        some = frame.filter(pl.col("known") >= after)
        counts = some.group_by("theme").agg(pl.col("incident").n_unique())
        return dict(counts.filter(pl.col("incident") > 1).rows())

    return ask


def _networkx(data: Data) -> Callable[[int], Answer]:
    """An ordinary graph, asked by networkx's public interface."""
    import networkx as nx  # noqa: PLC0415 - it loads slowly

    graph = nx.MultiDiGraph()
    for one in data.raw:
        if one["kind"] == "finding" or "title" in one:
            graph.add_node(one["id"], **one, known=_known(one) if "title" in one else 0)
            for field in ("sources", "themes", "arises_from"):
                graph.add_edges_from((one["id"], other, field) for other in one.get(field, ()))

    def ask(after: int) -> Answer:
        incidents = defaultdict(set)
        for finding, told in graph.nodes(data=True):
            if told.get("judgement") == "improvement":
                (source,) = _along(graph, finding, "sources")
                if graph.nodes[source]["known"] >= after:
                    incident = next(_along(graph, source, "arises_from"), source)
                    for theme in _along(graph, finding, "themes"):
                        incidents[theme].add(incident)
        return several(incidents)

    return ask


def _along(graph: Any, node: str, field: str) -> Iterator[str]:
    return (other for _, other, key in graph.out_edges(node, keys=True) if key == field)
