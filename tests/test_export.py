"""The records as files of tables: whole or not at all, and never over what is there."""

import csv
import datetime as dt
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from learning_tracker.cli import main
from learning_tracker.errors import MissingExtra, StoreProblem, UnknownChoice, WouldOverwrite
from learning_tracker.exchange import table_files
from learning_tracker.exchange.table_files import write_tables
from learning_tracker.flat import shapes
from learning_tracker.flat.contents import Content
from learning_tracker.flat.rows import headings, rows_of
from learning_tracker.tables.values import guarded, unguarded
from parts import needs_module
from strategies import texts


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, as Python's own module reads them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def as_csv(value: object) -> str:
    """A value as CSV holds it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in {*"=+-@\t\r\n"} else text


@pytest.mark.parametrize("sample", ["riverton", "medway"])
def test_every_table_is_a_file(tmp_path: Path, sample: str) -> None:
    """Each kind, link and part is a file with the rows that the views of a database have."""
    view = lt.sample(sample).view
    written = write_tables(view, tmp_path / "tables")
    assert sorted(written) == sorted((tmp_path / "tables").iterdir())
    for table in shapes.tables():
        rows = read_csv(tmp_path / "tables" / f"{table.name}.csv")
        names = [column.name for column in headings(table)]
        assert rows == [
            dict(zip(names, map(as_csv, row), strict=True)) for row in rows_of(table, view)
        ]


def test_where_actions_stand(tmp_path: Path) -> None:
    """One more file tells where each action stands, as the tracker does on its date."""
    tracker = lt.sample().as_at("2024-12-31")
    write_tables(tracker.view, tmp_path / "tables")
    rows = read_csv(tmp_path / "tables" / "action_as_at.csv")
    assert {row["as_at"] for row in rows} == {"2024-12-31"}
    assert [row["id"] for row in rows] == [one.id for one in tracker.of(lt.Action)]
    late = {row["id"]: int(row["days_late"]) for row in rows if row["late"] == "true"}
    assert late == {one.record.id: one.standing.days_late for one in tracker.actions.late()}
    outstanding = [row["id"] for row in rows if row["outstanding"] == "true"]
    assert outstanding == [one.record.id for one in tracker.actions.outstanding()]


def test_nothing_later_than_the_date(tmp_path: Path) -> None:
    """As at a day, later records and later dates are not in the files, and the numbers fall."""
    write_tables(lt.sample().as_at("2023-12-31").view, tmp_path / "then")
    write_tables(lt.sample().view, tmp_path / "now")
    then, now = (read_csv(tmp_path / one / "update.csv") for one in ("then", "now"))
    assert 0 < len(then) < len(now)
    assert max(row["on_first"] for row in then) <= "2023-12-31"
    targets = {row["target"] for row in read_csv(tmp_path / "then" / "update_meeting.csv")}
    assert targets <= {row["id"] for row in read_csv(tmp_path / "then" / "meeting.csv")}


@pytest.mark.parametrize("text", ["=1+1", "+44", "-done", "@SUM(A1)", "\tx"])
def test_no_text_is_taken_for_a_formula(tmp_path: Path, text: str) -> None:
    """What a spreadsheet would reckon with has an apostrophe before it; a number has not."""
    records = [
        lt.Meeting(id="m", body=text, on="2025"),
        lt.Measure(id="x", name="A measure", unit="days"),
        lt.Observation(id="o", of="x", on="2025", value=-3.5),
    ]
    write_tables(lt.Tracker(records).view, tmp_path / "tables")
    assert read_csv(tmp_path / "tables" / "meeting.csv")[0]["body"] == f"'{text}"
    assert read_csv(tmp_path / "tables" / "observation.csv")[0]["value"] == "-3.5"


@given(text=texts() | st.text("'=+-@\t\n a", max_size=4))
def test_any_text_of_csv_comes_back(text: str) -> None:
    """However many apostrophes people wrote, CSV tells the text, and never reckons with it."""
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in {*"=+-@\t\r\n"}


def test_excel_knows_that_it_is_utf_8(tmp_path: Path) -> None:
    """CSV begins with the mark of UTF-8, and pandas reads it all the same."""
    write_tables(lt.sample().view, tmp_path / "tables")
    path = tmp_path / "tables" / "theme.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,")
    assert next(iter(needs_module("pandas", "pandas").read_csv(path).columns)) == "id"


def test_parquet_has_types(tmp_path: Path) -> None:
    """Parquet holds texts as they are, days as days, and yes and no."""
    parquet = needs_module("pyarrow.parquet", "parquet")
    tracker = lt.sample()
    write_tables(tracker.view, tmp_path / "tables", "parquet")
    for table in shapes.tables():
        read = parquet.read_table(tmp_path / "tables" / f"{table.name}.parquet").to_pydict()
        rows = list(zip(*read.values(), strict=True))
        assert rows == list(rows_of(table, tracker.view)), table.name
    told = parquet.read_table(tmp_path / "tables" / "action_as_at.parquet").to_pylist()
    assert told[0]["as_at"] == dt.date(2025, 11, 20)
    assert {type(row["late"]) for row in told} == {bool}


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """A folder that holds something, or a file of that name, stays; an empty one is used."""
    view = lt.sample().view
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("full", "file"):
        with pytest.raises(WouldOverwrite, match="is there already"):
            write_tables(view, tmp_path / name)
    assert [one.name for one in (tmp_path / "full").iterdir()] == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    assert write_tables(view, tmp_path / "empty")


def test_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a file cannot be written, none is there, and nothing is left behind."""
    whole = table_files._csv_file

    def fails_in_the_middle(path: Path, content: Content) -> None:
        if content.name == "theme":
            raise OSError(28, "No space left on device")
        whole(path, content)

    monkeypatch.setattr(table_files, "_csv_file", fails_in_the_middle)
    with pytest.raises(StoreProblem, match="the disk is full"):
        write_tables(lt.sample().view, tmp_path / "tables")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(StoreProblem, match="no such file or folder"):
        write_tables(lt.sample().view, tmp_path / "missing" / "tables")


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights than modes")
def test_the_folder_is_its_owners(tmp_path: Path) -> None:
    """Nobody but its owner can look into the folder."""
    write_tables(lt.sample().view, tmp_path / "tables")
    assert (tmp_path / "tables").stat().st_mode & 0o777 == 0o700


def test_what_is_asked_for_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown format is refused, and without pyarrow it is told how to have it."""
    view = lt.sample().view
    with pytest.raises(UnknownChoice, match="csv"):
        write_tables(view, tmp_path / "tables", "xlsx")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"learning-tracker\[parquet\]"):
        write_tables(view, tmp_path / "tables", "parquet")


def test_names_are_legal_on_windows() -> None:
    """The names hold small letters, figures and underlines, and none is that of a device."""
    for table in shapes.tables():
        assert table.name.replace("_", "").isalnum()
        assert table.name == table.name.lower()
        assert table.name not in {"con", "prn", "aux", "nul"}


# On the command line


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Runs the command in an empty folder; gives its code and all that it printed."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, words)
        return done.exit_code, done.output

    return command


def test_export(run: Callable[..., tuple[int, str]]) -> None:
    """The command writes the tables as at a day and says how many; a second time it refuses."""
    code, said = run("export", "--sample", "--tables", "t", "--as-at", "2024-12-31")
    assert (code, said) == (0, f"wrote {len(shapes.tables()) + 1} tables into t\n")
    assert {row["as_at"] for row in read_csv(Path("t/action_as_at.csv"))} == {"2024-12-31"}
    code, said = run("export", "--sample", "--tables", "t")
    assert code == 2
    assert "t is there already and is not written over" in said


def test_export_of_a_database(run: Callable[..., tuple[int, str]]) -> None:
    """A database is written as the tracker that is in it."""
    with lt.open("riverton.db") as tracker, tracker.change(by="business-unit"):
        tracker.add(lt.Theme(id="fathers", name="Fathers"))
    assert run("export", "riverton.db", "--tables", "t", "--format", "csv")[0] == 0
    assert [row["name"] for row in read_csv(Path("t/theme.csv"))] == ["Fathers"]


def test_views(run: Callable[..., tuple[int, str]]) -> None:
    """The command makes the views of a database and lists them; a file of JSON has none."""
    lt.open("riverton.db").close()
    code, said = run("views", "riverton.db")
    assert code == 0
    assert {"action", "action_as_at", "update_by"} <= set(said.split())
    lt.Tracker().save("riverton.json")
    code, said = run("views", "riverton.json")
    assert code == 2
    assert "only a database has views" in said
    assert run("views", "missing.db")[0] == 2
