"""Identifiers of people in free text: how many are found, and how often wrongly."""

import time
from collections import Counter
from collections.abc import Iterable

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from identifiers_corpus import FALSE, TRUE
from learning_tracker.identifiers import Found, Sort, find
from learning_tracker.identifiers.contact import _AREAS

LEAST = 0.97
"""The recall and the precision that the whole corpus must reach."""

LEAST_OF_A_SORT = 0.93
"""The same of each sort: one or two of some twenty may be missed."""


# The corpus


def read(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """A sentence of the corpus without its marks, and the spans that were marked."""
    text, spans = "", []
    for part in marked.split("«"):
        marked_part, end, rest = part.partition("»")
        if end:
            spans.append((len(text), len(text) + len(marked_part)))
        text += marked_part + rest
    return text, spans


@attrs.frozen
class Score:
    """How the finders did on the corpus.

    Attributes:
        there: how many identifiers of each sort there are.
        right: how many of them were found, in their whole length and no more.
        wrong: how many of each sort were found where there is none.
        errors: what was missed or found wrongly, for people.
    """

    there: Counter[Sort] = attrs.field(factory=Counter)
    right: Counter[Sort] = attrs.field(factory=Counter)
    wrong: Counter[Sort] = attrs.field(factory=Counter)
    errors: list[str] = attrs.field(factory=list)

    def add(self, text: str, expected: set[Found]) -> None:
        """Count one sentence."""
        found = set(find(text))
        self.there.update(one.sort for one in expected)
        self.right.update(one.sort for one in found & expected)
        self.wrong.update(one.sort for one in found - expected)
        for said, those in (("missed", expected - found), ("wrong", found - expected)):
            self.errors.extend(f"{said}: {one.sort.label} in {text!r}" for one in those)

    def recall(self, sorts: Iterable[Sort]) -> float:
        """How much of what is there is found."""
        sorts = list(sorts)
        return sum(self.right[one] for one in sorts) / sum(self.there[one] for one in sorts)

    def precision(self, sorts: Iterable[Sort]) -> float:
        """How much of what is found is there."""
        sorts = list(sorts)
        right = sum(self.right[one] for one in sorts)
        return right / (right + sum(self.wrong[one] for one in sorts))

    def __str__(self) -> str:
        head = f"{'':26}{'there':>6}{'found':>6}{'wrong':>6}{'recall':>8}{'precision':>10}"
        rows = [(one.label, [one]) for one in Sort]
        return "\n".join(["", head, *(self._row(*row) for row in [*rows, ("all", list(Sort))])])

    def _row(self, name: str, sorts: list[Sort]) -> str:
        there, right, wrong = (sum(of[one] for one in sorts)
                               for of in (self.there, self.right, self.wrong))  # fmt: skip
        shares = f"{self.recall(sorts):8.3f}{self.precision(sorts):10.3f}"
        return f"{name:26}{there:6}{right:6}{wrong:6}{shares}"


@pytest.fixture(scope="module")
def score() -> Score:
    """How the finders do on the whole corpus."""
    score = Score()
    for sort, sentences in TRUE.items():
        for text, spans in map(read, sentences):
            score.add(text, {Found(sort, *span) for span in spans})
    for text in FALSE:
        score.add(text, set())
    return score


def test_recall_and_precision(score: Score) -> None:
    """Of the corpus nearly all is found, and nearly all that is found is there."""
    print("\n".join([str(score), *score.errors]))  # noqa: T201 - `pytest -s` shows the table
    assert score.recall(Sort) >= LEAST
    assert score.precision(Sort) >= LEAST


@pytest.mark.parametrize("sort", Sort)
def test_recall_and_precision_of_a_sort(score: Score, sort: Sort) -> None:
    """So it is for each sort by itself."""
    assert score.recall([sort]) >= LEAST_OF_A_SORT
    assert score.precision([sort]) >= LEAST_OF_A_SORT


def test_the_corpus_is_large_enough() -> None:
    """It has 120 sentences with an identifier, at least 15 of each sort, and 150 without any."""
    assert set(TRUE) == set(Sort)
    assert sum(map(len, TRUE.values())) >= 120
    assert min(map(len, TRUE.values())) >= 15
    assert len(FALSE) >= 150
    assert all("«" in one for sentences in TRUE.values() for one in sentences)
    assert not [one for one in FALSE if "«" in one]
    everything = [*FALSE, *(one for sentences in TRUE.values() for one in sentences)]
    assert len(set(everything)) == len(everything)


# What is told where several could be


def told(text: str) -> list[tuple[str, str]]:
    """The sorts found in a text, each with what stands there."""
    return [(one.sort.label, text[one.start : one.end]) for one in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Call 0800111109 free.", [("NHS number", "0800111109")]),
        ("Call 0800111110 free.", [("telephone number", "0800111110")]),
        ("Call +44 7700900019.", [("telephone number", "+44 7700900019")]),
        ("07700900123@example.org", [("e-mail address", "07700900123@example.org")]),
        ("born 01632 960001", [("telephone number", "01632 960001")]),
        ("0800 999 110 6847", [("NHS number", "999 110 6847")]),
    ],
)
def test_of_those_that_overlap_one_is_told(text: str, expected: list[tuple[str, str]]) -> None:
    """Of two the one is told that says more of one person, and only once."""
    assert told(text) == expected


def test_several_are_told_in_the_order_of_the_text() -> None:
    """A text with one of each sort tells all seven, from left to right."""
    text = (
        "jo@example.org, ME4 4TR, 07700 900123, born 3 May 2012, AB 12 34 56 C, B801200005001, "
        "999 110 6847"
    )
    assert [sort for sort, _ in told(text)] == [
        "e-mail address",
        "postcode",
        "telephone number",
        "date of birth",
        "National Insurance number",
        "unique pupil number",
        "NHS number",
    ]


def test_there_are_124_areas() -> None:
    """A postcode begins with one of 124 areas, each named once."""
    areas = _AREAS.split("|")
    assert len(areas) == len(set(areas)) == 124


def test_authorities_formed_after_2011_count() -> None:
    """A pupil number of Dorset (838), which python-stdnum does not know of, is found."""
    assert told("UPN V838200023014") == [("unique pupil number", "V838200023014")]


# What holds for any text

_WORDS = st.sampled_from(("Child A", "NHS number:", "(see", "chronology,", "ten", "é", "on file"))
_GAPS = st.sampled_from(("", " ", "-", "\u00a0", "\u2011", " - "))


@st.composite
def nhs_numbers(draw: st.DrawFn) -> str:
    """Ten digits with the check digit of the NHS Data Dictionary, in groups of 3, 3 and 4."""
    digits = draw(st.lists(st.integers(0, 9), min_size=9, max_size=9))
    check = -sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=True))
    number = "".join(map(str, [*digits, check % 11]))
    # Of a remainder of 10 no number is made; of one digit ten times over, none is given out.
    if len(number) > 10 or len(set(number)) == 1:
        number = "9991106847"
    return f"{number[:3]}{draw(_GAPS)}{number[3:6]}{draw(_GAPS)}{number[6:]}"


@given(_WORDS, nhs_numbers(), st.sampled_from((" ", ".", ",", ")", ";", " was", "\n")))
def test_any_nhs_number_in_a_text_is_found(before: str, number: str, after: str) -> None:
    """Whatever the number and the way of writing it, it is found once and whole."""
    assert told(f"{before} {number}{after}") == [("NHS number", number)]


@given(st.text(st.characters(exclude_categories=["Nd"], exclude_characters="@")))
def test_nothing_is_found_without_a_digit_or_an_at_sign(text: str) -> None:
    """A text without digits and without "@" holds no identifier."""
    assert find(text) == ()


_PIECES = st.sampled_from(
    ("999", "110", "6847", " ", "-", ".", "(", ")", "0", "1632", "+44", "born", " on ", "3 May",
     "2012", "dob", ": ", "ME4", "4TR", "@", "jo", "example.org", "https://", "AB", "12", "C", "\n")
)  # fmt: skip


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_what_is_found_lies_apart_within_the_text(text: str) -> None:
    """Identifiers stand in the order of the text, none empty, none over another."""
    found = find(text)
    places = [place for one in found for place in (one.start, one.end)]
    assert places == sorted(places)
    assert all(0 <= one.start < one.end <= len(text) for one in found)


@pytest.mark.parametrize(
    "piece", ["1", "a", "0 ", "a.1", "1 jan ", "dob ", "born a ", "0800 ", "a@", "(", "a@a.", "- "]
)
def test_a_long_text_takes_no_long_time(piece: str) -> None:
    """No text is read over and over from each of its letters, which would take minutes."""
    text = piece * (50_000 // len(piece)) + "; 999 110 6847"
    began = time.process_time()
    assert find(text)[-1].sort is Sort.NHS_NUMBER
    assert time.process_time() - began < 10
