"""Bringing the tables of a database up to date."""

from learning_tracker.errors import StoreProblem
from learning_tracker.revisions import now_after
from learning_tracker.stores.engine import Engine
from learning_tracker.stores.rows import moment_text
from learning_tracker.stores.schema import STEPS

_TABLE = "CREATE TABLE migration (version integer PRIMARY KEY, applied_at text NOT NULL)"


def migrate(engine: Engine) -> None:
    """Make the tables that are wanting, each step recorded in the transaction that makes it.

    Raises:
        StoreProblem: the database holds something else, or is of a newer version.
    """
    if version_of(engine) == len(STEPS):
        return
    with engine.writing():
        if not engine.has("migration"):
            engine.run(_TABLE)
        for version, step in enumerate(STEPS, 1):
            if version > version_of(engine):
                for statement in engine.statements(step):
                    engine.run(statement)
                engine.run(
                    "INSERT INTO migration (version, applied_at) VALUES (?, ?)",
                    [(version, moment_text(now_after(None)))],
                )


def version_of(engine: Engine) -> int:
    """How many steps a database has gone.

    Raises:
        StoreProblem: it is of a newer version than this library knows.
    """
    if not engine.has("migration"):
        return 0
    ((version,),) = engine.ask("SELECT coalesce(max(version), 0) FROM migration")
    if version > len(STEPS):
        why = (
            f"it is of version {version}, and this library knows versions up to {len(STEPS)}; "
            "upgrade the library (pip install --upgrade learning-tracker)"
        )
        raise StoreProblem(engine.name, "opened", why)
    return int(version)
