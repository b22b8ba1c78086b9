"""Which fields of a record an agency's login is shown, and which it may fill in.

All of it follows from the fields that the records declare, and is a list of what is shown:
a field that a later version adds is not shown until access is granted anew.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args

import attrs

from learning_tracker.dates import When
from learning_tracker.fields import Field, Text, fields_of, of_children
from learning_tracker.kinds import Record, kinds
from learning_tracker.links import Link, class_names, links_of
from learning_tracker.records import (
    Action,
    Agency,
    Evidence,
    Measure,
    Partnership,
    Recommendation,
    Request,
    Response,
    Source,
    Theme,
    Update,
)
from learning_tracker.vocabulary import RULINGS

_WHOLE = (
    *(Partnership, Agency, Theme, Source),
    *(Recommendation, Response, Action, Request, Update, Evidence),
)
"""The kinds of which a record can be shown whole; the view `agency_revision` says which are."""

_IN_TITLE = (Source, Measure)
_ENTERED = (Update, Evidence)

_KEPT_BACK = {"note", "attributes"}
"""Notes are the business unit's own; the attributes of a source are a child's."""

_OF_A_RULING = {"action", "on", "by", "event", "due_on"}
"""What is shown of a ruling: not its words."""

_NOT_ENTERED = {"note", "meeting", "superseded_by"}
"""What is the business unit's to say, or a meeting's."""


@attrs.frozen
class Shown:
    """A field that is shown or filled in: a row of the table `agency_field`.

    Attributes:
        kind: the kind of record.
        manner: "whole", "title" (in title only), "ruling" (without its words) or "entered"
            (what an agency may fill in).
        field: the key in the record's body.
        holds: "id", "link", "links", "date", "word", "statement" (not blank), "text" or "other".
        choice: the words or, of links, the kinds of record to choose from.
        needed: whether a record of the kind cannot be without it.
    """

    kind: str
    manner: str
    field: str
    holds: str
    choice: tuple[str, ...] = ()
    needed: bool = False


def shown_fields() -> tuple[Shown, ...]:
    """Every field that an agency's login is shown or may fill in, from the registry of kinds."""
    return tuple(row for kind in kinds().values() for row in _rows(kind))


def _rows(kind: type[Record]) -> Iterator[Shown]:
    for manner, fields in _manners(kind):
        yield Shown(kind.kind, manner, "kind", "word", (kind.kind,), needed=True)
        yield Shown(kind.kind, manner, "id", "id", needed=True)
        yield from (_row(kind, manner, field) for field in fields)


def _manners(kind: type[Record]) -> Iterator[tuple[str, list[Field]]]:
    """The manners in which a kind is shown or entered, each with its fields."""
    fields = [field for field in fields_of(kind) if field.name != "id"]
    if issubclass(kind, _WHOLE):
        yield "whole", [one for one in fields if not _kept_back(one)]
    if issubclass(kind, _IN_TITLE):
        yield "title", [one for one in fields if _needed(kind, one) or one.name == "publication"]
    if issubclass(kind, Update):
        yield "ruling", [one for one in fields if one.name in _OF_A_RULING]
    if issubclass(kind, _ENTERED):
        yield "entered", [one for one in fields if one.name not in _NOT_ENTERED]


def _kept_back(field: Field) -> bool:
    return field.name in _KEPT_BACK or field.mark(of_children) is not None


def _needed(kind: type[Record], field: Field) -> bool:
    return attrs.fields_dict(kind)[field.name].default is attrs.NOTHING


def _row(kind: type[Record], manner: str, field: Field) -> Shown:
    needed = _needed(kind, field)
    link = next((one for one in links_of(kind) if one.field == field.name), None)
    if link is None:
        return Shown(kind.kind, manner, field.name, *_held(field), needed)
    # What an agency enters is about its actions, whatever else the unit may link it with.
    about_actions = manner == "entered" and "Action" in link.declared.targets
    choice = (Action.kind,) if about_actions else _targets(link)
    holds = "links" if link.many else "link"
    return Shown(kind.kind, manner, field.name, holds, choice, needed or about_actions)


def _targets(link: Link) -> tuple[str, ...]:
    allowed = set(link.declared.targets)
    return tuple(sorted(name for name, kind in kinds().items() if class_names(kind) & allowed))


def _held(field: Field) -> tuple[str, tuple[str, ...]]:
    """What a field without links holds, and the words to choose from."""
    if field.annotation is Text:
        return "statement", ()
    held = _bare(field.annotation)
    if isinstance(held, type) and issubclass(held, Enum):
        return "word", tuple(str(one.value) for one in held if one not in RULINGS)
    return {When: "date", str: "text"}.get(held, "other"), ()


def _bare(annotation: Any) -> Any:
    """The type of a field without its marks, and without None."""
    if hasattr(annotation, "__metadata__"):
        return _bare(get_args(annotation)[0])
    held = [one for one in get_args(annotation) if one is not type(None)]
    return held[0] if len(held) < len(get_args(annotation)) else annotation
