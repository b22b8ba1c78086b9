"""What a database must be able to do for a tracker to be kept in it."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from learning_tracker.stores.dialects import Dialect
from learning_tracker.stores.schema import Step


class Engine(Protocol):
    """A connection to a database. Its statements mark their values by `?`."""

    @property
    def name(self) -> str:
        """What messages call the database: its path, or its URL without the password."""
        ...

    @property
    def dialect(self) -> Dialect:
        """What it says otherwise than other engines."""
        ...

    def statements(self, step: Step) -> tuple[str, ...]:
        """The statements of a step in the engine's own words."""
        ...

    def reading(self) -> AbstractContextManager[None]:
        """A transaction in which everything is read as it was at one moment."""
        ...

    def writing(self, by: str = "") -> AbstractContextManager[None]:
        """A transaction that stands as a whole or not at all, and in which nobody else writes.

        Args:
            by: who changes the tracker in it; "" if nobody does. Where only one can, it is
                from now on them.

        Raises:
            StoreProblem: others kept writing, or it cannot be kept.
        """
        ...

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What a statement gives, all of it."""
        ...

    def run(self, statement: str, rows: Iterable[Sequence[object]] = ((),)) -> None:
        """Carry out a statement, once for each row of values."""
        ...

    def has(self, table: str) -> bool:
        """Whether there is a table of that name."""
        ...

    def triggers(self) -> frozenset[str]:
        """The names of the triggers that stand and are heeded."""
        ...

    def definitions(self) -> dict[str, str]:
        """The statement that made each table and view, by its name, if it is kept as it was."""
        ...

    @property
    def only_read(self) -> bool:
        """Whether it can only be read."""
        ...

    def damage(self) -> tuple[str, ...]:
        """What the database finds wrong with what it is kept in; a server looks after its own."""
        ...

    def moved_on(self) -> bool:
        """Whether others may have written into it while it was read without regard to them."""
        ...

    def sees_all(self) -> bool:
        """Whether every revision can be seen; a server may show a login only its own."""
        ...

    def owns(self) -> bool:
        """Whether this login owns the tables, or may make them: who does may do anything."""
        ...

    def keep_copy(self, version: int) -> Path | None:
        """Copy the database as it stands, under a name that tells the version of its tables.

        Returns:
            the copy; None if none can be made, as of a server.

        Raises:
            StoreProblem: it cannot be made.
        """
        ...

    def unguarded(self, table: str) -> AbstractContextManager[None]:
        """Within a transaction: let the rows of a table be changed until the end of the block."""
        ...

    def begin_to_forget(self) -> None:
        """Before a transaction: have what it changes or deletes overwritten, where that can be."""
        ...

    def scrub(self) -> tuple[str, ...]:
        """After it: write everything anew, so that nothing is left of what was before.

        Returns:
            where it may be left still, each in a sentence.
        """
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...
