"""The file format: records become mappings and text, and mappings and text become records.

cattrs sees to the keys and gathers what is wrong. Each value passes through the
converter of its own field, as in the record's constructor, so that nothing is coerced
on the way. Whatever is wrong with a file is told at once, and then nothing is loaded.
"""

import gc
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Annotated, Any, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from learning_tracker.dates import When
from learning_tracker.errors import InvalidData, InvalidField, Misfit, near_misses, quoted
from learning_tracker.fields import Checked, Identifier, converter, fields_of, once_per_kind
from learning_tracker.kinds import Record, check_ids, kinds
from learning_tracker.links import Link, links_of
from learning_tracker.network import Entry, Reference, integrity
from learning_tracker.problems import Problem, Problems, error

FORMAT = "learning-tracker"
VERSION = 1

_TOP = "top level"
_KEYS = ("format", "version", "records")
# Deeper than this no field holds anything, so what lies deeper is refused as a value.
_DEEP_ENOUGH = 12
_BYTE_ORDER_MARK = "\ufeff"
_SIGNATURES = {
    b"PK\x03\x04": "an Excel, Word or zip file",
    b"SQLite format 3\x00": "an SQLite database",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}
_TEXT = r'"(?:[^"\\]|\\.)*+"'
_LONG_NUMBER = re.compile(rf"{_TEXT}|-?\d{{640,}}", re.DOTALL)
_BRACKET = re.compile(rf"{_TEXT}|[\[\]{{}}]", re.DOTALL)
# A word, a number or an escape that goes no further than the file.
_END = re.compile(r"[-+.\w\\]{0,12}\s*")
# Looking for near misses is slow; past these limits nobody would read them.
_HINTS = 20
_IDS_FOR_HINTS = 10_000
_LONGEST_KEY = 40
# From this whole number on, a float is no longer told from its neighbours.
_EXACT = 2**53


# Records to text


def plain(record: Record) -> dict[str, Any]:
    """The record as it stands in a file: kind and id first, defaults left out.

    >>> from learning_tracker.records import Theme
    >>> plain(Theme(id="fathers", name="Fathers and male carers"))
    {'kind': 'theme', 'id': 'fathers', 'name': 'Fathers and male carers'}
    """
    return {"kind": record.kind, **_unstructure(type(record))(record)}


def encode(records: Iterable[Record]) -> dict[str, Any]:
    """The records as the content of a file, in order of kind, then id."""
    in_order = sorted(records, key=attrgetter("kind", "id"))
    return {"format": FORMAT, "version": VERSION, "records": [plain(one) for one in in_order]}


def to_text(records: Iterable[Record]) -> str:
    """The records as the text of a file: the same records, in any order, give the same text."""
    return json.dumps(encode(records), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _converter() -> Converter:
    made = Converter(omit_if_default=True, unstruct_collection_overrides={tuple: list})
    made.register_unstructure_hook(When, attrgetter("iso"))
    made.register_unstructure_hook(float, _number)
    return made


def _number(value: float) -> float:
    """5.0 and 5 are equal and must give the same text."""
    return int(value) if abs(value) < _EXACT and value == int(value) else value


_CATTRS = _converter()


@once_per_kind
def _unstructure(kind: type[Any]) -> Callable[[Any], dict[str, Any]]:
    return make_dict_unstructure_fn(
        kind, _CATTRS, _cattrs_omit_if_default=True, id=override(omit_if_default=False)
    )


@once_per_kind
def _structure(kind: type[Any]) -> Callable[[Any, Any], Any]:
    """Made once per kind, when it is first met: a kind may be defined at any time."""
    hooks = {
        field.name: override(struct_hook=_ignoring_type(field.convert)) for field in fields_of(kind)
    }
    return make_dict_structure_fn(
        kind,
        _CATTRS,
        _cattrs_forbid_extra_keys=True,
        _cattrs_detailed_validation=True,
        **hooks,  # type: ignore[arg-type] # they are overrides, not the flags before them
    )


def _ignoring_type(convert: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, _: convert(value)


# Mappings to records


def decode(data: object) -> tuple[Record, ...]:
    """The records of a file, from its content as JSON decodes it.

    Raises:
        InvalidData: something is wrong with it; the error holds all that is.
    """
    with _collection_paused():
        header = _header(data)
        items = [_read(number, raw) for number, raw in enumerate(_raw_records(data))]
        own = chain.from_iterable(item.problems for item in items)
        problems = Problems(chain(header, own, _duplicates(items), _integrity(items)))
        if problems:
            raise InvalidData(problems)
        return tuple(item.record for item in items if item.record is not None)


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Looking for garbage triples the time of a bulk load, and there is none to find."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _header(data: object) -> list[Problem]:
    """What is wrong around the records.

    Raises:
        InvalidData: what lies inside can mean anything.
    """
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InvalidData(Problems([_not_a_tracker(data)]))
    version = data.get("version", VERSION)
    if type(version) is int and version > VERSION:
        sentence = (
            f"the file is of version {quoted(version)}; this library reads version {VERSION}; "
            "upgrade it (pip install --upgrade learning-tracker)"
        )
        raise InvalidData(Problems([error("newer-version", "", "version", sentence)]))
    return [*_header_problems(data, version)]


def _header_problems(data: Mapping[Any, Any], version: object) -> Iterator[Problem]:
    for key in sorted(set(data) - set(_KEYS), key=str):
        yield _unknown_key("", "", key, "the file", _KEYS)
    for key in _KEYS:
        if key not in data:
            yield _missing_key("", "", key, "file")
    if type(version) is not int or version != VERSION:
        yield _wrong_value("", "version", Misfit(f"the number {VERSION}", version))
    if not isinstance(data.get("records", []), list):
        yield _wrong_value("", "records", Misfit("a list of records", data["records"]))


def _not_a_tracker(data: object) -> Problem:
    begins = f'a file of this library begins with "format": "{FORMAT}"'
    if not isinstance(data, dict):
        sentence = f"{begins}, and this one holds {_found(data)}; check that it is the right file"
        return error("not-a-tracker", "", _TOP, sentence)
    came = f"has {_found(data['format'])} there" if "format" in data else "does not"
    sentence = f"{begins}, and this one {came}; check that it is the right file"
    return error("not-a-tracker", "", "format", sentence)


def _raw_records(data: Any) -> list[Any]:
    records = data.get("records")
    return records if isinstance(records, list) else []


@attrs.frozen
class _Item:
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


def _read(number: int, raw: object) -> _Item:
    place = f"records[{number}]"
    if not isinstance(raw, dict):
        problem = _wrong_value("", place, Misfit("an object with a kind and an id", raw))
        return _Item(place, {}, None, "", None, (problem,))
    name = raw.get("kind")
    kind = kinds().get(name) if type(name) is str else None
    if kind is None:
        identifier = _id_of(raw)
        return _Item(place, raw, None, identifier, None, (_no_kind(identifier, place, raw),))
    return _read_as(kind, raw, place)


def _read_as(kind: type[Record], raw: dict[str, Any], place: str) -> _Item:
    """The item with its record, or with all that is wrong with its fields."""
    fields = {key: value for key, value in raw.items() if key != "kind"}
    problems: list[Problem] = []
    if "id" not in fields:  # the constructor would mint one
        problems.append(_missing_key("", place, "id", kind.kind))
    try:
        record = _structure(kind)(fields, kind)
    except ClassValidationError as found:
        problems += _explained(found, kind, fields, _id_of(raw), place)
    if problems:
        return _Item(place, raw, kind, _id_of(raw), None, tuple(problems))
    return _Item(place, raw, kind, record.id, record, ())


def _id_of(raw: Mapping[str, Any]) -> str:
    """The id that stands there, or "" if it cannot be one."""
    identifier = raw.get("id")
    return identifier if isinstance(identifier, str) and _is_id(identifier) else ""


def _is_id(value: object) -> bool:
    try:
        converter(Identifier)(value)
    except Misfit:
        return False
    return True


def _no_kind(identifier: str, place: str, raw: Mapping[str, Any]) -> Problem:
    if "kind" not in raw:
        return _missing_key(identifier, place, "kind", "record")
    name = raw["kind"]
    if type(name) is not str:
        misfit = Misfit("the name of a kind of record", name)
        return _wrong_value(identifier, f"{place}.kind", misfit)
    sentence = f"{quoted(name)} is not a kind of record{_hint(name, tuple(kinds()), 'the kinds')}"
    return error("unknown-kind", identifier, f"{place}.kind", sentence)


# Text to mappings


def from_text(text: str | bytes) -> tuple[Record, ...]:
    """The records of a file, from its text or its bytes in UTF-8.

    A text that cannot be taken for certain (cut off, or with a key twice) is refused
    before its records are looked at.

    Raises:
        InvalidData: something is wrong with it; the error holds all that is.
    """
    with _collection_paused():
        return decode(_parsed(_unicode(text).removeprefix(_BYTE_ORDER_MARK)))


def _unicode(text: str | bytes) -> str:
    if isinstance(text, str):
        return text
    for signature, what in _SIGNATURES.items():
        if text.startswith(signature):
            sentence = f"the file is {what}, and JSON in UTF-8 is needed; check which file it is"
            raise _refused("not-json", "line 1, column 1", sentence)
    try:
        return text.decode()
    except UnicodeDecodeError as found:
        before = text[: found.start].decode()
        if found.reason == "unexpected end of data":
            raise _cut_off(before, len(before)) from None
        sentence = "the file is not text in UTF-8 from here on; save it again in UTF-8"
        raise _refused("not-utf-8", _line_and_column(before, len(before)), sentence) from None


def _parsed(text: str) -> Any:
    repeating: list[_Repeating] = []

    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) == len(pairs):
            return made
        repeating.append(_Repeating(pairs))
        return repeating[-1]

    try:
        data = json.loads(text, object_pairs_hook=mapping)
    except json.JSONDecodeError as found:
        raise _not_json(text, found) from None
    except ValueError:  # Python's own limit
        sentence = "no field holds a number as long as this; correct it"
        raise _refused("huge-number", _long_number(text), sentence) from None
    except RecursionError:
        sentence = "lists and objects lie within each other, deeper than any field's; correct it"
        raise _refused("too-deep", _deepest(text), sentence) from None
    if repeating and (problems := Problems(_repeated(data))):
        raise InvalidData(problems)
    return data


def _not_json(text: str, found: json.JSONDecodeError) -> InvalidData:
    if not text.strip():
        sentence = "the file is empty; check that it is the right file"
        return _refused("empty-file", "line 1, column 1", sentence)
    if found.msg.startswith("Unterminated string") or _END.fullmatch(text, found.pos):
        return _cut_off(text, found.pos)
    sentence = f"this is not JSON from here on ({found.msg}); correct it, or take an earlier copy"
    return _refused("not-json", _line_and_column(text, found.pos), sentence)


def _cut_off(text: str, position: int) -> InvalidData:
    sentence = "the file ends in the middle of what begins here; take an earlier copy"
    return _refused("cut-off", _line_and_column(text, position), sentence)


def _refused(code: str, place: str, sentence: str) -> InvalidData:
    return InvalidData(Problems([error(code, "", place, sentence)]))


def _line_and_column(text: str, position: int) -> str:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return f"line {line}, column {column}"


def _long_number(text: str) -> str:
    """Where a number stands that Python declines to read."""
    starts = (one.start() for one in _outside_texts(_LONG_NUMBER, text))
    return _line_and_column(text, next(starts, 0))


def _deepest(text: str) -> str:
    """Where a list or object opens that lies deeper than any field can hold it."""
    depth = position = 0
    for found in _outside_texts(_BRACKET, text):
        depth += 1 if found.group() in "[{" else -1
        if depth > _DEEP_ENOUGH:
            position = found.start()
            break
    return _line_and_column(text, position)


def _outside_texts(token: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    return (one for one in token.finditer(text) if not one.group().startswith('"'))


class _Repeating(dict[str, Any]):
    """An object that had a key more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(key for key, _ in pairs)
        self.twice = sorted(key for key, times in counts.items() if times > 1)


def _repeated(data: object) -> Iterator[Problem]:
    """A problem for each key that stands twice in an object, where a field may hold one."""
    ahead = [("", data, 0)]
    while ahead:
        place, value, depth = ahead.pop()
        for key in getattr(value, "twice", ()):
            sentence = f"the key {quoted(key)} stands more than once here; leave one of them"
            yield error("duplicate-key", "", _joined(place, key), sentence)
        if depth < _DEEP_ENOUGH:
            within = [(_at(place, key), one, depth + 1) for key, one in _members(value)]
            ahead += reversed(within)


def _members(value: object) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def _at(place: str, key: str | int) -> str:
    return _joined(place, key) if isinstance(key, str) else f"{place}[{key}]"


# What is wrong with one record


def _explained(
    found: ClassValidationError, kind: type[Any], raw: Mapping[str, Any], record: str, place: str
) -> Iterator[Problem]:
    """The problems behind what cattrs has gathered of a record, or of a part of one."""
    annotations = {field.name: field.annotation for field in fields_of(kind)}
    of_fields, others = found.group_exceptions()
    for cause, note in of_fields:
        within = _joined(place, note.name)
        if isinstance(cause, Misfit):
            yield from _misfits(annotations[note.name], raw[note.name], record, within, cause)
        else:
            yield _missing_key(record, place, note.name, _name(kind))
    for other in others:
        if isinstance(other, InvalidField):
            yield _wrong_value(record, _joined(place, other.field), other.misfit)
        elif isinstance(other, ForbiddenExtraKeysError):
            for key in sorted(other.extra_fields, key=str):
                yield _unknown_key(record, place, key, _name(kind), annotations)
        else:
            raise other
    if not any(isinstance(other, InvalidField) for other in others):
        yield from _uncounted_ids(kind, raw, record, place)


def _misfits(
    annotation: Any, value: Any, record: str, place: str, first: Misfit
) -> Iterator[Problem]:
    """Everything in a value that does not fit, where its converter stops at the first."""
    found = [*_misfits_within(_bare(annotation), value, record, place)]
    yield from found or [_wrong_value(record, place, first)]


def _misfits_within(bare: Any, value: Any, record: str, place: str) -> Iterator[Problem]:
    if isinstance(bare, type) and issubclass(bare, Checked) and isinstance(value, dict):
        try:
            _structure(bare)(value, bare)
        except ClassValidationError as found:
            yield from _explained(found, bare, value, record, place)
    elif get_origin(bare) is tuple and isinstance(value, list | tuple):
        held, rest = get_args(bare)
        if rest is Ellipsis:
            for number, one in enumerate(value):
                try:
                    converter(held)(one)
                except Misfit as misfit:
                    yield from _misfits(held, one, record, f"{place}[{number}]", misfit)


def _bare(annotation: Any) -> Any:
    """The type of a field without its marks."""
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _uncounted_ids(
    kind: type[Any], raw: Mapping[str, Any], record: str, place: str
) -> Iterator[Problem]:
    """What the constructor, never reached, would have said of the number of ids in a link."""
    for link in links_of(kind):
        ids = raw.get(link.field)
        if link.many and isinstance(ids, list | tuple) and all(map(_is_id, ids)):
            try:
                check_ids(kind, link, tuple(ids))
            except InvalidField as found:
                yield _wrong_value(record, _joined(place, link.field), found.misfit)


def _name(kind: type[Any]) -> str:
    return kind.kind if issubclass(kind, Record) else kind.__name__


# What is wrong between records


def _duplicates(items: Iterable[_Item]) -> Iterator[Problem]:
    firsts: dict[str, _Item] = {}
    for item in items:
        if item.id and (first := firsts.setdefault(item.id, item)) is not item:
            sentence = (
                f"the id {quoted(item.id)} stands for the record at {first.place} already; "
                "give one of the two another id"
            )
            yield error("duplicate-id", item.id, f"{item.place}.id", sentence)


def _integrity(items: list[_Item]) -> Iterator[Problem]:
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


def _references(item: _Item) -> Iterator[Reference]:
    for link in links_of(item.kind):  # type: ignore[arg-type] # asked only where it is known
        for index, target in _held(link, item.raw):
            if item.record is not None or _is_id(target):
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


# The sentences


def _wrong_value(record: str, place: str, misfit: Misfit) -> Problem:
    or_not = ", or leave the key out if the field can be empty" if misfit.value is None else ""
    sentence = f"expected {misfit.expected}, found {_found(misfit.value)}; correct it{or_not}"
    return error("wrong-value", record, place + misfit.place, sentence)


def _missing_key(record: str, place: str, key: str, needing: str) -> Problem:
    sentence = f'"{key}" is missing, and every {needing} needs it; add it'
    return error("missing-key", record, _joined(place, key), sentence)


def _unknown_key(record: str, place: str, key: object, owner: str, names: Iterable[str]) -> Problem:
    hint = _hint(str(key), tuple(names), "its keys")
    sentence = f"{quoted(key)} is not a key of {owner}{hint}"
    return error("unknown-key", record, _joined(place, key), sentence)


def _joined(place: str, key: object) -> str:
    if isinstance(key, str) and key.isidentifier() and len(key) <= _LONGEST_KEY:
        return f"{place}.{key}" if place else key
    return f"{place}[{quoted(key)}]"


@lru_cache(maxsize=256)
def _hint(word: str, known: tuple[str, ...], these: str) -> str:
    return near_misses(word[:100], known) or f"; {these} are {', '.join(known)}"


def _found(value: object) -> str:
    """What came, as it is written in JSON."""
    if value is None or isinstance(value, bool | float):
        return json.dumps(value)
    return quoted(value)
