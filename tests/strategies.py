"""Hypothesis strategies for records and whole networks, derived from the registry of kinds.

Nothing here names a kind of record: what a field may hold follows from its annotation,
what a link may lead to from its declaration. A kind that a test makes up is drawn as
well, as soon as it is in the registry.

    @given(networks())                   # a list of 5 to 15 records, whole as a network
    @given(networks(max_size=40))        # more of them; one takes about a millisecond
    @given(records_of(Action))           # one record; its links lead to made-up ids
    @given(whens())                      # a day, a month, a year or a span, 2019 to 2026

A network is a list in which every record comes after those that it refers to: its ids are
unique, its links lead to kinds that may stand there, and no relation runs in circles.
Nothing else about it is likely: an action may be due before it was agreed.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from enum import Enum
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_origin

import attrs
from hypothesis import strategies as st

from learning_tracker.dates import When
from learning_tracker.fields import Count, Identifier, Percent, Text, fields_of
from learning_tracker.kinds import Record, kinds
from learning_tracker.links import Link, links_of
from learning_tracker.policy import Policy

R = TypeVar("R", bound=Record)
Strategy = st.SearchStrategy[Any]

FIRST_DAY, LAST_DAY = dt.date(2019, 1, 1), dt.date(2026, 12, 31)

_LETTERS = st.characters(exclude_categories=["Cc", "Cs"], include_characters="\t\n")
_VISIBLE = st.characters(exclude_categories=["C", "Z"])
_WORDS = ("Fathers", "Professional curiosity", "Voice of the child", "naïve £5 “quote”", "家族")

# What a constructor demands of a field beyond its annotation.
_DEMANDED: dict[tuple[type[Any], str], Strategy] = {(Policy, "first_day"): st.integers(0, 1)}


# Values


@cache
def whens() -> st.SearchStrategy[When]:
    """Dates as they are published: days, months, years and spans of them, 2019 to 2026."""
    # One number gives both the day and how much of it is known: three draws would be slow.
    units = st.integers(0, 3 * (LAST_DAY - FIRST_DAY).days).map(_unit)
    return units | st.lists(units, min_size=2, max_size=2).map(When.span)


def _unit(number: int) -> When:
    days, finer = divmod(number, 3)
    return When.parse((FIRST_DAY + dt.timedelta(days)).isoformat()[: 4 + 3 * finer])


def texts() -> st.SearchStrategy[str]:
    """Any text that a record can hold, blank ones among them."""
    return st.sampled_from((*_WORDS, "", " ")) | st.text(_LETTERS, max_size=8)


def statements() -> st.SearchStrategy[str]:
    """Any text that is not blank."""
    return texts().filter(str.strip)


def identifiers() -> st.SearchStrategy[str]:
    """Any id."""
    return st.text(_VISIBLE, min_size=1, max_size=12)


_KNOWN: dict[Any, Strategy] = {
    str: texts(),
    Text: statements(),
    Identifier: identifiers(),
    int: st.integers(-1000, 1000),
    Count: st.integers(0, 60),
    float: st.floats(-1e6, 1e6) | st.integers(-1000, 1000),
    Percent: st.floats(0, 100) | st.integers(0, 100),
    When: whens(),
}


@cache
def values_of(annotation: Any) -> Strategy:
    """What a field with this annotation may hold; of a link, any ids at all."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation in _KNOWN:
        return _KNOWN[annotation]
    if origin is Annotated:
        return _ruled(arguments[0], [mark for mark in arguments[1:] if hasattr(mark, "holds")])
    if origin is tuple and arguments[1] is Ellipsis:
        return st.lists(values_of(arguments[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values_of, arguments))
    if origin is not None:
        (held,) = (one for one in arguments if one is not type(None))
        return st.none() | values_of(held)
    return st.sampled_from(annotation) if issubclass(annotation, Enum) else parts_of(annotation)


def _ruled(annotation: Any, rules: list[Any]) -> Strategy:
    """Of a type with rules: a known one if there is, else what keeps to them."""
    ruled = Annotated[(annotation, *rules)] if rules else annotation
    if ruled in _KNOWN or not rules:
        return values_of(ruled)
    return values_of(annotation).filter(lambda value: all(rule.holds(value) for rule in rules))


def parts_of(kind: type[Any]) -> Strategy:
    """Small records that are part of a record, such as a partnership's policy."""
    return st.composite(lambda draw: kind(**_drawn(draw, kind)))()


def _drawn(draw: st.DrawFn, kind: type[Any]) -> dict[str, Any]:
    """Values for all fields without a default and for some of the others; links and id apart."""
    needed, others, choice = _fields(kind)
    chosen = draw(choice)
    some = [field for place, field in enumerate(others) if chosen >> place & 1]
    return {name: draw(values) for name, values in (*needed, *some)}


Fields = list[tuple[str, Strategy]]


@cache
def _fields(kind: type[Any]) -> tuple[Fields, Fields, st.SearchStrategy[int]]:
    """The fields without a default, the others, and which of those to give: a bit for each.

    One number for all of them: as many draws as there are fields would be slow.
    """
    left_out = {"id", *(link.field for link in links_of(kind))}
    needed = {field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING}
    fields = [
        (field.name, _DEMANDED.get((kind, field.name), values_of(field.annotation)))
        for field in fields_of(kind)
        if field.name not in left_out
    ]
    others = [field for field in fields if field[0] not in needed]
    without = [field for field in fields if field[0] in needed]
    return without, others, st.integers(0, 2 ** len(others) - 1)


# Records


@st.composite
def records_of(draw: st.DrawFn, kind: type[R]) -> R:
    """Records of a kind; their links lead to ids of records that nobody has made."""
    return _record(draw, kind, draw(identifiers()), _made_up_ids)


def _made_up_ids(link: Link) -> list[str]:
    return [f"{target.lower()}-{number}" for target in link.declared.targets for number in (1, 2)]


def _record(
    draw: st.DrawFn, kind: type[R], identifier: str, ids_for: Callable[[Link], list[str]]
) -> R:
    links = {}
    for link in links_of(kind):
        ids = ids_for(link)
        chosen = tuple(ids[number] for number in draw(_choices(link, len(ids))))
        links[link.field] = chosen if link.many else next(iter(chosen), None)
    return kind(id=identifier, **_drawn(draw, kind), **links)


@cache
def _choices(link: Link, among: int) -> st.SearchStrategy[list[int]]:
    """Which of so many records a link leads to: one number, read in digits, names up to three."""
    most = 3 if link.many else 1
    least = link.declared.at_least if link.many else int(link.required)

    def chosen(number: int) -> list[int]:
        digits = [number // (among + 1) ** place % (among + 1) for place in range(most)]
        found = [*dict.fromkeys(digit - 1 for digit in digits if digit)]
        return found if len(found) >= least else [*range(least)]

    return st.integers(0, (among + 1) ** most - 1).map(chosen)


_ENDS = st.just("") | st.text(_VISIBLE, max_size=6)
_PLACES = cache(lambda among: st.integers(0, among - 1))


@st.composite
def networks(draw: st.DrawFn, min_size: int = 5, max_size: int = 15) -> list[Record]:
    """Lists of records of every kind that are whole as a network."""
    size = draw(st.integers(min_size, max_size))
    made: list[Record] = []
    while len(made) < size:
        wanted = _rarest_first(made)[draw(_PLACES(len(kinds())))]
        for kind in _order(wanted, made)[: size - len(made)]:
            identifier = f"{kind.kind}-{len(made)}.{draw(_ENDS)}".rstrip(".")
            made.append(_record(draw, kind, identifier, _those_of(made)))
    return made


def _rarest_first(made: Sequence[Record]) -> list[type[Record]]:
    """Hypothesis prefers what comes first."""
    there = [type(one) for one in made]
    return sorted(kinds().values(), key=there.count)


def _those_of(made: list[Record]) -> Callable[[Link], list[str]]:
    return lambda link: [one.id for one in made if link.admits(type(one))]


def _order(kind: type[Record], made: Sequence[Record]) -> list[type[Record]]:
    """The kind, after the kinds that there must be one of before it."""
    there = [type(one) for one in made]
    before: list[type[Record]] = []
    for link in links_of(kind):
        if link.required and not any(map(link.admits, [*there, *before])):
            fit = [one for one in kinds().values() if link.admits(one)]
            before += _order(fit[len(made) % len(fit)], made)
    return [*before, kind]
