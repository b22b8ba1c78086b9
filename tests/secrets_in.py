"""A secret word in every text of every record that rests only on what is not published.

What rests only on that is found here by hand, kind by kind, and not by the links' own word.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

import learning_tracker as lt
from learning_tracker.fields import fields_of
from learning_tracker.kinds import Record
from learning_tracker.links import Links
from learning_tracker.records import (
    Action,
    Decision,
    Dissemination,
    Evidence,
    Finding,
    Observation,
    Recommendation,
    Request,
    Response,
    Source,
    StandardsSection,
    Update,
)
from learning_tracker.vocabulary import Publication

SECRET = "Quillwort"  # noqa: S105 - a word to look for


RESTS_ON: dict[type[Record], tuple[str, ...]] = {
    Finding: ("sources",),
    Dissemination: ("sources",),
    Recommendation: ("source",),
    Response: ("recommendation",),
    Action: ("answers",),
    Update: ("action",),
    Evidence: ("supports", "drawn_from"),
    Observation: ("of",),
    Decision: ("about",),
    Request: ("actions",),
}
"""The fields that say what a record was taken from."""


def _rests_on(record: Record) -> Iterator[str]:
    """The ids of what a record says it was taken from."""
    for field in RESTS_ON.get(type(record), ()):
        value = getattr(record, field)
        yield from (value,) if isinstance(value, str) else value or ()


def sources_behind(record: Record, records: Mapping[str, Record]) -> set[str]:
    """The ids of all the sources on which a record rests, by way of whatever others."""
    found, ahead = set[str](), [record]
    seen = {record.id}
    while ahead:
        one = ahead.pop()
        if isinstance(one, Source):
            found.add(one.id)
            continue
        for other in _rests_on(one):
            if other not in seen:
                seen.add(other)
                ahead.append(records[other])
    return found


def is_secret(record: Record, records: Mapping[str, Record]) -> bool:
    """Whether a record rests on sources, and on none that is published.

    Evidence drawn from an unpublished source is taken from it, whatever it supports.
    """
    if isinstance(record, Evidence) and record.drawn_from is not None:
        drawn = records[record.drawn_from]
        if isinstance(drawn, Source) and drawn.publication is not Publication.PUBLISHED:
            return True
    behind = [records[one] for one in sources_behind(record, records)]
    return bool(behind) and all(
        isinstance(one, Source) and one.publication is not Publication.PUBLISHED for one in behind
    )


def with_secrets(records: Iterable[Record]) -> list[Record]:
    """The records, with the secret word in every text of those that are secret."""
    held = {one.id: one for one in records}
    return [_told(one) if is_secret(one, held) else one for one in held.values()]


def _told(record: Record) -> Record:
    changed = {
        field.name: _with_secret(getattr(record, field.name))
        for field in fields_of(type(record))
        if field.name != "id" and field.mark(Links) is None
    }
    return attrs.evolve(record, **changed)


def _with_secret(value: Any) -> Any:
    """The value with the secret word in all its texts; what holds none, as it is."""
    match value:
        case str():
            return f"{value} {SECRET}"
        case StandardsSection():
            return attrs.evolve(value, name=f"{value.name} {SECRET}")
        case tuple():
            return tuple(map(_with_secret, value))
        case _:
            return value


def secret_tracker(tracker: lt.Tracker) -> lt.Tracker:
    """The same tracker, with the secret word wherever the public may not read."""
    network = tracker.view.network
    return lt.Tracker(with_secrets(network[one] for one in network), date=tracker.date)
