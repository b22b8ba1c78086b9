"""Rewriting revisions so that a text is gone from them: the one exception to "only added"."""

from collections.abc import Iterable

import attrs

from learning_tracker.redaction import REDACTED, WHY, without_text
from learning_tracker.revisions import Revision
from learning_tracker.stores.engine import Engine
from learning_tracker.stores.rows import row_of

_UPDATE = "UPDATE revision SET why = ?, body = ?, checksum = ? WHERE sequence = ?"


def rewrite(engine: Engine, revisions: Iterable[Revision]) -> None:
    """Put revisions in the place of those with their sequences, each with its new checksum.

    Within a transaction that writes; the database refuses it again at the end.
    """
    rows = map(row_of, revisions)
    with engine.unguarded("revision"):
        engine.run(_UPDATE, [(*row[-3:], row[0]) for row in rows])


def redacted(revision: Revision, identifier: str, field: str) -> Revision:
    """A revision without the text of a field, or of its reason, if it is one of those meant."""
    if field == WHY:
        gone = revision.change == identifier and revision.why
        return attrs.evolve(revision, why=REDACTED) if gone else revision
    if revision.id != identifier or revision.record is None:
        return revision
    return attrs.evolve(revision, record=without_text(revision.record, field))
