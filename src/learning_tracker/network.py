"""Records by id, their links forward and reverse, and change that is checked.

Whatever happens, the network is whole: every id stands for one record, every link
leads to a record of a kind that may stand there, and no relation runs in circles.
A change that would break this is undone and says why.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import TypeVar

import attrs

from learning_tracker.errors import (
    BrokenNetwork,
    ChangeWithinChange,
    DuplicateId,
    InvalidArgument,
    NothingToChange,
    OtherKind,
    UnknownId,
    either,
)
from learning_tracker.kinds import Record
from learning_tracker.links import MAY_RUN_IN_CIRCLES, Link, Relation, link_named, links_of
from learning_tracker.problems import Problem, Problems, error

R = TypeVar("R", bound=Record)
Journal = dict[str, Record | None]
REMEMBERED = 50_000
"""How many records that were put or taken are remembered, for what keeps step with changes."""


@attrs.frozen
class Reference:
    """One id in a link of a record, and where it stands."""

    link: Link
    target: str
    place: str


@attrs.frozen
class Entry:
    """What the checks of integrity need to know of a record."""

    id: str
    kind: type[Record]
    place: str
    references: tuple[Reference, ...]


def entry(record: Record, place: str = "") -> Entry:
    """The entry of a record that is whole in itself."""
    return Entry(record.id, type(record), place, tuple(_references(record, place)))


def _references(record: Record, place: str) -> Iterator[Reference]:
    dot = f"{place}." if place else ""
    for link in links_of(type(record)):
        for number, target in enumerate(link.ids(record)):
            index = f"[{number}]" if link.many else ""
            yield Reference(link, target, f"{dot}{link.field}{index}")


def integrity(
    entries: Iterable[Entry],
    kind_of: Callable[[str], type[Record] | None],
    near: Callable[[str], str] = lambda _: "",
) -> Iterator[Problem]:
    """What is wrong with the links of these entries, among records of known kinds.

    Args:
        entries: the records to look at.
        kind_of: the kind of the record with an id, or None where there is none.
        near: a hint at ids like one that is unknown.
    """
    entries = list(entries)
    for one in entries:
        for reference in one.references:
            kind = kind_of(reference.target)
            if kind is None:
                yield _dangling(one, reference, near(reference.target))
            elif not reference.link.admits(kind):
                yield _wrong_kind(one, reference, kind)
    yield from circles(entries)


def _dangling(one: Entry, reference: Reference, hint: str) -> Problem:
    sentence = (
        f"{one.id} refers to {reference.target}, and there is no such record; "
        f"add it or mend the id{hint}"
    )
    return error("dangling-link", one.id, reference.place, sentence)


def _wrong_kind(one: Entry, reference: Reference, kind: type[Record]) -> Problem:
    sentence = (
        f"{one.id} refers to {reference.target}, which is of kind {kind.kind}; "
        f"{reference.link.field} takes {either(reference.link.declared.targets)}"
    )
    return error("wrong-kind", one.id, reference.place, sentence)


def circles(entries: Iterable[Entry]) -> Iterator[Problem]:
    """One problem for each circle in which a relation runs among these entries."""
    steps: dict[Relation, dict[str, list[str]]] = {}
    places = {}
    for one in entries:
        places[one.id] = one.place
        for reference in one.references:
            relation = reference.link.relation
            if relation not in MAY_RUN_IN_CIRCLES:
                steps.setdefault(relation, {}).setdefault(one.id, []).append(reference.target)
    for relation, step in steps.items():
        for circle in _circles_in(step):
            way = " → ".join([*circle, circle[0]])
            words = relation.value.replace("_", " ")
            yield error(
                "circle",
                circle[0],
                places[circle[0]],
                f'the relation "{words}" runs in a circle: {way}; take one of these links away',
            )


def _circles_in(step: dict[str, list[str]]) -> Iterator[list[str]]:
    """Depth first, without recursion: a chain may be as long as the file."""
    done: set[str] = set()
    for start in step:
        path: dict[str, Iterator[str]] = {}
        here: str | None = start if start not in done else None
        while here is not None:
            following = path.setdefault(here, iter(step.get(here, ())))
            ahead = next(following, None)
            if ahead is None:
                done.add(here)
                del path[here]
                here = next(reversed(path), None)
            elif ahead in path:
                way = list(path)
                yield way[way.index(ahead) :]
            elif ahead not in done and ahead in step:
                here = ahead


def _must_be_record(value: object) -> None:
    if not isinstance(value, Record):
        raise InvalidArgument("record", "a record", value)


class Network:
    """Records by id, with their links in both directions.

    Attributes:
        version: grows with every change, so that what was worked out can be told stale.
    """

    __slots__ = ("_incoming", "_journal", "_kinds", "_log", "_records", "_threads", "version")

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.version = 0
        self._records: dict[str, Record] = {}
        self._kinds: dict[type[Record], dict[str, Record]] = {}
        self._incoming: dict[str, dict[str, dict[str, None]]] = {}
        self._threads: set[str] = set()
        self._journal: Journal | None = None
        self._log: deque[Record] = deque(maxlen=REMEMBERED)
        with self.change():
            for record in records:
                self.add(record)

    def __getitem__(self, identifier: str) -> Record:
        try:
            return self._records[identifier]
        except KeyError:
            raise UnknownId(identifier, self._records) from None

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._records

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def get(self, identifier: str) -> Record | None:
        """The record with an id, or None."""
        return self._records.get(identifier)

    def of(self, kind: type[R]) -> Iterator[R]:
        """Every record of a class or of the classes below it."""
        for exact, records in self._kinds.items():
            if issubclass(exact, kind):
                yield from records.values()  # type: ignore[misc] # they are of that class

    def incoming(self, kind: type[R], field: str, identifier: str) -> Iterator[R]:
        """The records of a kind that refer to an id in a field."""
        referring = self._incoming.get(link_named(kind, field).key, {}).get(identifier, ())
        for one in referring:
            record = self._records[one]
            if isinstance(record, kind):
                yield record

    def referring(self, identifier: str, *, threads: bool = False) -> Iterator[tuple[str, str]]:
        """Every reference to an id: the id of the record that makes it, and its field.

        Args:
            identifier: what is referred to.
            threads: only by links that are part of a thread.
        """
        for key, targets in self._incoming.items():
            if threads and key not in self._threads:
                continue
            field = key.partition(".")[2]
            for one in targets.get(identifier, ()):
                yield one, field

    def changed_since(self, version: int) -> Sequence[Record] | None:
        """The records that were put or taken since a version, in order; a changed one is both.

        None if there were too many of them to be remembered.
        """
        count = self.version - version
        if count > len(self._log):
            return None
        return tuple(islice(self._log, len(self._log) - count, None))

    @property
    def changing(self) -> bool:
        """Whether a change is under way."""
        return self._journal is not None

    def must_not_be_changing(self) -> None:
        """See that no change is under way, of which part might stand and part not.

        Raises:
            ChangeWithinChange: one is.
        """
        if self.changing:
            raise ChangeWithinChange

    @contextmanager
    def change(self, keep: Callable[[Journal], None] | None = None) -> Iterator[Journal]:
        """Change several records as one: all of it stands and is whole, or none of it.

        Args:
            keep: called with the journal once all is whole; if it fails, nothing stands.

        Yields:
            the journal: for each id touched, the record that was there before, or None.

        Raises:
            ChangeWithinChange: a change is under way.
            BrokenNetwork: at its end, a link leads nowhere, to the wrong kind or in a circle.
        """
        self.must_not_be_changing()
        self._journal = {}
        try:
            yield self._journal
            self._must_be_whole(self._journal)
            if keep is not None:
                keep(self._journal)
        except BaseException:
            self._undo(self._journal)
            raise
        finally:
            self._journal = None

    def add(self, record: Record) -> None:
        """Add a record.

        Raises:
            InvalidArgument: it is none.
            DuplicateId: its id stands for a record already.
            BrokenNetwork: outside `change`, its links are not whole.
        """
        if self._journal is None:
            with self.change():
                return self.add(record)
        _must_be_record(record)
        if record.id in self._records:
            raise DuplicateId(record.id, self._records[record.id].kind)
        self._journal.setdefault(record.id, None)
        return self._put(record)

    def replace(self, record: Record) -> None:
        """Put a changed copy in the place of the record with its id.

        Raises:
            InvalidArgument: it is no record.
            NothingToChange: there is none.
            OtherKind: it is of another kind.
            BrokenNetwork: outside `change`, its links are not whole.
        """
        if self._journal is None:
            with self.change():
                return self.replace(record)
        _must_be_record(record)
        if record.id not in self._records:
            raise NothingToChange(
                record.id, self._records, deed="replace", instead="add it instead"
            )
        before = self._records[record.id]
        if type(before) is not type(record):
            raise OtherKind(record.id, type(before).kind, type(record).kind)
        self._journal.setdefault(record.id, before)
        self._take(before)
        return self._put(record)

    def remove(self, identifier: str) -> None:
        """Take a record away.

        Raises:
            NothingToChange: there is none.
            BrokenNetwork: outside `change`, others refer to it.
        """
        if self._journal is None:
            with self.change():
                return self.remove(identifier)
        if identifier not in self._records:
            raise NothingToChange(
                identifier, self._records, deed="remove", instead="list(tracker) gives the ids"
            )
        before = self._records[identifier]
        self._journal.setdefault(identifier, before)
        return self._take(before)

    def _put(self, record: Record) -> None:
        self._told(record)
        self._records[record.id] = record
        self._kinds.setdefault(type(record), {})[record.id] = record
        for link in links_of(type(record)):
            targets = self._incoming.get(link.key)
            if targets is None:
                targets = self._incoming[link.key] = {}
                if link.declared.thread:
                    self._threads.add(link.key)
            for target in link.ids(record):
                targets.setdefault(target, {})[record.id] = None

    def _take(self, record: Record) -> None:
        """Take a record away, also one of which the putting was broken off in the midst."""
        self._told(record)
        self._records.pop(record.id, None)
        self._kinds.get(type(record), {}).pop(record.id, None)
        for link in links_of(type(record)):
            targets = self._incoming.get(link.key, {})
            for target in link.ids(record):
                referring = targets.get(target, {})
                referring.pop(record.id, None)
                if not referring:
                    targets.pop(target, None)

    def _told(self, record: Record) -> None:
        """The one place from which all that keeps step with changes is told of them."""
        self.version += 1
        self._log.append(record)

    def _undo(self, journal: Journal) -> None:
        for identifier, before in journal.items():
            if identifier in self._records:
                self._take(self._records[identifier])
            if before is not None:
                self._put(before)

    def _must_be_whole(self, journal: Journal) -> None:
        touched = [entry(self._records[one]) for one in journal if one in self._records]
        looked_at = [*touched, *self._downstream(touched)]
        gone = {one for one in journal if one not in self._records}
        left = self._still_referring(gone, looked_at)
        if problems := Problems(chain(left, integrity(looked_at, self._kind_of))):
            raise BrokenNetwork(problems)

    def _kind_of(self, identifier: str) -> type[Record] | None:
        record = self._records.get(identifier)
        return None if record is None else type(record)

    def _downstream(self, touched: list[Entry]) -> Iterator[Entry]:
        """The entries that can be reached from those touched: a circle must pass through them."""
        seen = {one.id for one in touched}
        ahead = touched
        while ahead:
            found = {
                reference.target
                for one in ahead
                for reference in one.references
                if reference.target in self._records and reference.target not in seen
            }
            seen |= found
            ahead = [entry(self._records[one]) for one in sorted(found)]
            yield from ahead

    def _still_referring(self, gone: set[str], looked_at: list[Entry]) -> Iterator[Problem]:
        """Links to what is gone, of records that `integrity` does not look at."""
        seen = {one.id for one in looked_at}
        for target in sorted(gone):
            for one, field in self.referring(target):
                if one not in seen:
                    sentence = (
                        f"{one} still refers to {target} in {field}; change or remove it first"
                    )
                    yield error("dangling-link", one, field, sentence)
