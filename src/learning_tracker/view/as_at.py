"""The network as at a date, for those who may read it: nothing that came later.

An event wholly later is blanked. A record whose events are all later is unseen; one
without events of its own is seen with the earliest record it hangs from or, if it hangs
from none, the earliest that was said of it; one of a kind that has no events and hangs from
none, such as a theme, is always seen. Links to unseen records, and successions not yet begun,
are absent. A date that lies partly after the day is seen, and `straddling` tells of it. A view
without a date hides nothing, unless it is for the public: then what may not be read by it is
unseen as well.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar, cast

import attrs

from learning_tracker.dates import When, long_date
from learning_tracker.errors import NotPublic, UnknownId, Unseen
from learning_tracker.fields import events_of
from learning_tracker.kinds import Record
from learning_tracker.links import link_named, links_of
from learning_tracker.network import Network
from learning_tracker.view.first_days import FirstDays
from learning_tracker.view.publication import Readership
from learning_tracker.view.wide_dates import WideDates

R = TypeVar("R", bound=Record)
T = TypeVar("T")


class Index(Protocol):
    """What is worked out of the records of a view and kept while they change."""

    def forget(self, changed: Sequence[Record]) -> None:
        """Forget whatever rests on records that were put or taken; work nothing out."""


Made = TypeVar("Made", bound=Index)


class View(Mapping[str, Record]):
    """The records of a network as at a date, by id, with their links in both directions.

    Attributes:
        network: all the records there are.
        date: the day as at which they are seen, or None for whatever their dates are.
        public: whether it shows only what the public may read.
        whole: the same day's view in which nothing is kept from the public; itself, if it is
            that view. Counting may ask it, so that the public is told no other order, state
            or incident than is true; nothing that is shown may come from it.
        known_at: the moment by which all that is in the network was recorded, or None if it is
            what is held now.
        undated: the view of the same network that hides nothing; itself, if it is that view.
            It keeps what views as at several days share.
    """

    def __init__(
        self,
        network: Network,
        date: dt.date | None = None,
        *,
        public: bool = False,
        known_at: dt.datetime | None = None,
        undated: "View | None" = None,
    ) -> None:
        self.network = network
        self.date = date
        self.public = public
        self.known_at = known_at
        self.whole: View = (
            View(network, date, known_at=known_at, undated=undated) if public else self
        )
        self._undated = undated
        self._hides = public or date is not None
        self._readership = Readership(network, self.whole)
        self._version = network.version
        self._days: FirstDays | None = None
        self._seen: dict[str, Record] = {}
        self._worked_out: dict[Hashable, Any] = {}
        self._indexes: dict[Callable[[View], Index], Index] = {}

    @property
    def today(self) -> dt.date:
        """The day by which lateness is judged: the view's date, else today.

        Without a date, what was known at a moment is judged by the day of that moment.
        """
        if self.date is None and self.known_at is not None:
            return self.known_at.date()
        return self.date or dt.datetime.now().astimezone().date()

    @property
    def undated(self) -> "View":
        """The view of the same network that hides nothing."""
        if not self._hides:
            return self
        if self._undated is None:
            self._undated = View(self.network)
        return self._undated

    def for_public(self) -> "View":
        """What the public may read of it."""
        return self.as_at(self.date, public=True)

    def as_at(self, date: dt.date | None, *, public: bool | None = None) -> "View":
        """What is seen of the same network as at another day, or by the public."""
        return View(
            self.network,
            date,
            public=self.public if public is None else public,
            known_at=self.known_at,
            undated=self.undated,
        )

    def __getitem__(self, identifier: str) -> Record:
        if not self._hides:
            return self.network[identifier]
        if self._version != self.network.version:
            self._keep_step()
        known = self._seen.get(identifier)
        return self._shown(identifier) if known is None else known

    def _shown(self, identifier: str) -> Record:
        """A record that is asked for the first time, without what came later."""
        record = self.network[identifier]
        if self._in_full(record):
            self._seen[identifier] = record
            return record
        if not self._sees(record):
            raise self._unseen(identifier)
        return self._as_seen(record)

    def _as_seen(self, record: Record) -> Record:
        """A record that is seen, without what came later."""
        known = self._seen.get(record.id)
        if known is None:
            known = self._seen[record.id] = (
                record if self._in_full(record) else self._blanked(record)
            )
        return known

    def _in_full(self, record: Record) -> bool:
        day = None if self.public else self.date
        return day is not None and self._first_days.in_full(record) <= day

    def _unseen(self, identifier: str) -> UnknownId:
        if identifier in self.whole or self.date is None:
            return NotPublic(identifier)
        return Unseen(identifier, long_date(self.date))

    def __contains__(self, identifier: object) -> bool:
        if identifier not in self.network:
            return False
        return not self._hides or self._sees(self.network[cast("str", identifier)])

    def __iter__(self) -> Iterator[str]:
        if not self._hides:
            return iter(self.network)
        return (one for one in self.network if self._sees(self.network[one]))

    def __len__(self) -> int:
        if self.public:
            return sum(1 for _ in self)
        return len(self.network) if self.date is None else self._first_days.number(self.date)

    def of(self, kind: type[R]) -> Iterator[R]:
        """Every record seen of a class or of the classes below it."""
        if not self._hides:
            return self.network.of(kind)
        return cast("Iterator[R]", self._seen_among(self.network.of(kind)))

    def _seen_among(self, records: Iterable[Record]) -> Iterator[Record]:
        """Those of the records that are seen, without what came later."""
        days, day = self._first_days, None if self.public else self.date
        told, seen, network = days.told_in_full, self._seen, self.network
        for record in records:
            if self._version != network.version:
                days = self._first_days
                told = days.told_in_full
            if day is not None and (told.get(record.id) or days.in_full(record)) <= day:
                seen[record.id] = record
                yield record
            elif self._sees(record):
                yield self._as_seen(record)

    def linked(self, record: Record, field: str, kind: type[R]) -> list[R]:
        """The records of a kind that a record refers to in a field, in its order."""
        ids = link_named(type(record), field).ids(record)
        known = self if self._hides else self.network  # which is one call less for each id
        return [one for one in map(known.__getitem__, ids) if isinstance(one, kind)]

    def incoming(self, kind: type[R], field: str, identifier: str) -> list[R]:
        """The records of a kind that refer to an id in a field."""
        if not self._hides:
            return list(self.network.incoming(kind, field, identifier))
        seen = (one for one in self.network.incoming(kind, field, identifier) if self._sees(one))
        shown = (cast("R", self._as_seen(one)) for one in seen)
        return [one for one in shown if identifier in link_named(type(one), field).ids(one)]

    def referring(self, identifier: str) -> Iterator[tuple[str, str]]:
        """Every reference to an id: the id of the record that makes it, and its field."""
        if not self._hides:
            yield from self.network.referring(identifier)
            return
        for one, field in self.network.referring(identifier):
            if one in self and identifier in link_named(type(self[one]), field).ids(self[one]):
                yield one, field

    def straddling(self, records: Iterable[Record]) -> list[Record]:
        """Those of the records with an event, or a succession, that lies partly after the date.

        Each is told once. Where no record that is seen has one, they are not even looked at.
        """
        ids = self.once("straddling", self._straddling)
        return list({one.id: one for one in records if one.id in ids}.values()) if ids else []

    def _straddling(self) -> frozenset[str]:
        if self.date is None:
            return frozenset()
        partly = self.undated.index(WideDates).straddling(self.date)
        return frozenset(one for one in partly if one in self)

    def latest(self) -> tuple[When, list[Record]] | None:
        """The latest date of an event that is seen, and the records that hold it.

        A date that lies partly after the view's is not taken for the latest.
        """
        until = self.date or dt.date.max
        dated = [(on, record) for record in self.of(Record) for on in _dates(record)
                 if on.last <= until]  # fmt: skip
        if not dated:
            return None
        last = max((on for on, _ in dated), key=lambda on: (on.last, on.first))
        return last, [record for on, record in dated if on == last]

    def once(self, what: Hashable, work_out: Callable[[], T]) -> T:
        """What was worked out of the view before or, if its records have changed since, anew.

        A report asks the same of the same action dozens of times.

        Args:
            what: names it among all that is worked out of a view.
            work_out: works it out, from the view alone.
        """
        if self._version != self.network.version:
            self._keep_step()
        if what not in self._worked_out:
            self._worked_out[what] = work_out()
        return cast("T", self._worked_out[what])

    def index(self, made_by: Callable[["View"], Made]) -> Made:
        """An index of the view's records, which is made once and then keeps step with changes.

        Args:
            made_by: the class of the index, which is given the view.
        """
        if self._version != self.network.version:
            self._keep_step()
        if made_by not in self._indexes:
            self._indexes[made_by] = made_by(self)
        return cast("Made", self._indexes[made_by])

    def _keep_step(self) -> None:
        """Forget what was known of other records than there are now.

        Indexes forget what rests on the records that changed. Those of what the public may read
        are made anew: with each record others may come into sight.
        """
        changed = self._changed()
        if changed is None:
            self._indexes.clear()
            self._seen.clear()
        for index in self._indexes.values():
            index.forget(changed or ())
        for record in changed or ():
            self._seen.pop(record.id, None)
        self._version = self.network.version
        self._readership = Readership(self.network, self.whole)
        self._days = None
        self._worked_out.clear()

    def _changed(self) -> Sequence[Record] | None:
        """What was put or taken, or is shown otherwise than before; None if it cannot be told.

        As at a day that is also what came into sight or went out of it, and whatever refers to
        that, as it is shown without its links to what is not seen. With 50 thousand records, to
        ask what is late after an update takes 4 ms so; with indexes made anew it took 360.
        """
        changed = None if self.public else self.network.changed_since(self._version)
        if changed is None or self.date is None:
            return changed
        moved = self.undated.index(FirstDays).moved_since(self._version)
        if moved is None:
            return None
        across = {one.id for one in moved if one.across(self.date)}
        referring = {one for each in across for one, _ in self.network.referring(each)}
        there = map(self.network.get, across | referring)
        return (*changed, *(one for one in there if one is not None))

    @property
    def _first_days(self) -> FirstDays:
        if self._version != self.network.version:
            self._keep_step()
        if self._days is None:
            self._days = self.undated.index(FirstDays)
        return self._days

    def _sees(self, record: Record) -> bool:
        # What dates a record may itself be kept from the public: the whole view tells.
        if self.public:
            return self._may_be_read(record)
        return self.date is None or self._first_days.of(record) <= self.date

    def _sees_id(self, identifier: str) -> bool:
        if self.public:
            return self._may_be_read(self.network[identifier])
        return self.date is None or self._first_days.of_id(identifier) <= self.date

    def _may_be_read(self, record: Record) -> bool:
        if self._version != self.network.version:
            self._keep_step()
        return self._readership.may_read(record)

    def _is_later(self, on: When) -> bool:
        return self.date is not None and on.first > self.date

    def _blanked(self, record: Record) -> Record:
        blank: dict[str, Any] = {}
        for link in links_of(type(record)):
            ids = link.ids(record)
            if not all(map(self._sees_id, ids)):
                blank[link.field] = tuple(filter(self._sees_id, ids)) if link.many else None
        for field, mark in events_of(type(record)):
            on = getattr(record, field.name)
            if on is not None and self._is_later(on):
                blank[field.name] = None
                if mark.dates:
                    blank[mark.dates] = None
        return attrs.evolve(record, **blank) if blank else record


def _dates(record: Record) -> list[When]:
    """The dates of the record's events; not those of its links."""
    marked = [field.name for field, mark in events_of(type(record)) if not mark.dates]
    dates = (getattr(record, name) for name in marked)
    return [on for on in dates if on is not None]
