"""Outstanding actions by the agency that answers for them.

Ours are asked after a change of an update, the others without one. These are given two tables: the
actions, each with the agency that answers today, and the rulings on them, each with its day and
whether it closed the action.
"""

import sqlite3
from collections import Counter
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
DUCKDB, POLARS, NETWORKX = "DuckDB", "polars", "networkx"
_CLOSING = ("signed_off", "superseded", "withdrawn")
_RULINGS = (*_CLOSING, "sent_back", "reopened")
_COUNT = "SELECT lead, count(*) FROM action LEFT JOIN last USING (id)"
_SQLITE = f"""
WITH last AS (SELECT action AS id, closes, max(day) FROM ruling GROUP BY action)
{_COUNT} WHERE closes IS NOT 1 GROUP BY lead
"""  # noqa: S608 - all words are ours
_DUCKDB = f"""
WITH last AS (SELECT action AS id, arg_max(closes, day) AS closes FROM ruling GROUP BY action)
{_COUNT} WHERE closes IS DISTINCT FROM 1 GROUP BY lead
"""  # noqa: S608 - all words are ours


@attrs.frozen
class Tables:
    """What the others are given."""

    actions: list[tuple[str, str]]
    rulings: list[tuple[str, int, int]]


def measure(data: Data) -> Iterator[Result]:
    """How many each agency has, its predecessors' with it."""
    tracker, tables = data.tracker, tables_of(data.raw)
    makers = {
        "scan of tuples": _scan,
        "SQLite": _sqlite,
        **({"pandas": _pandas} if there("pandas") else {}),
        **({POLARS: _polars} if there("polars") else {}),
        **({DUCKDB: _duckdb} if there("duckdb") else {}),
        NETWORKX: _networkx,
    }
    change = changes(tracker)["an update"]
    entrants = {OURS: Entrant(lambda _: _ours(tracker), prepare=change)}
    for name, make in makers.items():
        ask, built = timed(lambda make=make: make(tables), data.watch)
        entrants[name] = Entrant(ask, build=built)
    result = data.race(
        "outstanding",
        "outstanding actions by agency, after an update was changed",
        entrants,
        (
            Goal("faster than DuckDB", DUCKDB, 1.0, at="1m"),
            Goal("faster than polars", POLARS, 1.0, at="1m"),
            Goal("at least 100 times faster than networkx", NETWORKX, 1 / 100, at="1m"),
        ),
    )
    at_first = result.first.get(OURS, result.gave_up)
    yield attrs.evolve(result, builds={**result.builds, OURS: at_first})


def _ours(tracker: lt.Tracker) -> Answer:
    loads = ((row.lead, len(row.outstanding)) for row in tracker.agencies.workload().rows)
    return {lead.id: number for lead, number in loads if lead and number}


def tables_of(raw: list[dict[str, Any]]) -> Tables:
    """The two tables."""
    successor = {one["id"]: one["succeeded_by"] for one in raw if "succeeded_by" in one}
    actions, rulings = [], []
    for one in raw:
        if one["kind"] == "action":
            actions.append((one["id"], successor.get(one["lead"], one["lead"])))
        elif one["kind"] == "update" and one["event"] in _RULINGS:
            day = date.fromisoformat(one["on"]).toordinal()
            rulings.append((one["action"], day, int(one["event"] in _CLOSING)))
    return Tables(actions, rulings)


def _scan(tables: Tables) -> Callable[[], Answer]:
    def ask() -> Answer:
        last: dict[str, tuple[int, int]] = {}
        for action, day, closes in tables.rulings:
            last[action] = max(last.get(action, (0, 0)), (day, closes))
        return dict(Counter(lead for one, lead in tables.actions if not last.get(one, (0, 0))[1]))

    return ask


def _sqlite(tables: Tables) -> Callable[[], Answer]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE action (id TEXT PRIMARY KEY, lead TEXT) WITHOUT ROWID")
    connection.execute("CREATE TABLE ruling (action TEXT, day INTEGER, closes INTEGER)")
    connection.executemany("INSERT INTO action VALUES (?, ?)", tables.actions)
    connection.executemany("INSERT INTO ruling VALUES (?, ?, ?)", tables.rulings)
    connection.execute("CREATE INDEX covering ON ruling (action, day, closes)")
    return lambda: dict(connection.execute(_SQLITE).fetchall())


def _duckdb(tables: Tables) -> Callable[[], Answer]:
    import duckdb  # noqa: PLC0415 - only where it is installed
    import pandas as pd  # noqa: PLC0415 - by it rows come in at once

    connection = duckdb.connect()
    connection.register("actions", pd.DataFrame(tables.actions, columns=["id", "lead"]))
    frame = pd.DataFrame(tables.rulings, columns=["action", "day", "closes"])
    connection.register("rulings", frame)
    connection.execute("CREATE TABLE action AS SELECT * FROM actions")
    connection.execute("CREATE TABLE ruling AS SELECT * FROM rulings")
    return lambda: dict(connection.execute(_DUCKDB).fetchall())


def _pandas(tables: Tables) -> Callable[[], Answer]:
    import pandas as pd  # noqa: PLC0415 - only where it is installed

    actions = pd.DataFrame(tables.actions, columns=["id", "lead"]).set_index("id")
    rulings = pd.DataFrame(tables.rulings, columns=["action", "day", "closes"])

    def ask() -> Answer:
        last = rulings.sort_values("day").groupby("action")["closes"].last()
        closed = last.reindex(actions.index).fillna(0)
        return actions[closed == 0]["lead"].value_counts().to_dict()

    return ask


def _polars(tables: Tables) -> Callable[[], Answer]:
    import polars as pl  # noqa: PLC0415 - only where it is installed

    actions = pl.DataFrame(tables.actions, schema=["id", "lead"], orient="row")
    rulings = pl.DataFrame(
        tables.rulings,
        schema={"action": pl.String, "day": pl.Int64, "closes": pl.Int64},
        orient="row",
    )

    def ask() -> Answer:
        last = rulings.group_by("action").agg(pl.col("closes").sort_by("day").last())
        open_still = actions.join(
            last.filter(pl.col("closes") == 1), left_on="id", right_on="action", how="anti"
        )
        return dict(open_still.group_by("lead").len().rows())

    return ask


def _networkx(tables: Tables) -> Callable[[], Answer]:
    """An ordinary graph, asked by networkx's public interface."""
    import networkx as nx  # noqa: PLC0415 - it loads slowly

    graph = nx.MultiDiGraph()
    for action, lead in tables.actions:
        graph.add_node(action, kind="action")
        graph.add_edge(action, lead, "lead")
    for number, (action, day, closes) in enumerate(tables.rulings):
        graph.add_node(number, kind="update", day=day, closes=closes)
        graph.add_edge(number, action, "action")

    def ask() -> Answer:
        counts: Counter[str] = Counter()
        for action, told in graph.nodes(data=True):
            if told.get("kind") == "action":
                said = (graph.nodes[one] for one, _ in graph.in_edges(action))
                last = max(said, key=lambda one: one["day"], default={"closes": 0})
                if not last["closes"]:
                    counts.update(lead for _, lead in graph.out_edges(action))
        return dict(counts)

    return ask
