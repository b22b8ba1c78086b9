"""The workbook to fill in: what it offers, and what a filled-in one adds to a tracker."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

import learning_tracker as lt
from learning_tracker.editing import Edits
from learning_tracker.exchange.workbooks.template import SORTS, template_workbook
from parts import converted

Filling = Callable[[Workbook], None]
TITLE = "LCSPR Zoë"


@pytest.fixture
def filled(tmp_path: Path) -> Callable[..., Path]:
    """Fills in the template, with the lists of a tracker if there is one."""

    def fill(how: Filling, tracker: lt.Tracker | None = None) -> Path:
        path = tmp_path / "filled.xlsx"
        lists = (tracker.of(lt.Agency), tracker.of(lt.Theme)) if tracker else ((), ())
        path.write_bytes(template_workbook(*lists))
        book = openpyxl.load_workbook(path)
        how(book)
        book.save(path)
        return path

    return fill


def plan_row(book: Workbook, **values: object) -> None:
    """Adds a row to the action plan, by headings with underscores in place of spaces."""
    sheet = book["Action plan"]
    named = {name.replace("_", " "): value for name, value in values.items()}
    assert named.keys() <= {cell.value for cell in sheet[1]}
    sheet.append([named.get(str(cell.value)) for cell in sheet[1]])


def whole_plan(book: Workbook) -> None:
    """Two agencies answer one recommendation; one has said what it did."""
    row = {"Source": TITLE, "Sort_of_review": "lcspr", "Recommendation": "See fathers."}
    plan_row(
        book, **row, Agency="police", Action="Brief all officers.", Due_date=dt.date(2026, 3, 31),
        Progress="-Half are briefed.", Evidence="The slides.", As_at=dt.date(2026, 1, 20),
    )  # fmt: skip
    plan_row(book, **row, Agency="Schools and colleges", Action="Brief all leads.")


def whole_review(book: Workbook) -> None:
    """A review with two findings and a recommendation that rests on one of them."""
    book["Review"].append([TITLE, "LCSPR", None, dt.date(2025, 5, 1), None, "A baby was injured."])
    for number, (statement, judgement, theme) in enumerate(
        [("No one saw the father.", "improvement", "Fathers and male carers\nInformation sharing"),
         ("Midwives asked again.", "Strength", "Professional curiosity")], 3,
    ):  # fmt: skip
        for letter, value in zip("ABC", (statement, judgement, theme), strict=True):
            book["Findings"][f"{letter}{number}"] = value
    book["Recommendations"].append(
        ["See fathers.", "Police\nSchools and colleges", "Fathers and male carers", "2"]
    )


def added(edits: Edits) -> list[str]:
    """The kinds of what is added."""
    return sorted(one.record.kind for one in edits.pieces if one.deed.value == "add")


def test_what_the_template_offers(tmp_path: Path) -> None:
    """It says how, shows two example rows, and offers agencies, themes and sorts of review."""
    (tmp_path / "t.xlsx").write_bytes(template_workbook())
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    shown = [page.title for page in book if page.sheet_state == "visible"]
    assert shown == [
        "How to", "Action plan", "Review", "Findings", "Recommendations", "Agencies", "Themes",
    ]  # fmt: skip
    assert book["How to"].max_row == 6
    plan = book["Action plan"]
    assert [cell.value for cell in plan[1]] == [
        "Source", "Sort of review", "Recommendation", "Agency", "Action", "Due date", "Progress",
        "Evidence", "As at",
    ]  # fmt: skip
    assert [str(cell.value)[:8] for cell in plan["A"][1:]] == ["Example:"] * 2
    rules = {str(one.sqref)[0]: one for one in plan.data_validations.dataValidation}
    assert (rules["B"].type, rules["D"].type, rules["F"].type) == ("list", "list", "date")
    assert len(SORTS) == 3
    assert book["Agencies"].max_row > 3
    assert template_workbook() == template_workbook()


def test_the_lists_of_a_tracker(tmp_path: Path) -> None:
    """With a tracker, its agencies and themes are those to choose from."""
    tracker = lt.sample()
    (tmp_path / "t.xlsx").write_bytes(
        template_workbook(tracker.of(lt.Agency), tracker.of(lt.Theme))
    )
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    names = [cell.value for cell in book["Agencies"]["A"][1:]]
    assert names == [one.name for one in tracker.of(lt.Agency)]


def test_examples_are_never_taken(filled: Callable[..., Path]) -> None:
    """The template as it is written adds nothing, and says which rows are examples."""
    edits = lt.preview_workbook(lt.Tracker(), filled(lambda _: None))
    assert edits.pieces == ()
    assert {one.code for one in edits.problems} == {"example"}
    assert "filled.xlsx, sheet Action plan, row 3" in {one.place for one in edits.problems}


def test_an_action_plan(filled: Callable[..., Path]) -> None:
    """A row makes a source, a recommendation, an action, and what was said and shown of it."""
    path = filled(whole_plan)
    tracker = lt.Tracker()
    edits = lt.import_workbook(tracker, path)
    assert added(edits) == [
        "action", "action", "agency", "agency", "evidence", "lcspr", "recommendation", "update",
    ]  # fmt: skip
    (source,), (asked,) = tracker.of(lt.LCSPR), tracker.of(lt.Recommendation)
    assert (source.id, source.title) == ("lcspr-zoe", TITLE)
    assert (asked.source, asked.addressed_to) == (source.id, ("police", "schools-and-colleges"))
    by_lead = {one.lead: one for one in tracker.of(lt.Action)}
    action = by_lead["police"]
    assert (action.answers, str(action.due_on)) == ((asked.id,), "31 March 2026")
    assert by_lead["schools-and-colleges"].due_on is None
    (update,), (evidence,) = tracker.of(lt.Update), tracker.of(lt.Evidence)
    assert (update.action, update.by, update.statement) == (
        action.id, "police", "-Half are briefed.",
    )  # fmt: skip
    assert (evidence.supports, evidence.level.value) == ((action.id,), "activity")
    assert str(evidence.on) == str(update.on) == "20 January 2026"
    assert tracker.check().errors == ()
    assert lt.import_workbook(tracker, path).pieces == ()


def test_a_review(filled: Callable[..., Path]) -> None:
    """The form makes a review with what it found and asks; ids follow from the words."""
    path = filled(whole_review)
    tracker = lt.Tracker()
    lt.import_workbook(tracker, path)
    (review,), (asked,) = tracker.of(lt.LCSPR), tracker.of(lt.Recommendation)
    assert (str(review.completed_on), review.summary) == ("1 May 2025", "A baby was injured.")
    findings = {one.statement: one for one in tracker.of(lt.Finding)}
    father = findings["No one saw the father."]
    assert father.themes == ("fathers-and-male-carers", "information-sharing")
    assert findings["Midwives asked again."].judgement.value == "strength"
    assert asked.findings == (father.id,)
    assert asked.addressed_to == ("police", "schools-and-colleges")
    assert {one.sources for one in findings.values()} == {(review.id,)}
    assert lt.import_workbook(tracker, path).pieces == ()


def test_both_in_one_workbook(filled: Callable[..., Path]) -> None:
    """The plan of the review that the form tells of answers its recommendation."""

    def fill(book: Workbook) -> None:
        whole_review(book)
        whole_plan(book)

    tracker = lt.Tracker()
    lt.import_workbook(tracker, filled(fill))
    (asked,) = tracker.of(lt.Recommendation)
    assert {one.answers for one in tracker.of(lt.Action)} == {(asked.id,)}
    assert len(asked.findings) == 1


def test_what_libreoffice_saves_says_the_same(filled: Callable[..., Path]) -> None:
    """A filled-in template that LibreOffice has saved makes the same records."""

    def fill(book: Workbook) -> None:
        whole_review(book)
        whole_plan(book)

    path = filled(fill)
    (saved,) = converted(path, "xlsx")
    first, second = lt.Tracker(), lt.Tracker()
    lt.import_workbook(first, path)
    lt.import_workbook(second, saved)
    assert len(first) == 13
    assert dict(first) == dict(second)


def test_what_the_tracker_holds_is_met_again(filled: Callable[..., Path]) -> None:
    """What is held is known by its names and words: gaps are filled, and nothing overwritten."""
    tracker = lt.Tracker([
        lt.Agency(id="kent-police", name="Kent Police", aliases=("Constabulary",)),
        lt.LCSPR(id="zoe", title=TITLE),
        lt.Recommendation(id="r-1", source="zoe", statement="See fathers."),
        lt.Action(id="a-1", statement="Brief all officers", answers=("r-1",), lead="kent-police"),
        lt.Action(id="a-2", statement="Review it", answers=("r-1",), lead="kent-police",
                  due_on="2026-02"),
    ])  # fmt: skip

    def fill(book: Workbook) -> None:
        plan_row(book, Source="lcspr zoe", Recommendation="see  FATHERS.", Agency="constabulary",
                 Action="Brief all officers", Due_date=dt.date(2026, 3, 31))  # fmt: skip
        plan_row(
            book,
            Source="Zoe",
            Recommendation="See fathers.",
            Agency="Kent Police",
            Action="review it",
            Due_date=dt.date(2026, 4, 30),
        )
        plan_row(book, Source="zoe", Agency="Kent Police", Action="Appoint a lead.")

    edits = lt.import_workbook(tracker, filled(fill, tracker))
    told = [(one.record.id, one.deed.value, one.field, one.after) for one in edits.pieces]
    assert [one for one in told if one[1] != "add"] == [
        ("a-1", "change", "due_on", "2026-03-31"),
        ("a-2", "conflict", "due_on", "2026-04-30"),
        ("r-1", "change", "addressed_to", "kent-police"),
    ]
    assert added(edits) == ["action"]
    new = next(one for one in tracker.of(lt.Action) if one.id not in {"a-1", "a-2"})
    assert new.answers == ("zoe",)


def test_a_form_that_says_otherwise_of_a_review_is_a_conflict(filled: Callable[..., Path]) -> None:
    """What the form tells of a review that is held already is named and not overwritten."""
    tracker = lt.Tracker([lt.LCSPR(id="zoe", title=TITLE, summary="A child was injured.")])

    def fill(book: Workbook) -> None:
        book["Review"].append([TITLE, None, None, None, None, "A baby was injured."])

    (piece,) = lt.preview_workbook(tracker, filled(fill, tracker)).pieces
    assert (piece.deed.value, piece.field, piece.place) == (
        "conflict", "summary", "filled.xlsx, sheet Review, cell F3",
    )  # fmt: skip


KNOWN = {"Source": TITLE, "Sort_of_review": "LCSPR", "Agency": "Police"}


def _findings(**values: object) -> Filling:
    def fill(book: Workbook) -> None:
        whole_review(book)
        for cell, value in values.items():
            book["Findings"][cell] = value

    return fill


def test_progress_is_told_by_the_headings_of_the_sheet_and_once(
    filled: Callable[..., Path],
) -> None:
    """An empty cell is named as people see it, and a misspelt agency is told as that alone."""
    path = filled(
        lambda book: plan_row(book, **KNOWN | {"Agency": "Polise"}, Action="x", Progress="y")
    )
    errors = lt.preview_workbook(lt.Tracker(), path).problems.errors
    assert [(one.code, one.place.rpartition(" ")[2]) for one in errors] == [
        ("unknown-name", "D4"),
        ("missing-key", "I4"),
    ]
    assert errors[1].sentence == "Progress is filled in, and As at must be too; fill it in"


@pytest.mark.parametrize(
    ("fill", "code", "place"),
    [
        (lambda b: plan_row(b, Source=TITLE, Action="x"), "unknown-name", "Action plan, cell A4"),
        (lambda b: plan_row(b, Action="x"), "missing-key", "Action plan, cell A4"),
        (lambda b: plan_row(b, **KNOWN | {"Agency": "Polise"}, Action="x"), "unknown-name",
         "Action plan, cell D4"),
        (lambda b: plan_row(b, **KNOWN | {"Agency": "Police\nSchools and colleges"}, Action="x"),
         "several-agencies", "Action plan, cell D4"),
        (lambda b: plan_row(b, **KNOWN, Action="x", Due_date="soon"), "wrong-value",
         "Action plan, cell F4"),
        (lambda b: plan_row(b, **KNOWN, Action="x", Due_date=True), "wrong-value",
         "Action plan, cell F4"),
        (lambda b: plan_row(b, **KNOWN, Progress="x"), "no-action", "Action plan, cell G4"),
        (lambda b: plan_row(b, **KNOWN, Action="x", Progress="y"), "missing-key",
         "Action plan, cell I4"),
        (lambda b: plan_row(b, **KNOWN | {"Agency": None}, Action="x", Progress="y",
                            As_at=dt.date(2026, 1, 1)), "missing-key", "Action plan, cell D4"),
        (lambda b: plan_row(b, **KNOWN, Action="write to anna@example.org"), "identifier-in-text",
         "Action plan, cell E4"),
        (_findings(B3="weakness"), "wrong-value", "Findings, cell B3"),
        (_findings(B3=None), "missing-key", "Findings, cell B3"),
        (_findings(C3="Nothing known"), "unknown-name", "Findings, cell C3"),
        (_findings(A4="=1+1"), "unreadable-cell", "Findings, cell A4"),
        (_findings(E3=7), "unknown-number", "Recommendations, cell D3"),
        (lambda b: [whole_review(b), b["Review"].append(["Another", "LCSPR"])], "second-review",
         "Review, cell A4"),
        (lambda b: [whole_review(b), b["Review"].delete_rows(2, 2)], "no-review",
         "Findings, row 3"),
    ],
)  # fmt: skip
def test_every_problem_has_its_cell(
    filled: Callable[..., Path], fill: Filling, code: str, place: str
) -> None:
    """Whatever is wrong is told by file, sheet and cell."""
    found = lt.preview_workbook(lt.Tracker(), filled(fill)).problems
    assert (code, f"filled.xlsx, sheet {place}") in [(one.code, one.place) for one in found]


def test_what_is_empty_is_told_without_names_that_stand_in_no_sheet(
    filled: Callable[..., Path],
) -> None:
    """The cell is named, and not the field of the record, which nobody who fills it in knows."""
    found = lt.preview_workbook(lt.Tracker(), filled(_findings(B3=None))).problems.errors
    told = {one.place: one.sentence for one in found}
    place = "filled.xlsx, sheet Findings, cell B3"
    assert told[place] == "the cell is empty, and every finding needs it; fill it in"


@pytest.mark.parametrize(
    ("written", "due"),
    [("31st March 2026", "2026-03-31"), ("Sept 2026", "2026-09"), ("2026-03", "2026-03")],
)
def test_dates_are_taken_as_people_write_them(
    filled: Callable[..., Path], written: str, due: str
) -> None:
    """With the month in words, or the year first; so it is in the workbooks of a round."""
    path = filled(lambda b: plan_row(b, **KNOWN, Action="x", Due_date=written))
    found = lt.preview_workbook(lt.Tracker(), path)
    (action,) = (one.after for one in found.edits if isinstance(one.after, lt.Action))
    assert (action.due_on, found.problems.errors) == (lt.When.parse(due), ())


def test_a_date_in_figures_alone_is_refused(filled: Callable[..., Path]) -> None:
    """It can be read in two ways; what to write is told."""
    path = filled(lambda b: plan_row(b, **KNOWN, Action="x", Due_date="03/04/2026"))
    (problem,) = lt.preview_workbook(lt.Tracker(), path).problems.errors
    assert "with its month in words, such as 31 March 2026" in problem.sentence
    assert "(it would be 3 April 2026 with the day first, 4 March 2026 with" in problem.sentence


def test_who_writes_no_date_is_told_how(filled: Callable[..., Path]) -> None:
    """The example is a day of today's, and not the first that Excel knows."""
    page = openpyxl.load_workbook(filled(lambda _: None))["Action plan"]
    told = {one.error for one in page.data_validations.dataValidation if one.type == "date"}
    assert told == {"Please write a day, such as 31 March 2026."}


def test_rows_that_do_not_agree(filled: Callable[..., Path]) -> None:
    """Two rows about one action must say the same of it."""

    def fill(book: Workbook) -> None:
        for day in (1, 2):
            plan_row(book, **KNOWN, Action="x", Due_date=dt.date(2026, 3, day))

    (problem,) = lt.preview_workbook(lt.Tracker(), filled(fill)).problems.errors
    assert (problem.code, problem.place) == (
        "rows-disagree", "filled.xlsx, sheet Action plan, cell F5",
    )  # fmt: skip
    assert "cell F4" in problem.sentence
