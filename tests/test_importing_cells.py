"""Rows become records: what a row makes, and how its cells are read."""

import datetime as dt

import attrs
import pytest

import learning_tracker as lt
from learning_tracker.errors import InvalidData
from learning_tracker.exchange.sheets.day_formats import FORMATS
from learning_tracker.exchange.sheets.sheet import Unreadable, Value
from learning_tracker.wording import quoted
from registers import (
    HEADINGS,
    PLAN,
    ROW,
    made,
    mapping,
    plan,
    previewed,
    sheet,
    told,
    tracker,
    with_column,
)

# What a row makes


def test_a_row_makes_a_review_a_recommendation_an_action_and_an_update() -> None:
    """Each part of the mapping becomes a record; each refers to those of the same row."""
    assert list(made(plan({})).values()) == [
        {"kind": "lcspr", "id": "child-a", "title": "Child A"},
        {
            "kind": "recommendation", "id": "child-a-1", "source": "child-a",
            "statement": "See fathers", "addressed_to": ["police", "health"],
        },
        {
            "kind": "action", "id": "child-a-1-action", "statement": "Train staff",
            "answers": ["child-a-1"], "lead": "police", "due_on": "2025-03-01",
        },
        {
            "kind": "update", "id": "child-a-1-action-completed-2025-02-14",
            "action": "child-a-1-action", "on": "2025-02-14", "by": "police",
            "event": "completed",
        },
    ]  # fmt: skip


def test_nothing_is_changed_by_a_preview() -> None:
    """A preview leaves the tracker as it is; the import does what it told."""
    into = tracker()
    preview = lt.preview_import(into, plan({}), mapping())
    assert len(into) == 2
    assert not preview.applied
    applied = lt.import_sheet(into, plan({}), mapping(), by="business-unit", why="register of May")
    assert applied == attrs.evolve(preview, applied=True)
    assert [into[one.record.id] for one in preview.planned] == [
        one.record for one in preview.planned
    ]


def test_rows_of_one_review_make_it_once() -> None:
    """Rows that agree on a record make it together, and it tells their numbers."""
    preview = previewed(plan({}, {"No": 2}))
    (review,) = [one for one in preview.added if one.record.kind == "lcspr"]
    assert review.rows == (2, 3)
    assert preview.told_rows == "2 rows = 2 that can be applied + 0 refused"


def test_a_part_whose_own_cells_are_empty_is_not_made() -> None:
    """A row without an action makes a recommendation alone."""
    preview = previewed(plan({"Action": None, "Due": " ", "Status": None, "Status on": None}))
    assert [one.record.kind for one in preview.added] == ["lcspr", "recommendation"]
    assert told(preview) == {
        "cell F2": "cell-not-taken: nothing takes this cell: the row makes no action and no "
        "update by this mapping"
    }


def test_words_that_mean_no_record_make_none() -> None:
    """A status that is mapped to nothing makes no update."""
    assert [one["kind"] for one in made(plan({"Status": "OPEN"})).values()] == [
        "lcspr", "recommendation", "action",
    ]  # fmt: skip


def test_a_row_may_say_that_there_is_no_record() -> None:
    """A row whose words mean none is applied although it makes nothing."""
    action = lt.Action(id="a-1", statement="Train staff")
    rules = mapping("""
        [make.update]
        id = "{Ref}-{On}"
        action = "Ref"
        by = { always = "police" }
        on = "On"
        event = { column = "Status", values = { Open = [] } }
    """)
    row: dict[str, Value] = {"Ref": "a-1", "On": "2025-03-31", "Status": "Open"}
    preview = previewed(sheet(row), rules, action)
    assert preview.told_rows == "1 row = 1 that can be applied + 0 refused"
    assert preview.planned == ()


def test_a_row_that_makes_only_what_every_row_makes_is_told() -> None:
    """What is the same in every row does not stand for what a row says."""
    rules = mapping("""
        [make.review]
        kind = "lcspr"
        id = "child-q"
        title = { always = "Child Q" }

        [make.recommendation]
        id = "{Ref}"
        source = { same_row = "review" }
        statement = "R"
    """)
    preview = previewed(sheet({"Ref": 1, "R": "Ask"}, {"Ref": 2, "R": None}), rules)
    assert told(preview)["row 3"].startswith("makes-nothing")


def test_a_status_may_mean_several_updates() -> None:
    """A word that means several events makes an update of each."""
    rules = mapping(PLAN.replace('Done = "completed"', 'Done = ["completed", "signed_off"]'))
    ids = [one for one in made(plan({}), rules) if "action-" in one]
    assert ids == [
        "child-a-1-action-completed-2025-02-14",
        "child-a-1-action-signed-off-2025-02-14",
    ]


def test_several_updates_under_an_id_of_their_own_differ_in_the_event() -> None:
    """Where the mapping makes the id, the event is added to it."""
    rules = mapping(
        PLAN.replace('Done = "completed"', 'Done = ["completed", "signed_off"]').replace(
            "[make.update]", '[make.update]\nid = "{id of action}-said"'
        )
    )
    assert [one for one in made(plan({}), rules) if "said" in one] == [
        "child-a-1-action-said-completed",
        "child-a-1-action-said-signed-off",
    ]


def test_only_if_says_when_a_part_is_made() -> None:
    """A part is made only in rows where one of the columns named is filled."""
    rules = mapping(PLAN.replace("[make.action]", '[make.action]\nonly_if = ["Lead", "Due"]'))
    preview = previewed(plan({"Action": "Train", "Lead": None, "Due": None, "Status": None,
                              "Status on": None}), rules)  # fmt: skip
    assert [one.record.kind for one in preview.added] == ["lcspr", "recommendation"]


def test_what_is_the_same_in_every_row_is_made_once() -> None:
    """A part that reads no column is made by every row, and is one record."""
    rules = mapping("""
        [make.kent]
        kind = "partnership"
        id = "kent"
        name = { always = "Kent Safeguarding Children Partnership" }

        [make.review]
        kind = "lcspr"
        id = "{Review}"
        title = "Review"
        partnership = { same_row = "kent" }
    """)
    new = made(sheet({"Review": "Child A"}, {"Review": "Child B"}), rules)
    assert list(new) == ["kent", "child-a", "child-b"]
    assert new["child-b"]["partnership"] == "kent"


def test_responses_and_evidence_are_made() -> None:
    """A row makes an answer and what shows it, with ids that follow from what they belong to."""
    rules = mapping("""
        [make.response]
        recommendation = "Ref"
        agency = "Who"
        decision = { column = "Answer", values = { Yes = "accepted" } }
        on = "On"
        id = "{Ref}-{Who}"

        [make.evidence]
        supports = "Ref"
        statement = "Shown by"
        level = { always = "quality" }
        on = "On"
        id = "{Ref}-shown"
    """)
    review = lt.LCSPR(id="r", title="R")
    advice = lt.Recommendation(id="r-1", source="r", statement="See fathers")
    row: dict[str, Value] = {
        "Ref": "R 1", "Who": "police", "Answer": "yes", "Shown by": "An audit",
        "On": dt.date(2025, 2, 14),
    }  # fmt: skip
    assert made(sheet(row), rules, review, advice) == {
        "r-1-police": {
            "kind": "response", "id": "r-1-police", "recommendation": "r-1", "agency": "police",
            "decision": "accepted", "on": "2025-02-14",
        },
        "r-1-shown": {
            "kind": "evidence", "id": "r-1-shown", "on": "2025-02-14", "statement": "An audit",
            "level": "quality", "supports": ["r-1"],
        },
    }  # fmt: skip


def test_an_answer_has_an_id_of_what_it_answers_and_who_gave_it() -> None:
    """Without a template the id of a response names the recommendation, the agency and the day."""
    rules = mapping(
        PLAN.partition("[make.action]")[0]
        + """
    [make.response]
    recommendation = { same_row = "recommendation" }
    agency = "Lead"
    decision = { always = "accepted" }
    on = { column = "Due", dates = "day first" }
    """
    )
    assert "child-a-1-response-police-2025-03-01" in made(plan({}), rules)


# How cells are read


def test_real_dates_and_iso_dates_are_read_without_a_format() -> None:
    """A cell that holds a date, and a date in ISO 8601, can be read in one way."""
    rules = mapping('[make.rapid-review]\nid = "{R}"\ntitle = "R"\nheld_on = "Held"')
    for held in (dt.date(2025, 2, 14), dt.datetime(2025, 2, 14, 9, 30), "2025-02-14"):  # noqa: DTZ001 - cells know no zone
        assert made(sheet({"R": "A", "Held": held}), rules)["a"]["held_on"] == "2025-02-14"


@pytest.mark.parametrize("name", FORMATS)
def test_every_way_of_writing_dates_can_be_stated(name: str) -> None:
    """Each format of a mapping reads its own example."""
    rules = mapping(
        f'[make.rapid-review]\nid = "{{R}}"\ntitle = "R"\n'
        f'held_on = {{ column = "Held", dates = "{name}" }}'
    )
    example: Value = FORMATS[name].example.partition(",")[0]
    if name == "excel date":
        example = dt.date(2025, 3, 31)
    if name in ("day first, short year", "quarter"):
        example = FORMATS[name].example
    assert "held_on" in made(sheet({"R": "A", "Held": example}), rules)["a"]


def test_a_date_that_is_not_written_as_stated_is_told() -> None:
    """A date is never guessed: the cell, the value and the formats are told."""
    assert told(previewed(plan({"Due": "March"})))["cell G2"] == (
        "wrong-value: expected a date written as 31/03/2025 (day first), found 'March'; correct it"
    )


def test_cells_are_split_where_the_mapping_says_so() -> None:
    """Several values in a cell are told apart by what is stated, each counted once."""
    row = made(plan({"Agencies": "Police | Health;\nNHS  KENT;"}))["child-a-1"]
    assert row["addressed_to"] == ["police", "health"]


def test_a_cell_is_not_split_where_the_mapping_does_not_say_so() -> None:
    """A comma that is not stated belongs to the name."""
    rules = mapping('[make.theme]\nid = "{T}"\nname = "T"\naliases = { column = "A", split = ";" }')
    assert made(sheet({"T": "Fathers", "A": "men, dads;males"}), rules)["fathers"]["aliases"] == [
        "men, dads", "males",
    ]  # fmt: skip


def test_names_are_known_whatever_their_accents_capitals_and_spacing() -> None:
    """An agency is found by its id, its name and its aliases."""
    ward = lt.Agency(id="sante-kent", name="Santé  Kent", aliases=("Ward\u2019s End",))
    for name in ("sante kent", "SANTÉ KENT", "sante-kent", "Ward's end", "\u00a0Santé\u200b Kent"):
        row = made(plan({"Lead": name}), None, ward)["child-a-1-action"]
        assert row["lead"] == "sante-kent"


def test_a_name_that_nothing_has_is_told_with_the_nearest() -> None:
    """Where nothing is to be created, an unknown name is a problem that names the one meant."""
    rules = mapping(
        PLAN.replace("Lead", "Agency").replace(", create = true }\n    due", " }\n    due")
    )
    read = sheet({**{key: ROW[key] for key in ROW if key != "Lead"}, "Agency": "Kent Polise"})
    assert told(previewed(read, rules)) == {
        "cell I2": "unknown-name: nothing is called 'Kent Polise' where an agency or a partnership "
        "is expected; did you mean Kent Police?"
    }


def test_a_name_that_several_have_is_told() -> None:
    """Nothing is guessed of a name that two agencies have."""
    other = lt.Agency(id="met", name="Metropolitan Police", aliases=("Police",))
    assert told(previewed(plan({"Agencies": None}), None, other))["cell F2"] == (
        "ambiguous-name: 'Police' can mean met or police; write the id of the one meant"
    )


def test_missing_agencies_are_made_where_the_mapping_says_so() -> None:
    """A new name makes an agency once, that every column can name."""
    new = made(plan({"Agencies": "Probation", "Lead": "PROBATION"}, {"No": 2, "Lead": "probation"}))
    assert new["probation"] == {"kind": "agency", "id": "probation", "name": "Probation"}
    assert new["child-a-1-action"]["lead"] == new["child-a-2-action"]["lead"] == "probation"


def test_new_names_are_listed_to_be_looked_over() -> None:
    """What is made of names in cells is told by name, but for what only refused rows name."""
    preview = previewed(plan({"Lead": "Probation"}, {"No": 2, "Lead": "Schools", "Due": "soon"}))
    assert preview.notes == ("New, of kind agency: Probation.",)


def test_missing_themes_are_made_where_the_mapping_says_so() -> None:
    """Themes are made like agencies."""
    rules = mapping(PLAN.replace("[make.action]",
        'themes = { column = "Action", create = true }\n    [make.action]'))  # fmt: skip
    assert made(plan({}), rules)["train-staff"]["kind"] == "theme"


def test_a_new_name_that_is_nearly_an_old_one_is_told() -> None:
    """A misspelt name makes a new agency, and is to be looked at."""
    preview = previewed(plan({"Lead": "Kent Polcie"}))
    assert told(preview)["cell F2"].startswith(
        "new-name: a new agency called 'Kent Polcie' is made, and 'Kent Police' is nearly the same"
    )
    assert not preview.refused


def test_a_new_name_whose_id_is_taken_is_told() -> None:
    """A name whose id stands for a record already is not given another."""
    theme = lt.Theme(id="probation", name="Probation work")
    assert (
        "have the id probation, which another record has"
        in told(previewed(plan({"Lead": "Probation"}), None, theme))["cell F2"]
    )


def test_words_of_a_list_are_read_by_value_or_label() -> None:
    """A word of a closed list may be written with spaces and capitals."""
    rules = mapping('[make.r]\nkind = "lcspr"\nid = "{R}"\ntitle = "R"\npublication = "P"')
    assert made(sheet({"R": "A", "P": "Published"}), rules)["a"]["publication"] == "published"
    assert told(previewed(sheet({"R": "A", "P": "publishd"}), rules)) == {
        "cell B2": "wrong-value: expected unpublished or published or withheld or embargoed, "
        "found 'publishd'; did you mean published or unpublished?".replace(
            "unpublished or published or withheld", "unpublished, published, withheld"
        )
    }


def test_a_word_that_the_mapping_does_not_know_is_told() -> None:
    """A status without a meaning is told with the words that have one."""
    assert told(previewed(plan({"Status": "Dnoe"})))["cell H2"] == (
        "unknown-word: the mapping knows Done, Started or Open, found 'Dnoe'; did you mean Done?"
    )


@pytest.mark.parametrize(("cell", "number"), [(3, 3), ("3", 3), (3.0, 3)])
def test_whole_numbers_are_read(cell: Value, number: int) -> None:
    """A whole number may stand there as a number or, in a text file, as a text."""
    rules = mapping('[make.rapid-review]\nid = "{R}"\ntitle = "R"\nchildren = "C"')
    assert made(sheet({"R": "A", "C": cell}), rules)["a"]["children"] == number


@pytest.mark.parametrize("cell", ["three", 2.5, True, -1])
def test_what_is_no_count_is_told(cell: Value) -> None:
    """What is no whole number, or less than nothing, is told at its cell."""
    rules = mapping('[make.rapid-review]\nid = "{R}"\ntitle = "R"\nchildren = "C"')
    (problem,) = previewed(sheet({"R": "A", "C": cell}), rules).problems
    assert problem.place == "plan.xlsx, sheet Actions, cell B2"
    assert "expected a whole number" in problem.sentence


@pytest.mark.parametrize(("cell", "value"), [("2.5", 2.5), (2.5, 2.5), ("7", 7.0)])
def test_numbers_are_read(cell: Value, value: float) -> None:
    """A figure of a measure may have a fraction."""
    rules = mapping("""
        [make.measure]
        id = "{M}"
        name = "M"
        unit = { always = "per cent" }
        [make.observation]
        of = { same_row = "measure" }
        on = { always = "2025-03" }
        value = "V"
    """)
    row = made(sheet({"M": "Visits", "V": cell}), rules)["visits-observation-2025-03"]
    assert row["value"] == value
    assert (
        "expected a number" in told(previewed(sheet({"M": "Visits", "V": "x"}), rules))["cell B2"]
    )


def test_what_a_cell_says_is_cleaned() -> None:
    """What programs leave in texts and nobody sees is taken away."""
    row = made(plan({"Recommendation": "See\u00a0fathers._x000D_\nAsk them. "}))["child-a-1"]
    assert row["statement"] == "See fathers.\nAsk them."


def test_what_says_as_much_as_nothing_is_empty() -> None:
    """Words that the mapping states mean that a cell is empty."""
    rules = mapping('[sheet]\nempty = ["n/a", "TBC"]' + PLAN)
    assert "due_on" not in made(plan({"Due": " N/A"}), rules)["child-a-1-action"]


def test_what_cannot_be_read_is_told_with_the_reason() -> None:
    """A formula without a value says why it cannot be read, and its row is refused."""
    preview = previewed(plan({"Due": Unreadable("it holds a formula that was never worked out")}))
    assert told(preview) == {
        "cell G2": "unreadable-cell: it holds a formula that was never worked out"
    }
    assert preview.taken == 0


@pytest.mark.parametrize("heading", ["Review", "No", "Recommendation"])
def test_no_id_and_no_text_is_made_of_what_cannot_be_read(heading: str) -> None:
    """Where an id, or a text of several columns, needs a cell, that cell must be readable."""
    template = 'statement = { template = "{No}: {Recommendation}" }'
    rules = mapping(PLAN.replace('statement = "Recommendation"', template))
    preview = previewed(plan({heading: Unreadable("it is an error")}), rules)
    assert set(told(preview).values()) == {"unreadable-cell: it is an error"}
    assert preview.taken == 0


def test_an_attribute_that_cannot_be_read_is_told() -> None:
    """It is a problem where the mapping asks for it, and else to be looked at."""
    read = with_column("Harm", Unreadable("it is an error"))
    assert told(previewed(read)) == {"cell J2": "unreadable-cell: it is not taken: it is an error"}
    rules = mapping(PLAN.replace('title = "Review"', 'title = "Review"\n    attributes = "Harm"'))
    assert previewed(read, rules).taken == 0
    assert told(previewed(read, rules)) == {"cell J2": "unreadable-cell: it is an error"}


def test_a_text_may_be_made_of_several_columns() -> None:
    """A template puts the cells of a row together; empty ones are left out of the way."""
    rules = mapping(
        PLAN.replace('statement = "Action"', 'statement = { template = "{Action} ({Due})" }')
    )
    assert made(plan({}), rules)["child-a-1-action"]["statement"] == "Train staff (01/03/2025)"


def test_what_is_always_so_is_filled_in() -> None:
    """A constant stands in every record; of agencies it may be a name."""
    rules = mapping(PLAN.replace("[make.update]", """
    supporting = { always = ["NHS Kent"] }
    change = { always = "training" }
    note = { always = "from the register" }

    [make.update]"""))  # fmt: skip
    row = made(plan({}), rules)["child-a-1-action"]
    assert (row["supporting"], row["change"]) == (["health"], "training")
    assert row["note"] == "from the register"


def test_a_name_in_the_mapping_that_nothing_has_is_told_there() -> None:
    """A constant, or a value of a map, that names nobody is a problem of the mapping."""
    rules = mapping(PLAN.replace("[make.update]", """
    supporting = { always = "NHS Cent" }

    [make.update]""").replace(
        'by = "Lead"', 'by = { column = "Lead", values = { P = "Pol" } }'
    ))  # fmt: skip
    with pytest.raises(InvalidData) as found:
        previewed(plan({}), rules)
    assert [(one.code, one.place) for one in found.value.problems] == [
        ("unknown-name", "plan.toml: make.action.supporting"),
        ("unknown-name", "plan.toml: make.update.by"),
    ]


def test_a_word_may_stand_for_agencies() -> None:
    """A value map leads from a word of the sheet to agencies by their names."""
    rules = mapping(PLAN.replace('"new line"], create = true }',
        '"new line"], values = { "All" = ["Police", "NHS Kent"], "none" = [] } }'))  # fmt: skip
    assert made(plan({"Agencies": "all"}), rules)["child-a-1"]["addressed_to"] == [
        "police", "health",
    ]  # fmt: skip
    assert "addressed_to" not in made(plan({"Agencies": "None"}), rules)["child-a-1"]


def test_empty_cells_may_mean_what_stands_above() -> None:
    """A column that is filled down gives each row what stands in the last filled cell."""
    rules = mapping('[sheet]\nfill_down = ["Review"]' + PLAN)
    assert "child-a-2" in made(plan({}, {"Review": None, "No": 2}), rules)


def test_records_of_other_rows_can_be_named() -> None:
    """A column may name records that another row makes, before or after it."""
    rules = mapping(PLAN.replace("[make.update]",
        'depends_on = { column = "After" }\n    [make.update]'))  # fmt: skip
    rows = [{**ROW, "After": "Child A 2 action"}, {**ROW, "No": 2}]
    row = made(sheet(*rows, headings=[*HEADINGS, "After"]), rules)["child-a-1-action"]
    assert row["depends_on"] == ["child-a-2-action"]


# What is lost without a word elsewhere


@pytest.mark.parametrize(
    ("name", "split"),
    [("Fire; Health", '[";"]'), ("Fire | Health", '["|"]'), ("Fire\nHealth", '["new line"]'),
     ("Fire; Health\nPolice", '[";", "new line"]')],
)  # fmt: skip
def test_a_new_name_that_seems_to_be_several_is_told(name: str, split: str) -> None:
    """One agency made of a cell that names two is warned of, with what would split it."""
    rules = mapping(PLAN.replace('split = [";", "|", "new line"], ', ""))
    preview = previewed(plan({"Agencies": "Police"}, {"No": 2, "Agencies": name}), rules)
    assert not preview.problems.errors
    assert told(preview)["cell D3"] == (
        f"several-names: a new agency called {quoted(name)} is made, and it seems to be several; "
        f"have the mapping split the cells, with split = {split}, or leave one name in the cell "
        "where only one can be taken"
    )


def test_names_that_the_mapping_splits_are_not_warned_of() -> None:
    """Two names in a cell that is split are two agencies, and nothing is told."""
    assert previewed(plan({"Agencies": "Fire; Probation"})).problems == ()


@pytest.mark.parametrize("cell", [dt.date(2025, 2, 1), dt.datetime(2025, 2, 1, tzinfo=None)])  # noqa: DTZ001 - so openpyxl reads it
def test_a_date_that_excel_made_of_a_number_makes_no_id(cell: Value) -> None:
    """Of 1/2, which became 1 February, nobody knows any more that it was a number."""
    preview = previewed(plan({"No": cell}, {"No": 3}))
    assert told(preview)["cell B2"] == (
        "date-in-id: it holds the date 1 February 2025, and a recommendation's id is made of it; "
        "Excel makes such a date of a number like 1/2: have the cell formatted as text, and write "
        "the number again; or write the date as text, if it is one"
    )
    assert preview.taken == 1
    assert "child-a-2025-02-01" in made(plan({"No": "2025-02-01"}))


def test_an_id_may_be_made_of_a_column_of_dates() -> None:
    """A date in a column that the mapping reads as dates is one, and ids can be made of it."""
    rules = mapping(PLAN.replace('"{id of recommendation}-action"', '"{Review}-{Due}"'))
    assert "child-a-2025-03-01" in made(plan({"Due": dt.date(2025, 3, 1)}), rules)


@pytest.mark.parametrize("review", [None, Unreadable("it holds the error #REF!")])
def test_a_missing_date_is_told_beside_a_review_that_is_not_known(review: Value) -> None:
    """What is wrong with a row is told at once, though nothing of it can be made."""
    found = told(previewed(plan({"Review": review, "Status on": None})))
    assert found["cell I2"] == (
        "missing-key: the cell is empty, and a date is needed here; fill it in"
    )
    assert found["cell A2"].startswith("no-id" if review is None else "unreadable-cell")


def test_a_missing_date_is_told_beside_another_cell_that_is_wrong() -> None:
    """A colour that is none does not hide that the day is lacking; an unknown event does."""
    rules = mapping(PLAN + 'colour = "Colour"\n')
    wrong = {**ROW, "Colour": "pink", "Status on": None}
    assert {"cell I2", "cell J2"} <= told(previewed(sheet(wrong), rules)).keys()
    assert [*told(previewed(plan({"Status": "Parked", "Status on": None})))] == ["cell H2"]


def test_a_date_that_cannot_be_read_is_not_said_to_be_missing() -> None:
    """One cell, one reason."""
    found = previewed(plan({"Status on": Unreadable("it holds the error #REF!")})).problems
    assert [one.code for one in found] == ["unreadable-cell"]


def test_an_unreadable_cell_that_decides_whether_a_part_is_made_is_told() -> None:
    """Whether the row has an action, nobody knows: the cell that says so cannot be read."""
    rules = mapping(PLAN.replace("[make.action]", '[make.action]\n    only_if = ["Agreed", "Go"]'))
    bad = Unreadable("it holds the error #REF!")
    row = {**ROW, "Agreed": bad, "Go": None}
    preview = previewed(sheet(row, {**row, "No": 2, "Go": "yes"}), rules)
    assert told(preview) == {"cell J2": "unreadable-cell: it holds the error #REF!"}
    assert preview.taken == 1


def test_a_cell_that_two_records_want_is_told_once() -> None:
    """The same words at the same cell are not said twice, though two updates lack the lead."""
    second = """
    [make.agreed]
    kind = "update"
    action = { same_row = "action" }
    on = { always = "2025-01-01" }
    by = "Lead"
    event = { always = "progress" }
"""
    found = previewed(plan({"Lead": None}), mapping(PLAN + second)).problems
    assert [one.place.rpartition(" ")[2] for one in found] == ["F2"]


def test_a_date_is_told_as_a_date_although_the_mapping_knows_words() -> None:
    """What is no word that it knows is likely to be a date that is not written as stated."""
    due = 'due_on = { column = "Due", dates = "day first" }'
    knowing = 'due_on = { column = "Due", dates = "day first", values = { Ongoing = [] } }'
    rules = mapping(PLAN.replace(due, knowing))
    assert told(previewed(plan({"Due": "31.3.25"}), rules))["cell G2"].startswith(
        "wrong-value: expected a date written as 31/03/2025 (day first)"
    )
    assert told(previewed(plan({"Due": "ongoing"}), rules)) == {}
