"""What was said, decided, found and shown of records since a day."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import attrs

from learning_tracker.dates import When
from learning_tracker.fields import events_of
from learning_tracker.kinds import Record, kind_words
from learning_tracker.links import link_named
from learning_tracker.network import Network
from learning_tracker.records import (
    Action,
    Decision,
    Dissemination,
    Evidence,
    Finding,
    FullReview,
    Meeting,
    Observation,
    Recommendation,
    Response,
    Source,
    Theme,
    Update,
)
from learning_tracker.view import Kept, View, origin

TELLS: Mapping[type[Record], tuple[str, ...]] = {
    Update: ("action",),
    Decision: ("about",),
    Evidence: ("supports", "drawn_from"),
    Finding: ("themes", "sources", "repeats"),
    Recommendation: ("findings", "themes", "source"),
    Response: ("recommendation",),
    Action: ("answers", "themes"),
    Observation: ("of",),
    Dissemination: ("sources",),
    FullReview: ("arises_from",),
}
"""The kinds of record that tell something of another, and the fields in which they name it.

A request is not among them: to have asked is not to have heard. Nor does a finding tell of
the agencies that it is about: it answers nothing that was asked of them.
"""

SHOWN = 2
"""How many of the things told a text gives; the records of a row hold all of them."""


@attrs.frozen
class Told:
    """Something that was said, decided, found or shown.

    Attributes:
        record: the record that tells it.
        on: when it was; None if that is not known.
        basis: the records that date it, where it has no date of its own; of evidence, the
            source or measure that it is drawn from, without which it counts as activity.
    """

    record: Record
    on: When | None
    basis: tuple[Record, ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        """The record that tells it, and what dates it."""
        return (self.record, *self.basis)

    @property
    def text(self) -> str:
        """What it was, when, and in which words."""
        said = getattr(self.record, "statement", "") or getattr(self.record, "title", "")
        return f"{what_it_was(self.record)}, {self.on}{f': {said}' if said else ''}".rstrip(".")


def what_it_was(record: Record) -> str:
    """What a record tells, in a word or two: an update its event, a finding its judgement."""
    match record:
        case Update():
            return record.event.label
        case Finding():
            return f"{record.judgement.label} found"
        case Evidence():
            return f"evidence of {record.counts_as.label}"
        case Response():
            return f"response: {record.decision.label}"
        case Observation():
            return f"observation of {record.value:g}"
    return kind_words(type(record).kind)


@attrs.frozen
class Things:
    """All that was told of a record, whenever it was.

    Attributes:
        dated: what has a date, the latest first.
        undated: what has none.
    """

    dated: tuple[Told, ...]
    undated: tuple[Told, ...]


@attrs.frozen
class Since:
    """What was told of records after a date, as far as dates tell.

    It is put together, when it is asked for, of what was told when the question was asked: of
    thousands of rows most are only asked whether anything was heard at all.
    """

    _things: tuple[Things, ...] = attrs.field(repr=False)
    _after: When
    _apart: frozenset[str] = frozenset()

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """What is certain to have come after it, the latest first."""
        return _latest_first(filter(self._is_after, self._later()))

    @cached_property
    def perhaps(self) -> tuple[Told, ...]:
        """What may have come after it, as its date is too wide."""
        return _latest_first(one for one in self._later() if not self._is_after(one))

    @cached_property
    def undated(self) -> tuple[Told, ...]:
        """What has no date."""
        things = (one for each in self._things for one in each.undated)
        found = {one.record.id: one for one in filter(self._is_wanted, things)}
        return tuple(found[one] for one in sorted(found))

    @cached_property
    def heard(self) -> bool:
        """Whether anything is certain to have come after it."""
        return any(map(self._is_after, self._later()))

    def _later(self) -> Iterator[Told]:
        """What is certain to have come after the date, or may have."""
        for each in self._things:
            for one in each.dated:
                if one.on is None or one.on.last <= self._after.first:
                    break
                if self._is_wanted(one):
                    yield one

    def _is_after(self, one: Told) -> bool:
        return one.on is not None and one.on.first > self._after.last

    def _is_wanted(self, one: Told) -> bool:
        return one.record.id not in self._apart

    @property
    def records(self) -> tuple[Record, ...]:
        """All of it, with what dates it: also what is not certain to have come after."""
        every = (*self.told, *self.perhaps, *self.undated)
        return tuple(record for one in every for record in one.records)

    @property
    def text(self) -> str:
        """The latest of it in words, and how much more there is."""
        return told_in_words(self.told)


def _latest_first(things: Iterable[Told]) -> tuple[Told, ...]:
    """Things that have a date, each once."""
    found = {one.record.id: one for one in things}.values()
    return tuple(sorted(found, key=_end, reverse=True))


def _end(one: Told) -> tuple[dt.date, dt.date, str]:
    on = one.on
    return (dt.date.max, dt.date.max, "") if on is None else (on.last, on.first, one.record.id)


def told_in_words(told: Iterable[Told]) -> str:
    """The first few things told, and how many more there are."""
    texts = [one.text for one in told]
    more = [f"and {len(texts) - SHOWN} more"] if len(texts) > SHOWN else []
    return "; ".join([*texts[:SHOWN], *more])


def since(
    view: View,
    about: Iterable[Record],
    after: When,
    *,
    apart: frozenset[str] = frozenset(),
) -> Since:
    """What was said, decided, found and shown of records after a date.

    Args:
        view: the records to ask.
        about: the records of which it was told.
        after: the date. What is of that very day did not come after it.
        apart: ids of records that are left out.
    """
    told_of = view.index(_ToldOf)
    return Since(tuple(map(told_of.of, about)), after, apart)


def found_on_each(view: View) -> Mapping[str, Things]:
    """The findings on each theme, by the theme's id."""
    found_on = view.index(_FoundOn)
    return {one.id: found_on.of(one) for one in view.of(Theme)}


class _ToldOf(Kept[Record, Things]):
    """What was told of each record, in order: of a theme that is thousands of things."""

    def _work_out(self, record: Record) -> Things:
        telling = {one.id: one for one in self._telling(record)}
        things = [told(self._view, one) for one in telling.values()]
        return Things(
            _latest_first(one for one in things if one.on is not None),
            tuple(one for one in things if one.on is None),
        )

    def _telling(self, record: Record) -> Iterable[Record]:
        return _telling(self._view, record)

    def _resting_on(self, record: Record) -> Iterable[str]:
        return told_of_by(self._view.network, record)


class _FoundOn(_ToldOf):
    """The findings alone: an action on a theme would have thousands of them looked at again."""

    def _telling(self, record: Record) -> Iterable[Record]:
        return self._view.incoming(Finding, "themes", record.id)

    def _resting_on(self, record: Record) -> Iterable[str]:
        dated = self._view.network.incoming(Finding, "sources", record.id)
        findings = (one for one in (record, *dated) if isinstance(one, Finding))
        return (theme for one in findings for theme in one.themes)


def told_of_by(network: Network, record: Record) -> Iterator[str]:
    """The ids of the records of which a record tells something, or dates what is told."""
    for one in (record, *_dated_by(network, record)):
        for kind, fields in TELLS.items():
            if isinstance(one, kind):
                for field in fields:
                    yield from link_named(type(one), field).ids(one)


def _dated_by(network: Network, record: Record) -> Iterator[Record]:
    """What a record dates, and what is drawn from it."""
    yield from network.incoming(Evidence, "drawn_from", record.id)
    yield from network.incoming(Decision, "meeting", record.id)
    yield from network.incoming(Finding, "sources", record.id)
    yield from network.incoming(Recommendation, "source", record.id)


def _telling(view: View, record: Record) -> Iterator[Record]:
    for kind, fields in TELLS.items():
        for field in fields:
            yield from view.incoming(kind, field, record.id)


def told(view: View, record: Record) -> Told:
    """What a record tells, with its date or the one of what it hangs from."""
    on = _own_date(record)
    if isinstance(record, Evidence):
        return Told(record, on, tuple(view.linked(record, "drawn_from", Record)))
    if on is not None:
        return Told(record, on)
    match record:
        case Finding():
            raised_by = origin(view, record)
            return Told(record, raised_by.known_on, raised_by.sources)
        case Decision():
            (meeting,) = view.linked(record, "meeting", Meeting)
            return Told(record, meeting.on, (meeting,))
        case Recommendation():
            (source,) = view.linked(record, "source", Source)
            return Told(record, source.known_on, (source,))
    return Told(record, None)


def _own_date(record: Record) -> When | None:
    """The date of a record itself: when a source's learning was known, else its first event."""
    if isinstance(record, Source):
        return record.known_on
    dates = (getattr(record, field.name) for field, _ in events_of(type(record)))
    return next((on for on in dates if on is not None), None)
