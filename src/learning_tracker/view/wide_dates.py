"""The records with dates that are no single days, kept while records change.

Nearly every table tells which of the records behind it have a date that lies partly after the
day as at which it is asked. To read all their dates for that took up to nine tenths of a
table's time: those that may be among them are few, and are looked up by id.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from learning_tracker.dates import When
from learning_tracker.fields import events_of
from learning_tracker.kinds import Record
from learning_tracker.network import Network


class _Holding(Protocol):
    network: Network


class WideDates:
    """The dates of a network's records that are no single days, by the records' ids."""

    def __init__(self, view: _Holding) -> None:
        """Tell of the dates of the records of a view's network."""
        self._network = view.network
        self._dates: dict[str, tuple[When, ...]] = {}
        # The ids of those to be looked at again; None for all.
        self._stale: set[str] | None = None

    def forget(self, changed: Sequence[Record]) -> None:
        """Look again at records that were put or taken."""
        if self._stale is not None:
            self._stale.update(one.id for one in changed)

    def straddling(self, day: dt.date) -> Iterator[str]:
        """The ids of the records with an event, or a succession, that lies partly after a day."""
        # If a look is broken off, all are looked at anew.
        stale, self._stale = self._stale, None
        if stale is None:
            self._dates.clear()
        self._look_at(self._network if stale is None else stale)
        self._stale = set()
        for one, dates in self._dates.items():
            if any(on.first <= day < on.last for on in dates):
                yield one

    def _look_at(self, ids: Iterable[str]) -> None:
        for one in ids:
            self._dates.pop(one, None)
            record = self._network.get(one)
            if record is not None and (wide := tuple(_wide(record))):
                self._dates[one] = wide


def _wide(record: Record) -> Iterator[When]:
    """Those of a record's dates that say something happened, on which day is not known."""
    for field, _ in events_of(type(record)):
        on = getattr(record, field.name)
        if on is not None and not on.is_day:
            yield on
