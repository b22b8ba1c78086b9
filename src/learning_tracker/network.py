"""Records by id, their links forward and reverse, and change that is checked.

Whatever happens, the network is whole: every id stands for one record, every link
leads to a record of a kind that may stand there, and no relation runs in circles.
A change that would break this is undone and says why.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, filterfalse, groupby, islice
from typing import TypeVar

from learning_tracker.errors import (
    BrokenNetwork,
    ChangeWithinChange,
    DuplicateId,
    InvalidArgument,
    NothingToChange,
    OtherKind,
    UnknownId,
)
from learning_tracker.integrity import Entry, circles_in, circling, entry, integrity
from learning_tracker.kinds import Record
from learning_tracker.links import Link, Relation, link_named, links_of
from learning_tracker.pausing import collection_paused
from learning_tracker.problems import Problem, Problems, error
from learning_tracker.referring import Referring

R = TypeVar("R", bound=Record)
Journal = dict[str, Record | None]
REMEMBERED = 50_000
"""How many records that were put or taken are remembered, for what keeps step with changes."""


def _duplicate(records: Iterable[Record]) -> DuplicateId:
    """The first of these whose id stands for another already."""
    seen: dict[str, Record] = {}
    for record in records:
        if record.id in seen:
            break
        seen[record.id] = record
    return DuplicateId(record.id, seen[record.id].kind)


def _must_be_record(value: object) -> None:
    if not isinstance(value, Record):
        raise InvalidArgument("record", "a record", value)


class Network:
    """Records by id, with their links in both directions.

    Attributes:
        version: grows with every change, so that what was worked out can be told stale.
    """

    __slots__ = ("_incoming", "_journal", "_kinds", "_leading", "_log", "_records", "version")

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.version = 0
        self._records: dict[str, Record] = {}
        self._kinds: dict[type[Record], dict[str, Record]] = {}
        self._incoming: dict[str, Referring] = {}
        self._leading: dict[tuple[type[Record] | None, bool], tuple[Referring, ...]] = {}
        self._journal: Journal | None = None
        self._log: deque[Record] = deque(maxlen=REMEMBERED)
        with collection_paused():
            self._fill(list(records))

    def _fill(self, records: list[Record]) -> None:
        """Take in all the records that there are at first, and check them together.

        One by one, as later changes are, they would take six times as long.
        """
        if not all(issubclass(kind, Record) for kind in set(map(type, records))):
            for record in records:
                _must_be_record(record)
        self._records = {record.id: record for record in records}
        if len(self._records) < len(records):
            raise _duplicate(records)
        for kind, alike in groupby(records, type):
            self._kinds.setdefault(kind, {}).update((one.id, one) for one in alike)
        for kind, own in self._kinds.items():
            for link in links_of(kind):
                self._referring_by(link).take_in(own.values())
        if not (self._links_hold() and self._runs_straight()):
            self._must_hold(map(entry, records))

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
        found = (own.values() for exact, own in self._kinds.items() if issubclass(exact, kind))
        return chain.from_iterable(found)  # type: ignore[arg-type] # they are of that class

    @property
    def records(self) -> tuple[Record, ...]:
        """Every record, in the order of their coming."""
        return tuple(self._records.values())

    def incoming(self, kind: type[R], field: str, identifier: str) -> Iterator[R]:
        """The records of a kind that refer to an id in a field."""
        referring = self._incoming.get(link_named(kind, field).key)
        for one in () if referring is None else referring.to(identifier):
            record = self._records[one]
            if isinstance(record, kind):
                yield record

    def referring(self, identifier: str, *, threads: bool = False) -> Iterator[tuple[str, str]]:
        """Every reference to an id: the id of the record that makes it, and its field.

        Args:
            identifier: what is referred to.
            threads: only by links that are part of a thread.
        """
        for referring in self._leading_to(self._kind_of(identifier), threads=threads):
            for one in referring.to(identifier):
                yield one, referring.link.field

    def _leading_to(
        self, kind: type[Record] | None, *, threads: bool = False
    ) -> tuple[Referring, ...]:
        """The links that may lead to a record of a kind, or to any; most kinds have few.

        To look through all of them for each id would take five times as long.
        """
        known = self._leading.get((kind, threads))
        if known is None:
            known = self._leading[kind, threads] = tuple(
                one
                for one in self._incoming.values()
                if (kind is None or one.link.admits(kind))
                and (one.link.declared.thread or not threads)
            )
        return known

    def changed_since(self, version: int) -> Sequence[Record] | None:
        """The records that were put or taken since a version, in order; a changed one is both.

        None if there were too many of them to be remembered. They are taken from the end: to walk
        up to them from the beginning took 0.1 ms where many changes are remembered.
        """
        count = self.version - version
        if count > len(self._log):
            return None
        return tuple(islice(reversed(self._log), count))[::-1]

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
        return self._exchange(before, record)

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
            referring = self._referring_by(link)
            for target in link.ids(record):
                referring.add(target, record.id)

    def _referring_by(self, link: Link) -> Referring:
        found = self._incoming.get(link.key)
        if found is None:
            found = self._incoming[link.key] = Referring(link)
            self._leading.clear()
        return found

    def _take(self, record: Record) -> None:
        """Take a record away, also one of which the putting was broken off in the midst."""
        self._told(record)
        self._records.pop(record.id, None)
        self._kinds.get(type(record), {}).pop(record.id, None)
        for link in links_of(type(record)):
            referring = self._referring_by(link)
            for target in link.ids(record):
                referring.discard(target, record.id)

    def _exchange(self, before: Record, record: Record) -> None:
        """Put a record in the place of another of its kind: only what differs is entered anew."""
        self._told(before)
        self._told(record)
        self._records[record.id] = record
        self._kinds[type(record)][record.id] = record
        for link in links_of(type(record)):
            left, held = link.ids(before), link.ids(record)
            if left != held:
                referring = self._referring_by(link)
                for target in left:
                    referring.discard(target, record.id)
                for target in held:
                    referring.add(target, record.id)

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

    def _links_hold(self) -> bool:
        """Whether every link leads to a record that may stand there, told from the indexes."""
        for referring in self._incoming.values():
            left: Collection[str] = referring.targets
            for kind, own in self._kinds.items():
                if referring.link.admits(kind):
                    left = [*filterfalse(own.__contains__, left)]
            if left:
                return False
        return True

    def _runs_straight(self) -> bool:
        """Whether no relation runs in a circle: seen from behind, a circle is one as well."""
        back: dict[Relation, dict[str, list[str]]] = {}
        returning = circling(tuple(self._kinds))
        links = {link.key: link for links in returning.values() for link in links}
        for link in links.values():
            step = back.setdefault(link.relation, {})
            referring = self._incoming[link.key]
            for kind, own in returning.items():
                if any(link.relation is one.relation for one in own):
                    for target in referring.targets & self._kinds[kind].keys():
                        step.setdefault(target, []).extend(referring.to(target))
        return not any(any(True for _ in circles_in(step)) for step in back.values())

    def _must_be_whole(self, journal: Journal) -> None:
        bearing = self._bearing_on(journal)
        unlike = [one for one, before in journal.items() if not self._refers_as(before, one)]
        if self._stays_whole([*unlike, *bearing]):
            return
        touched = [*journal, *bearing]
        there = [entry(self._records[one]) for one in touched if one in self._records]
        looked_at = [*there, *self._downstream(there)]
        gone = {one for one in journal if one not in self._records}
        self._must_hold(looked_at, self._still_referring(gone, looked_at))

    def _refers_as(self, before: Record | None, identifier: str) -> bool:
        """Whether a record refers as it did before: then it cannot have broken anything itself."""
        record = self._records.get(identifier)
        if before is None or type(before) is not type(record):
            return False
        return all(link.ids(before) == link.ids(record) for link in links_of(type(before)))

    def _must_hold(self, entries: Iterable[Entry], more: Iterable[Problem] = ()) -> None:
        if problems := Problems(chain(more, integrity(entries, self._kind_of))):
            raise BrokenNetwork(problems)

    def _bearing_on(self, journal: Journal) -> list[str]:
        """Untouched records that refer to ids for which records of another kind stand now."""
        changed = [
            identifier
            for identifier, before in journal.items()
            if before is not None and self._kind_of(identifier) not in {None, type(before)}
        ]
        # By any link: none that leads there may be one that admits such a kind.
        leading = self._leading_to(None)
        found = (one for each in changed for link in leading for one in link.to(each))
        return [one for one in dict.fromkeys(found) if one not in journal]

    def _stays_whole(self, touched: Collection[str]) -> bool:
        """Whether all is whole still, after what was touched; what is not, is told elsewhere."""
        if not touched:
            return True
        for one in touched:
            record = self._records.get(one)
            if record is None:
                if any(self.referring(one)):
                    return False
            elif not all(self._leads_well(link, record) for link in links_of(type(record))):
                return False
        return not any(any(True for _ in circles_in(step)) for step in self._ahead_of(touched))

    def _leads_well(self, link: Link, record: Record) -> bool:
        for target in link.ids(record):
            kind = self._kind_of(target)
            if kind is None or not link.admits(kind):
                return False
        return True

    def _ahead_of(self, touched: Iterable[str]) -> Iterable[dict[str, list[str]]]:
        """Where the links lead that can come back, from records that were touched, and on."""
        returning = circling(tuple(self._kinds))
        steps: dict[Relation, dict[str, list[str]]] = {}
        there = [self._records[one] for one in touched if one in self._records]
        ahead = [(link, one) for one in there for link in returning[type(one)]]
        while ahead:
            link, record = ahead.pop()
            step = steps.setdefault(link.relation, {})
            targets = step.setdefault(record.id, [])
            # Of one record two links may be of one relation.
            new = [one for one in link.ids(record) if one not in targets]
            targets += new
            met = [self._records[one] for one in new if one not in step]
            ahead += [
                (on, one)
                for one in met
                for on in returning[type(one)]
                if on.relation is link.relation
            ]
        return steps.values()

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
