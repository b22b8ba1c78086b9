"""Mappings and text become records, or everything that is wrong with them is told."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from learning_tracker.codec.items import duplicates, links_between, read
from learning_tracker.codec.sentences import missing_key, shown, unknown_key, wrong_value
from learning_tracker.codec.straight import straight
from learning_tracker.codec.strict_json import parse, unicode
from learning_tracker.codec.writing import FORMAT, VERSION
from learning_tracker.errors import BrokenNetwork, DuplicateId, InvalidData, Misfit
from learning_tracker.kinds import Record
from learning_tracker.network import Network
from learning_tracker.pausing import collection_paused
from learning_tracker.problems import Problem, Problems, error
from learning_tracker.wording import quoted

_TOP = "top level"
_KEYS = ("format", "version", "records")


def from_text(text: str | bytes) -> tuple[Record, ...]:
    """The records of a file, from its text or its bytes in UTF-8.

    A text that cannot be taken for certain (cut off, or with a key twice) is refused
    before its records are looked at.

    Raises:
        InvalidData: something is wrong with it; the error holds all that is.
    """
    return network_of(text).records


def network_of(text: str | bytes) -> Network:
    """The records of a file as a network, from its text or its bytes in UTF-8; see `from_text`.

    Raises:
        InvalidData: something is wrong with it; the error holds all that is.
    """
    with collection_paused():
        found = straight_network(unicode(text))
        return Network(decode(parse(text))) if found is None else found


def straight_network(text: str) -> Network | None:
    """The network of a sound file, or None where only the exact way can tell what is wrong."""
    data = straight(text)
    if not isinstance(data, dict) or data.keys() != set(_KEYS):
        return None
    header, records = (data["format"], data["version"]), data["records"]
    if header != (FORMAT, VERSION) or type(data["version"]) is not int:
        return None
    if not isinstance(records, list) or not all(isinstance(one, Record) for one in records):
        return None
    try:
        return Network(records)
    except (DuplicateId, BrokenNetwork):
        return None


def straight_record(text: str) -> Record | None:
    """The record that a sound text holds, or None where only the exact way can tell."""
    found = straight(text)
    return found if isinstance(found, Record) else None


def decode(data: object) -> tuple[Record, ...]:
    """The records of a file, from its content as JSON decodes it.

    Raises:
        InvalidData: something is wrong with it; the error holds all that is.
    """
    with collection_paused():
        header = _header(data)
        items = [read(number, raw) for number, raw in enumerate(_raw_records(data))]
        own = chain.from_iterable(item.problems for item in items)
        problems = Problems(chain(header, own, duplicates(items), links_between(items)))
        if problems:
            raise InvalidData(problems)
        return tuple(item.record for item in items if item.record is not None)


def decode_one(data: object) -> Record:
    """One record, from its mapping as JSON decodes it; where its links lead is not looked at.

    Raises:
        InvalidData: something is wrong with it; the error holds all that is.
    """
    item = read(0, data)
    if item.record is None:
        raise InvalidData(Problems(item.problems))
    return item.record


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
        yield unknown_key("", "", key, "the file", _KEYS)
    for key in _KEYS:
        if key not in data:
            yield missing_key("", "", key, "file")
    if type(version) is not int or version != VERSION:
        yield wrong_value("", "version", Misfit(f"the number {VERSION}", version))
    if not isinstance(data.get("records", []), list):
        yield wrong_value("", "records", Misfit("a list of records", data["records"]))


def _not_a_tracker(data: object) -> Problem:
    begins = f'a file of this library begins with "format": "{FORMAT}"'
    if not isinstance(data, dict):
        sentence = f"{begins}, and this one holds {shown(data)}; check that it is the right file"
        return error("not-a-tracker", "", _TOP, sentence)
    came = f"has {shown(data['format'])} there" if "format" in data else "does not"
    sentence = f"{begins}, and this one {came}; check that it is the right file"
    return error("not-a-tracker", "", "format", sentence)


def _raw_records(data: Any) -> list[Any]:
    records = data.get("records")
    return records if isinstance(records, list) else []
