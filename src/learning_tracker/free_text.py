"""The free text that records hold, and the identifiers of people that it should not hold.

Nothing here repeats what it found: that would carry it into one more place.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

import attrs

from learning_tracker.fields import Checked, fields_of, once_per_kind
from learning_tracker.identifiers import Sort, find
from learning_tracker.kinds import Record
from learning_tracker.links import Links
from learning_tracker.looking import of_each
from learning_tracker.problems import Problem, warning
from learning_tracker.view import View


@attrs.frozen
class Mention:
    """A text of a record that seems to identify a person.

    Attributes:
        record: the record's id.
        place: the field, such as `statement` or `sections[0].name`.
        sort: what sort of identifier stands there.
    """

    record: str
    place: str
    sort: Sort


def texts_of(record: Record) -> Iterator[tuple[str, str]]:
    """Every text that a record holds, with its place: ids and links apart.

    >>> from learning_tracker.records import Agency
    >>> list(texts_of(Agency(id="icb", name="ICB", aliases=("NHS Riverton",), part_of="nhs")))
    [('note', ''), ('where', ''), ('name', 'ICB'), ('sector', ''), ('aliases[0]', 'NHS Riverton')]
    """
    for name in _written(type(record)):
        yield from _texts(name, getattr(record, name))


@once_per_kind
def _written(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a kind of record in which texts may stand."""
    fields = fields_of(kind)
    return tuple(one.name for one in fields if one.name != "id" and one.mark(Links) is None)


def _texts(place: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _texts(f"{place}[{number}]", _read_together(item))
    elif isinstance(value, Checked):
        for field in fields_of(type(value)):
            yield from _texts(f"{place}.{field.name}", getattr(value, field.name))


def _read_together(item: object) -> object:
    """A pair of texts as one: only with its name, "date of birth", does a date tell what it is."""
    match item:
        case (str() as name, str() as told):
            return f"{name}: {told}"
        case _:
            return item


def identifiers_in(records: Iterable[Record]) -> tuple[Mention, ...]:
    """Where the texts of records seem to identify people, in the records' order.

    Each sort is told once for each text. Names cannot be found: see `identifiers`.

    >>> from learning_tracker.records import Agency
    >>> for one in identifiers_in([Agency(id="icb", name="ICB", note="duty@riverton.example")]):
    ...     print(one.record, one.place, one.sort.label)
    icb note e-mail address
    """
    return tuple(
        Mention(record.id, place, sort)
        for record in records
        for place, text in texts_of(record)
        if text
        for sort in dict.fromkeys(found.sort for found in find(text))
    )


@of_each(Record)
def identifier_in_text(_: View, record: Record) -> Iterator[Problem]:
    """A text that seems to identify a person, by an NHS number, a date of birth or the like."""
    for place, there in groupby(identifiers_in((record,)), key=lambda one: one.place):
        sorts = ", ".join(one.sort.label for one in there)
        yield warning(
            "identifier-in-text",
            record.id,
            place,
            f"{record.id}: {place} seems to identify a person ({sorts}); take it out, and put a "
            "pseudonym or nothing in its place",
        )
