"""Records as JSON without line breaks and blanks: what a database holds of each.

The text is that of what `writing.plain` gives, character by character, written without making
that first. As attrs and cattrs do, it writes a function for each kind of record and runs it:
2 microseconds a record, where taking it apart and encoding that needs 3.5, and encoding alone as
long as this; a fifth of the time of a bulk append.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from json.encoder import encode_basestring as text
from typing import Annotated, Any, get_args, get_origin

import attrs

from learning_tracker.codec.writing import CATTRS
from learning_tracker.dates import When
from learning_tracker.fields import fields_of, once_per_kind
from learning_tracker.kinds import Record

Writer = Callable[[Any], str]

# Made once: `json.dumps` would make one for each value.
_in_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def compact_record(record: Record) -> str:
    """A record as a file holds it, in JSON without line breaks and blanks.

    >>> from learning_tracker.records import Theme
    >>> compact_record(Theme(id="fathers", name="Fathers and male carers"))
    '{"kind":"theme","id":"fathers","name":"Fathers and male carers"}'
    """
    return _of_kind(type(record))(record)


@once_per_kind
def _of_kind(kind: type[Record]) -> Writer:
    return _object(kind, always="id", head=f'"kind":{text(kind.kind)}')


@attrs.frozen
class _Member:
    """A field as a member of an object.

    Attributes:
        name: its name.
        write: what writes its value.
        needed: whether it is written whatever its value.
        default: the value with which it is left out otherwise, or what makes that of a record.
        made: whether it is made of the record.
    """

    name: str
    write: Writer
    needed: bool
    default: Any
    made: bool

    def lines(self) -> Iterator[str]:
        """What adds it to the text of the record `one`."""
        value = f"one.{self.name}"
        default = f"default_{self.name}{'(one)' if self.made else ''}"
        added = f"members.append({f'{text(self.name)}:'!r} + write_{self.name}({value}))"
        if self.needed:
            yield f"    {added}"
        elif self.default is None:
            yield f"    if {value} is not None: {added}"
        else:  # most values are the default itself, and quickly told to be
            yield f"    if {value} is not {default} and {value} != {default}: {added}"


def _object(kind: type[Any], *, always: str = "", head: str = "") -> Writer:
    """What writes an attrs class as an object, without the fields that hold their default.

    Args:
        kind: the class.
        always: the name of a field that is written whatever it holds.
        head: a member that stands before all fields.
    """
    members = sorted(_members(kind, always), key=lambda one: not one.needed)
    lines = [
        "def written(one):",
        f"    members = {[head] if head else []!r}",
        *(line for one in members for line in one.lines()),
        "    return '{' + ','.join(members) + '}'",
    ]
    given: dict[str, Any] = {f"write_{one.name}": one.write for one in members}
    given |= {f"default_{one.name}": one.default for one in members}
    exec("\n".join(lines), given)  # noqa: S102 - of it only names of fields come from elsewhere
    return given["written"]  # type: ignore[no-any-return]


def _members(kind: type[Any], always: str) -> Iterator[_Member]:
    for field, declared in zip(fields_of(kind), attrs.fields(kind), strict=True):
        default: Any = declared.default
        needed = field.name == always or default is attrs.NOTHING
        made = isinstance(default, attrs.Factory) and default.takes_self  # type: ignore[arg-type] # typed as a function
        if isinstance(default, attrs.Factory):  # type: ignore[arg-type] # typed as a function
            default = default.factory if made else default.factory()
        yield _Member(field.name, _writer(field.annotation), needed, default, made)


def _writer(annotation: Any) -> Writer:
    """What writes a value of a field with this annotation."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is None:
        return _plain_writer(annotation)
    if origin is Annotated:
        return _writer(arguments[0])
    if origin is tuple:
        first, second = arguments
        return _list(_writer(first)) if second is Ellipsis else _pair(*map(_writer, arguments))
    (held,) = (one for one in arguments if one is not type(None))
    return _optional(_writer(held))


def _plain_writer(kind: type[Any]) -> Writer:
    """What writes a value that is neither a tuple nor one that may be lacking."""
    if kind in _WRITERS:
        return _WRITERS[kind]
    if issubclass(kind, Enum):
        return {member: _in_json(member.value) for member in kind}.__getitem__
    if attrs.has(kind):
        return _object(kind)
    return lambda value: _in_json(CATTRS.unstructure(value, kind))


def _date(on: When) -> str:
    return f'"{on.iso}"'


_WRITERS: Mapping[type[Any], Writer] = {str: text, When: _date}


def _list(item: Writer) -> Writer:
    return lambda values: f"[{','.join(map(item, values))}]"


def _pair(first: Writer, second: Writer) -> Writer:
    return lambda both: f"[{first(both[0])},{second(both[1])}]"


def _optional(held: Writer) -> Writer:
    return lambda value: "null" if value is None else held(value)
