"""A mapping is drafted for any sheet: it is valid, it runs, and it asks what it cannot tell."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from learning_tracker.cli import main
from learning_tracker.errors import InvalidArgument
from learning_tracker.exchange.drafts.heading_words import _WORDS, role_of
from learning_tracker.exchange.mappings.mapping_files import mapping_of
from learning_tracker.exchange.mappings.toml_text import comment, value
from learning_tracker.exchange.sheets.cells import clean
from learning_tracker.exchange.sheets.sheet import Sheet, Unreadable, Value
from ready_sheets import NORFOLK, ready_csv
from registers import sheet
from test_ready_mappings import switched_on

PLAN: dict[str, Value] = {
    "Ref": 1,
    "Recommendation": "See fathers",
    "Action": "Train staff",
    "Lead agency": "Police",
    "Target date": "31/03/2025",
    "Status": "Complete",
    "Date completed": "14/02/2025",
    "Evidence": "Register of the training",
}


def drafted(*changes: dict[str, Value]) -> str:
    """The draft for a plan with the row above once for each of the changes, changed so."""
    return lt.draft_mapping(sheet(*({**PLAN, **one} for one in changes)))


def comments(text: str) -> str:
    """All that a draft says in comments, as one text."""
    return " ".join(line.removeprefix("# ") for line in text.splitlines() if line[:2] == "# ")


def made(text: str) -> dict[str, Any]:
    """The parts of a draft, by name."""
    return tomllib.loads(text)["make"]


# Of any sheet

_KNOWN = sorted({one.strip("= ") for words in _WORDS.values() for one in words.split(",")})
_HEADINGS = st.lists(
    st.one_of(
        st.sampled_from(_KNOWN).map(str.capitalize),
        st.sampled_from(["{Action}", "id of x", "A\x01b", "“By when?”", "What is wrong", "a = 1"]),
        st.text(max_size=12),
    ).map(lambda text: " ".join(clean(text).split())),
    min_size=1,
    max_size=9,
    unique_by=str.casefold,
).map(lambda found: [one for one in found if one] or ["Action"])  # fmt: skip
_CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["Police; Health", "Police\nHealth", "TBC", "n/a", "Ongoing", "Green", "Amber", "Complete",
         "In progress", "03/04/2025", "31/03/2025", "04/31/2025", "2011-12", "2024-25",
         "31st March 2025", "Sept 2023", "Q4 2024-25", "Local", "Train staff", 45747, 3.0, True,
         dt.date(2025, 3, 1),
         dt.datetime.fromisoformat("2025-03-01T09:30"), Unreadable("it is an error")]
    ),
    st.text(max_size=12),
)  # fmt: skip


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Any sheet: headings known and unknown, above cells of every sort."""
    headings = draw(_HEADINGS)
    row = st.fixed_dictionaries(dict.fromkeys(headings, _CELLS))
    return sheet(*draw(st.lists(row, max_size=5)), headings=headings)


@given(sheets())
def test_a_draft_is_a_valid_mapping_and_runs(read: Sheet) -> None:
    """For any sheet the draft is a mapping that is valid, and that gives a preview of the sheet."""
    text = lt.draft_mapping(read)
    preview = lt.preview_import(lt.Tracker(), read, mapping_of(text.encode(), "draft.toml"))
    assert preview.rows == len(read.rows) == preview.taken + len(preview.refused)


@given(sheets())
def test_a_draft_is_valid_with_all_switched_on(read: Sheet) -> None:
    """For any sheet the parts that are switched off are valid too."""
    mapping_of(switched_on(lt.draft_mapping(read)).encode(), "draft.toml")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_written_and_said(text: str) -> None:
    """A text comes back from TOML as it was, and in a comment it stays on its lines."""
    assert tomllib.loads(f"key = {value(text)}") == {"key": text}
    assert tomllib.loads("\n".join(comment(text, "and so on"))) == {}


# What headings say


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Recommendation", "the recommendation"),
        ("RECOMMENDATION(S)", "the recommendation"),
        ("Rec. No.", "the number of the recommendation"),
        ("Ref", "a number"),
        ("Specific action", "the action"),
        ("What", "the action"),
        ("What will the impact be and how measured", "how one will know that it worked"),
        ("Outcome measurement", "how one will know that it worked"),
        ("Lead agency", "the agency"),
        ("Lead officer", "a person"),
        ("By when", "the date agreed"),
        ("Timescale", "the date agreed"),
        ("RAG rating", "how it stands"),
        ("Agency response", "what was done"),
        ("Evidence of outcomes", "what shows it"),
        ("Date of completion and outcome", "when it was completed"),
        ("Key milestones", "how it is to be done"),
        ("Date of update", "of what day its status is"),
        ("Position as of", "of what day its status is"),
        ("Latest position", "what was done"),
        ("What is being done", "the action"),
        ("What will be done", "the action"),
        ("SCR recommendation", "the recommendation"),
        ("Review", "the review or audit"),
        ("Child's name", "a person"),
        ("Review date", None),  # when the review was, or when the action is looked at again?
        ("Priority (H/M/L)", None),
        ("Shoe size", None),
        ("Whatever", None),
    ],
)
def test_headings_are_known_by_their_words(heading: str, role: str | None) -> None:
    """The headings of the layouts that partnerships publish are known, and strange ones are not."""
    found = role_of(heading)
    assert (found.value if found else None) == role


def test_a_plan_is_drafted_whole() -> None:
    """Every column of a plain action plan has its place."""
    parts = made(drafted({}, {"Ref": 2, "Recommendation": "Ask", "Action": "Audit"}))
    assert parts["recommendation"] == {
        "id": "{id of source}-rec-{Ref}",
        "source": {"same_row": "source"},
        "statement": "Recommendation",
        "only_if": ["Recommendation", "Action"],
        "addressed_to": {"column": "Lead agency", "create": True},
    }
    assert parts["action"] == {
        "id": "{id of source}-action-{Action}",
        "answers": {"same_row": "recommendation"},
        "statement": "Action",
        "lead": {"column": "Lead agency", "create": True},
        "due_on": {"column": "Target date", "dates": ["day first"]},
    }
    assert parts["update"] == {
        "action": {"same_row": "action"},
        "on": {"column": "Date completed", "dates": ["day first"]},
        "by": {"column": "Lead agency", "create": True},
        "event": {"column": "Status", "values": {"Complete": "completed"}},
        "only_if": ["Status", "Date completed"],
        "statement": "Evidence",
    }


def test_a_number_of_each_action_is_not_taken_for_the_recommendations() -> None:
    """Where one recommendation has several numbers, these number its actions."""
    parts = made(drafted({}, {"Ref": 2, "Action": "Audit"}))
    assert parts["recommendation"]["id"] == "{id of source}-rec-{Recommendation}"
    assert parts["action"]["id"] == "{id of source}-action-{Ref}"


def test_each_review_that_a_column_names_is_made() -> None:
    """A column of reviews makes them, of the kind that their titles tell, when published."""
    text = drafted({"Review": "LCSPR Ash", "Published": "March 2024"})
    assert made(text)["source"] == {
        "kind": "lcspr",
        "id": "review-{Review}",
        "title": "Review",
        "published_on": {"column": "Published", "dates": ["month in words"]},
    }
    assert "What kind of review" in comments(drafted({"Review": "Child Ash"}))


def test_a_register_of_recommendations_with_dates_has_actions() -> None:
    """Where no column tells of actions and one tells when, the recommendation is the action."""
    text = lt.draft_mapping(sheet({"Recommendation": "Ask", "Agency": "Police", "Due": "2025"}))
    assert made(text)["action"]["statement"] == "Recommendation"
    assert "No column tells of actions" in comments(text)
    only = lt.draft_mapping(sheet({"Recommendation": "Ask", "Agency": "Police"}))
    assert "action" not in made(only)


def test_a_sheet_of_strange_headings_is_drafted_all_the_same() -> None:
    """Where no heading is known, the longest texts are taken, and that is said."""
    text = lt.draft_mapping(sheet({"Foo": "x", "Bar": "Train all of the staff"}))
    assert made(text)["action"]["statement"] == "Bar"
    assert "No heading tells where the action stands; “Bar” has the longest texts" in comments(text)
    assert "Nothing was made of these columns: “Foo”." in comments(text)


def test_findings_are_drafted() -> None:
    """A column of findings makes them, on which the recommendations rest."""
    text = drafted({"Finding": "Fathers were not seen"})
    assert made(text)["finding"]["statement"] == "Finding"
    assert made(text)["recommendation"]["findings"] == {"same_row": "finding"}
    assert "a strength or an improvement is not told" in comments(text)


# What cells say


def _due(*dates: Value) -> tuple[object, str]:
    text = drafted(*({"Target date": one} for one in dates))
    return made(text)["action"]["due_on"], comments(text)


def test_day_or_month_first_is_asked_where_no_cell_tells() -> None:
    """Dates that could be either are named with their cells, and neither is stated."""
    due, asked = _due("03/04/2025", dt.date(2025, 3, 1), "05/06/2025")
    assert due == "Target date"
    assert "Day first or month first? In “Target date”, cells E2, E4, it could be either" in asked


def test_day_first_is_stated_where_another_cell_tells() -> None:
    """Where one date can only have the day first, that is stated, and said of the others."""
    due, asked = _due("03/04/2025", "31/03/2025")
    assert due == {"column": "Target date", "dates": ["day first"]}
    assert "follows from the other cells" in asked
    assert "either" not in asked


def test_month_first_is_stated_likewise() -> None:
    """And where one can only have the month first, likewise."""
    assert _due("03/31/2025", "03/04/2025")[0] == {
        "column": "Target date", "dates": ["month first"],
    }  # fmt: skip


def test_columns_in_which_both_stand_first_are_asked_of() -> None:
    """Where some cells have the day first and some the month, the others stay open."""
    due, asked = _due("31/03/2025", "03/31/2025", "03/04/2025")
    assert due == {"column": "Target date", "dates": ["day first", "month first"]}
    assert "cell E4, it could be either" in asked


def test_every_way_of_writing_dates_is_found() -> None:
    """The formats that cells are written in are stated, each once."""
    due, _ = _due("31st March 2025", "Sept 2023", "Q4 2024-25", 45747, "2025-03-01", "1/2/25")
    assert due == {
        "column": "Target date",
        "dates": ["iso", "excel serial", "day in words", "month in words", "day first, short year",
                  "quarter"],
    }  # fmt: skip


def test_what_is_no_date_is_named() -> None:
    """Cells whose words name no day are named."""
    assert "No date stands in “Target date”, cells E2, E3;" in _due("Ongoing", "ASAP", "2025")[1]
    assert "two ways to read “Target date”, cell E2" in _due("2011-12")[1]


def test_words_that_say_nothing_are_proposed_as_empty() -> None:
    """What stands in cells in place of nothing is stated, with a question."""
    text = drafted({"Target date": "TBC", "Evidence": "n/a"})
    assert tomllib.loads(text)["sheet"]["empty"] == ["TBC", "n/a"]
    assert "say as much as an empty cell. Is that so?" in comments(text)


def test_what_status_words_mean_is_proposed_and_strange_ones_are_asked_of() -> None:
    """Known words have a proposal, others are listed with their cell."""
    text = drafted({}, {"Status": "In progress"}, {"Status": "Parked"})
    assert made(text)["update"]["event"]["values"] == {"Complete": "completed", "In progress": []}
    assert "What is meant in “Status” by “Parked” (F4)? Add it." in comments(text)


def test_colours_beside_a_date_are_taken() -> None:
    """A column of colours gives the colour reported when the action was completed."""
    text = drafted({"Status": "Green - done"}, {"Status": "Amber"})
    assert made(text)["update"]["colour"]["values"] == {"Green - done": "green", "Amber": "amber"}
    assert made(text)["update"]["event"] == {"always": "completed"}


def test_a_status_with_its_date_is_an_update_of_that_day() -> None:
    """Where a column says of what day the status is, what is under way is progress."""
    rows = [
        {"Action": one, "Lead": "Police", "Status": status, "Date of update": "31/03/2025",
         "Update": "Half of them"}
        for one, status in [("Train", "In progress"), ("Audit", "Complete"), ("Ask", "Not started")]
    ]  # fmt: skip
    update = made(lt.draft_mapping(sheet(*rows)))["update"]
    assert update["on"] == {"column": "Date of update", "dates": ["day first"]}
    assert update["event"]["values"] == {
        "In progress": "progress", "Complete": "completed", "Not started": [],
    }  # fmt: skip
    assert update["statement"] == "Update"


def test_a_status_without_a_date_is_switched_off() -> None:
    """Of what day a status is must be written first: the part is switched off until then."""
    plain = lt.draft_mapping(sheet({"Action": "Train", "Lead": "Police", "RAG": "Red"}))
    assert "update" not in made(plain)
    assert made(switched_on(plain))["update"]["on"] == {"always": "2025-03-31"}
    assert "does not say of what day its status is" in comments(plain)


def test_evidence_without_a_status_refuses_no_row() -> None:
    """What is said of no day stays behind, which is told, and the row is taken."""
    read = sheet({**PLAN, "Status": None, "Date completed": None}, {**PLAN, "Ref": 2})
    rules = mapping_of(lt.draft_mapping(read).encode(), "draft.toml")
    preview = lt.preview_import(lt.Tracker(), read, rules)
    assert [(one.code, one.place.rpartition(" ")[2]) for one in preview.problems] == [
        ("cell-not-taken", "H2")
    ]


def test_texts_of_several_columns_are_put_together() -> None:
    """What is said in several columns becomes one note, but for headings that no template holds."""
    text = drafted({"Progress": "Begun", "Comments": "Late", "Update {old}": "x"})
    assert made(text)["action"]["note"] == {
        "template": "Progress: {Progress}\nComments: {Comments}"
    }
    assert "Nothing was made of these columns: “Update {old}”" in comments(text)
    alone = lt.draft_mapping(sheet({"Action": "Train", "Update {old}": "x"}))
    assert made(alone)["action"]["note"] == "Update {old}"


def test_a_column_called_completed_may_hold_yes_and_no_or_a_tale() -> None:
    """What stands beneath "Completed" decides what it is."""
    yes = sheet({"Action": "Train", "Completed": "Yes"}, {"Action": "Audit", "Completed": "No"})
    assert made(switched_on(lt.draft_mapping(yes)))["update"]["event"]["values"] == {
        "Yes": "completed", "No": [],
    }  # fmt: skip
    tale = sheet({"Action": "Train", "Completed": "All teams were trained by the spring"})
    assert made(lt.draft_mapping(tale))["action"]["note"] == "Completed"


def test_several_agencies_in_a_cell_are_split_and_told() -> None:
    """Separators are found in the cells; that an action has one lead is said."""
    text = drafted({"Lead agency": "Police; Health"}, {"Lead agency": "Police\nHealth"})
    assert made(text)["recommendation"]["addressed_to"]["split"] == [";", "new line"]
    assert made(text)["action"]["lead"] == "Lead agency"
    assert "several are named in cells D2, D3 of “Lead agency”" in comments(text)
    alone = lt.draft_mapping(sheet({"Action": "Train", "Lead": "Police|Health"}))
    assert made(alone)["action"]["supporting"]["split"] == ["|"]
    assert "lead" not in made(alone)["action"]


def test_a_comma_is_asked_of() -> None:
    """A comma or an "and" may belong to a name, so it is asked of and not split at."""
    text = drafted({"Lead agency": "Health and Care, Police"})
    assert "One name or several?" in comments(text)
    assert "split" not in made(text)["recommendation"]["addressed_to"]


def test_columns_of_people_are_left_out() -> None:
    """A column that names officers is left out, with the reason."""
    text = drafted({"Lead officer": "Somebody"})
    assert tomllib.loads(text)["sheet"]["leave_out"] == ["Lead officer"]
    assert "no tracker holds names of officers" in comments(text)
    assert "Somebody" not in text


def test_empty_cells_below_a_recommendation_are_asked_of() -> None:
    """An empty cell may mean what stands above it; only a person can say so."""
    text = drafted({}, {"Ref": 2, "Recommendation": None, "Action": "Audit"})
    assert "fill_down" not in tomllib.loads(text)["sheet"]
    assert tomllib.loads(switched_on(text))["sheet"]["fill_down"] == ["Recommendation"]
    assert "Nothing stands in cell B3 of “Recommendation”." in comments(text)


def test_merged_cells_below_a_recommendation_are_asked_of_too() -> None:
    """A cell that is merged with the one above it is such an empty cell."""
    merged = Unreadable("it is merged with B2", beneath=True)
    text = drafted({}, {"Ref": 2, "Recommendation": merged, "Action": "Audit"})
    assert tomllib.loads(switched_on(text))["sheet"]["fill_down"] == ["Recommendation"]


def test_all_columns_with_gaps_are_asked_of_at_once() -> None:
    """Several columns whose empty cells may mean what stands above are one question."""
    first = {"Review": "LCSPR Ash"}
    text = drafted(first, {"Ref": None, "Recommendation": None, "Action": "Audit"})
    assert tomllib.loads(switched_on(text))["sheet"]["fill_down"] == [
        "Review", "Recommendation", "Ref",
    ]  # fmt: skip


def test_cells_that_cannot_be_read_are_named() -> None:
    """A cell without a value that is known is named."""
    assert "What stands in cell C2 cannot be read" in comments(drafted({"Action": Unreadable("x")}))


# The command


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the command line: its code, and what it wrote."""
    done = CliRunner().invoke(main, arguments)
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a sheet in the folder where one is."""
    monkeypatch.chdir(tmp_path)
    Path("plan.csv").write_text(f"Riverton\n{ready_csv('norfolk')}", encoding="utf-8")
    return "plan.csv"


def test_the_command_writes_a_draft_that_import_takes(plan: str) -> None:
    """What `mapping` writes is what `import` takes, with the row of headings in it."""
    code, out, err = run("mapping", plan, "--heading-row", "2", "-o", "plan.toml")
    assert (code, out, err) == (0, "", "wrote plan.toml\n")
    assert tomllib.loads(Path("plan.toml").read_text(encoding="utf-8"))["sheet"]["heading_row"] == 2
    code, out, _ = run("import", "new.json", plan, "--mapping", "plan.toml", "--new")
    assert code == 0
    assert f"{len(NORFOLK) - 1} rows = 3 that can be applied + 0 refused" in out


def test_the_command_gives_a_ready_mapping_to_begin_with() -> None:
    """A ready mapping is printed, with its comments."""
    code, out, _ = run("mapping", "--ready", "kent")
    assert code == 0
    assert out.startswith("# An action plan by themes")


def test_mistakes_are_told_in_a_line(plan: str) -> None:
    """No sheet, both, a strange name, a file that is there, a row that cannot be."""
    assert run("mapping")[0] == run("mapping", plan, "--ready", "kent")[0] == 2
    assert "is no ready mapping; did you mean kent" in run("mapping", "--ready", "kint")[2]
    Path("there.toml").write_text("", encoding="utf-8")
    assert "is there already" in run("mapping", "--ready", "kent", "-o", "there.toml")[2]
    assert "counted from 1" in run("mapping", plan, "--heading-row", "0")[2]
    with pytest.raises(InvalidArgument):
        lt.draft_mapping(plan, heading_row=0)
