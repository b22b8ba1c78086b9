"""How records refer to each other: declared in a field's annotation, and nowhere else.

    themes: Annotated[tuple[Identifier, ...], Links(Relation.ABOUT, "Theme")] = ()

From these declarations follow the integrity checks, the edges of the graph, the
reverse look-ups and the diagram in the documents.
"""

from collections.abc import Iterator
from enum import Enum
from inspect import get_annotations
from typing import Any, get_args, get_origin

import attrs

from learning_tracker.fields import fields_of, once_per_kind


class Relation(Enum):
    """What one record has to do with another: the label of an edge."""

    ABOUT = "about"
    ADDRESSED_TO = "addressed_to"
    ANSWERS = "answers"
    ARISES_FROM = "arises_from"
    ASKED_OF = "asked_of"
    ASKS_ABOUT = "asks_about"
    AT_MEETING = "at_meeting"
    BELONGS_TO = "belongs_to"
    BROADER = "broader"
    BY = "by"
    CONCERNS = "concerns"
    DEPENDS_ON = "depends_on"
    DRAWN_FROM = "drawn_from"
    LED_BY = "led_by"
    MADE_BY = "made_by"
    MATCHES = "matches"
    OF = "of"
    OWNED_BY = "owned_by"
    PART_OF = "part_of"
    RAISED_BY = "raised_by"
    REPEATS = "repeats"
    RESPONDS_TO = "responds_to"
    RESTS_ON = "rests_on"
    SPREADS = "spreads"
    SUCCEEDED_BY = "succeeded_by"
    SUPERSEDED_BY = "superseded_by"
    SUPPORTED_BY = "supported_by"
    SUPPORTS = "supports"
    UPDATES = "updates"


MAY_RUN_IN_CIRCLES = frozenset({Relation.MATCHES})
"""The relations in which a chain may come back to where it began."""


@attrs.frozen(init=False)
class Links:
    """Marks a field whose ids refer to other records.

    Attributes:
        relation: what the record has to do with those it refers to.
        targets: names of the classes of record that may stand at the other end;
            `Source` admits every kind of source, `Record` every kind.
        thread: whether the link is part of a thread (source, finding,
            recommendation, action, update and evidence, later finding).
        hangs: whether a record without a date of its own is dated by what this
            link refers to. Threads do, unless it is said that they do not.
        rests: whether what the record tells was taken from what this link refers to, so
            that the public may not read it where it may read none of them. Threads do,
            unless it is said that they do not.
        at_least: how many ids the field must hold.
    """

    relation: Relation
    targets: tuple[str, ...]
    thread: bool
    hangs: bool
    rests: bool
    at_least: int

    def __init__(
        self,
        relation: Relation,
        *targets: str,
        thread: bool = False,
        hangs: bool | None = None,
        rests: bool | None = None,
        at_least: int = 0,
    ) -> None:
        hangs = thread if hangs is None else hangs
        rests = thread if rests is None else rests
        self.__attrs_init__(relation, targets, thread, hangs, rests, at_least)


@attrs.frozen
class Link:
    """A declared link, seen from the kind of record that declares it.

    Attributes:
        owner: the name of the class that declares it; classes below have it too.
        field: the name of the field that holds the ids.
        many: whether it holds a tuple of ids or one.
        required: whether a record of this kind cannot be without it.
        declared: the declaration.
        key: its name among all links, such as `Finding.themes`.
    """

    owner: str
    field: str
    many: bool
    required: bool
    declared: Links
    key: str = attrs.field(init=False, eq=False, repr=False)

    @key.default
    def _key(self) -> str:
        return f"{self.owner}.{self.field}"

    @property
    def relation(self) -> Relation:
        """What the record has to do with those it refers to."""
        return self.declared.relation

    def ids(self, record: object) -> tuple[str, ...]:
        """The ids that the record holds in this field."""
        value = getattr(record, self.field)
        if self.many:
            return value  # type: ignore[no-any-return] # the field's annotation says so
        return () if value is None else (value,)

    def admits(self, kind: type[Any]) -> bool:
        """Whether records of this class may stand at the other end."""
        return not class_names(kind).isdisjoint(self.declared.targets)


@once_per_kind
def class_names(kind: type[Any]) -> frozenset[str]:
    """The names under which links may speak of records of this kind: its own and its bases'."""
    return frozenset(base.__name__ for base in kind.__mro__)


@once_per_kind
def links_of(kind: type[Any]) -> tuple[Link, ...]:
    """The links that a kind of record declares, in the order of its fields."""
    defaults = {field.name: field.default for field in attrs.fields(kind)}
    return tuple(
        Link(
            owner=_declarer(kind, field.name),
            field=field.name,
            many=get_origin(get_args(field.annotation)[0]) is tuple,
            required=defaults[field.name] is attrs.NOTHING,
            declared=mark,
        )
        for field in fields_of(kind)
        if (mark := field.mark(Links))
    )


def _declarer(kind: type[Any], field: str) -> str:
    return next(base.__name__ for base in reversed(kind.__mro__) if field in get_annotations(base))


def link_named(kind: type[Any], field: str) -> Link:
    """The link that a kind of record declares under a name.

    Raises:
        KeyError: it declares none.
    """
    return _links_by_name(kind)[field]


@once_per_kind
def _links_by_name(kind: type[Any]) -> dict[str, Link]:
    return {link.field: link for link in links_of(kind)}


def references(record: object) -> Iterator[tuple[Link, str]]:
    """Every reference that a record holds: the link it is made by, and the id."""
    for link in links_of(type(record)):
        for identifier in link.ids(record):
            yield link, identifier
