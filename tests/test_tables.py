"""Tables: what they hold, how they print, and what programs get from them."""

import csv
import io
import string
import sys
from collections.abc import Callable
from datetime import date
from enum import Enum, IntEnum
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_tracker.errors import LearningTrackerError, MissingExtra, UnknownChoice
from learning_tracker.tables import Column, HasId, Note, Table, plain, shown
from learning_tracker.tables.values import guarded, unguarded


@attrs.frozen
class Thing:
    """A record, as a table knows it."""

    id: str


@attrs.frozen
class Labelled:
    """A record that has a name for people."""

    id: str
    label: str


@attrs.frozen
class Day:
    """A date of the library's own kind, as a table knows it."""

    iso: str

    def __str__(self) -> str:
        """As people write it."""
        return "February 2025"


class Colour(Enum):
    """An enum whose values are words."""

    GREEN = "Green"


class Level(IntEnum):
    """An enum whose values are numbers."""

    ONE = 1


@attrs.frozen
class Line:
    """A row about several records."""

    shows: tuple[object, ...]
    records: tuple[HasId, ...] = ()


@attrs.frozen
class RecordLine:
    """A row about one record."""

    record: HasId
    shows: tuple[object, ...]

    @property
    def records(self) -> tuple[HasId, ...]:
        """The one record."""
        return (self.record,)


AnyLine = Line | RecordLine


def column(position: int) -> Column[AnyLine]:
    """The column that shows a row's value in a position."""
    return Column(f"c{position}", f"C{position}", lambda row: row.shows[position])


def table(*rows: AnyLine, columns: int = 2, **rest: Any) -> Table[AnyLine]:
    """A table of rows, with as many columns as said."""
    made = Table(
        caption="A caption",
        rows=rows,
        columns=tuple(column(position) for position in range(columns)),
        empty="Nothing was found.",
    )
    return attrs.evolve(made, **rest)


def of_values(*rows: tuple[object, ...]) -> Table[AnyLine]:
    """A table that shows these values."""
    return table(*map(Line, rows), columns=len(rows[0]))


class Cells(HTMLParser):
    """Reads an HTML table back: its elements' texts, and every tag used."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self.attributes: list[dict[str, str | None]] = []
        self.tags: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        self.tags.add(tag)
        self.texts.append((tag, ""))
        self.attributes.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        """Add to the element begun last."""
        tag, text = self.texts[-1]
        self.texts[-1] = (tag, text + data)

    def of(self, *tags: str) -> list[str]:
        """The texts of elements with one of these tags, in order."""
        return [text for tag, text in self.texts if tag in tags]


texts = st.text(max_size=30)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
PARTS = ("div", "table", "caption", "thead", "tbody", "tr", "th", "td")
rows_of_text = st.lists(st.tuples(texts, texts), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("value", "text", "data"),
    [
        (None, "", None),
        (True, "yes", True),
        (False, "no", False),
        (7, "7", 7),
        (2.0, "2", 2.0),
        (2.345, "2.35", 2.345),
        (100.0, "100", 100.0),
        (-0.001, "0", -0.001),
        (Colour.GREEN, "Green", "Green"),
        (Level.ONE, "1", 1),
        (date(2025, 11, 2), "2 November 2025", "2025-11-02"),
        (Day("2025-02"), "February 2025", "2025-02"),
        (Thing("rr-1"), "rr-1", "rr-1"),
        (Labelled("rr-1", "Laura"), "Laura", "rr-1"),
        (Labelled("rr-1", ""), "rr-1", "rr-1"),
        ((Colour.GREEN, 1, None), "Green; 1; ", ["Green", 1, None]),
        ([], "", []),
        (Path("a"), "a", "a"),
    ],
)
def test_values(value: object, text: str, data: object) -> None:
    """A value has one form for people and one for programs."""
    assert shown(value) == text
    assert plain(value) == data
    assert type(plain(value)) is type(data)


def test_sequence() -> None:
    """A table has the length of its rows and gives them in order."""
    first, second = Line((1, 2)), Line((3, 4))
    answer = table(first, second)
    assert (len(answer), answer[1], list(answer)) == (2, second, [first, second])


def test_truth() -> None:
    """A table is true only when it has rows."""
    assert table(Line((1, 2)))
    assert not table()


def test_records() -> None:
    """The records behind rows and denominator come once each, those of notes not at all."""
    a, b, c, d = map(Thing, "abcd")
    answer = table(
        Line((1, 2), (b, a)),
        Line((1, 2), (a,)),
        basis=(c, b),
        notes=(Note("About d.", (d,)),),
    )
    assert answer.records == (b, a, c)


def test_headings_and_cells() -> None:
    """Headings and cells are the texts that are printed."""
    answer = table(Line((Colour.GREEN, None)))
    assert answer.headings == ("C0", "C1")
    assert answer.cells(answer[0]) == ("Green", "")


def test_prints() -> None:
    """A table prints its caption, rows, denominator, key and numbered notes."""
    answer = table(
        Line(("Theme *", 12)),
        Line(("Other", None)),
        denominator="of the 7 reviews of 2024-25",
        key=("* progress", "** recurring"),
        notes=(Note("One is undated."), Note("Word " * 25)),
    )
    assert str(answer) == "\n".join(
        [
            "A caption",
            "",
            "C0         C1",
            "-------  ----",
            "Theme *    12",
            "Other",
            "",
            "Of the 7 reviews of 2024-25.",
            "",
            "* progress",
            "** recurring",
            "",
            "1. One is undated.",
            "2. " + " ".join(["Word"] * 19),
            "   " + " ".join(["Word"] * 6),
        ]
    )


def test_repr() -> None:
    """At a prompt a table shows itself."""
    answer = table(Line((1, 2)))
    assert repr(answer) == str(answer)


def test_prints_empty() -> None:
    """A table without rows says so, and still says what was counted among."""
    answer = table(denominator="Of 3 audits.")
    assert str(answer) == "A caption\n\nNothing was found.\n\nOf 3 audits."


def test_prints_words_that_look_like_values() -> None:
    """Text is printed as it is written, even if it looks like a number or a truth."""
    printed = str(of_values(("True", "007", "1e5")))
    assert printed.splitlines()[-1].split() == ["True", "007", "1e5"]


def test_wraps_long_cells() -> None:
    """Long cells are wrapped to share a line; identifiers stay whole."""
    identifier = "rapid-review-of-spring-2025"
    printed = str(of_values((identifier, "word " * 60, "other\nwords " * 40)))
    assert max(map(len, printed.splitlines())) <= 100
    assert identifier in printed


@given(
    st.lists(
        st.tuples(*[st.text(string.ascii_letters + " \n\t-", max_size=200)] * 5),
        min_size=1,
        max_size=3,
    )
)
def test_lines_fit(rows: list[tuple[str, ...]]) -> None:
    """No line is longer than 100 characters and no letter is lost, whatever the text."""
    _, _, printed = str(of_values(*rows)).partition("-\n")
    assert all(len(line) <= 100 for line in printed.splitlines())
    letters = sorted(letter for row in rows for text in row for letter in text if letter.isalpha())
    assert sorted(filter(str.isalpha, printed)) == letters


@given(rows_of_text, texts, st.lists(texts, max_size=2))
def test_html_escapes(rows: list[tuple[str, str]], caption: str, notes: list[str]) -> None:
    """Whatever the text, HTML gives it back, and no tag comes from it."""
    answer = attrs.evolve(of_values(*rows), caption=caption, notes=tuple(map(Note, notes)))
    read = Cells(answer._repr_html_())
    assert read.of("caption") == [caption]
    assert read.of("th", "td")[2:] == [text for row in rows for text in row]
    assert read.of("li") == notes
    assert read.tags <= {*PARTS, "ol", "li"}


def test_html() -> None:
    """Headings and the first cell of a row say what they head; the rest follows the table."""
    answer = table(
        Line(("<script>", 1)),
        denominator="of 7",
        key=("* progress",),
        notes=(Note("One."),),
    )
    read = Cells(answer._repr_html_())
    assert [each["scope"] for each in read.attributes if "scope" in each] == ["col", "col", "row"]
    assert read.of("p", "li") == ["Of 7.", "* progress", "One."]
    assert "<script" not in answer._repr_html_()


def test_html_empty() -> None:
    """Without rows the HTML is the caption and the sentence that says so, and no table."""
    empty = table()
    read = Cells(empty._repr_html_())
    assert read.of("th") == read.of("td") == []
    assert read.of("p")[:2] == [empty.caption, empty.empty]


def test_to_records() -> None:
    """Data are plain values under the columns' names."""
    assert table(Line((Day("2025-02"), (Thing("a"),)))).to_records() == [
        {"c0": "2025-02", "c1": ["a"]}
    ]


def test_to_records_about_a_record() -> None:
    """A row about one record begins with its id; beside such rows, others have none."""
    answer = table(RecordLine(Thing("rr-1"), (1, 2)), Line((3, 4)))
    assert [next(iter(row.items())) for row in answer.to_records()] == [
        ("id", "rr-1"),
        ("id", None),
    ]


def test_to_frame() -> None:
    """A data frame has a row for each row and the columns' names."""
    frame = table(RecordLine(Thing("rr-1"), (1, "a"))).to_frame()
    assert frame.to_dict("list") == {"id": ["rr-1"], "c0": [1], "c1": ["a"]}


def test_to_frame_empty() -> None:
    """A data frame without rows still has its columns, the id among them."""
    frame = table().to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == ["id", "c0", "c1"]


def test_to_frame_without_polars(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where polars is not installed, the error says what to install."""
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingExtra, match=r'pip install "learning-tracker\[polars\]"'):
        table().to_frame("polars")


def test_to_frame_without_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pandas is not installed, the error says what to install."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtra, match=r'pip install "learning-tracker\[pandas\]"') as caught:
        table().to_frame()
    assert isinstance(caught.value, LearningTrackerError)
    assert isinstance(caught.value, ImportError)
    assert (caught.value.package, caught.value.extra) == ("pandas", "pandas")


@given(st.text())
def test_a_guarded_text_comes_back_unchanged(text: str) -> None:
    """No text, once guarded, begins like a formula; unguarded, it is what it was."""
    assert guarded(text)[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"}
    assert unguarded(guarded(text)) == text


def test_to_frame_with_polars() -> None:
    """With polars too, its columns are there even without rows."""
    answer = table(RecordLine(Thing("rr-1"), (1, ("a", "b"))), RecordLine(Thing("rr-2"), (2.5, ())))
    frame = answer.to_frame("polars")
    assert frame.to_dict(as_series=False) == {
        "id": ["rr-1", "rr-2"],
        "c0": [1.0, 2.5],
        "c1": [["a", "b"], []],
    }
    assert table().to_frame(backend="polars").columns == ["id", "c0", "c1"]


@pytest.mark.parametrize(
    ("values", "as_text"),
    [
        ((1, "cannot tell", None), ["1", "cannot tell", None]),
        ((True, 2), ["True", "2"]),
        ((("a", 1), ("b",)), ["a; 1", "b"]),
        (((), "a"), ["", "a"]),
        ((10**30, 1), [f"1{'0' * 30}", "1"]),
        (((("good", 3),), ()), ["good; 3", ""]),
    ],
)
def test_a_column_of_several_types_is_text_in_polars(
    values: tuple[object, ...], as_text: list[str | None]
) -> None:
    """Where values are of several types, polars has them all as text and loses none."""
    frame = of_values(*((one,) for one in values)).to_frame("polars")
    assert frame["c0"].to_list() == as_text


@given(st.lists(st.one_of(st.none(), texts, st.booleans(), numbers, st.lists(texts)), max_size=4))
def test_polars_loses_no_value(values: list[Any]) -> None:
    """Whatever a column holds, polars has a value wherever there is one."""
    held = of_values(*((one,) for one in values)).to_frame("polars") if values else []
    found = [row["c0"] for row in held.to_dicts()] if values else []
    assert [one is None for one in found] == [one is None for one in values]


def test_an_unknown_backend() -> None:
    """A backend that there is none of is refused with those that there are."""
    with pytest.raises(UnknownChoice, match="choose from pandas or polars"):
        table().to_frame("spark")


def as_csv(text: str) -> str:
    """A text as a CSV cell must hold it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "'" + text if text.lstrip("'")[:1] in {"=", "+", "-", "@", "\t", "\n"} else text


@given(st.lists(st.tuples(texts, numbers), max_size=4))
def test_csv_reads_back(rows: list[tuple[str, float]]) -> None:
    """CSV read back gives the texts, guarded against formulas, and the numbers untouched."""
    text = table(*map(Line, rows)).to_csv()
    _, *read = csv.reader(io.StringIO(text, newline=""))
    assert [tuple(row[-2:]) for row in read] == [(as_csv(word), str(n)) for word, n in rows]


def test_csv() -> None:
    """CSV has names, then plain values, several in a cell joined."""
    answer = table(RecordLine(Thing("rr-1"), (("a", 2, None, date(2025, 2, 14)), None)))
    assert answer.to_csv() == "id,c0,c1\nrr-1,a; 2; ; 2025-02-14,\n"


def test_csv_nested() -> None:
    """Pairs within a cell are joined as the cell's values are."""
    assert of_values(((("good", 3), ("poor", 1)),)).to_csv() == "c0\ngood; 3; poor; 1\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
@pytest.mark.parametrize("wrap", [str, lambda text: (text, "b")])
def test_csv_formulas(start: str, wrap: Callable[[str], object]) -> None:
    """A text that a spreadsheet would run, alone or first of several, begins with an apostrophe."""
    text = of_values((wrap(f"{start}cmd"),)).to_csv()
    _, [cell] = csv.reader(io.StringIO(text, newline=""))
    assert cell.startswith("'")
    assert not cell.startswith("''")


def test_csv_to_a_file(tmp_path: Path) -> None:
    """A file holds the same text, after the mark by which Excel knows it for UTF-8."""
    path = tmp_path / "answer.csv"
    text = of_values(("Siân\nand Zoë",)).to_csv(path)
    assert path.read_bytes() == b"\xef\xbb\xbf" + text.encode()


def test_a_wide_table_is_listed() -> None:
    """Where a table would be too narrow to read, rows stand one below the other, line by line."""
    row = Line(())
    columns = tuple(
        Column[Line](f"c{n}", f"Heading {n}", lambda _, n=n: "" if n == 3 else f"word {n} " * 9)
        for n in range(8)
    )
    text = str(Table(caption="Wide", rows=(row,), columns=columns, empty="Nothing."))
    lines = text.splitlines()
    assert lines[2].startswith("Heading 0: word 0")
    assert sum(line.startswith("  Heading") for line in lines) == 6
    assert "Heading 3" not in text
    assert all(len(line) <= 100 for line in lines)
