"""The first day as at which each record is seen, kept while records change.

Whatever makes a record seen makes it so from a day on: an event, what it cannot be without, or
the earliest of what it hangs from. So one day tells it for every date, and how many records
are seen on a day is counted without looking at any. With 1 million records that takes less
than a millisecond where it took seconds; to work out all days takes about as long as that.
"""

import datetime as dt
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Protocol

import attrs

from learning_tracker.fields import events_of, once_per_kind
from learning_tracker.kinds import Record
from learning_tracker.links import Link, link_named, links_of
from learning_tracker.network import REMEMBERED, Network
from learning_tracker.records import Source

EVER = dt.date.min
"""The first day of what is always seen."""

NEVER = dt.date.max
"""The first day of what is not there."""


class _Holding(Protocol):
    network: Network


@attrs.frozen
class _Plan:
    """What of a kind of record decides from which day on one is seen.

    Attributes:
        dates: its events.
        begins: those of them with which it begins.
        needs: the links without which it cannot be.
        hangs: the links by which it is dated, where it has no date of its own.
        has_events: whether it could have a date.
    """

    dates: tuple[str, ...]
    begins: tuple[str, ...]
    needs: tuple[Link, ...]
    hangs: tuple[Link, ...]
    has_events: bool


@once_per_kind
def _plan(kind: type[Record]) -> _Plan:
    events = [(field.name, mark) for field, mark in events_of(kind) if not mark.dates]
    return _Plan(
        dates=tuple(name for name, _ in events),
        begins=tuple(name for name, mark in events if mark.begins),
        needs=tuple(link for link in links_of(kind) if link.required),
        hangs=tuple(link for link in links_of(kind) if link.declared.hangs),
        has_events=bool(events_of(kind)),
    )


@attrs.frozen
class Moved:
    """A record that is seen from another day on than before; from `NEVER`, if it is not there.

    Attributes:
        id: the record's id.
        before: its first day before.
        now: its first day since.
        at: the version of the network at which that was told.
    """

    id: str
    before: dt.date
    now: dt.date
    at: int

    def across(self, day: dt.date) -> bool:
        """Whether it is seen as at a day and was not, or the other way round."""
        return (self.before <= day) is not (self.now <= day)


class FirstDays:
    """The first day of each record of a network; each is worked out when it is asked for."""

    def __init__(self, view: _Holding) -> None:
        """Tell the days of the records of a view's network."""
        self._network = view.network
        self._days: dict[str, dt.date] = {}
        self._in_full: dict[str, dt.date] = {}
        self._counts: Counter[dt.date] | None = None
        self._changed: list[Record] = []
        self._moved: deque[Moved] = deque()
        # The version of the network since which all that moved is known.
        self._known_since = view.network.version

    def of(self, record: Record) -> dt.date:
        """The first day as at which a record is seen."""
        if self._changed:
            self._keep_step()
        known = self._days.get(record.id)
        return self._told(record) if known is None else known

    def of_id(self, identifier: str) -> dt.date:
        """The first day as at which the record with an id is seen; `NEVER` if there is none."""
        known = self._days.get(identifier)
        if known is None or self._changed:
            record = self._network.get(identifier)
            return NEVER if record is None else self.of(record)
        return known

    def in_full(self, record: Record) -> dt.date:
        """The first day as at which a record is seen with all its dates and links.

        To look at these for each day anew took two thirds of a plain question's time.
        """
        if self._changed:
            self._keep_step()
        known = self._in_full.get(record.id)
        if known is None:
            linked = (one for link in links_of(type(record)) for one in link.ids(record))
            dates = _first_days(record, (field.name for field, _ in events_of(type(record))))
            known = max((self.of(record), *map(self.of_id, linked), *dates))
            self._in_full[record.id] = known
        return known

    @property
    def told_in_full(self) -> Mapping[str, dt.date]:
        """What `in_full` has told already, by id; to be had anew after a change.

        To look it up without a call for each record takes half the time of going through all.
        """
        if self._changed:
            self._keep_step()
        return self._in_full

    def number(self, day: dt.date) -> int:
        """How many records are seen as at a day."""
        if self._changed:
            self._keep_step()
        if self._counts is None:
            for record in self._network.of(Record):
                self.of(record)
            self._counts = Counter(self._days.values())
        return sum(number for first, number in self._counts.items() if first <= day)

    def moved_since(self, version: int) -> Sequence[Moved] | None:
        """What moved since a version of the network, of all of which a day had been told by then.

        Records that were put or taken are among it. None if it is not known any more.
        """
        if self._changed:
            self._keep_step()
        if version < self._known_since:
            return None
        return tuple(takewhile(lambda one: one.at > version, reversed(self._moved)))

    def forget(self, changed: Sequence[Record]) -> None:
        """Look later at records that were put or taken, and at what rests on them."""
        self._changed += changed

    def _keep_step(self) -> None:
        changed, self._changed = self._changed, []
        try:
            self._work_out_anew(changed)
        except BaseException:
            self._know_nothing()
            raise

    def _know_nothing(self) -> None:
        """Of what was broken off nothing may be taken for told."""
        self._days.clear()
        self._in_full.clear()
        self._counts = None
        self._moved.clear()
        self._known_since = self._network.version + 1

    def _work_out_anew(self, changed: Sequence[Record]) -> None:
        """Tell anew what was told of records that changed, and on from what differs."""
        themselves = {one.id for one in changed}
        for one in themselves:
            self._in_full.pop(one, None)
        again = deque(dict.fromkeys(one for record in changed for one in self._beside(record)))
        while again:
            one = again.popleft()
            before = self._days.pop(one, None)
            record = self._network.get(one)
            asked = one in themselves or self._counts is not None
            if before is None and (record is None or not asked):
                continue
            after = None if record is None else self._told(record)
            if after != before:
                self._count(before, after)
                self._note(one, before or NEVER, after or NEVER)
                again += self._resting_on(one)

    def _note(self, identifier: str, before: dt.date, now: dt.date) -> None:
        self._in_full.pop(identifier, None)
        for one, _ in self._network.referring(identifier):
            self._in_full.pop(one, None)
        self._moved.append(Moved(identifier, before, now, self._network.version))
        if len(self._moved) > REMEMBERED:
            self._known_since = self._moved.popleft().at

    def _count(self, before: dt.date | None, after: dt.date | None) -> None:
        if self._counts is not None:
            self._counts.update([after] if after is not None else ())
            self._counts.subtract([before] if before is not None else ())

    def _beside(self, record: Record) -> Iterator[str]:
        """A record, what rests on it, and what it says something of."""
        yield record.id
        yield from self._resting_on(record.id)
        for link in links_of(type(record)):
            if link.declared.thread:
                yield from link.ids(record)

    def _resting_on(self, identifier: str) -> Iterator[str]:
        """The ids of those that cannot be without a record, or hang from it."""
        for one, field in self._network.referring(identifier):
            link = link_named(type(self._network[one]), field)
            if link.required or link.declared.hangs:
                yield one

    def _told(self, record: Record) -> dt.date:
        # A record that hangs, by way of others, from itself is seen.
        self._days[record.id] = EVER
        try:
            day = self._days[record.id] = self._work_out(record)
        except BaseException:
            self._know_nothing()
            raise
        return day

    def _work_out(self, record: Record) -> dt.date:
        plan = _plan(type(record))
        rests = EVER
        for link in plan.needs:
            if ids := link.ids(record):
                rests = max(rests, min(map(self.of_id, ids)))
        if begins := _first_days(record, plan.begins):
            return max(rests, min(begins))
        happened = min(_first_days(record, plan.dates), default=EVER)
        above = [one for link in plan.hangs for one in link.ids(record)]
        hangs = min(map(self._known_from, above)) if above else self._told_from(record)
        return max(rests, happened, hangs)

    def _known_from(self, identifier: str) -> dt.date:
        """The first day of a record or, of a source, that from which its learning was known."""
        record, day = self._network.get(identifier), self.of_id(identifier)
        known_on = record.known_on if isinstance(record, Source) else None
        return day if known_on is None else max(day, known_on.first)

    def _told_from(self, record: Record) -> dt.date:
        """The first day on which something was said of an undated record; nothing was: ever.

        A record of a kind that has no dates is there from the first: evidence on a theme may
        come years after the audits of it.
        """
        if not _plan(type(record)).has_events:
            return EVER
        referring = self._network.referring(record.id, threads=True)
        said = (
            _first_days(other, _plan(type(other)).dates)
            for other in (self._network[one] for one, _ in referring)
        )
        return min((day for days in said for day in days), default=EVER)


def _first_days(record: Record, fields: Iterable[str]) -> list[dt.date]:
    """The first days of those of a record's dates that it has."""
    dates = [getattr(record, field) for field in fields]
    return [on.first for on in dates if on is not None]
