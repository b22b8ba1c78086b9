"""A network that notes what is asked of it.

What was worked out of a network rests on what was asked, and on nothing else: it changes
only with that. Nobody has to say which records an answer rests on, and nobody can forget one.

What may have been asked so that a record will have a part in the answer follows from it: `is`
its id, `of` its kind and, for each id that it refers to, that id `in` the field, `any` of it
and, by a field that is part of a thread, `threads` of it. `stores.sql_views` asks so. A record
that had a part in it was given, and each that was given is noted by its id: how it stood
before a change need not be known.
"""

from collections.abc import Iterator
from typing import TypeVar

from learning_tracker.kinds import Record, kinds
from learning_tracker.network import Network

R = TypeVar("R", bound=Record)


class Watched(Network):
    """A network to be read, and the notes of what was read.

    Attributes:
        asked: what was asked, in the words above.
        read: the records that were given, by id.
    """

    __slots__ = ("_asked_kinds", "_network", "asked", "read")

    def __init__(self, network: Network) -> None:
        """Watch a network, which stays as it is; this one holds nothing of its own."""
        self._network = network
        self.version = network.version
        self.asked: set[str] = set()
        self.read: dict[str, Record] = {}
        self._asked_kinds: set[type[Record]] = set()

    def _given(self, record: R) -> R:
        if record.id not in self.read:
            self.asked.add(f"is {record.id}")
            self.read[record.id] = record
        return record

    def __getitem__(self, identifier: str) -> Record:
        if identifier in self.read:
            return self.read[identifier]
        self.asked.add(f"is {identifier}")
        return self._given(self._network[identifier])

    def __contains__(self, identifier: object) -> bool:
        if identifier in self.read:
            return True
        self.asked.add(f"is {identifier}")
        return identifier in self._network

    def get(self, identifier: str) -> Record | None:
        """The record with an id, or None."""
        self.asked.add(f"is {identifier}")
        record = self._network.get(identifier)
        return None if record is None else self._given(record)

    def of(self, kind: type[R]) -> Iterator[R]:
        """Every record of a class or of the classes below it."""
        if kind not in self._asked_kinds:
            self._asked_kinds.add(kind)
            self.asked |= {f"of {name}" for name, one in kinds().items() if issubclass(one, kind)}
        return map(self._given, self._network.of(kind))

    def incoming(self, kind: type[R], field: str, identifier: str) -> Iterator[R]:
        """The records of a kind that refer to an id in a field."""
        self.asked.add(f"{identifier} in {field}")
        return map(self._given, self._network.incoming(kind, field, identifier))

    def referring(self, identifier: str, *, threads: bool = False) -> Iterator[tuple[str, str]]:
        """Every reference to an id: the id of the record that makes it, and its field."""
        self.asked.add(f"{'threads' if threads else 'any'} {identifier}")
        for one, field in self._network.referring(identifier, threads=threads):
            self.asked.add(f"is {one}")
            yield one, field
