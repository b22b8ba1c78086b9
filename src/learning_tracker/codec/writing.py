"""Records become mappings and text.

cattrs takes the records apart: defaults are left out, words stand by their value, dates in
ISO 8601, parts as objects.
"""

import json
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn, override

from learning_tracker.dates import When
from learning_tracker.fields import once_per_kind
from learning_tracker.kinds import Record

FORMAT = "learning-tracker"
VERSION = 1

# From this whole number on, a float is no longer told from its neighbours.
_EXACT = 2**53


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


def compact(value: Any) -> str:
    """A value, as `plain` gives it, in JSON without line breaks and blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _converter() -> Converter:
    made = Converter(omit_if_default=True, unstruct_collection_overrides={tuple: list})
    made.register_unstructure_hook(When, attrgetter("iso"))
    made.register_unstructure_hook(float, _number)
    return made


def _number(value: float) -> float:
    """5.0 and 5 are equal and must give the same text."""
    return int(value) if abs(value) < _EXACT and value == int(value) else value


CATTRS = _converter()


@once_per_kind
def _unstructure(kind: type[Any]) -> Callable[[Any], dict[str, Any]]:
    return make_dict_unstructure_fn(
        kind, CATTRS, _cattrs_omit_if_default=True, id=override(omit_if_default=False)
    )
