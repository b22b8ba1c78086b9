"""A tracker edited as a workbook: what is taken, what is left, and what is told of a mistake."""

import datetime as dt
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import attrs
import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

import learning_tracker as lt
from learning_tracker.cli import main
from learning_tracker.editing import Deed, Edits
from learning_tracker.errors import InvalidData, KeptBack, NoAuthor, ReadOnly, StoreProblem
from learning_tracker.exchange.workbooks.template import template_workbook
from learning_tracker.exchange.workbooks.tracker_workbook import tracker_workbook

PARTNERSHIP = lt.Partnership(id="scp", name="Our partnership")
POLICE = lt.Agency(id="police", name="Police", aliases=("Our police", "Constabulary"))
FATHERS = lt.Theme(id="fathers", name="Fathers")
AUDIT = lt.StandardsAudit(
    id="audit", title="Audit", framework="section-11",
    attributes=(("returns by", "e-mail"),),
    sections=(
        lt.StandardsSection(name="Leadership", met=5, of=7),
        lt.StandardsSection(name="Training", met=3, of=7),
    ),
)  # fmt: skip
ACTION = lt.Action(
    id="a-1", statement="Train", answers=("audit",), lead="police", due_on="2025-02",
    themes=("fathers",),
)  # fmt: skip
RECORDS = (PARTNERSHIP, POLICE, FATHERS, AUDIT, ACTION)

Editing = Callable[[Workbook], None]


@pytest.fixture
def tracker() -> lt.Tracker:
    """A tracker with an action, what it answers and who leads it."""
    return lt.Tracker(RECORDS)


@pytest.fixture
def edited(tmp_path: Path, tracker: lt.Tracker) -> Callable[[Editing], Path]:
    """Exports the tracker and has the workbook edited."""

    def edit(how: Editing) -> Path:
        path = tmp_path / "w.xlsx"
        tracker.export_workbook(path)
        book = openpyxl.load_workbook(path)
        how(book)
        book.save(path)
        return path

    return edit


def column(book: Workbook, sheet: str, heading: str) -> str:
    """The letter of a column."""
    return next(cell.column_letter for cell in book[sheet][1] if cell.value == heading)


def put(sheet: str, row: int, **values: object) -> Editing:
    """Writes values into cells of a row, by their headings (`policy__amber_days` for a part)."""

    def edit(book: Workbook) -> None:
        for heading, value in values.items():
            letters = column(book, sheet, heading.replace("__", "."))
            book[sheet][f"{letters}{row}"] = value

    return edit


def told(edits: Edits) -> list[tuple[str, str, str, str, str]]:
    """What the preview tells, in short."""
    return [(one.record.id, one.deed.value, one.field, one.before, one.after)
            for one in edits.pieces]  # fmt: skip


# What is taken


def test_fields_are_told_and_taken(tracker: lt.Tracker, edited: Callable[[Editing], Path]) -> None:
    """Each field that was changed is told with both values; importing takes it, and only it."""

    def edit(book: Workbook) -> None:
        put("action", 2, statement="=Train more", due_on="2025-06", lead=None)(book)
        book["action"]["B2"].data_type = "s"  # what Excel makes of it in a cell of text
        put("action", 2, themes="fathers\n", success_measure="It works")(book)
        put("agency", 2, aliases="Our police\nThe force")(book)
        put("partnership", 2, policy__amber_days=14)(book)

    path = edited(edit)
    edits = lt.preview_workbook(tracker, path)
    assert told(edits) == [
        ("a-1", "change", "statement", "Train", "=Train more"),
        ("a-1", "change", "lead", "police", ""),
        ("a-1", "change", "due_on", "2025-02", "2025-06"),
        ("a-1", "change", "success_measure", "", "It works"),
        ("police", "change", "aliases", "Our police, Constabulary", "Our police, The force"),
        ("scp", "change", "policy.amber_days", "", "14"),
    ]
    assert tracker["a-1"] == ACTION
    assert lt.import_workbook(tracker, path) == edits
    assert tracker["a-1"] == attrs.evolve(
        ACTION, statement="=Train more", due_on="2025-06", lead=None, success_measure="It works"
    )
    assert tracker["scp"] == attrs.evolve(PARTNERSHIP, policy=lt.Policy(amber_days=14))
    assert (tracker["audit"], tracker["fathers"]) == (AUDIT, FATHERS)
    assert lt.import_workbook(tracker, path).pieces == ()


def test_rows_and_pairs(tracker: lt.Tracker, edited: Callable[[Editing], Path]) -> None:
    """Rows of a record are told cell by cell, and can be added on their sheet; pairs are lines."""

    def edit(book: Workbook) -> None:
        book["standards-audit sections"]["C3"] = 4
        put("standards-audit", 2, attributes="returns by: post\nlate: none: at all")(book)

    edits = lt.import_workbook(tracker, edited(edit))
    assert ("audit", "change", "sections, row 2, met", "3", "4") in told(edits)
    audit = tracker["audit"]
    assert isinstance(audit, lt.StandardsAudit)
    assert [one.met for one in audit.sections] == [5, 4]
    assert audit.attributes == (("returns by", "post"), ("late", "none: at all"))


def test_a_row_more(tracker: lt.Tracker, edited: Callable[[Editing], Path]) -> None:
    """Where there are more rows or fewer, the lists are told as they are."""

    def edit(book: Workbook) -> None:
        book["standards-audit sections"].append(["audit", "Safer recruitment", 1, None, None, 7])

    (piece,) = lt.import_workbook(tracker, edited(edit)).pieces
    assert piece.field == "sections"
    assert '"Safer recruitment"' in piece.after
    audit = tracker["audit"]
    assert isinstance(audit, lt.StandardsAudit)
    assert [one.name for one in audit.sections] == ["Leadership", "Training", "Safer recruitment"]


def test_records_are_added(tracker: lt.Tracker, edited: Callable[[Editing], Path]) -> None:
    """A new row is a new record; without an id it gets the same one each time it is imported."""

    def edit(book: Workbook) -> None:
        book["theme"].append(["sleep", "Safer sleep"])
        book["action"].append([None, "Brief midwives", "audit"])
        put("action", 3, themes="sleep\nfathers")(book)

    path = edited(edit)
    edits = lt.import_workbook(tracker, path)
    assert [one.deed for one in edits.pieces] == [Deed.ADD, Deed.ADD]
    (made,) = (one for one in tracker.of(lt.Action) if one.id != "a-1")
    assert (made.statement, made.themes) == ("Brief midwives", ("sleep", "fathers"))
    assert made.id.startswith("action-")
    assert lt.import_workbook(tracker, path).pieces == ()
    assert len(tracker) == len(RECORDS) + 2


def test_what_is_typed_as_people_type(
    tracker: lt.Tracker, edited: Callable[[Editing], Path]
) -> None:
    """Capitals of words, blanks around ids, Excel's dates and figures as text are understood."""

    def edit(book: Workbook) -> None:
        put("action", 2, lead=" police ", due_on=dt.date(2025, 3, 1), change="Training")(book)
        put("agency", 2, role="Safeguarding partner")(book)
        put("action", 2, agreed_on=2024, statement=7, note="one\r\ntwo")(book)
        book["standards-audit sections"]["C2"] = " 6 "

    lt.import_workbook(tracker, edited(edit))
    assert tracker["a-1"] == attrs.evolve(
        ACTION, due_on="2025-03-01", agreed_on="2024", change="training", statement="7",
        note="one\ntwo",
    )  # fmt: skip
    assert tracker["police"] == attrs.evolve(POLICE, role="safeguarding_partner")
    audit = tracker["audit"]
    assert isinstance(audit, lt.StandardsAudit)
    assert audit.sections[0].met == 6


def test_order_of_rows_and_columns_does_not_matter(
    tracker: lt.Tracker, edited: Callable[[Editing], Path]
) -> None:
    """Columns that were moved and rows that were sorted change nothing."""

    def edit(book: Workbook) -> None:
        book["agency"].move_range("B1:B2", cols=20)
        book["action"].insert_rows(2, 3)

    edits = lt.preview_workbook(tracker, edited(edit))
    assert (edits.pieces, edits.problems) == ((), ())


def test_a_sheet_for_a_kind_that_had_none(
    tracker: lt.Tracker, edited: Callable[[Editing], Path]
) -> None:
    """A sheet with a kind's name and some of its fields brings the first records of the kind."""

    def edit(book: Workbook) -> None:
        sheet = book.create_sheet("meeting")
        sheet.append(["on", "id", "body"])
        sheet.append(["2025-03", "m-1", "Learning group"])

    lt.import_workbook(tracker, edited(edit))
    assert tracker["m-1"] == lt.Meeting(id="m-1", body="Learning group", on="2025-03")


def test_what_is_printed_and_given_to_programs(
    tracker: lt.Tracker, edited: Callable[[Editing], Path]
) -> None:
    """A preview prints its table and problems, and gives both as plain values."""
    path = edited(put("action", 2, statement="Train all", note="anna@example.org"))
    edits = lt.preview_workbook(tracker, path)
    assert repr(edits) == "<Edits: 1 record to change, 0 left>"
    assert str(edits) == f"{edits.table}\n{edits.problems}"
    assert edits._repr_html_() == edits.table._repr_html_()
    data = edits.to_data()
    assert [(one["id"], one["field"], one["after"]) for one in data["rows"]] == [
        ("a-1", "statement", "Train all"), ("a-1", "note", "anna@example.org"),
    ]  # fmt: skip
    assert [(one["severity"], one["place"]) for one in data["problems"]] == [
        ("warning", "w.xlsx, sheet action, cell L2")
    ]


# What is left


def test_rows_that_were_taken_out(tracker: lt.Tracker, edited: Callable[[Editing], Path]) -> None:
    """A row that was taken out is told, and its record removed only where that is asked for."""
    path = edited(lambda book: book["action"].delete_rows(2))
    edits = lt.import_workbook(tracker, path)
    assert told(edits) == [("a-1", "missing", "", "Train", "")]
    assert "stay in the tracker" in str(edits.table)
    assert "a-1" in tracker
    assert told(lt.import_workbook(tracker, path, remove=True)) == [
        ("a-1", "remove", "", "Train", "")
    ]
    assert "a-1" not in tracker


def test_sheets_and_columns_that_were_taken_out(
    tracker: lt.Tracker, edited: Callable[[Editing], Path]
) -> None:
    """A sheet or a column that is there no more takes nothing away."""

    def edit(book: Workbook) -> None:
        del book["theme"], book["standards-audit sections"]
        book["action"].delete_cols(4, 5)
        put("action", 2, statement="Train all")(book)

    edits = lt.import_workbook(tracker, edited(edit), remove=True)
    assert told(edits) == [("a-1", "change", "statement", "Train", "Train all")]
    assert tracker["a-1"] == attrs.evolve(ACTION, statement="Train all")


def test_conflicts_are_named_and_left(
    tracker: lt.Tracker, edited: Callable[[Editing], Path]
) -> None:
    """What both changed is named with both values and not overwritten; the rest is taken."""
    path = edited(put("action", 2, statement="Train all", success_measure="It works"))
    tracker.replace(attrs.evolve(ACTION, statement="Train some", due_on="2025-09"))
    edits = lt.import_workbook(tracker, path)
    assert told(edits) == [
        ("a-1", "conflict", "statement", "Train some", "Train all"),
        ("a-1", "kept", "due_on", "2025-09", "2025-02"),
        ("a-1", "change", "success_measure", "", "It works"),
    ]
    assert [one.field for one in edits.kept] == ["due_on"]
    assert [one.field for one in edits.left] == ["statement"]
    assert edits.conflicts[0].place == "w.xlsx, sheet action, cell B2"
    assert "left: a conflict" in str(edits.table)
    assert tracker["a-1"] == attrs.evolve(
        ACTION, statement="Train some", due_on="2025-09", success_measure="It works"
    )


def test_what_only_the_tracker_changed_stays(
    tracker: lt.Tracker, edited: Callable[[Editing], Path]
) -> None:
    """A record that only the tracker changed is not spoken of: the workbook has nothing on it."""
    path = edited(lambda _: None)
    tracker.replace(attrs.evolve(ACTION, statement="Train some", lead=None))
    assert lt.import_workbook(tracker, path).pieces == ()
    assert tracker["a-1"] == attrs.evolve(ACTION, statement="Train some", lead=None)


def test_both_made_the_same_change(tracker: lt.Tracker, edited: Callable[[Editing], Path]) -> None:
    """Where both say the same now, there is nothing to do."""
    path = edited(put("action", 2, statement="Train all"))
    tracker.replace(attrs.evolve(ACTION, statement="Train all"))
    assert lt.preview_workbook(tracker, path).pieces == ()


def test_removed_in_one_and_changed_in_the_other(
    tracker: lt.Tracker, edited: Callable[[Editing], Path]
) -> None:
    """A record that one removed and the other changed is a conflict, whichever did which."""
    path = edited(put("action", 2, statement="Train all"))
    tracker.remove("a-1")
    assert told(lt.import_workbook(tracker, path)) == [
        ("a-1", "conflict", "statement", "removed", "Train all")
    ]
    tracker.add(attrs.evolve(ACTION, statement="Train some"))
    path.unlink()
    path = edited(lambda book: book["action"].delete_rows(2))
    tracker.replace(ACTION)
    assert told(lt.import_workbook(tracker, path, remove=True)) == [
        ("a-1", "conflict", "statement", "Train", "its row taken out")
    ]


def test_added_in_both(tracker: lt.Tracker, edited: Callable[[Editing], Path]) -> None:
    """An id that both gave to a new record is a conflict in each field that differs."""
    path = edited(lambda book: book["theme"].append(["sleep", "Safer sleep"]))
    tracker.add(lt.Theme(id="sleep", name="Sleep"))
    assert told(lt.preview_workbook(tracker, path)) == [
        ("sleep", "conflict", "name", "Sleep", "Safer sleep")
    ]


# What is told of a mistake


def problems_of(tracker: lt.Tracker, path: Path) -> list[tuple[str, str]]:
    """The codes and places of the problems; with an error among them nothing may be taken."""
    found = lt.preview_workbook(tracker, path).problems
    if found.errors:
        before = dict(tracker)
        with pytest.raises(InvalidData):
            lt.import_workbook(tracker, path)
        assert dict(tracker) == before
    return [(one.code, one.place) for one in found]


@pytest.mark.parametrize(
    ("edit", "code", "place"),
    [
        (put("action", 2, lead="polise"), "dangling-link", "sheet action, cell E2"),
        (put("action", 2, themes="fathers\nmothers"), "dangling-link", "sheet action, cell D2"),
        (put("action", 2, answers="police"), "wrong-kind", "sheet action, cell C2"),
        (put("action", 2, statement=None), "missing-key", "sheet action, cell B2"),
        (put("action", 2, statement="=1+1"), "unreadable-cell", "sheet action, cell B2"),
        (put("action", 2, due_on="soon"), "wrong-value", "sheet action, cell H2"),
        (put("action", 2, due_on=True), "wrong-value", "sheet action, cell H2"),
        (put("action", 2, change="trainning"), "wrong-value", "sheet action, cell I2"),
        (put("action", 2, statement=True), "wrong-value", "sheet action, cell B2"),
        (put("action", 2, statement="json:["), "wrong-value", "sheet action, cell B2"),
        (put("action", 2, id="fathers"), "duplicate-id", "sheet theme, cell A2"),
        (put("partnership", 2, policy__first_day=2), "wrong-value", "sheet partnership, cell D2"),
        (put("standards-audit", 2, attributes="none"), "wrong-value",
         "sheet standards-audit, cell E2"),
        (put("standards-audit sections", 3, met="most"), "wrong-value",
         "sheet standards-audit sections, cell C3"),
        (put("standards-audit sections", 3, met=-1), "wrong-value",
         "sheet standards-audit sections, cell C3"),
        (put("standards-audit sections", 3, met=None), "missing-key",
         "sheet standards-audit sections, cell C3"),
        (put("standards-audit sections", 3, **{"standards-audit": "audits"}), "unknown-owner",
         "sheet standards-audit sections, cell A3"),
        (put("action", 2, note="Write to anna@example.org"), "identifier-in-text",
         "sheet action, cell L2"),
        (put("theme", 1, guid="colour"), "unknown-column", "sheet theme, cell H1"),
        (lambda book: book.create_sheet("Mine"), "unknown-sheet", "sheet Mine"),
        (lambda book: book["action"].merge_cells("B2:C2"), "unreadable-cell",
         "sheet action, cell C2"),
    ],
)  # fmt: skip
def test_every_problem_has_its_cell(
    tracker: lt.Tracker, edited: Callable[[Editing], Path], edit: Editing, code: str, place: str
) -> None:
    """Whatever is wrong is told by file, sheet and cell, and nothing is taken."""
    assert (code, f"w.xlsx, {place}") in problems_of(tracker, edited(edit))


def test_all_problems_are_told_at_once(
    tracker: lt.Tracker, edited: Callable[[Editing], Path]
) -> None:
    """One bad cell hides neither the others nor the links, and is told once."""

    def edit(book: Workbook) -> None:
        put("standards-audit", 2, title="=1+1")(book)
        put("action", 2, due_on="soon", lead="nobody")(book)
        put("agency", 2, part_of="nowhere")(book)

    assert problems_of(tracker, edited(edit)) == [
        ("unreadable-cell", "w.xlsx, sheet standards-audit, cell B2"),
        ("wrong-value", "w.xlsx, sheet action, cell H2"),
        ("dangling-link", "w.xlsx, sheet agency, cell E2"),
    ]


def test_removal_that_others_refer_to(
    tracker: lt.Tracker, edited: Callable[[Editing], Path]
) -> None:
    """A record to which others refer cannot be removed, and it is told which does."""
    path = edited(lambda book: book["theme"].delete_rows(2))
    (problem,) = lt.preview_workbook(tracker, path, remove=True).problems
    assert (problem.code, problem.record) == ("dangling-link", "a-1")
    assert problem.place == "w.xlsx, sheet action, cell D2"


def test_files_that_are_no_workbook_of_a_tracker(tmp_path: Path, tracker: lt.Tracker) -> None:
    """A file that is none, or was not exported from a tracker, is refused in a sentence."""
    with pytest.raises(StoreProblem, match="no such file"):
        lt.preview_workbook(tracker, tmp_path / "missing.xlsx")
    (tmp_path / "text.xlsx").write_text("a,b")
    with pytest.raises(StoreProblem, match=r"no \.xlsx workbook"):
        lt.preview_workbook(tracker, tmp_path / "text.xlsx")
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(InvalidData, match="--mapping"):
        lt.preview_workbook(tracker, tmp_path / "other.xlsx")


def test_marks_that_cannot_be_read(tracker: lt.Tracker, edited: Callable[[Editing], Path]) -> None:
    """A workbook of a later version is refused by name, and so is one whose mark was changed."""
    path = edited(lambda book: book["learning-tracker"].__setitem__("B1", "version 2"))
    with pytest.raises(InvalidData, match=r"version 2.*upgrade"):
        lt.preview_workbook(tracker, path)
    path.unlink()
    path = edited(lambda book: book["learning-tracker"].__setitem__("A1", "mine"))
    with pytest.raises(InvalidData, match="another command"):
        lt.preview_workbook(tracker, path)


ANYTHING = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates(dt.date(1900, 1, 1)) | st.times() | st.text(st.characters(exclude_categories=["C"]))
    | st.sampled_from(["json:", "json:NaN", 'json:{"a":[1]}', "json:[[]]", "a: b", ":", "=1", "a-1",
                       "2025-13", "1e400", "police\npolice", "\ufeff"])
)  # fmt: skip


@given(
    changes=st.lists(
        st.tuples(st.integers(0, 30), st.integers(1, 4), st.integers(1, 14), ANYTHING),
        min_size=1, max_size=8,
    ),
    from_template=st.booleans(),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_is_told_and_never_raised(
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[int, int, int, object]],
    from_template: bool,  # noqa: FBT001 - it is drawn
) -> None:
    """Anything in any cell, the hidden sheets' too, gives a preview or is refused in a sentence."""
    path = tmp_path_factory.mktemp("any") / "w.xlsx"
    tracker = lt.Tracker(RECORDS)
    path.write_bytes(template_workbook() if from_template else tracker_workbook(RECORDS))
    book = openpyxl.load_workbook(path)
    for sheet, row, place, value in changes:
        page = book.worksheets[sheet % len(book.worksheets)]
        page.cell(row, place).value = value  # type: ignore[assignment] # what openpyxl can write
    book.save(path)
    with suppress(lt.LearningTrackerError):
        found = lt.preview_workbook(tracker, path, remove=True)
        assert str(found)
        if not found.problems.errors:
            assert lt.import_workbook(tracker, path, remove=True).edits == found.edits


# On the command line


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """Runs the command in the folder of the workbook; gives its code and what it printed where."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(main, words)
        return done.exit_code, done.stdout, done.stderr

    return command


def test_the_command(
    tracker: lt.Tracker,
    edited: Callable[[Editing], Path],
    run: Callable[..., tuple[int, str, str]],
) -> None:
    """It previews; with --apply it changes the file; what is left makes it end with 1."""
    tracker.save("t.json")
    edited(put("action", 2, statement="Train all"))
    code, out, err = run("import", "t.json", "w.xlsx")
    assert (code, "Train all" in out) == (0, True)
    assert err == "nothing was changed: this is a preview; --apply does it\n"
    assert lt.open("t.json")["a-1"] == ACTION
    code, out, err = run("import", "t.json", "w.xlsx", "--apply", "--format", "json")
    assert (code, json.loads(out)["records"]) == (0, 1)
    assert err == "the tracker was changed\n"
    assert lt.open("t.json")["a-1"] == attrs.evolve(ACTION, statement="Train all")
    assert run("import", "t.json", "w.xlsx", "--apply")[2] == "there was nothing to change\n"


def test_the_command_with_what_is_left_or_wrong(
    tracker: lt.Tracker,
    edited: Callable[[Editing], Path],
    run: Callable[..., tuple[int, str, str]],
) -> None:
    """Conflicts and rows taken out end it with 1, and so does an error, which stops all."""
    tracker.save("t.json")
    path = edited(lambda book: book["action"].delete_rows(2))
    assert run("import", "t.json", "w.xlsx")[0] == 1
    assert run("import", "t.json", "w.xlsx", "--remove", "--apply")[0] == 0
    assert "a-1" not in lt.open("t.json")
    path.unlink()
    edited(put("agency", 2, part_of="nowhere"))
    code, _, err = run("import", "t.json", "w.xlsx", "--apply")
    assert code == 1
    assert "error: w.xlsx, sheet agency, cell E2: police refers to nowhere" in err
    assert "nothing was changed: mend what is wrong" in err
    assert lt.open("t.json")["police"] == POLICE


def test_the_command_begins_a_tracker(
    edited: Callable[[Editing], Path], run: Callable[..., tuple[int, str, str]]
) -> None:
    """With --new a workbook becomes a tracker; in a database it is said who makes it."""
    edited(lambda _: None)
    assert run("import", "new.db", "w.xlsx", "--new", "--apply")[0] == 2
    code, _, err = run("import", "new.json", "w.xlsx", "--new", "--apply")
    assert (code, err) == (0, "the tracker was changed\n")
    assert len(lt.open("new.json")) == len(RECORDS)


def test_options_that_do_not_go_together(run: Callable[..., tuple[int, str, str]]) -> None:
    """What goes with a mapping only, or without one only, is said."""
    for words, told in (
        (("import", "t.json", "w.xlsx", "--mapping", "m.toml", "--remove"), "--remove goes with"),
        (("import", "t.json", "w.xlsx", "--apply", "--leave-out-bad-rows", "r.xlsx"),
         "goes with --mapping"),
        (("export", "--sample"), "-o WORKBOOK or --tables FOLDER"),
        (("export", "--sample", "-o", "w.xlsx", "--tables", "t"), "and not both"),
        (("export", "--sample", "-o", "w.xlsx", "--format", "csv"), "--format goes with --tables"),
    ):  # fmt: skip
        code, _, err = run(*words)
        assert (code, told in err) == (2, True), err


# Where the tracker is kept


def test_one_change_in_a_database(tmp_path: Path) -> None:
    """All of it is one change, made by who is named; without a name nothing is taken."""
    lt.Tracker(RECORDS).export_workbook(tmp_path / "w.xlsx")
    with lt.open(tmp_path / "t.db") as tracker:
        with pytest.raises(NoAuthor):
            lt.import_workbook(tracker, tmp_path / "w.xlsx")
        lt.import_workbook(tracker, tmp_path / "w.xlsx", by="business-unit", why="from Excel")
        assert len(tracker) == len(RECORDS)
        (logged,) = tracker.log()
        assert (logged.one.by, logged.one.why) == ("business-unit", "from Excel")


def test_a_tracker_for_the_public(tracker: lt.Tracker, edited: Callable[[Editing], Path]) -> None:
    """Nothing is held against it: what would change tells of what is not published."""
    path = edited(put("action", 2, statement="Train all"))
    with pytest.raises(KeptBack, match="the tracker that it was made from"):
        lt.preview_workbook(tracker.public(), path)


def test_a_tracker_as_at_a_date(tmp_path: Path) -> None:
    """It can be exported, taken in without harm by its tracker, and not be changed itself."""
    tracker = lt.sample()
    then = tracker.as_at("2023-12-31")
    then.export_workbook(tmp_path / "w.xlsx")
    assert lt.preview_workbook(tracker, tmp_path / "w.xlsx", remove=True).pieces == ()
    with pytest.raises(ReadOnly):
        lt.import_workbook(then, tmp_path / "w.xlsx")


def test_a_workbook_of_another_tracker_is_told(
    tracker: lt.Tracker, edited: Callable[[Editing], Path]
) -> None:
    """Two trackers may share a theme; that the workbook changes nothing would be no answer."""
    path = edited(lambda _: None)
    other = lt.Tracker([FATHERS, lt.Theme(id="sleep", name="Sleep")])
    (problem,) = lt.preview_workbook(other, path).problems
    assert problem.code == "other-tracker"
    assert problem.sentence.startswith("4 of the 5 records that were exported are not in the ")
    tracker.remove("a-1")
    assert lt.preview_workbook(tracker, path).problems == ()


def test_a_workbook_of_a_round_is_sent_to_its_command(tracker: lt.Tracker, tmp_path: Path) -> None:
    """It bears no mark, and this library wrote it all the same."""
    openpyxl.Workbook().save(tmp_path / "police.xlsx")
    with pytest.raises(InvalidData, match="comes in with: learning-tracker round receive"):
        lt.preview_workbook(tracker, tmp_path / "police.xlsx")


@pytest.mark.parametrize("how", ["deleted", "renamed"])
def test_rows_without_the_column_of_ids_are_not_taken_for_new(
    tracker: lt.Tracker, edited: Callable[[Editing], Path], how: str
) -> None:
    """Every record of the sheet would be there twice, and those of old be taken for removed."""

    def edit(book: Workbook) -> None:
        if how == "deleted":
            book["theme"].delete_cols(1)
        else:
            book["theme"]["A1"] = "identifier"

    found = lt.preview_workbook(tracker, edited(edit), remove=True)
    (problem,) = found.problems.errors
    assert (problem.code, problem.place) == ("no-ids", "w.xlsx, sheet theme, row 1")
    assert not found.pieces
