"""JSON to records: a list of actions, each with all its fields.

Looking for garbage is paused for all, as the library does when it reads a file.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

import attrs
from cattrs.preconf.json import make_converter

from data import OURS, Data, Entrant, Goal, Result
from learning_tracker import When
from learning_tracker.codec.straight import straight
from learning_tracker.pausing import collection_paused
from learning_tracker.vocabulary import Change
from peers import there

MOST = 20_000
STOCK = "stock cattrs, unknown keys refused"
LIMIT = "msgspec Struct"

TYPES: dict[str, Any] = {
    "kind": str,
    "id": str,
    "statement": str,
    "answers": tuple[str, ...],
    "themes": tuple[str, ...],
    "lead": str,
    "supporting": tuple[str, ...],
    "agreed_on": dt.date,
    "due_on": dt.date,
    "change": Change,
    "success_measure": str,
    "depends_on": tuple[str, ...],
    "where": str,
    "note": str,
}
"""The fields, as the peers know them. Where ours takes months and spans, they take a day."""


def measure(data: Data) -> Iterator[Result]:
    """Ours reads as a file is read, but for what is checked between records."""
    actions = [one for one in data.raw if one["kind"] == "action"][:MOST]
    content = json.dumps(actions, ensure_ascii=False).encode()
    entrants = {
        OURS: Entrant(lambda: _ours(content), answer=_values),
        STOCK: Entrant(_cattrs(content), answer=_values),
        "json.loads": Entrant(lambda: json.loads(content), answer=None),
        **(_msgspec(content) if there("msgspec") else {}),
        **(_pydantic(content) if there("pydantic") else {}),
    }
    yield data.race(
        "reading",
        "JSON to records: actions with all their fields",
        {name: attrs.evolve(one, run=_paused(one.run)) for name, one in entrants.items()},
        (
            Goal("at most stock cattrs", STOCK, 1.0),
            Goal("at most 8.5 times msgspec's Struct", LIMIT, 8.5),
        ),
    )


def _paused(run: Callable[[], Any]) -> Callable[[], Any]:
    def paused() -> Any:
        with collection_paused():
            return run()

    return paused


def _ours(content: bytes) -> list[Any]:
    return straight(content.decode())


def _values(made: list[Any]) -> list[tuple[Any, ...]]:
    return [tuple(_value(getattr(one, name)) for name in TYPES) for one in made]


def _value(value: Any) -> Any:
    if isinstance(value, When):
        return value.first
    return value.value if isinstance(value, Enum) else value


def _cattrs(content: bytes) -> Callable[[], Any]:
    plain = attrs.make_class(
        "Plain", {name: attrs.field(type=sort) for name, sort in TYPES.items()}, frozen=True
    )
    loads = make_converter(forbid_extra_keys=True, detailed_validation=True).loads
    return lambda: loads(content, list[plain])


def _msgspec(content: bytes) -> dict[str, Entrant]:
    import msgspec  # noqa: PLC0415 - only where it is installed

    struct = msgspec.defstruct("Struct", [*TYPES.items()], frozen=True, forbid_unknown_fields=True)
    plain = attrs.make_class(
        "Plain", {name: attrs.field(type=sort) for name, sort in TYPES.items()}, frozen=True
    )
    into_struct = msgspec.json.Decoder(list[struct]).decode
    into_attrs = msgspec.json.Decoder(list[plain]).decode
    return {
        LIMIT: Entrant(lambda: into_struct(content), answer=_values),
        "msgspec into attrs, unknown keys ignored": Entrant(
            lambda: into_attrs(content), answer=_values
        ),
    }


def _pydantic(content: bytes) -> dict[str, Entrant]:
    import pydantic  # noqa: PLC0415 - only where it is installed

    model = pydantic.create_model(
        "Model", __config__=pydantic.ConfigDict(extra="forbid", frozen=True), **TYPES
    )
    validate = pydantic.TypeAdapter(list[model]).validate_json
    return {"pydantic, unknown keys refused": Entrant(lambda: validate(content), answer=_values)}
