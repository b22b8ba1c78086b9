"""The tables of a database, as the steps by which they came about.

A step is never changed once a version of the library had it: the next one comes after it.
"""

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

STEPS = (_REVISIONS, _FOR_OTHER_TOOLS)
"""Every step, in order; the version of a database is how many it has gone."""
