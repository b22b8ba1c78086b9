"""What a database notes beside its revisions: the copies made of it, and its redactions."""

import datetime as dt
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path
from typing import Any

from learning_tracker.redaction import Redaction
from learning_tracker.stores.engine import Engine
from learning_tracker.stores.postgres_problems import without_password
from learning_tracker.stores.rows import moment_text
from learning_tracker.stores.store import Copy

_COPIES = "SELECT made_at, place, what FROM made_copy ORDER BY made_at, number"
_REDACTIONS = (
    "SELECT redacted_at, record_id, field, redacted_by, why, revisions FROM redaction "
    "ORDER BY number"
)
_NOTE_COPY = "INSERT INTO made_copy (made_at, place, what) VALUES (?, ?, ?)"
_NOTE_REDACTION = (
    "INSERT INTO redaction (redacted_at, record_id, field, redacted_by, why, revisions) "
    "VALUES (?, ?, ?, ?, ?, ?)"
)
# The numbers of a table may have gaps; those of redactions have none, in a copy too.
_REWRITE_REDACTION = (
    "UPDATE redaction SET redacted_by = ?, why = ? "
    "WHERE number = (SELECT number FROM redaction ORDER BY number LIMIT 1 OFFSET ?)"
)


def place_words(place: str) -> str:
    """Where a copy is, as it may be kept: a whole path, or a URL without its password.

    >>> place_words("postgresql://unit:secret@db.example/riverton")
    'postgresql://unit@db.example/riverton'
    """
    return without_password(place) if "://" in place else str(Path(place).absolute())


def note_copies(engine: Engine, copies: Iterable[Copy]) -> None:
    """Note copies that were made, within a transaction that writes."""
    for one in copies:
        engine.run(_NOTE_COPY, [(moment_text(one.at), one.place, one.what)])


def noted_copies(engine: Engine) -> tuple[Copy, ...]:
    """The copies that are noted, in the order in which they were made."""
    return tuple(
        Copy(dt.datetime.fromisoformat(at), place, what) for at, place, what in engine.ask(_COPIES)
    )


def note_redactions(engine: Engine, redactions: Iterable[Redaction]) -> None:
    """Note redactions that were made, within a transaction that writes."""
    for one in redactions:
        engine.run(_NOTE_REDACTION, [_values(one)])


def _values(one: Redaction) -> tuple[Any, ...]:
    told = attrgetter("id", "field", "by", "why", "revisions")
    return (moment_text(one.at), *told(one))


def rewrite_redaction(engine: Engine, now: Redaction) -> None:
    """Note other words of who made a redaction and why, within a transaction that writes."""
    with engine.unguarded("redaction"):
        engine.run(_REWRITE_REDACTION, [(now.by, now.why, now.number - 1)])


def noted_redactions(engine: Engine) -> tuple[Redaction, ...]:
    """The redactions that are noted, in their order."""
    return tuple(
        Redaction(number, dt.datetime.fromisoformat(at), *told)
        for number, (at, *told) in enumerate(engine.ask(_REDACTIONS), 1)
    )
