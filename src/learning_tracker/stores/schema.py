"""The tables of a database, as the steps by which they came about.

A step is never changed once a version of the library had it: the next one comes after it.
"""

import re
from collections.abc import Iterable, Iterator

import attrs


@attrs.frozen
class Step:
    """One step, in the words of each engine.

    Attributes:
        sqlite: its statements for SQLite.
        postgres: its statements for PostgreSQL.
    """

    sqlite: tuple[str, ...]
    postgres: tuple[str, ...]


NEVER = "a revision is never changed and never deleted"

_REVISION = """
CREATE TABLE revision (
    sequence {integer} PRIMARY KEY CHECK (sequence > 0),
    change_id text NOT NULL,
    record_id text NOT NULL,
    number {integer} NOT NULL CHECK (number > 0),
    kind text NOT NULL,
    recorded_at text NOT NULL,
    changed_by text NOT NULL CHECK (changed_by <> ''),
    why text NOT NULL,
    body {json},
    checksum text NOT NULL,
    UNIQUE (record_id, number)
)
"""
_BY_CHANGE = "CREATE INDEX revision_change ON revision (change_id)"

_SQLITE_NOT_UPDATED = f"""
CREATE TRIGGER revision_not_updated BEFORE UPDATE ON revision
BEGIN SELECT RAISE(ABORT, '{NEVER}'); END
"""
_SQLITE_NOT_DELETED = f"""
CREATE TRIGGER revision_not_deleted BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, '{NEVER}'); END
"""
# INSERT OR REPLACE deletes without asking the trigger before deletions.
_SQLITE_NOT_REPLACED = f"""
CREATE TRIGGER revision_not_replaced BEFORE INSERT ON revision
WHEN EXISTS (
    SELECT 1 FROM revision
    WHERE sequence = NEW.sequence OR (record_id = NEW.record_id AND number = NEW.number)
)
BEGIN SELECT RAISE(ABORT, '{NEVER}'); END
"""

_POSTGRES_REFUSE = f"""
CREATE FUNCTION refuse_to_change_a_revision() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{NEVER}'; END $$
"""
_POSTGRES_NOT_CHANGED = """
CREATE TRIGGER revision_not_changed BEFORE UPDATE OR DELETE ON revision
FOR EACH ROW EXECUTE FUNCTION refuse_to_change_a_revision()
"""
_POSTGRES_NOT_EMPTIED = """
CREATE TRIGGER revision_not_emptied BEFORE TRUNCATE ON revision
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_a_revision()
"""

_REVISIONS = Step(
    sqlite=(
        _REVISION.format(integer="integer", json="text"),
        _BY_CHANGE,
        _SQLITE_NOT_UPDATED,
        _SQLITE_NOT_DELETED,
        _SQLITE_NOT_REPLACED,
    ),
    postgres=(
        _REVISION.format(integer="bigint", json="json"),
        _BY_CHANGE,
        _POSTGRES_REFUSE,
        _POSTGRES_NOT_CHANGED,
        _POSTGRES_NOT_EMPTIED,
    ),
)

_MADE = """
CREATE TABLE made (
    name text PRIMARY KEY,
    sort text NOT NULL,
    fingerprint text NOT NULL,
    sequence {integer}
)
"""
_AS_AT = """
CREATE TABLE as_at (day {day}, one integer NOT NULL DEFAULT 1 UNIQUE CHECK (one = 1){check})
"""
_TODAY = "INSERT INTO as_at (day) VALUES (NULL)"

_FOR_OTHER_TOOLS = Step(
    sqlite=(
        _MADE.format(integer="integer"),
        _AS_AT.format(day="text", check=", CHECK (day = date(day))"),
        _TODAY,
    ),
    postgres=(_MADE.format(integer="bigint"), _AS_AT.format(day="date", check=""), _TODAY),
)

_REDACTION = """
CREATE TABLE redaction (
    number {serial} PRIMARY KEY,
    redacted_at text NOT NULL,
    record_id text NOT NULL,
    field text NOT NULL,
    redacted_by text NOT NULL CHECK (redacted_by <> ''),
    why text NOT NULL,
    revisions {integer} NOT NULL
)
"""
_MADE_COPY = """
CREATE TABLE made_copy (
    number {serial} PRIMARY KEY,
    made_at text NOT NULL,
    place text NOT NULL,
    what text NOT NULL
)
"""
_ONLY_ADDED = "what is noted here is never changed and never deleted"

_POSTGRES_REFUSE_NOTES = f"""
CREATE FUNCTION refuse_to_change_a_note() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_ONLY_ADDED}'; END $$
"""


def _sqlite_guards(table: str) -> tuple[str, ...]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_ONLY_ADDED}'); END"
    there = f"EXISTS (SELECT 1 FROM {table} WHERE number = NEW.number)"
    return (
        f"CREATE TRIGGER {table}_not_updated BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_not_deleted BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_not_replaced BEFORE INSERT ON {table} WHEN {there} {refuse}",
    )


def _postgres_guards(table: str) -> tuple[str, ...]:
    create, refuse = f"CREATE TRIGGER {table}", "EXECUTE FUNCTION refuse_to_change_a_note()"
    return (
        f"{create}_not_changed BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refuse}",
        f"{create}_not_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
    )


_IN_SQLITE = {"serial": "integer", "integer": "integer"}
_IN_POSTGRES = {"serial": "bigint GENERATED ALWAYS AS IDENTITY", "integer": "bigint"}

_WITHOUT_STATISTICS = tuple(
    f"ALTER TABLE {table} ALTER {column} SET STATISTICS 0"
    for table, columns in (
        ("revision", ("changed_by", "why", "body")),
        ("redaction", ("redacted_by", "why")),
    )
    for column in columns
)

_REDACTIONS_AND_COPIES = Step(
    sqlite=(
        _REDACTION.format(**_IN_SQLITE),
        _MADE_COPY.format(**_IN_SQLITE),
        *_sqlite_guards("redaction"),
        *_sqlite_guards("made_copy"),
    ),
    postgres=(
        _REDACTION.format(**_IN_POSTGRES),
        _MADE_COPY.format(**_IN_POSTGRES),
        _POSTGRES_REFUSE_NOTES,
        *_postgres_guards("redaction"),
        *_postgres_guards("made_copy"),
        # What is gathered on the values of a column would outlive their redaction.
        *_WITHOUT_STATISTICS,
    ),
)

_GUARD = re.compile(r"CREATE TRIGGER (?P<name>\w+) BEFORE \w+(?: OR \w+)* ON (?P<table>\w+)")


def guards(statements: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The triggers that statements make to keep what stands in a table, each with the table.

    >>> list(guards(_REVISIONS.postgres))
    [('revision_not_changed', 'revision'), ('revision_not_emptied', 'revision')]
    """
    for statement in statements:
        if found := _GUARD.search(statement):
            yield found["name"], found["table"]


STEPS = (_REVISIONS, _REDACTIONS_AND_COPIES, _FOR_OTHER_TOOLS)
"""Every step, in order; the version of a database is how many it has gone."""
