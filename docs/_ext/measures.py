"""What is measured, and how: the words, the questions and the statutory limits.

Pure functions to Markdown. The words are those of the reports, the questions those of the
tracker's collections, the limits those of the dated table: each is written in one place.
"""

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from _ext.docstrings import entries, section, told
from _ext.markdown import plain, prose, table
from _ext.model import prose_paragraphs

from learning_tracker import Tracker, sample
from learning_tracker.clocks import LIMITS, Limit
from learning_tracker.collections import Collection
from learning_tracker.dates import long_date
from learning_tracker.policy import Policy
from learning_tracker.reading import Reading
from learning_tracker.reports.glossary import DEFINITIONS, verdicts
from learning_tracker.tables import Table

_SEE = re.compile(r"see `(queries\.[\w.]+)\.(\w+)`")

# What a question must be given to be asked of Medway; the others need nothing.
_GIVEN: dict[str, tuple[Any, ...]] = {
    "reviews.by_year": ("lcspr",),
    "findings.listing": ("review", "improvement"),
    "findings.crosstab": ("theme", "year"),
    "findings.agreement": ({},),
    "findings.disagreements": ({},),
    "actions.state": ("action-gcp2-training",),
}


def definitions() -> str:
    """The words of the reports in order of the alphabet, each with its meaning."""
    told = sorted(DEFINITIONS.items())
    return "\n".join(f"{plain(word)}\n: {plain(meaning)}\n" for word, meaning in told)


def policy() -> str:
    """How verdicts are given where a partnership has chosen nothing else."""
    return f"{plain(verdicts(Policy()))}\n"


# The questions


def nouns() -> dict[str, type[Collection[Any]]]:
    """The collections of a tracker by the name of the property that gives each."""
    names = [name for name, member in vars(Reading).items() if isinstance(member, property)]
    given = {name: getattr(_medway(), name) for name in names}
    return {name: type(one) for name, one in given.items() if isinstance(one, Collection)}


def questions_of(noun: type[Collection[Any]]) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The questions that a collection offers, in the order in which it declares them."""
    for name, member in vars(noun).items():
        if inspect.isfunction(member) and not name.startswith("_"):
            yield name, member


def query_behind(method: Callable[..., Any]) -> Callable[..., Any]:
    """The function that a collection's method names as its answer.

    Raises:
        LookupError: its docstring names none.
    """
    named = _SEE.search(inspect.getdoc(method) or "")
    if named is None:
        raise LookupError(f"the docstring of {method.__qualname__} names no query")
    module = importlib.import_module(f"learning_tracker.{named[1]}")
    found: Callable[..., Any] = getattr(module, named[2])
    return found


def questions() -> str:
    """Every question of the tracker: its definition, what it may be given, what it returns."""
    return "\n".join(
        f"### `tracker.{noun}`\n\n{prose_paragraphs(told(held))}\n\n"
        + "\n".join(_question(noun, name, method) for name, method in questions_of(held))
        for noun, held in nouns().items()
    )


def _question(noun: str, name: str, method: Callable[..., Any]) -> str:
    query = query_behind(method)
    parts = [
        f"#### `tracker.{noun}.{name}`",
        f"`{_call(noun, name, method)}`",
        prose_paragraphs(told(query)),
        _given(method, query),
        _returned(noun, name, query),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _call(noun: str, name: str, method: Callable[..., Any]) -> str:
    """The question as one asks it, with what each option is when it is left out."""
    shown = []
    for option in list(inspect.signature(method).parameters.values())[1:]:
        if option.default is inspect.Parameter.empty:
            shown.append(option.name)
        else:
            default = getattr(option.default, "value", option.default)
            shown.append(f"{option.name}={default!r}")
    return f"tracker.{noun}.{name}({', '.join(shown)})"


def _given(method: Callable[..., Any], query: Callable[..., Any]) -> str:
    offered = inspect.signature(method).parameters
    told_of = entries(query, "Args")
    return "\n".join(f"- `{name}`: {prose(told_of[name])}" for name in told_of if name in offered)


def _returned(noun: str, name: str, query: Callable[..., Any]) -> str:
    words = prose(" ".join(section(query, "Returns")))
    answer = _asked(noun, name)
    if not isinstance(answer, Table):
        return f"Returns {words or f'a word: one of {_words(answer)}'}"
    columns = ", ".join(f"{plain(one.heading)} (`{one.name}`)" for one in answer.columns)
    begins = f"Returns a table: {words}" if words else "Returns a table."
    return f"{begins} Its columns: {columns}."


def _words(answer: Any) -> str:
    return ", ".join(f"`{one.value}`" for one in type(answer)) + "."


def _asked(noun: str, name: str) -> Any:
    return getattr(getattr(_medway(), noun), name)(*_GIVEN.get(f"{noun}.{name}", ()))


@cache
def _medway() -> Tracker:
    return sample("medway")


# The statutory limits


def limits() -> str:
    """The dated table of limits."""
    rows = [
        (
            f"`{one.code}`",
            plain(one.sentence),
            plain(one.counted_from),
            _in_force(one),
            plain(one.source),
            one.standing.value,
        )
        for one in LIMITS
    ]
    return table(
        "Statutory limits, each with where it was read",
        ("Code", "What it asks", "Counted from", "In force", "Source", "Standing"),
        rows,
    )


def _in_force(limit: Limit) -> str:
    begun = limit.in_force_from
    told_of = [f"from {long_date(begun)}" if begun else "first day not established"]
    if limit.in_force_to:
        told_of.append(f"until {long_date(limit.in_force_to)}")
    if limit.relaxed_from:
        told_of.append(f"relaxed from {long_date(limit.relaxed_from)}")
    if limit.relaxed_before:
        told_of.append(f"no longer on {long_date(limit.relaxed_before)}; the day it ended was "
                       "not found")  # fmt: skip
    return "; ".join(told_of)
