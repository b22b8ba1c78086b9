"""What a database notes beside its revisions: the copies made of it, and its redactions."""

import datetime as dt
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path
from typing import Any

from learning_tracker.redaction import REDACTED, Redaction
from learning_tracker.revisions import Revision
from learning_tracker.stores.engine import Engine
from learning_tracker.stores.postgres_problems import without_password
from learning_tracker.stores.rows import moment_text
from learning_tracker.stores.store import Copy

_COPIES = "SELECT made_at, place, what FROM made_copy ORDER BY made_at, number"
_REDACTIONS = (
    "SELECT redacted_at, record_id, field, redacted_by, why, revisions FROM redaction "
    "ORDER BY redacted_at, number"
)
_NOTE_COPY = "INSERT INTO made_copy (made_at, place, what) VALUES (?, ?, ?)"
_NOTE_REDACTION = (
    "INSERT INTO redaction (redacted_at, record_id, field, redacted_by, why, revisions) "
    "VALUES (?, ?, ?, ?, ?, ?)"
)
_TAKE_OUT_REASON = "UPDATE redaction SET why = ? WHERE redacted_at = ? AND record_id = ?"


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


def take_out_reasons(engine: Engine, told: Iterable[Revision]) -> None:
    """Take the reasons out of the redactions of which revisions tell, as out of these.

    Within a transaction that writes. A revision that tells of none changes nothing.
    """
    with engine.unguarded("redaction"):
        engine.run(_TAKE_OUT_REASON, [(REDACTED, moment_text(one.at), one.id) for one in told])


def noted_redactions(engine: Engine) -> tuple[Redaction, ...]:
    """The redactions that are noted, in their order."""
    return tuple(
        Redaction(dt.datetime.fromisoformat(at), *told) for at, *told in engine.ask(_REDACTIONS)
    )
