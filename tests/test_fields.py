"""What a field may hold: what its converter takes, and what it refuses."""

import datetime as dt
import math
import re
from collections import OrderedDict
from typing import Annotated, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_tracker.dates import When
from learning_tracker.errors import InvalidField, Misfit
from learning_tracker.fields import (
    Checked,
    Count,
    Identifier,
    Percent,
    Text,
    converter,
    event,
    events_of,
    fields_of,
    once_per_kind,
)
from learning_tracker.kinds import Record
from learning_tracker.links import Links
from learning_tracker.policy import DEFAULT_COLOURS, Policy
from learning_tracker.records import Agency, StandardsSection, Theme
from learning_tracker.vocabulary import ClockFrom, Colour, Judgement, Level, Verdict

FORBIDDEN = [*range(9), *range(11, 32), *range(127, 160), 0xD800, 0xDBFF, 0xDC00, 0xDFFF]
SECTION = {"name": "Leadership", "met": 9, "of": 12}


def refusal(annotation: Any, value: object) -> str:
    """Where and with what sentence a field of this annotation refuses a value."""
    with pytest.raises(Misfit) as raised:
        converter(annotation)(value)
    return f"{raised.value.place} {raised.value}".strip()


# Plain values


@pytest.mark.parametrize("value", ["", "a", "tab\tand\nline", "Zoë", "日本", "🙂", "\u2028"])
def test_text_taken(value: str) -> None:
    """A text is any text without control characters but tab and new line."""
    assert converter(str)(value) == value


@pytest.mark.parametrize(
    "value", [None, 5, 5.0, True, b"abc", ["a"], Judgement.STRENGTH, dt.date(2025, 2, 14)]
)
def test_no_text(value: object) -> None:
    """Nothing but a text becomes a text: no None, no number, no bytes."""
    assert refusal(str, value).startswith("expected a text, found ")


@pytest.mark.parametrize("annotation", [str, Text, Identifier])
def test_no_control_characters(annotation: Any) -> None:
    """No text holds a control character, or half a surrogate pair, and the refusal names it."""
    for code in FORBIDDEN:
        sentence = f"expected a text without the character U+{code:04X}, found 'a text with it'"
        assert refusal(annotation, f"a{chr(code)}b") == sentence


@pytest.mark.parametrize("value", ["", " ", "\t\n", "\u00a0\u2003"])
def test_statements_are_not_blank(value: str) -> None:
    """A statement or a name is not blank, whatever white space it is made of."""
    assert refusal(Text, value) == f"expected a text that is not blank, found {value!r}"


@pytest.mark.parametrize("value", ["a", "a" * 64, "lcspr-laura", "§1/2", "日本"])
def test_identifier_taken(value: str) -> None:
    """An id is 1 to 64 characters without white space."""
    assert converter(Identifier)(value) == value


@pytest.mark.parametrize("value", ["", "a" * 65, "a b", "a\n", "a\u00a0b", "\u2003"])
def test_identifier_refused(value: str) -> None:
    """An id holds no white space of any sort, and is neither empty nor longer than 64."""
    assert "an id of 1 to 64 characters without white space" in refusal(Identifier, value)


@given(value=st.integers(-(10**15) + 1, 10**15 - 1))
def test_whole_number(value: int) -> None:
    """A whole number is taken as it is; a count is one from 0 up."""
    assert converter(int)(value) == value
    if value >= 0:
        assert converter(Count)(value) == value
    else:
        assert refusal(Count, value).startswith("expected a whole number from 0 up, found -")


@pytest.mark.parametrize("value", [10**15, -(10**15), 10**400])
def test_number_of_too_many_digits(value: int) -> None:
    """A whole number has at most 15 digits, so that every store can hold it."""
    assert refusal(int, value).startswith("expected a whole number of at most 15 digits, found ")


@pytest.mark.parametrize("value", [True, False, "5", 5.0, None, 5 + 0j, Level.QUALITY])
def test_no_whole_number(value: object) -> None:
    """True is not 1, '5' is not 5, and neither is 5.0."""
    for annotation in (int, Count):
        assert refusal(annotation, value).startswith("expected a whole number, found ")


@given(value=st.floats(allow_nan=False, allow_infinity=False, max_value=1e299, min_value=-1e299))
def test_number(value: float) -> None:
    """A number is taken as it is."""
    assert converter(float)(value) == value
    assert converter(float)(int(value)) == int(value)


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, -math.inf, 1e301, 10**400, True, "5", "nan", None, 1j]
)
def test_no_number(value: object) -> None:
    """NaN, infinity, True and texts are no numbers that one can reckon with."""
    assert refusal(float, value).startswith("expected a number, found ")


@pytest.mark.parametrize(("value", "fits"), [(0, True), (100, True), (-0.1, False), (101, False)])
def test_per_cent(value: float, fits: bool) -> None:  # noqa: FBT001 - a column of the table
    """A per cent runs from 0 to 100, ends included."""
    if fits:
        assert converter(Percent)(value) == value
    else:
        assert refusal(Percent, value) == f"expected a per cent from 0 to 100, found {value}"


@pytest.mark.parametrize("value", [When.parse("2025-02"), "2025-02", dt.date(2025, 2, 1)])
def test_date(value: object) -> None:
    """A date is a `When`, a day or a text in ISO 8601, and becomes a `When`."""
    assert converter(When)(value).first == dt.date(2025, 2, 1)


@pytest.mark.parametrize(
    "value", ["14/02/2025", "", "soon", 2025, None, dt.datetime(2025, 2, 1, tzinfo=dt.UTC), True]
)
def test_no_date(value: object) -> None:
    """A date in any other form is refused with examples of the form."""
    assert refusal(When, value).startswith(
        "expected a date such as 2025-02-14, 2025-02 or 2025-01/2025-03, found "
    )


# Words, tuples, pairs and what may be absent


@pytest.mark.parametrize("value", [Judgement.STRENGTH, "strength"])
def test_word(value: object) -> None:
    """A word of a vocabulary is given as itself or by its value."""
    assert converter(Judgement)(value) is Judgement.STRENGTH


@pytest.mark.parametrize(
    "value", ["STRENGTH", "Strength", "strength ", "", None, Level.QUALITY, 0, ["strength"]]
)
def test_no_word(value: object) -> None:
    """No misspelling and no word of another vocabulary passes, and the refusal lists the words."""
    assert refusal(Judgement, value).startswith("expected strength or improvement, found ")


@pytest.mark.parametrize("value", [["a", "b"], ("a", "b")])
def test_tuple(value: object) -> None:
    """A list or a tuple becomes a tuple."""
    assert converter(tuple[str, ...])(value) == ("a", "b")


@pytest.mark.parametrize("value", ["abc", None, {"a", "b"}, {"a": 1}, iter("ab"), 5])
def test_no_tuple(value: object) -> None:
    """A text is no tuple of letters, and nothing without an order is a tuple."""
    assert refusal(tuple[str, ...], value).startswith("expected a list, found ")


def test_place_in_a_tuple() -> None:
    """What is wrong within a tuple is named with its place."""
    assert refusal(tuple[str, ...], ["a", 5]) == "[1] expected a text, found 5"
    nested = tuple[tuple[int, ...], ...]
    assert refusal(nested, [[1], [1, 2, "3"]]) == "[1][2] expected a whole number, found '3'"


@pytest.mark.parametrize("value", [("good", 3), ["good", 3]])
def test_pair(value: object) -> None:
    """A pair is two values, each of its own type."""
    assert converter(tuple[Text, Count])(value) == ("good", 3)


@pytest.mark.parametrize("value", [("good",), ("good", 3, 4), "ab", None, {"good": 3}, {1, 2}])
def test_no_pair(value: object) -> None:
    """Anything but two values in order is no pair; a text of two letters is none."""
    assert refusal(tuple[Text, Count], value).startswith("expected a pair, found ")


def test_place_in_a_pair() -> None:
    """What is wrong within a pair is named with its place."""
    assert refusal(tuple[Text, Count], (3, "good")) == "[0] expected a text, found 3"
    assert refusal(tuple[Text, Count], ("good", "3")) == "[1] expected a whole number, found '3'"


def test_optional() -> None:
    """What may be absent takes None, and is otherwise as strict as ever."""
    assert converter(int | None)(None) is None
    assert converter(int | None)(5) == 5
    assert refusal(int | None, "5") == "expected a whole number, found '5'"


@given(value=st.none() | st.booleans() | st.text() | st.lists(st.integers()) | st.floats())
def test_fitted_fits(value: object) -> None:
    """Whatever a converter gives, it takes again and gives unchanged."""
    for annotation in (str, Text, int, float, When, Judgement, tuple[int, ...], Percent | None):
        convert = converter(annotation)
        try:
            fitted = convert(value)
        except Misfit:
            continue
        assert convert(fitted) == fitted


# Parts


def test_part_taken() -> None:
    """A part is given as itself or as a mapping of its fields."""
    section = StandardsSection(name="Leadership", met=9, of=12)
    for value in (section, SECTION, OrderedDict(SECTION)):
        assert converter(StandardsSection)(value) == section
    assert converter(Policy)({}) == Policy()
    assert converter(Policy)({"sign_off_level": "difference"}).sign_off_level is Level.DIFFERENCE


@pytest.mark.parametrize(
    ("part", "value", "sentence"),
    [
        (
            StandardsSection,
            {"name": "Leadership", "met": 9},
            "expected StandardsSection with of, found an object",
        ),
        (StandardsSection, {}, "expected StandardsSection with met, name, of, found an object"),
        (
            StandardsSection,
            SECTION | {"gesamt": 1},
            (
                "expected one of the fields met, name, not_met, of, partly_met, "
                "reported_percent, found 'gesamt'"
            ),
        ),
        (StandardsSection, SECTION | {"met": "9"}, ".met expected a whole number, found '9'"),
        (
            StandardsSection,
            SECTION | {"reported_percent": 101},
            ".reported_percent expected a per cent from 0 to 100, found 101",
        ),
        (Policy, {"first_day": 2}, ".first_day expected 0 or 1, found 2"),
        (Policy, {"first_day": True}, ".first_day expected a whole number, found True"),
        (
            Policy,
            {"colours": [["late", "red"], ["late", "pink"]]},
            ".colours[1][1] expected blue, green, amber or red, found 'pink'",
        ),
    ],
)
def test_part_refused(part: type[Any], value: object, sentence: str) -> None:
    """A part with an unknown, a lacking or an ill-fitting field is refused with its place."""
    assert refusal(part, value) == sentence


@pytest.mark.parametrize("value", [None, "Leadership", [("name", "Leadership")], Policy()])
def test_no_part(value: object) -> None:
    """Neither a text, a list of pairs nor another part becomes a part."""
    assert refusal(StandardsSection, value).startswith("expected StandardsSection with the fields ")


def test_unknown_key_that_is_no_text() -> None:
    """A key that is no text is an unknown field like any other."""
    assert refusal(Policy, {1: 2}).endswith("found 1")


def test_policy_defaults() -> None:
    """The defaults are those that the design fixes."""
    assert attrs.asdict(Policy()) == {
        "rapid_review_clock_from": ClockFrom.NOTIFIED_ON,
        "first_day": 0,
        "amber_days": 28,
        "stale_days": 100,
        "sign_off_level": Level.QUALITY,
        "suppress_below": 6,
        "colours": DEFAULT_COLOURS,
    }


def test_policy_colours() -> None:
    """Signed off is blue, late red, and so on; a closed action has no colour."""
    policy = Policy()
    assert {verdict: policy.colour_of(verdict) for verdict in Verdict} == {
        Verdict.CLOSED: None,
        Verdict.SIGNED_OFF: Colour.BLUE,
        Verdict.EVIDENCED: Colour.GREEN,
        Verdict.LATE: Colour.RED,
        Verdict.CLAIMED: Colour.AMBER,
        Verdict.AT_RISK: Colour.AMBER,
        Verdict.NO_DUE_DATE: Colour.AMBER,
        Verdict.ON_TIME: Colour.GREEN,
    }


# Records


def test_record_refuses_with_kind_and_field() -> None:
    """A record says which of its fields was given what does not fit."""
    sentence = "Agency.aliases[1]: expected a text, found 5"
    with pytest.raises(InvalidField, match=re.escape(sentence)) as raised:
        Agency(name="Police", aliases=("Old Bill", 5))  # type: ignore[arg-type]
    assert (raised.value.kind, raised.value.field) == ("Agency", "aliases")


def test_fields_of() -> None:
    """The fields of a kind are those of its class, in order, with their marks."""
    assert [field.name for field in fields_of(Theme)] == [f.name for f in attrs.fields(Theme)]
    by_name = {field.name: field for field in fields_of(Agency)}
    assert by_name["succeeded_on"].mark(event) == event(dates="succeeded_by")
    assert by_name["part_of"].mark(Links).targets == ("Agency",)
    assert by_name["name"].mark(Links) is None
    assert by_name["sector"].marks == ()


def test_events_of() -> None:
    """The events of a kind are the dates that are declared so."""
    assert [field.name for field, _ in events_of(Agency)] == ["succeeded_on"]
    assert events_of(Record) == ()


def test_checked_outside_records() -> None:
    """Any attrs class can have its fields checked, and what fits is kept as it came."""

    @attrs.frozen
    class Pebble(Checked):
        weight: Annotated[float, "grams"]
        found: When

    when = When.parse("2025-02")
    assert Pebble(5, when).found is when
    assert Pebble(5, "2025-02").found == when  # type: ignore[arg-type]
    with pytest.raises(InvalidField, match=r"Pebble\.weight: expected a number, found '5'"):
        Pebble("5", when)  # type: ignore[arg-type]


def test_once_per_kind() -> None:
    """A function of a class is asked once about each class."""
    asked = []

    @once_per_kind
    def name(kind: type[Any]) -> str:
        asked.append(kind)
        return kind.__name__

    assert [name(int), name(str), name(int)] == ["int", "str", "int"]
    assert asked == [int, str]
