"""What a field of a record may hold, and how what is given becomes that.

A field says by its annotation what it holds. `converter` reads the annotation
and gives the one function through which a value of that field passes, whether
it comes from a script or from a file. It is strict: no text becomes a number,
no number a text, no text a tuple of letters.
"""

import re
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache, wraps
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import attrs

from learning_tracker.dates import When, when
from learning_tracker.errors import InvalidDate, InvalidField, Misfit
from learning_tracker.wording import either

Converter = Callable[[Any], Any]
Told = TypeVar("Told")

# Everything that Unicode calls a control, but tab and new line; and halves of
# surrogate pairs, which no file in UTF-8 can hold.
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
_FORBIDDEN = re.compile(f"[{_CONTROLS}]")
_LONGEST_ID = 64
_IDENTIFIER = re.compile(rf"\S{{1,{_LONGEST_ID}}}")
_HUGE = 1e300
_LARGEST_WHOLE = 10**15 - 1


@attrs.frozen
class event:  # noqa: N801 - it is read as a word: Annotated[When, event()]
    """Marks a date that says something happened (a deadline does not).

    Attributes:
        dates: the link that came about with the event, where the event is about
            a link of the record and not about the record (a succession).
        begins: whether the record itself is there from the event on. An incident
            is no sign of the review that later looks into it.
    """

    dates: str = ""
    begins: bool = True


@attrs.frozen
class of_children:  # noqa: N801 - it is read as a word: Annotated[Count, of_children()]
    """Marks a figure that counts children, or files that are each of a child.

    Where it is small the public may not read it (see `queries.suppression`).
    """


@attrs.frozen
class Rule:
    """A demand on a value beyond its type.

    Attributes:
        holds: whether a value fulfils it, as something true or false.
        expected: what is demanded, in words.
    """

    holds: Callable[[Any], object]
    expected: str


Text = Annotated[str, Rule(str.strip, "a text that is not blank")]
Identifier = Annotated[
    str, Rule(_IDENTIFIER.fullmatch, f"an id of 1 to {_LONGEST_ID} characters without white space")
]
Count = Annotated[int, Rule(lambda number: number >= 0, "a whole number from 0 up")]
Percent = Annotated[float, Rule(lambda number: 0 <= number <= 100, "a per cent from 0 to 100")]  # noqa: PLR2004 - a per cent


def text(value: object) -> str:
    """A text without control characters but tab and new line.

    Raises:
        Misfit: it is no text, or holds such a character.
    """
    if type(value) is not str:
        raise Misfit("a text", value)
    # What is printable holds no control: asked first, as it takes a tenth of the time.
    if not value.isprintable() and (found := _FORBIDDEN.search(value)):
        raise Misfit(f"a text without the character U+{ord(found.group()):04X}", "a text with it")
    return value


def whole_number(value: object) -> int:
    """A whole number that every store can hold; True and 5.0 are none.

    Raises:
        Misfit: it is not.
    """
    if type(value) is not int:
        raise Misfit("a whole number", value)
    if abs(value) > _LARGEST_WHOLE:
        raise Misfit("a whole number of at most 15 digits", value)
    return value


def number(value: object) -> float:
    """A number that can be reckoned with: not a text, not infinite, not NaN.

    Raises:
        Misfit: it is not.
    """
    if (type(value) is int or type(value) is float) and abs(value) < _HUGE:
        return value
    raise Misfit("a number", value)


def date(value: object) -> When:
    """A `When`, a day, or a date in ISO 8601.

    Raises:
        Misfit: it is none of these.
    """
    try:
        return when(value)  # type: ignore[arg-type] # it refuses what it cannot take
    except InvalidDate as error:
        raise Misfit("a date such as 2025-02-14, 2025-02 or 2025-01/2025-03", value) from error


def _word(words: type[Enum]) -> Converter:
    by_value = {member.value: member for member in words}
    expected = either(by_value)

    def one_of_the_words(value: object) -> object:
        if isinstance(value, words):
            return value
        if type(value) is str and value in by_value:
            return by_value[value]
        raise Misfit(expected, value)

    return one_of_the_words


def _many(convert: Converter) -> Converter:
    def each(value: object) -> tuple[Any, ...]:
        if not isinstance(value, tuple | list):
            raise Misfit("a list", value)
        try:
            return tuple([convert(item) for item in value])
        except Misfit:
            return tuple(_at(f"[{place}]", convert, item) for place, item in enumerate(value))

    return each


def _at(place: str, convert: Converter, value: object) -> Any:
    try:
        return convert(value)
    except Misfit as misfit:
        raise misfit.within(place) from None


def _pair(first: Converter, second: Converter) -> Converter:
    def both(value: object) -> tuple[Any, Any]:
        match value:
            case (left, right):
                return _at("[0]", first, left), _at("[1]", second, right)
            case _:
                raise Misfit("a pair", value)

    return both


def _optional(convert: Converter) -> Converter:
    return lambda value: None if value is None else convert(value)


def _part(kind: type[Any]) -> Converter:
    """A record's part that is a small record of its own: given as one, or as a mapping."""
    names = {field.name for field in attrs.fields(kind)}

    def part(value: object) -> object:
        if isinstance(value, kind):
            return value
        if not isinstance(value, Mapping):
            raise Misfit(f"{kind.__name__} with the fields {', '.join(sorted(names))}", value)
        if unknown := sorted(set(value) - names, key=str):
            raise Misfit(f"one of the fields {', '.join(sorted(names))}", unknown[0])
        try:
            return kind(**value)
        except InvalidField as error:
            raise error.misfit.within(f".{error.field}") from None
        except TypeError:
            needed = {f.name for f in attrs.fields(kind) if f.default is attrs.NOTHING}
            lacking = ", ".join(sorted(needed - set(value)))
            raise Misfit(f"{kind.__name__} with {lacking}", value) from None

    return part


def _with_rules(convert: Converter, rules: tuple[Rule, ...]) -> Converter:
    for rule in rules:
        convert = _with_rule(convert, rule.holds, rule.expected)
    return convert


def _with_rule(convert: Converter, holds: Callable[[Any], object], expected: str) -> Converter:
    def ruled(value: object) -> object:
        result = convert(value)
        if not holds(result):
            raise Misfit(expected, value)
        return result

    return ruled


def yes_or_no(value: object) -> bool:
    """True or False; 1 and "yes" are neither.

    Raises:
        Misfit: it is not.
    """
    if type(value) is not bool:
        raise Misfit("true or false", value)
    return value


_PLAIN: Mapping[Any, Converter] = {
    str: text,
    int: whole_number,
    float: number,
    bool: yes_or_no,
    When: date,
    object: lambda value: value,
}


def held_by(annotation: Any) -> tuple[Any, tuple[Rule, ...]]:
    """What an annotation says: the type without its marks, and the rules among the marks.

    >>> held_by(int)
    (<class 'int'>, ())
    """
    if get_origin(annotation) is not Annotated:
        return annotation, ()
    held, *marks = get_args(annotation)
    return held, tuple(mark for mark in marks if isinstance(mark, Rule))


@cache
def converter(annotation: Any) -> Converter:
    """The function through which every value of a field with this annotation passes.

    >>> converter(tuple[int, ...])([1, 2])
    (1, 2)
    """
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is None:
        return _word(annotation) if issubclass(annotation, Enum) else _part(annotation)
    if origin is Annotated:
        held, rules = held_by(annotation)
        return _with_rules(converter(held), rules)
    if origin is tuple:
        first, second = arguments
        if second is Ellipsis:
            return _many(converter(first))
        return _pair(converter(first), converter(second))
    (held,) = (one for one in arguments if one is not type(None))
    return _optional(converter(held))


@attrs.frozen
class Field:
    """A field of a kind of record, as its annotation declares it.

    Attributes:
        name: the field's name, which is also its key in files.
        annotation: what it holds, with its marks.
        convert: the function through which every value of it passes.
        marks: what the annotation says beside the type (`event`, `Links`).
    """

    name: str
    annotation: Any
    convert: Converter
    marks: tuple[object, ...]

    def mark(self, sort: type[Any]) -> Any:
        """The mark of this sort, or None."""
        return next((mark for mark in self.marks if isinstance(mark, sort)), None)


def once_per_kind(function: Callable[[type[Any]], Told]) -> Callable[[type[Any]], Told]:
    """Ask a function about each class only once: classes do not change."""
    told: dict[type[Any], Told] = {}

    @wraps(function)
    def asked_once(kind: type[Any]) -> Told:
        if kind not in told:
            told[kind] = function(kind)
        return told[kind]

    return asked_once


@once_per_kind
def fields_of(kind: type[Any]) -> tuple[Field, ...]:
    """The fields of a kind of record (or part of one), in the order of their declaration."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(
        Field(
            name=field.name,
            annotation=hints[field.name],
            convert=converter(hints[field.name]),
            marks=getattr(hints[field.name], "__metadata__", ()),
        )
        for field in attrs.fields(kind)
    )


@once_per_kind
def events_of(kind: type[Any]) -> tuple[tuple[Field, event], ...]:
    """The fields of a kind that say something happened, with their marks."""
    return tuple((field, mark) for field in fields_of(kind) if (mark := field.mark(event)))


_NO_VALUE = object()


@once_per_kind
def _with_defaults(kind: type[Any]) -> tuple[tuple[Field, object], ...]:
    """Each field with its default, if that fits as it is and need not be looked at again.

    Half of what a record holds are defaults: to convert them all took as long as the rest.
    """
    defaults = {field.name: field.default for field in attrs.fields(kind)}
    return tuple((field, _if_sound(field, defaults[field.name])) for field in fields_of(kind))


def _if_sound(field: Field, default: object) -> object:
    """A default that fits its field; else what no value is."""
    try:
        return default if field.convert(default) is default else _NO_VALUE
    except Misfit:
        return _NO_VALUE


class Checked:
    """Gives an attrs class a constructor that converts and checks every field."""

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        """Pass every field through its converter.

        Raises:
            InvalidField: a value does not fit its field.
        """
        for field, sound in _with_defaults(type(self)):
            value = getattr(self, field.name)
            if value is sound:
                continue
            try:
                fitted = field.convert(value)
            except Misfit as misfit:
                raise InvalidField(type(self).__name__, field.name, misfit) from None
            if fitted is not value:
                object.__setattr__(self, field.name, fitted)
