"""What a field of a record can be filled with from a cell."""

from enum import Enum
from typing import Annotated, Any, get_args, get_origin

import attrs

from learning_tracker.dates import When
from learning_tracker.fields import Field, fields_of, once_per_kind
from learning_tracker.links import Link, links_of


class Holds(Enum):
    """What a field holds, each value of it where it holds several."""

    TEXT = "text"
    DATE = "a date"
    WORD = "a word of a list"
    WHOLE = "a whole number"
    NUMBER = "a number"
    LINK = "another record"
    PARTS = "what no single cell can hold"


_PLAIN = {str: Holds.TEXT, When: Holds.DATE, int: Holds.WHOLE, float: Holds.NUMBER}


@attrs.frozen
class Fillable:
    """A field of a kind of record, as a mapping sees it.

    Attributes:
        field: the field.
        holds: what each of its values is.
        many: whether it holds several.
        required: whether no record can be without it.
        words: the list of words, where it holds one of a list.
        link: where its ids lead, if it holds ids.
    """

    field: Field
    holds: Holds
    many: bool
    required: bool
    words: type[Enum] | None
    link: Link | None


@once_per_kind
def fillable(kind: type[Any]) -> dict[str, Fillable]:
    """The fields of a kind of record by name, its id apart."""
    linked = {link.field: link for link in links_of(kind)}
    required = {one.name for one in attrs.fields(kind) if one.default is attrs.NOTHING}
    return {
        field.name: _seen(field, linked.get(field.name), required=field.name in required)
        for field in fields_of(kind)
        if field.name != "id"
    }


def _seen(field: Field, link: Link | None, *, required: bool) -> Fillable:
    bare = _bare(field.annotation)
    many = get_origin(bare) is tuple
    held = _bare(get_args(bare)[0]) if many else bare
    words = held if isinstance(held, type) and issubclass(held, Enum) else None
    holds = Holds.LINK if link else Holds.WORD if words else _PLAIN.get(held, Holds.PARTS)
    return Fillable(field, holds, many, required, words, link)


def _bare(annotation: Any) -> Any:
    """The type without its marks, and without None beside it."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) is tuple:
        return annotation
    several = [one for one in get_args(annotation) if one is not type(None)]
    return _bare(several[0]) if several else annotation
