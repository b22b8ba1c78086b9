"""JSON read strictly: what it leaves open, or Python's reader takes anyway, is refused.

Every refusal names its place: a line and a column, or where in the data.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from learning_tracker.codec.sentences import joined
from learning_tracker.errors import InvalidData
from learning_tracker.problems import Problem, Problems, error
from learning_tracker.wording import quoted

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


def parse(text: str | bytes) -> Any:
    """The data in a text, or in its bytes in UTF-8.

    Raises:
        InvalidData: it is not JSON, an object has a key twice, or Python cannot hold it.
    """
    return _parsed(unicode(text))


def unicode(text: str | bytes) -> str:
    """A text, or the text in bytes in UTF-8, without the mark that some programs put first.

    Raises:
        InvalidData: the bytes are not in UTF-8.
    """
    return (text if isinstance(text, str) else _decoded(text)).removeprefix(_BYTE_ORDER_MARK)


def _decoded(text: bytes) -> str:
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
    if not text[: found.pos].strip():
        sentence = (
            "the file is no tracker: it does not begin as JSON does; check which file it is, or "
            "take in a spreadsheet with learning-tracker import"
        )
        return _refused("not-json", _line_and_column(text, found.pos), sentence)
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
            yield error("duplicate-key", "", joined(place, key), sentence)
        if depth < _DEEP_ENOUGH:
            within = [(_at(place, key), one, depth + 1) for key, one in _members(value)]
            ahead += reversed(within)


def _members(value: object) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def _at(place: str, key: str | int) -> str:
    return joined(place, key) if isinstance(key, str) else f"{place}[{key}]"
