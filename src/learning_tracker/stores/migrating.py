"""Bringing the tables of a database up to date."""

import logging
from collections.abc import Sequence
from pathlib import Path

from learning_tracker.errors import StoreProblem
from learning_tracker.revisions import now_after
from learning_tracker.stores import schema
from learning_tracker.stores.engine import Engine
from learning_tracker.stores.notes import note_copies, place_words
from learning_tracker.stores.rows import ADVICE, moment_text
from learning_tracker.stores.schema import Step
from learning_tracker.stores.store import Copy

_TABLE = "CREATE TABLE migration (version integer PRIMARY KEY, applied_at text NOT NULL)"
_LOG = logging.getLogger(__name__)


def migrate(engine: Engine) -> None:
    """Make the tables that are wanting, each step recorded in the transaction that makes it.

    Of a file that has tables already a copy is kept beside it first. If anything fails, the
    database stays as it was.

    Raises:
        StoreProblem: the database holds something else, is damaged or of a newer version, or
            cannot be written.
    """
    steps = schema.STEPS
    if version_of(engine, steps) == len(steps):
        return
    _must_be_upgradable(engine, steps)
    with engine.writing():
        version = version_of(engine, steps)  # another program may have been faster
        if version < len(steps):
            copy = _keep_what_was(engine, version, len(steps))
            _take(engine, version, steps)
            if copy is not None and engine.has("made_copy"):
                place = place_words(str(copy))
                note_copies(engine, [Copy(now_after(None), place, "upgrade backup")])


def _must_be_upgradable(engine: Engine, steps: Sequence[Step]) -> None:
    if engine.only_read:
        why = (
            f"it is of version {version_of(engine, steps)}, this library needs {len(steps)}, and "
            "it can only be read; copy it to where you may write, and open it there"
        )
        raise StoreProblem(engine.name, "opened", why)
    if not engine.owns():
        why = (
            f"it is of version {version_of(engine, steps)}, this library needs {len(steps)}, and "
            "only the owner of its tables brings it up to date; ask them to open it once"
        )
        raise StoreProblem(engine.name, "opened", why)
    if damage := engine.damage():
        raise StoreProblem(engine.name, "opened", f"it is damaged ({damage[0]}); {ADVICE}")


def _keep_what_was(engine: Engine, version: int, newest: int) -> Path | None:
    """Keep a copy of a database that is not new, and say where; or say that there is none."""
    if not version:
        return None
    copy = engine.keep_copy(version)
    if copy is None:
        told = "no copy of it was kept, as it is on a server: rely on the server's own backups"
    else:
        told = f"a copy of it as it was is kept as {copy}"
    _LOG.warning("%s is upgraded from version %d to %d; %s", engine.name, version, newest, told)
    return copy


def _take(engine: Engine, version: int, steps: Sequence[Step]) -> None:
    if not version:
        engine.run(_TABLE)
    for number, step in enumerate(steps[version:], version + 1):
        for statement in engine.statements(step):
            engine.run(statement)
        engine.run(
            "INSERT INTO migration (version, applied_at) VALUES (?, ?)",
            [(number, moment_text(now_after(None)))],
        )


def version_of(engine: Engine, steps: Sequence[Step], deed: str = "opened") -> int:
    """How many steps a database has gone.

    Args:
        engine: the database.
        steps: those that this library knows.
        deed: what cannot be done with it if it is newer, in the words of messages.

    Raises:
        StoreProblem: it is of a newer version than this library knows.
    """
    if not engine.has("migration"):
        return 0
    ((version,),) = engine.ask("SELECT coalesce(max(version), 0) FROM migration")
    must_be_known(engine, version, steps, deed)
    return int(version)


def must_be_known(engine: Engine, version: int, steps: Sequence[Step], deed: str) -> None:
    """See that a database is not of a newer version than this library knows.

    Raises:
        StoreProblem: it is.
    """
    if version > len(steps):
        why = (
            f"it is of version {version}, and this library knows versions up to {len(steps)}; "
            "upgrade the library (pip install --upgrade learning-tracker)"
        )
        raise StoreProblem(engine.name, deed, why)
