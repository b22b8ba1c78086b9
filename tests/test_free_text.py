"""The texts of records, and the identifiers that they should not hold."""

import subprocess
import sys

import pytest
from hypothesis import given

import learning_tracker as lt
from asking import UNHURRIED, trackers
from learning_tracker.fields import fields_of
from learning_tracker.free_text import Mention, identifier_in_text, identifiers_in, texts_of
from learning_tracker.identifiers import Sort
from learning_tracker.kinds import Record
from learning_tracker.stores.json_file import JsonFile
from test_riverton import FILE

IDENTIFIERS = {
    Sort.NHS_NUMBER: "999 110 6847",
    Sort.UNIQUE_PUPIL_NUMBER: "B801200005001",
    Sort.NATIONAL_INSURANCE_NUMBER: "AB 12 34 56 C",
    Sort.DATE_OF_BIRTH: "born on 3 May 2012",
    Sort.EMAIL_ADDRESS: "jo7@example.org",
    Sort.POSTCODE: "ME4 4TR",
    Sort.TELEPHONE_NUMBER: "07700 900123",
}


def problem_with(note: str) -> lt.Problem:
    """The one problem that is found in a note."""
    tracker = lt.Tracker([lt.Theme(id="fathers", name="Fathers", note=note)])
    (problem,) = identifier_in_text(tracker.view)
    return problem


@pytest.mark.parametrize("sort", Sort)
def test_a_problem_does_not_repeat_the_identifier(sort: Sort) -> None:
    """Its sentence names record, field and sort, and holds no digit and no word of the text."""
    sentence = problem_with(f"Wednesday: {IDENTIFIERS[sort]}.").sentence
    assert sentence == (
        f"fathers: note seems to identify a person ({sort.label}); take it out, and put a "
        "pseudonym or nothing in its place"
    )
    assert not any(letter.isdigit() for letter in sentence)


def test_one_problem_tells_all_the_sorts_of_a_text() -> None:
    """A text with several identifiers is one problem that names each sort once."""
    twice = " and ".join([*IDENTIFIERS.values(), *IDENTIFIERS.values()])
    assert f"({', '.join(sort.label for sort in Sort)})" in problem_with(twice).sentence


def test_mentions_tell_record_place_and_sort() -> None:
    """Each sort in each text is told once, in the order of the records, and nothing else."""
    records = (
        lt.Theme(id="t", name="Call 07700 900123 or 01632 960001", aliases=("Fathers", "ME4 4TR")),
        lt.Theme(id="s", name="Fathers"),
        lt.Theme(id="r", name="Fathers", note="jo@example.org, 07700 900123"),
    )
    assert identifiers_in(records) == (
        Mention("t", "name", Sort.TELEPHONE_NUMBER),
        Mention("t", "aliases[1]", Sort.POSTCODE),
        Mention("r", "note", Sort.EMAIL_ADDRESS),
        Mention("r", "note", Sort.TELEPHONE_NUMBER),
    )


def test_texts_within_parts_and_pairs_are_read() -> None:
    """So is the name of a section of an audit; a pair is read as one text, with its name."""
    audit = lt.StandardsAudit(
        id="a",
        title="Section 11",
        framework="section-11",
        attributes=(("region", "South East"), ("date of birth", "2012-05-03")),
        sections=(
            lt.StandardsSection(name="Leadership", met=17, of=24),
            lt.StandardsSection(name="Ask jo@example.org", met=17, of=24),
        ),
    )
    assert [(one.place, one.sort) for one in identifiers_in([audit])] == [
        ("attributes[1]", Sort.DATE_OF_BIRTH),
        ("sections[1].name", Sort.EMAIL_ADDRESS),
    ]


def test_ids_and_links_are_no_texts() -> None:
    """What only names a record, by its id or in a link, is not read."""
    numbered = lt.Theme(id="9991106847", name="Fathers", broader="9990388547")
    assert identifiers_in([numbered]) == ()
    assert {"9991106847", "9990388547"}.isdisjoint(text for _, text in texts_of(numbered))


def test_a_web_address_is_read_for_email_addresses_only() -> None:
    """Figures in the address of a page are no identifiers; whom one writes to is one."""
    page = lt.LCSPR(id="x", title="X", url="https://x.example/9991106847?to=jo@example.org")
    to_ring = lt.LCSPR(id="y", title="Y", url="tel:07700900123")
    assert [(one.record, one.sort) for one in identifiers_in([page, to_ring])] == [
        ("x", Sort.EMAIL_ADDRESS),
        ("y", Sort.TELEPHONE_NUMBER),
    ]


@UNHURRIED
@given(trackers())
def test_every_text_of_any_record_is_read(tracker: lt.Tracker) -> None:
    """The place of each text leads to it, and no text of a field is left out."""
    for record in tracker.view.of(Record):
        there = dict(texts_of(record))
        plain = {field.name: getattr(record, field.name) for field in fields_of(type(record))
                 if field.annotation is str}  # fmt: skip
        assert plain.items() <= there.items()
        assert {place.split("[")[0].split(".")[0] for place in there} <= {
            field.name for field in fields_of(type(record))
        }


def test_the_samples_hold_no_identifier() -> None:
    """Neither Medway nor Riverton holds anything that looks like an identifier of a person."""
    medway = [*lt.sample("medway").view.of(Record)]
    riverton = [*JsonFile(FILE).load()]
    assert len(medway) > 50
    assert len(riverton) > 800
    assert identifiers_in([*medway, *riverton]) == ()
    for tracker in (lt.sample("medway"), lt.Tracker(riverton)):
        assert "identifier-in-text" not in {one.code for one in tracker.check()}


def test_a_problem_is_told_by_check() -> None:
    """`check` warns of an identifier among all other problems."""
    tracker = lt.Tracker([lt.Theme(id="fathers", name="Fathers", note="NHS 999 110 6847")])
    assert [(one.code, one.severity.label) for one in tracker.check()] == [
        ("identifier-in-text", "warning")
    ]


def test_check_digits_are_imported_only_when_needed() -> None:
    """Neither the import of the library nor a text without such a number imports python-stdnum."""
    code = (
        "import sys, learning_tracker.free_text; from learning_tracker.identifiers import find; "
        "find('3 May 2012, 07700 900123, ME4 4TR'); print('stdnum' in sys.modules); "
        "find('999 110 6847'); print('stdnum' in sys.modules)"
    )
    done = subprocess.run(  # noqa: S603 - this Python runs the code above
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True"]
