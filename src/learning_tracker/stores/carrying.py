"""Carrying a whole history from one database into another that is still empty."""

from learning_tracker.errors import StoreProblem, WouldOverwrite
from learning_tracker.revisions import now_after
from learning_tracker.stores.database import Database
from learning_tracker.stores.derived import Derived
from learning_tracker.stores.notes import (
    note_copies,
    note_redactions,
    noted_copies,
    noted_redactions,
    place_words,
)
from learning_tracker.stores.rows import COLUMNS, held_at, network_of, whole
from learning_tracker.stores.store import Copy

_ALL = f"SELECT {', '.join(COLUMNS)} FROM revision ORDER BY sequence"
_INSERT = f"INSERT INTO revision ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"


def must_be_empty(database: Database) -> None:
    """See that a database holds no revision.

    Raises:
        WouldOverwrite: it does.
    """
    if database.engine.ask("SELECT 1 FROM revision LIMIT 1"):
        raise WouldOverwrite(database.engine.name)


def carry(source: Database, target: Database) -> None:
    """Copy every revision as it is, and what is noted of redactions and copies.

    The target has the views for other tools from then on, however long it takes to fill them.

    Raises:
        WouldOverwrite: the target holds records.
        BrokenNetwork: the links of the records are not whole.
        InvalidData: a revision of the source is damaged; the error names every one.
        StoreProblem: the source cannot be read, or not all of it is shown to this login; or
            the target cannot be written, or not all of it with this login.
    """
    if not source.engine.sees_all():
        why = "this login is shown only a part of it; ask who looks after the server"
        raise StoreProblem(source.engine.name, "copied", why)
    with source.engine.reading():
        rows = list(whole(source.engine.ask(_ALL)))
        redactions = noted_redactions(source.engine)
        copies = noted_copies(source.engine)
    if redactions and not target.engine.owns():
        why = (
            "only the owner of its tables notes redactions, and some were made; ask them to copy it"
        )
        raise StoreProblem(target.engine.name, "written", why)
    original = Copy(now_after(None), place_words(source.engine.name), "original")
    with target.engine.writing():
        must_be_empty(target)
        target.engine.run(_INSERT, rows)
        note_redactions(target.engine, redactions)
        note_copies(target.engine, (*copies, original))
        network = network_of(held_at(rows, None))
        Derived(target.engine).keep_up(len(rows), network, however_many=True)
