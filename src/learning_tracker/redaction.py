"""Taking out a text: what may be taken out of what, and what stands there then.

Nothing here, and no message, repeats the text.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import attrs

from learning_tracker.errors import CannotBeRedacted
from learning_tracker.fields import Checked, fields_of
from learning_tracker.kinds import Record
from learning_tracker.links import Links
from learning_tracker.revisions import Revision

REDACTED = "[redacted]"
"""What stands in the place of a text that was taken out."""

BY = "by"
"""What stands for the field where who made a change, or a redaction, is taken out."""

SAID = (BY, "why")
"""What can be taken out of a change, and out of a redaction: who made it, and the reason."""

_SHORT = 4
"""A text of fewer characters is in another only if it is a word of it."""


class Of(Enum):
    """What a text can be taken out of."""

    RECORD = "record"
    CHANGE = "change"
    REDACTION = "redaction"


@attrs.frozen
class Target:
    """What is to be taken out.

    Attributes:
        of: out of what.
        id: its id; a redaction's is its name.
        field: the field; of a change or a redaction, one of `SAID`.
    """

    of: Of
    id: str
    field: str

    def among(self, redactions: Iterable["Redaction"]) -> "Redaction | None":
        """The redaction out of which it is to be taken; None if that is none of them."""
        meant = (one for one in redactions if (self.of, self.id) == (Of.REDACTION, one.name))
        return next(meant, None)


@attrs.frozen
class Redaction:
    """That a text was taken out of a record with all its revisions, a change or a redaction.

    Attributes:
        number: its place among the redactions of the tracker, from 1.
        at: when, in UTC.
        id: the id of the record or of the change; the name of the redaction.
        field: the field; of a change or a redaction, "by" is who made it and "why" the reason.
        by: who took it out.
        why: the reason.
        revisions: how many revisions were rewritten.
    """

    number: int
    at: dt.datetime
    id: str
    field: str
    by: str
    why: str
    revisions: int

    @property
    def name(self) -> str:
        """By what it is called where a text is to be taken out of it."""
        return f"{Of.REDACTION.value}-{self.number}"

    @property
    def reason(self) -> str:
        """What the history says of the revision that it leaves."""
        return f"{self.field} redacted: {self.why}"

    def is_told_by(self, revision: Revision) -> bool:
        """Whether a revision is the one that it left, with its author and its reason."""
        return (revision.at, revision.id) == (self.at, self.id)

    def without(self, field: str) -> "Redaction":
        """The redaction without its author or its reason."""
        change: dict[str, Any] = {field: REDACTED}
        return attrs.evolve(self, **change)


def may_be_redacted(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a kind from which a text can be taken out: ids and links apart.

    >>> from learning_tracker.records import Agency
    >>> may_be_redacted(Agency)
    ('note', 'where', 'name', 'sector', 'aliases')
    """
    return tuple(
        field.name
        for field in fields_of(kind)
        if field.name != "id" and field.mark(Links) is None and _holds_text(field.annotation)
    )


def _holds_text(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _holds_text(get_args(annotation)[0])
    if origin in {tuple, Union, UnionType}:
        return any(map(_holds_text, get_args(annotation)))
    if not isinstance(annotation, type) or issubclass(annotation, Enum):
        return False
    if issubclass(annotation, Checked):
        return any(_holds_text(field.annotation) for field in fields_of(annotation))
    return issubclass(annotation, str)


def without_text(record: Record, field: str) -> Record:
    """The record with every text of a field taken out; the rest of it stays.

    >>> from learning_tracker.records import Agency
    >>> without_text(Agency(id="icb", name="ICB", aliases=("NHS",)), "aliases").aliases
    ('[redacted]',)
    """
    if field not in may_be_redacted(type(record)):
        return record  # under this id there was once a record of another kind
    change: dict[str, Any] = {field: _taken_out(getattr(record, field))}
    return attrs.evolve(record, **change)


def _taken_out(value: object) -> object:
    if isinstance(value, str):
        return REDACTED if value else value
    if isinstance(value, tuple):
        return tuple(map(_taken_out, value))
    if isinstance(value, Checked):
        names = [field.name for field in fields_of(type(value))]
        parts = {one: _taken_out(getattr(value, one)) for one in names}
        return type(value)(**parts)
    return value


def texts_in(value: object) -> Iterator[str]:
    """The texts that a value holds and that were not taken out already."""
    if isinstance(value, str):
        if value.strip() and value != REDACTED:
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, Checked):
        for field in fields_of(type(value)):
            yield from texts_in(getattr(value, field.name))


def repeats(text: str, others: Iterable[str]) -> bool:
    """Whether a text repeats one of the others, whatever their capitals and line breaks.

    >>> repeats("a note on JANE  DOE", ["Jane Doe"]), repeats("a name", ["am"])
    (True, False)
    """
    within = _plain(text)
    return any(
        (f" {one} " in f" {within} " if len(one) < _SHORT else one in within)
        for one in map(_plain, others)
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def must_be_redactable(kind: type[Record], field: str) -> None:
    """See that a field of a kind is one from which a text can be taken out.

    Raises:
        CannotBeRedacted: it is not.
    """
    if field in (known := may_be_redacted(kind)):
        return
    raise CannotBeRedacted(f"{field} of a record of kind {kind.kind}", known)
