"""Whether what a mapping says of a field can be so: each misuse is a problem."""

from collections.abc import Iterator
from typing import Any

from learning_tracker.codec.sentences import hint, joined, wrong_value
from learning_tracker.errors import Misfit
from learning_tracker.exchange.holding import Fillable, Holds
from learning_tracker.exchange.mappings.mapping import Part, Taken
from learning_tracker.exchange.mappings.templates import Template
from learning_tracker.exchange.sheets.day_formats import FORMATS
from learning_tracker.problems import Problem, error
from learning_tracker.wording import either, quoted

Earlier = dict[str, Part | None]
"""The parts above one in a mapping, by name; None where one cannot be read."""

WAYS = ("column", "template", "always", "same_row")
_CREATED = ("Agency", "Theme")
# The keys that say how cells are read, and so go with a column alone; each default is False.
_OF_CELLS = ("split", "values", "dates", "create", "clear")


def misuses(known: Fillable, taken: Taken, earlier: Earlier, place: str) -> Iterator[Problem]:
    """Everything in what is said of a field that cannot be so.

    Args:
        known: the field.
        taken: what the mapping says of it.
        earlier: the parts that stand above this one, by name.
        place: where in the mapping.
    """
    ways = [way for way in WAYS if getattr(taken, way) not in (None, ())]
    if len(ways) != 1:
        said = f"{' and '.join(ways)} exclude each other" if ways else "it says of no way"
        sentence = f"{said}; a field is filled by one of {either(WAYS)}"
        yield error("one-way", "", place, sentence)
        return
    (way,) = ways
    yield from _wrong_way(known, taken, way, place)
    yield from _wrong_options(known, taken, way, place)
    match way:
        case "always":
            yield from _unfit(known, taken.always, joined(place, "always"))
        case "same_row":
            yield from _wrong_parts(known, taken, earlier, joined(place, "same_row"))
        case "template":
            yield from _wrong_template(str(taken.template), joined(place, "template"))
    for name in taken.dates:
        if name not in FORMATS:
            sentence = (
                f"{quoted(name)} is no way of writing dates{hint(name, tuple(FORMATS), 'the ways')}"
            )
            yield error("unknown-format", "", joined(place, "dates"), sentence)
    for word, meant in taken.meanings.items():
        yield from _unfit_meaning(known, meant, f"{place}.values[{quoted(word)}]")


def _wrong_way(known: Fillable, taken: Taken, way: str, place: str) -> Iterator[Problem]:
    fit = {
        "column": known.holds is not Holds.PARTS,
        "template": known.holds in (Holds.TEXT, Holds.LINK),
        "always": True,
        "same_row": known.link is not None,
    }
    if not fit[way]:
        ways = either(one for one in WAYS if fit[one])
        sentence = (
            f"{known.field.name} holds {known.holds.value}, and {way} cannot fill it; use {ways}"
        )
        yield error("cannot-fill", "", joined(place, way), sentence)
    if way == "same_row" and not known.many and len(taken.same_row) > 1:
        sentence = f"{known.field.name} leads to one record, and several parts are named; name one"
        yield error("cannot-fill", "", joined(place, way), sentence)


def _wrong_options(known: Fillable, taken: Taken, way: str, place: str) -> Iterator[Problem]:
    targets = known.link.declared.targets if known.link else ()
    fit = {
        "split": known.many,
        "values": True,
        "dates": known.holds is Holds.DATE,
        "create": any(one in targets for one in _CREATED),
        "clear": True,
    }
    needs = {
        "split": "a field that holds several values",
        "dates": "a field that holds a date",
        "create": "a field that leads to agencies or themes",
    }
    for key in _OF_CELLS:
        if not getattr(taken, key):
            continue
        if way not in ("column", "template"):
            sentence = f"{key} says how cells are read, and {way} reads none; take it away"
            yield error("cannot-fill", "", joined(place, key), sentence)
        elif not fit[key]:
            sentence = f"{key} is for {needs[key]}, and {known.field.name} is none; take it away"
            yield error("cannot-fill", "", joined(place, key), sentence)


def _unfit(known: Fillable, value: object, place: str) -> Iterator[Problem]:
    """A constant that the field cannot hold; a single value will do where it holds several."""
    given = [value] if known.many and isinstance(value, str) else value
    try:
        known.field.convert(given)
    except Misfit as found:
        if known.link is None or not _are_texts(given):  # names will do for ids
            yield wrong_value("", place, found)


def _are_texts(value: object) -> bool:
    several = value if isinstance(value, list) else [value]
    return all(isinstance(one, str) and one.strip() for one in several)


def _unfit_meaning(known: Fillable, meant: tuple[Any, ...], place: str) -> Iterator[Problem]:
    for one in meant:
        yield from _unfit(known, [one] if known.many else one, place)
    if len(meant) > 1 and not known.many and known.holds is not Holds.WORD:
        misfit = Misfit("one value, or none as []", list(meant))
        yield wrong_value("", place, misfit)


def _wrong_parts(known: Fillable, taken: Taken, earlier: Earlier, place: str) -> Iterator[Problem]:
    for name in taken.same_row:
        part = earlier.get(name)
        if name not in earlier:
            near = hint(name, tuple(earlier), "the parts above it") if earlier else ""
            sentence = f"no part above this one is called {quoted(name)}{near}"
            yield error("unknown-part", "", place, sentence)
        elif part and known.link and not known.link.admits(part.makes):
            sentence = (
                f"{name} makes a record of kind {part.makes.kind}, and {known.field.name} takes "
                f"{either(known.link.declared.targets)}"
            )
            yield error("wrong-kind", "", place, sentence)


def _wrong_template(text: str, place: str) -> Iterator[Problem]:
    try:
        template = Template.parse(text)
    except Misfit as found:
        yield wrong_value("", place, found)
        return
    if template.parts:
        misfit = Misfit("headings alone", text)
        yield wrong_value("", place, misfit)
