"""Rewriting revisions so that a text is gone from them: the one exception to "only added"."""

from collections.abc import Iterable
from typing import Any

import attrs

from learning_tracker.redaction import BY, REDACTED, Of, Redaction, Target, without_text
from learning_tracker.revisions import Revision
from learning_tracker.stores.engine import Engine
from learning_tracker.stores.rows import row_of

_UPDATE = "UPDATE revision SET changed_by = ?, why = ?, body = ?, checksum = ? WHERE sequence = ?"


def rewrite(engine: Engine, revisions: Iterable[Revision]) -> None:
    """Put revisions in the place of those with their sequences, each with its new checksum.

    Within a transaction that writes; the database refuses it again at the end.
    """
    rows = map(row_of, revisions)
    with engine.unguarded("revision"):
        engine.run(_UPDATE, [(*row[-4:], row[0]) for row in rows])


def redacted(revision: Revision, target: Target, told: Redaction | None) -> Revision:
    """A revision without what is to be taken out, if it is one of those meant.

    Args:
        revision: the revision.
        target: what is to be taken out.
        told: the redaction as it stands afterwards, if that is what it is taken out of.
    """
    if told is not None:
        return _telling(revision, told, target.field) if told.is_told_by(revision) else revision
    if target.of is Of.CHANGE:
        gone = revision.change == target.id and getattr(revision, target.field)
        change: dict[str, Any] = {target.field: REDACTED} if gone else {}
        return attrs.evolve(revision, **change)
    if revision.id != target.id or revision.record is None:
        return revision
    return attrs.evolve(revision, record=without_text(revision.record, target.field))


def _telling(revision: Revision, told: Redaction, field: str) -> Revision:
    """The revision that a redaction left, which repeats who made it and why."""
    if field == BY:
        return attrs.evolve(revision, by=told.by)
    return attrs.evolve(revision, why=told.reason)
