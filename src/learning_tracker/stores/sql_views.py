"""What other tools find in a database beside the revisions: views and a few tables.

All of it follows from the records' registry and may be made anew at any time. What was made
from what stands in the table `made`, so that only what differs is made again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from importlib import import_module
from linecache import getlines
from types import ModuleType

import attrs

from learning_tracker.flat import shapes, standings
from learning_tracker.flat.shapes import Shape, Sort, Table
from learning_tracker.kinds import kinds
from learning_tracker.links import links_of
from learning_tracker.stores.dialects import Dialect, value
from learning_tracker.stores.engine import Engine
from learning_tracker.stores.schema import STEPS

CURRENT, CHANGE, STRETCH, RESTS_ON, UNFILLED, STANDING, AS_AT = (
    "revision_current",
    "change",
    "action_stretch",
    "action_rests_on",
    "action_unfilled",
    "action_standing",
    "action_as_at",
)
"""What is made whatever kinds of record there are."""

_STATEMENTS = " ".join(one for step in STEPS for one in (*step.sqlite, *step.postgres))
RESERVED = frozenset(
    {"migration", "redaction", "copy", "login", "agency_field"}
    | {CURRENT, CHANGE, STRETCH, RESTS_ON, UNFILLED, STANDING, AS_AT}
    | {name.lower() for name in re.findall(r"CREATE TABLE (\w+)", _STATEMENTS)}
)
"""Names that no kind of record and no link can take, whatever a database holds already."""

_VIEW = (
    *(
        "as_at",
        "first_days",
        "kept",
        "policies",
        "standing",
        "standings",
        "stretches",
        "succession",
    ),
    "watching",
)
_RULES = (
    "learning_tracker.dates",
    "learning_tracker.policy",
    *(f"learning_tracker.view.{name}" for name in _VIEW),
)
"""The modules that tell where an action stands: if one differs, all is to be told anew."""


@attrs.frozen
class Made:
    """Something made in a database.

    Attributes:
        name: what it is called there.
        sort: "VIEW" or "TABLE".
        statement: what makes it.
        fingerprint: differs where it, or what it is made upon, would be another.
    """

    name: str
    sort: str
    statement: str
    fingerprint: str


def everything(dialect: Dialect, taken: frozenset[str] = frozenset()) -> tuple[Made, ...]:
    """Everything to be made in a database, in order.

    Args:
        dialect: the engine's words.
        taken: names, in small letters, of what is there and was not made by this library.
    """
    stretches, current = _stretches(dialect), _current(dialect)
    fixed = (*stretches, current, _change(dialect), _as_at(dialect, *stretches, current))
    views = (_view(one, dialect, current) for one in shapes.tables(RESERVED | taken))
    return (*fixed, *views)


def names(engine: Engine) -> tuple[str, ...]:
    """The names of all that was made in a database."""
    return tuple(name for (name,) in engine.ask("SELECT name FROM made ORDER BY name"))


def stands(engine: Engine) -> bool:
    """Whether what tells where actions stand is as this version of the library makes it."""
    found = dict(engine.ask("SELECT name, fingerprint FROM made"))
    return all(found.get(one.name) == one.fingerprint for one in _stretches(engine.dialect))


def altered(engine: Engine) -> tuple[str, ...]:
    """What is no longer as this version of the library made it, where that can be told."""
    known = dict(engine.ask("SELECT name, fingerprint FROM made"))
    wanted = _wanted(engine, known, _names_there(engine))
    return _altered(engine, [one for one in wanted if known.get(one.name) == one.fingerprint])


def _altered(engine: Engine, made: Iterable[Made]) -> tuple[str, ...]:
    now = engine.definitions()
    return tuple(one.name for one in made if now.get(one.name, one.statement) != one.statement)


def _names_there(engine: Engine) -> frozenset[str]:
    """The names of all that is in a database, in small letters."""
    return frozenset(one.casefold() for (one,) in engine.ask(engine.dialect.names))


def _wanted(engine: Engine, known: Iterable[str], there: frozenset[str]) -> tuple[Made, ...]:
    return everything(engine.dialect, there - {one.casefold() for one in known})


def make(engine: Engine) -> tuple[str, ...]:
    """Make in a database what is not there or differs, within the change under way.

    What somebody took away or altered is made again; with a table that is gone, everything, as
    much is made upon it.
    What others were granted on something that is made again, they keep; not what they were
    granted on single columns of it.

    Returns:
        the names of what was made.
    """
    known = dict(engine.ask("SELECT name, fingerprint FROM made"))
    sorts = dict(engine.ask("SELECT name, sort FROM made"))
    there = _names_there(engine)
    wanted = {one.name: one for one in _wanted(engine, known, there)}
    altered = _altered(engine, wanted.values())
    gone = [name for name in known if name.casefold() not in there]
    emptied = any(sorts[name] == "TABLE" for name in gone)
    stale = [name for name, found in known.items() if emptied or name in gone
             or name in altered or name not in wanted
             or wanted[name].fingerprint != found]  # fmt: skip
    # Asked before any is dropped, for with a view go those that are made upon it.
    grants = {name: engine.ask(engine.dialect.grants, name) for name in stale}
    for name in stale:
        engine.run(engine.dialect.drop(sorts[name], name))
        engine.run("DELETE FROM made WHERE name = ?", [(name,)])
    missing = [one for one in wanted.values() if one.name not in known or one.name in stale]
    for one in missing:
        engine.run(one.statement)
        engine.run(
            "INSERT INTO made (name, sort, fingerprint) VALUES (?, ?, ?)",
            [(one.name, one.sort, one.fingerprint)],
        )
        for (granted,) in grants.get(one.name, ()):
            engine.run(granted)
    return tuple(one.name for one in missing)


def _made(name: str, sort: str, statement: str, *beside: str) -> Made:
    fingerprint = sha256("\0".join((statement, *beside)).encode()).hexdigest()
    return Made(name, sort, statement, fingerprint)


def _view_of(dialect: Dialect, name: str, query: str, *beside: str) -> Made:
    return _made(name, "VIEW", f'CREATE VIEW "{name}"{dialect.options} AS {query}', *beside)


# What is there whatever kinds of record there are


def _stretches(dialect: Dialect) -> tuple[Made, ...]:
    """The tables for where actions stand, and what is to be read of them."""
    stretch, rests_on = _tables(dialect)
    unfilled = _unfilled(dialect, stretch, rests_on)
    return (stretch, rests_on, unfilled, _standing(dialect, stretch, unfilled))


def _tables(dialect: Dialect) -> tuple[Made, Made]:
    told = "".join(f', "{one.name}" {dialect.types[one.sort]}' for one in standings.columns())
    day = f"{dialect.types[Sort.DAY]} NOT NULL"
    stretch = (
        f"CREATE TABLE {STRETCH} (action_id text NOT NULL, from_day {day}, until_day {day}"
        f"{told}, PRIMARY KEY (action_id, from_day))"
    )
    rests_on = (
        f"CREATE TABLE {RESTS_ON} (asked text NOT NULL, action_id text NOT NULL, "
        "PRIMARY KEY (asked, action_id), UNIQUE (action_id, asked))"
    )
    rules = [line for one in map(import_module, _RULES) for line in _lines(one)]
    return (
        _made(STRETCH, "TABLE", stretch, rests_on, *rules),
        _made(RESTS_ON, "TABLE", rests_on, stretch, *rules),
    )


def _lines(module: ModuleType) -> list[str]:
    return getlines(module.__file__ or "", vars(module))


def _current(dialect: Dialect) -> Made:
    query = (
        "SELECT r.* FROM revision r WHERE r.body IS NOT NULL AND NOT EXISTS (SELECT 1 "
        "FROM revision later WHERE later.record_id = r.record_id AND later.number > r.number)"
    )
    return _view_of(dialect, CURRENT, query)


def _change(dialect: Dialect) -> Made:
    query = (
        "SELECT change_id AS id, min(recorded_at) AS recorded_at, min(changed_by) AS changed_by, "
        "min(why) AS why, count(*) AS records FROM revision GROUP BY change_id"
    )
    return _view_of(dialect, CHANGE, query)


def _unfilled(dialect: Dialect, *beside: Made) -> Made:
    """The actions whose stretches do not rest on the last revision, also those removed since.

    They are those that were changed since the stretches were filled, and those that rest on
    what was. What the words are that they rest on is told in `view.watching`.
    """
    links = [link for kind in kinds().values() for link in links_of(kind)]
    fields = _listed(dialect, {link.field for link in links})
    threads = _listed(dialect, {link.field for link in links if link.declared.thread})
    # With both ends of a range PostgreSQL takes these for few, as they are, and plans for that.
    query = (
        "WITH touched AS (SELECT record_id, kind, body FROM revision WHERE sequence BETWEEN "
        f"(SELECT coalesce(max(sequence), 0) + 1 FROM made WHERE name = '{STRETCH}') "
        "AND (SELECT max(sequence) FROM revision)), "
        f"told AS (SELECT f.key AS field, {dialect.item_text} AS target "
        f"FROM touched t, {dialect.every('t.body')} WHERE f.key IN ({fields})), "
        "asked (what) AS (SELECT 'is ' || record_id FROM touched "
        "UNION ALL SELECT 'of ' || kind FROM touched "
        "UNION ALL SELECT target || ' in ' || field FROM told "
        "UNION ALL SELECT 'any ' || target FROM told "
        f"UNION ALL SELECT 'threads ' || target FROM told WHERE field IN ({threads})) "
        "SELECT record_id AS id FROM touched WHERE kind = 'action' UNION "
        f"SELECT action_id FROM {RESTS_ON} WHERE asked IN (SELECT what FROM asked)"
    )
    return _view_of(dialect, UNFILLED, query, *(one.fingerprint for one in beside))


def _listed(dialect: Dialect, texts: set[str]) -> str:
    return ", ".join(map(dialect.literal, sorted(texts)))


def _standing(dialect: Dialect, *beside: Made) -> Made:
    """The stretches, without those of which it is not certain that they still hold."""
    query = f"SELECT * FROM {STRETCH} WHERE action_id NOT IN (SELECT id FROM {UNFILLED})"
    return _view_of(dialect, STANDING, query, *(one.fingerprint for one in beside))


def _as_at(dialect: Dialect, *beside: Made) -> Made:
    """Every action as told on the day of `as_at`; where it is not `filled`, without a word."""
    columns = standings.columns()
    told = "".join(f', s."{one.name}"' for one in columns)
    nothing = "".join(
        f', CAST(NULL AS {dialect.types[one.sort]}) AS "{one.name}"' for one in columns
    )
    yes, no = (f"CAST({n} AS {dialect.types[Sort.TRUTH]})" for n in (1, 0))
    late = dialect.days("d.day", "s.due_on_last")
    query = (
        f"WITH d AS (SELECT coalesce((SELECT day FROM as_at), {dialect.today}) AS day), "
        f"u AS (SELECT id FROM {UNFILLED}) "
        f"SELECT s.action_id AS id, d.day AS as_at, {yes} AS filled{told}, "
        f"CASE WHEN s.late = {yes} THEN {late} ELSE 0 END AS days_late "
        f"FROM d JOIN {STRETCH} s ON d.day BETWEEN s.from_day AND s.until_day "
        "WHERE s.action_id NOT IN (SELECT id FROM u) "
        f"UNION ALL SELECT r.record_id, d.day, {no}{nothing}, NULL "
        f"FROM d CROSS JOIN {CURRENT} r WHERE r.kind = 'action' "
        "AND r.record_id IN (SELECT id FROM u)"
    )
    return _view_of(dialect, AS_AT, query, *(one.fingerprint for one in beside))


# What the registry gives


def _view(table: Table, dialect: Dialect, current: Made) -> Made:
    wanted = {"id": "r.record_id"}
    if table.counted:
        wanted["position"] = "1" if _is_single(table) else dialect.position
    wanted |= _columns(table, dialect)
    columns = ", ".join(f'{found} AS "{name}"' for name, found in wanted.items())
    kind = dialect.literal(table.kind.kind)
    origin = ", ".join((f"{CURRENT} r", *_each(table, dialect)))
    where = " AND ".join((f"r.kind = {kind}", *_there(table, dialect)))
    query = f"SELECT {columns} FROM {origin} WHERE {where}"
    return _view_of(dialect, table.name, query, current.fingerprint)


def _is_single(table: Table) -> bool:
    return table.shape is Shape.LINK and not shapes.many(table)


def _each(table: Table, dialect: Dialect) -> Iterator[str]:
    if table.counted and not _is_single(table):
        yield dialect.each("r.body", table.field)


def _there(table: Table, dialect: Dialect) -> Iterator[str]:
    if _is_single(table):
        yield f"{dialect.text('r.body', table.field)} IS NOT NULL"


def _columns(table: Table, dialect: Dialect) -> Mapping[str, str]:
    match table.shape:
        case Shape.LINK:
            return _target(table, dialect)
        case Shape.RECORD:
            held = "r.body"
        case Shape.PART:
            held = dialect.part("r.body", table.field)
        case _:
            held = dialect.item
    return {one.name: value(dialect, held, one) for one in table.columns}


def _target(table: Table, dialect: Dialect) -> dict[str, str]:
    single = dialect.text("r.body", table.field)
    target = single if _is_single(table) else dialect.item_text
    kind = f"(SELECT t.kind FROM {CURRENT} t WHERE t.record_id = {target})"
    return {"target": target, "target_kind": kind}
