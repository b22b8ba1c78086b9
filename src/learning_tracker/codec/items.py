"""The records of a file as items: read as far as they can be, and looked at together.

One bad record does not hide the rest: it can be referred to, and its links are looked at.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import attrs
from cattrs.errors import ClassValidationError

from learning_tracker.codec.one_record import explained, id_of, is_id, structure
from learning_tracker.codec.sentences import hint, missing_key, wrong_value
from learning_tracker.errors import Misfit
from learning_tracker.integrity import Entry, Reference, integrity
from learning_tracker.kinds import Record, kinds
from learning_tracker.links import Link, links_of
from learning_tracker.problems import Problem, error
from learning_tracker.wording import near_misses, quoted

# Looking for near misses is slow; past these limits nobody would read them.
_HINTS = 20
_IDS_FOR_HINTS = 10_000


@attrs.frozen
class Item:
    """A record as it stands in a file, read as far as it can be.

    Attributes:
        place: where in the file.
        raw: what stands there, if it is an object.
        kind: its class, if its kind is known.
        id: its id, or "" where it has none that may stand.
        record: the record, if nothing is wrong with it.
    """

    place: str
    raw: Mapping[str, Any]
    kind: type[Record] | None
    id: str
    record: Record | None
    problems: tuple[Problem, ...]


def read(number: int, raw: object) -> Item:
    """The item that stands at a place in the list of records."""
    place = f"records[{number}]"
    if not isinstance(raw, dict):
        problem = wrong_value("", place, Misfit("an object with a kind and an id", raw))
        return Item(place, {}, None, "", None, (problem,))
    name = raw.get("kind")
    kind = kinds().get(name) if type(name) is str else None
    if kind is None:
        identifier = id_of(raw)
        return Item(place, raw, None, identifier, None, (_no_kind(identifier, place, raw),))
    return _read_as(kind, raw, place)


def _read_as(kind: type[Record], raw: dict[str, Any], place: str) -> Item:
    """The item with its record, or with all that is wrong with its fields."""
    fields = {str(key): value for key, value in raw.items() if key != "kind"}
    problems: list[Problem] = []
    if "id" not in fields:  # the constructor would mint one
        problems.append(missing_key("", place, "id", kind.kind))
    try:
        record = structure(kind)(fields, kind)
    except ClassValidationError as found:
        problems += explained(found, kind, fields, id_of(raw), place)
    if problems:
        return Item(place, raw, kind, id_of(raw), None, tuple(problems))
    return Item(place, raw, kind, record.id, record, ())


def _no_kind(identifier: str, place: str, raw: Mapping[str, Any]) -> Problem:
    if "kind" not in raw:
        return missing_key(identifier, place, "kind", "record")
    name = raw["kind"]
    if type(name) is not str:
        misfit = Misfit("the name of a kind of record", name)
        return wrong_value(identifier, f"{place}.kind", misfit)
    sentence = f"{quoted(name)} is not a kind of record{hint(name, tuple(kinds()), 'the kinds')}"
    return error("unknown-kind", identifier, f"{place}.kind", sentence)


def duplicates(items: Iterable[Item]) -> Iterator[Problem]:
    """A problem for each id that stands for a record already."""
    firsts: dict[str, Item] = {}
    for item in items:
        if item.id and (first := firsts.setdefault(item.id, item)) is not item:
            sentence = (
                f"the id {quoted(item.id)} stands for the record at {first.place} already; "
                "give one of the two another id"
            )
            yield error("duplicate-id", item.id, f"{item.place}.id", sentence)


def links_between(items: list[Item]) -> Iterator[Problem]:
    """What the network says of the links, as far as they can be read.

    An id that stands for something doubtful can be referred to: that problem is told
    where it lies, and the links to it are not to blame.
    """
    known: dict[str, type[Record] | None] = {}
    doubtful: set[str] = set()
    entries, owners = [], {}
    for item in items:
        is_first = item.id not in known
        if item.kind is None or known.setdefault(item.id, item.kind) is not item.kind:
            doubtful.add(item.id)
        if item.kind is not None:
            # White space: no id can be the same.
            name = item.id if item.id and is_first else f"the record at {item.place}"
            owners[name] = item.id
            entries.append(Entry(name, item.kind, item.place, tuple(_references(item))))
    sound = entries if not doubtful else [_without(doubtful, one) for one in entries]
    for problem in integrity(sound, known.get, _near(known)):
        yield attrs.evolve(problem, record=owners[problem.record])


def _references(item: Item) -> Iterator[Reference]:
    for link in links_of(item.kind):  # type: ignore[arg-type] # asked only where it is known
        for index, target in _held(link, item.raw):
            if item.record is not None or is_id(target):
                yield Reference(link, target, f"{item.place}.{link.field}{index}")


def _held(link: Link, raw: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a link holds as it stands in a file, each with its index."""
    value = raw.get(link.field)
    if not link.many:
        yield from () if value is None else [("", value)]
    elif isinstance(value, list | tuple):
        yield from ((f"[{number}]", one) for number, one in enumerate(value))


def _without(doubtful: set[str], entry: Entry) -> Entry:
    sure = (one for one in entry.references if one.target not in doubtful)
    return attrs.evolve(entry, references=tuple(sure))


def _near(known: Mapping[str, object]) -> Callable[[str], str]:
    """Near misses for the first few ids, of as many as can be compared in a moment."""
    candidates = [] if len(known) > _IDS_FOR_HINTS else [one for one in known if one]
    hints = chain([candidates] * _HINTS)
    return lambda identifier: near_misses(identifier, next(hints, []))
