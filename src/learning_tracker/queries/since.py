"""What was said, decided, found and shown of records since a day."""

from collections.abc import Iterable, Iterator, Mapping

import attrs

from learning_tracker.dates import When
from learning_tracker.fields import events_of
from learning_tracker.kinds import Record, by_id, kind_words
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
    Update,
)
from learning_tracker.view import View, origin

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
class Since:
    """What was told of records after a date, as far as dates tell.

    Attributes:
        told: what is certain to have come after it, the latest first.
        perhaps: what may have come after it, as its date is too wide.
        undated: what has no date.
    """

    told: tuple[Told, ...]
    perhaps: tuple[Told, ...]
    undated: tuple[Told, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """All of it, with what dates it: also what is not certain to have come after."""
        every = (*self.told, *self.perhaps, *self.undated)
        return tuple(record for one in every for record in one.records)

    @property
    def text(self) -> str:
        """The latest of it in words, and how much more there is."""
        return told_in_words(self.told)


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
    only: type[Record] = Record,
    apart: frozenset[str] = frozenset(),
) -> Since:
    """What was said, decided, found and shown of records after a date.

    Args:
        view: the records to ask.
        about: the records of which it was told.
        after: the date. What is of that very day did not come after it.
        only: the kind of record that tells it; any if it is not given.
        apart: ids of records that are left out.
    """
    telling = {one.id: one for record in about for one in _telling(view, record)}
    wanted = (one for one in telling.values() if isinstance(one, only) and one.id not in apart)
    things = [told(view, one) for one in sorted(wanted, key=by_id)]
    dated = [(one.on, one) for one in things if one.on is not None]
    dated.sort(key=lambda pair: (pair[0].last, pair[0].first, pair[1].record.id), reverse=True)
    return Since(
        told=tuple(one for on, one in dated if on.entirely_after(after)),
        perhaps=tuple(one for on, one in dated if on.overlaps(after) and on.last > after.first),
        undated=tuple(one for one in things if one.on is None),
    )


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
