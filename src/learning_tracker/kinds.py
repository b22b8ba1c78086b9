"""What every record has, and the one registry of the kinds of record."""

import secrets
import time
from collections import Counter
from collections.abc import Callable, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import ClassVar

import attrs

from learning_tracker.errors import InvalidField, KindClash, Misfit
from learning_tracker.fields import Checked, Identifier, events_of, once_per_kind
from learning_tracker.links import Link, links_of
from learning_tracker.vocabulary import Basis

_KINDS: dict[str, type["Record"]] = {}
_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"
# Two letters at a time are written twice as fast as one: every change has an id.
_PAIRS = tuple(one + other for one in _BASE32 for other in _BASE32)
_SHIFTS = range(120, -1, -10)


def kinds() -> Mapping[str, type["Record"]]:
    """Every kind of record there is, by name: the one registry."""
    return MappingProxyType(_KINDS)


_SPELT = {"lcspr": "LCSPR", "case-file-audit": "case-file audit"}


def kind_words(kind: str) -> str:
    """What people call a kind of record.

    >>> kind_words("rapid-review"), kind_words("lcspr")
    ('rapid review', 'LCSPR')
    """
    return _SPELT.get(kind, kind.replace("-", " "))


def mint(kind: str) -> str:
    """A new id: the kind, then the moment and chance in letters, so that later ids sort later.

    >>> mint("action").startswith("action-")
    True
    """
    number = time.time_ns() // 1_000_000 << 80 | secrets.randbits(80)
    return f"{kind}-" + "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])


@attrs.frozen(kw_only=True)
class Record(Checked):
    """What every record has.

    Attributes:
        id: unique in the tracker whatever the kind; minted if none is given.
        note: what else should be known of the record itself.
        where: the page or section of the document that it was taken from.
        basis: whether its source states it or it was inferred.
    """

    kind: ClassVar[str]

    id: Identifier = attrs.field(
        default=attrs.Factory(lambda self: mint(type(self).kind), takes_self=True)
    )
    note: str = ""
    where: str = ""
    basis: Basis = Basis.STATED

    def __init_subclass__(cls) -> None:
        """Enter a class that names its kind in the registry.

        attrs makes each slotted class twice; the second takes the first's place.
        """
        if kind := cls.__dict__.get("kind"):
            known = _KINDS.setdefault(kind, cls)
            if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
                raise KindClash(kind, known.__qualname__, cls.__qualname__)
            _KINDS[kind] = cls

    def __attrs_post_init__(self) -> None:
        Checked.__attrs_post_init__(self)
        for link, field, at_least in _lists(type(self)):
            number = len(getattr(self, field))
            if number > 1 or number < at_least:
                check_ids(type(self), link, link.ids(self))

    @property
    def label(self) -> str:
        """What people call it: its title, its name or what it states, else its kind and date."""
        for field in ("title", "name", "statement"):
            if text := getattr(self, field, ""):
                return str(text)
        kind = kind_words(type(self).kind)
        dates = (getattr(self, field.name) for field, _ in events_of(type(self)))
        on = next((date for date in dates if date is not None), None)
        return f"{kind} of {on}" if on else f"{kind} without a date"


by_id: Callable[[Record], str] = attrgetter("id")
"""The key by which records are sorted in order of id: three times as fast as a function here."""


@once_per_kind
def _lists(kind: type[Record]) -> tuple[tuple[Link, str, int], ...]:
    """The links of a kind of record that hold several ids, with how many they must hold."""
    many = (link for link in links_of(kind) if link.many)
    return tuple((link, link.field, link.declared.at_least) for link in many)


def check_ids(kind: type[Record], link: Link, ids: tuple[str, ...]) -> None:
    """Check how many ids a link holds, and that it holds none twice.

    Raises:
        InvalidField: there are too few, or one is there twice.
    """
    if len(ids) < link.declared.at_least:
        misfit = Misfit(f"at least {link.declared.at_least} id", ids)
        raise InvalidField(kind.__name__, link.field, misfit)
    if len(set(ids)) < len(ids):
        twice = next(one for one, times in Counter(ids).items() if times > 1)
        raise InvalidField(kind.__name__, link.field, Misfit("every id once", twice))
