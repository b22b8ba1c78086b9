"""What a database notes of redactions and copies, whatever its state: what can be read of it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from learning_tracker.errors import StoreProblem
from learning_tracker.redaction import Redaction
from learning_tracker.stores.engine import Engine
from learning_tracker.stores.store import Copy

Values = tuple[Any, ...]


@attrs.frozen
class Notes:
    """What can be read of a database's notes.

    Attributes:
        redactions: the redactions that were made, in their order, and numbered anew.
        copies: the copies that were made, in their order.
        lost: what cannot be read, each in a sentence.
    """

    redactions: tuple[Redaction, ...]
    copies: tuple[Copy, ...]
    lost: tuple[str, ...]


def notes_as_they_are(engine: Engine) -> Notes:
    """Read every note that can be read."""
    redactions = _Table(
        engine, "redaction", "redacted_at, record_id, field, redacted_by, why, revisions"
    )
    copies = _Table(engine, "made_copy", "made_at, place, what")
    return Notes(
        tuple(Redaction(number, *values) for number, values in enumerate(redactions.kept, 1)),
        tuple(Copy(*values) for values in copies.kept),
        (*redactions.lost("redaction"), *copies.lost("copy")),
    )


class _Table:
    """The notes of one sort; of a version that had none there are none.

    Attributes:
        kept: those that can be read, each with its moment.
    """

    def __init__(self, engine: Engine, name: str, columns: str) -> None:
        self._engine = engine
        self._name = name
        self._asked = f"SELECT number, {columns} FROM {name}"
        self._unread: list[int] = []
        self._all_lost = False
        self.kept: list[Values] = []
        if engine.has(name):
            self._read()

    def _read(self) -> None:
        for number, note in self._notes():
            understood = _understood(note)
            if understood is None:
                self._unread.append(number)
            else:
                self.kept.append(understood)

    def _notes(self) -> Iterator[tuple[int, Values]]:
        """Each note by its number, without it where it cannot be read."""
        try:
            every = self._engine.ask(f"{self._asked} ORDER BY number")
        except StoreProblem:
            yield from self._one_by_one()
        else:
            yield from ((row[0], row[1:]) for row in every)

    def _one_by_one(self) -> Iterator[tuple[int, Values]]:
        try:
            ((last,),) = self._engine.ask(f"SELECT max(number) FROM {self._name}")
        except StoreProblem:
            self._all_lost = True
            return
        for number in range(1, (last or 0) + 1):
            try:
                found = self._engine.ask(f"{self._asked} WHERE number = ?", number)
            except StoreProblem:
                found = []
            yield number, found[0][1:] if found else ()

    def lost(self, what: str) -> Iterator[str]:
        """What cannot be read, each in a sentence."""
        if self._all_lost:
            yield f"every note of a {what} was lost: none can be read"
        for number in self._unread:
            yield f"the note of {what} {number} was lost: it cannot be read"


def _understood(note: Values) -> Values | None:
    """A note with its moment; None if what stands there is none."""
    try:
        at, *others = note
        return (dt.datetime.fromisoformat(at), *others)
    except (ValueError, TypeError):
        return None
