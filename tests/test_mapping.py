"""Mappings are checked exactly: whatever is wrong with one is told at once, with its place."""

import re
from pathlib import Path

import attrs
import pytest
from _ext import generated

import learning_tracker as lt
from learning_tracker.errors import InvalidData, StoreProblem
from learning_tracker.exchange.mappings.mapping import Taken, TheSheet
from learning_tracker.exchange.mappings.mapping_files import OWN, TOP, mapping_of, read_mapping
from learning_tracker.exchange.mappings.templates import Template
from learning_tracker.exchange.sheets.day_formats import FORMATS
from registers import PLAN, mapping, sheet


def refused(text: str) -> dict[str, str]:
    """What is wrong with a mapping: sentences by their places."""
    with pytest.raises(InvalidData) as found:
        mapping(text)
    return {
        one.place.removeprefix("plan.toml: "): f"{one.code}: {one.sentence}"
        for one in found.value.problems
    }


def refused_field(line: str) -> dict[str, str]:
    """What is wrong with one line about an action, seen from the action."""
    whole = f"""
        [make.review]
        kind = "lcspr"
        id = "{{Review}}"
        title = "Review"

        [make.action]
        id = "{{No}}"
        statement = "Action"
        {line}
    """
    return {place.removeprefix("make.action."): told for place, told in refused(whole).items()}


def test_a_mapping_is_read() -> None:
    """The parts stand in the mapping in order, each with its kind and fields."""
    read = mapping()
    assert [one.name for one in read.parts] == ["review", "recommendation", "action", "update"]
    assert read.parts[0].makes is lt.LCSPR
    assert read.parts[1].fields["addressed_to"].split == (";", "|", "new line")
    assert read.parts[1].fields["statement"].column == "Recommendation"
    assert read.parts[3].id is None


def test_one_text_stands_for_a_list_of_one() -> None:
    """Where several may be named, a single one needs no brackets."""
    read = mapping(
        '[sheet]\nempty = "n/a"\nfill_down = "T"\nleave_out = "X"\n'
        '[make.theme]\nid = "{T}"\nname = "T"\nonly_if = "T"'
    )
    assert (read.sheet.empty, read.sheet.fill_down) == (("n/a",), ("T",))
    assert (read.sheet.leave_out, read.parts[0].only_if) == (("X",), ("T",))


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    """A mapping that Windows' Notepad has saved is read like any other."""
    path = tmp_path / "plan.toml"
    path.write_bytes(b"\xef\xbb\xbf" + b'[make.theme]\nid = "{T}"\nname = "T"\n')
    assert read_mapping(path).parts[0].makes is lt.Theme


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A mapping that cannot be read is told as such."""
    with pytest.raises(StoreProblem, match=r"plan\.toml cannot be read"):
        read_mapping(tmp_path / "plan.toml")


def test_a_file_that_is_not_toml_is_told() -> None:
    """Where TOML breaks, the line is told; and so is a file that is not in UTF-8."""
    with pytest.raises(InvalidData, match=r"plan\.toml: it is not TOML .* line 2"):
        mapping_of(b"[sheet]\nname = \n", "plan.toml")
    with pytest.raises(InvalidData, match="save it again as UTF-8"):
        mapping_of(b'about = "caf\xe9"', "plan.toml")


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Unknown keys, fields and kinds and wrong types are all told, with near misses."""
    assert refused("""
        abuot = "a plan"

        [sheet]
        nam = "Actions"
        heading_row = "3"
        fill_down = 5

        [make.review]
        kind = "lscpr"
        id = "{Review}"

        [make.action]
        id = "{No}"
        statment = "Action"
        due_on = { colum = "Due" }
        lead = 5
    """) == {
        "abuot": "unknown-key: 'abuot' is not a key of a mapping; did you mean about?",
        "sheet.heading_row": "wrong-value: expected a whole number, found '3'; correct it",
        "sheet.fill_down": "wrong-value: expected a list, found 5; correct it",
        "sheet.nam": "unknown-key: 'nam' is not a key of [sheet]; did you mean name?",
        "make.review.kind": "unknown-kind: 'lscpr' is not a kind of record; did you mean lcspr?",
        "make.action.statment": (
            "unknown-key: 'statment' is not a key of action; did you mean statement?"
        ),
        "make.action.statement": (
            'missing-key: "statement" is missing, and every action needs it; add it'
        ),
        "make.action.due_on.colum": (
            "unknown-key: 'colum' is not a key of a field; did you mean column?"
        ),
        "make.action.lead": (
            'wrong-value: expected a heading, or a table such as { column = "Heading" }, found 5; '
            "correct it"
        ),
    }


@pytest.mark.parametrize(
    ("line", "place", "told"),
    [
        ("due_on = {}", "due_on", "it says of no way; a field is filled by one of column"),
        ('due_on = { column = "D", always = "2025" }', "due_on", "column and always exclude"),
        ('due_on = { always = "soon" }', "due_on.always", "expected a date such as"),
        ('due_on = { column = "D", dates = "day frist" }', "due_on.dates", "mean day first"),
        ('due_on = { template = "{D}" }', "due_on.template", "holds a date, and template cannot"),
        ('due_on = { same_row = "review" }', "due_on.same_row", "use column or always"),
        ('due_on = { column = "D", split = ";" }', "due_on.split", "holds several values, and due"),
        ('lead = { column = "L", dates = "iso" }', "lead.dates", "a field that holds a date"),
        ('answers = { column = "A", create = true }', "answers.create", "agencies or themes"),
        ('lead = { always = "Police", create = true }', "lead.create", "always reads none"),
        ('lead = { column = "L", clear = "yes" }', "lead.clear", "expected true or false"),
        ('answers = { same_row = "reviw" }', "answers.same_row", "did you mean review?"),
        ('lead = { same_row = "review" }', "lead.same_row", "kind lcspr, and lead takes Agency"),
        ('note = { template = "{Note" }', "note.template", "expected headings in braces"),
        ('note = { template = "{id of review}" }', "note.template", "expected headings alone"),
        ('change = { column = "C", values = { T = "trainin" } }', "change.values['T']", "training"),
        ('change = { column = "C", values = ["T"] }', "change.values", "expected a table"),
        ('due_on = { column = "D", values = { T = ["2025", "2026"] } }', "due_on.values['T']", ""),
        ('attributes = ["Harm"]', "attributes", "'attributes' is not a key of action"),
        ("only_if = 5", "only_if", "expected a heading, or a list of headings"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_of_a_field_is_told(line: str, place: str, told: str) -> None:
    """A field is filled by one way that fits it, and read by what goes with that way."""
    problems = refused_field(line)
    assert told in problems[place]
    assert len(problems) == 1


def test_a_part_that_cannot_be_read_is_told_once() -> None:
    """What refers to a part of an unknown kind is not blamed for it."""
    problems = refused("""
        [make.review]
        kind = "lscpr"

        [make.recommendation]
        id = "{id of review}-{No}"
        source = { same_row = "review" }
        statement = "R"
    """)
    assert list(problems) == ["make.review.kind"]


def test_several_parts_for_one_record_are_told() -> None:
    """A field that leads to one record takes one part of the row."""
    problems = refused("""
        [make.review]
        kind = "lcspr"
        id = "{Review}"
        title = "Review"

        [make.recommendation]
        id = "{No}"
        source = { same_row = ["review", "review"] }
        statement = "R"
    """)
    assert "leads to one record" in problems["make.recommendation.source.same_row"]


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("", "make", "there must be at least one part"),
        ("make = 5", "make", "expected a table"),
        ("[make.theme]\nname = 'T'", "make.theme.id", '"id" is missing'),
        ("[make.theme]\nname = 'T'\nid = 7", "make.theme.id", "headings in braces"),
        ("[make.theme]\nname = 'T'\nid = '{id of x}'", "make.theme.id", "no part above this one"),
        ("[make.theme]\nkind = 5", "make.theme.kind", "the name of a kind of record"),
        ("about = 5\n[make.theme]\nname = 'T'\nid = '{T}'", "about", "expected a text"),
        ("[sheet]\nheading_row = 0\n[make.theme]\nname = 'T'\nid = '{T}'", "sheet.heading_row",
         "from 1 up"),
        ("[make.case-file-audit]\nid = '{T}'\ntitle = 'T'\ntopic = 'T'\ngrades = 'G'",
         "make.case-file-audit.grades.column", "what no single cell can hold"),
    ],
)  # fmt: skip
def test_what_a_mapping_lacks_is_told(text: str, place: str, told: str) -> None:
    """A mapping makes something, and what it makes can have an id."""
    problems = refused(text)
    assert told in problems[place]


def test_columns_that_the_sheet_has_not_are_told_at_once() -> None:
    """Each heading that the mapping names and the sheet has not is told, with the one meant."""
    bare = sheet({"Review": "Child A", "No.": 1, "Recommendations": "See fathers"})
    with pytest.raises(InvalidData) as found:
        lt.preview_import(lt.Tracker([]), bare, mapping())
    told = {one.place: one.sentence for one in found.value.problems}
    assert told["plan.toml: make.recommendation.statement"] == (
        "there is no column 'Recommendation' in Actions; did you mean Recommendations?"
    )
    assert told["plan.toml: make.action.lead"] == (
        "there is no column 'Lead' in Actions; its columns are 'Review', 'No.', 'Recommendations'"
        '; if it is the same in all rows, give it: --set "Lead=…"'
    )
    assert {"plan.toml: make.recommendation.id", "plan.toml: make.update.event"} <= told.keys()


def test_headings_are_found_whatever_their_capitals_and_spacing() -> None:
    """A heading that is written a little otherwise is the same column."""
    found = lt.preview_import(
        lt.Tracker([]),
        sheet({" the  THEME": "Fathers"}),
        mapping('[make.theme]\nid = "{The theme}"\nname = "the Theme"'),
    )
    assert [one.record.id for one in found.added] == ["fathers"]


def test_a_register_fits_in_sixty_lines() -> None:
    """The mapping of an action plan with all its parts is short."""
    assert len(PLAN.strip().splitlines()) < 30


PAGE = (Path(__file__).parents[1] / "docs" / "reference" / "mapping.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```toml[^\n]*\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_page_is_a_sound_mapping(example: str) -> None:
    """Whatever the page on mappings shows can be copied."""
    assert mapping_of(example.encode(), "example.toml").parts


def test_every_key_has_an_example() -> None:
    """The page on mappings shows every key that there is at work, and explains it."""
    keys = [
        *TOP, *OWN,
        *(one.name for kind in (TheSheet, Taken) for one in attrs.fields(kind)),
    ]  # fmt: skip
    shown = "\n".join(EXAMPLES)
    assert [one for one in keys if not re.search(rf"\b{one} ?=|\[{one}\b", shown)] == []
    page = generated.filled(PAGE)
    own = [one for one in keys if one not in TOP]
    assert [one for one in own if f"| `{one}` |" not in page] == []
    assert all(f"| `{name}` |" in page for name in FORMATS)


def test_templates_keep_the_text_around_their_places() -> None:
    """What stands between the braces is filled in, and the rest stays."""
    template = Template.parse("R {A}/{B}.")
    assert template.filled({"A": "1", "B": "2"}.__getitem__) == "R 1/2."
    assert template.headings == ("A", "B")
