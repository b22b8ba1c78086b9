"""Findings one by one, about an agency and of a source; and what was done about a source."""

from typing import Any

import pytest

import learning_tracker as lt
from asking import marks, noted
from learning_tracker.errors import NotPublic, UnknownChoice
from learning_tracker.kinds import Record
from learning_tracker.queries import found, taken_up
from learning_tracker.queries.naming import source_named
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    CaseFileAudit,
    Evidence,
    Finding,
    Partnership,
    Recommendation,
    Response,
    Theme,
    Update,
)
from learning_tracker.vocabulary import Judgement

RIVERTON = lt.sample()
BASE = (
    Partnership(id="p", name="Riverton"),
    Agency(id="police", name="Rivershire Police"),
    Agency(id="unit", name="Child abuse unit", part_of="police"),
    Theme(id="fathers", name="Fathers"),
    Theme(id="abuse", name="Domestic abuse"),
    Theme(id="panel", name="Daily life", frame="national-panel"),
    LCSPR(id="open", title="LCSPR Open", published_on="2024-05-01", publication="published"),
    LCSPR(id="closed", title="LCSPR Closed", completed_on="2024-09-01"),
)


def tracker(*records: Record) -> lt.Tracker:
    """A tracker with these records beside two reviews, themes and agencies."""
    return lt.Tracker([*BASE, *records], date="2025-03-31")


def finding(identifier: str, *themes: str, source: str = "open", **more: Any) -> Finding:
    """An improvement that a review raised."""
    fields = {"judgement": "improvement", "statement": f"Found {identifier}."} | more
    return Finding(id=identifier, sources=(source,), themes=themes, **fields)


def ids(table: lt.Table[Any]) -> list[str]:
    """What the rows of a table are about, in order."""
    return [row.record.id for row in table]


# Findings


def test_strengths_come_first_then_by_theme() -> None:
    """Each finding has one row, with the names of its practice themes, whatever others it has."""
    held = tracker(
        finding("a", "fathers"),
        finding("b", "abuse", "panel"),
        finding("c"),
        finding("d", "fathers", "abuse", judgement="strength"),
        finding("e", "panel", source="closed"),
    )
    table = found.of_source(held.view, "LCSPR Open")
    assert ids(table) == ["d", "b", "a", "c"]
    assert [row.theme_names for row in table] == [
        "Fathers; Domestic abuse", "Domestic abuse", "Fathers", "no practice theme",
    ]  # fmt: skip
    assert table.denominator == "1 strength and 3 improvements"
    assert "panel" not in {one.id for one in table[1].records}


def test_a_row_rests_on_every_theme_that_its_mark_does() -> None:
    """That of another list too, if it is the one on which an earlier finding met it."""
    held = tracker(finding("b", "abuse", "panel"), finding("e", "panel", source="closed"))
    (row,) = found.of_source(held.view, "LCSPR Closed")
    assert row.marked.mark == "**"
    assert {"panel", "b"} <= {one.id for one in row.records}


def test_files_are_told_only_where_there_are_any() -> None:
    """The column that says in how many files it was seen stands only in an audit's table."""
    reviewed = found.of_source(RIVERTON.view, "lcspr-ada")
    audited = found.of_source(RIVERTON.view, "case-file-audit-neglect-2025")
    assert "seen_in" not in [one.name for one in reviewed.columns]
    cells = {row["id"]: row["seen_in"] for row in audited.to_records()}
    assert cells["finding-audit-neglect-2025-drift"] == "9 of 16"


def test_what_was_found_of_an_agency() -> None:
    """Findings that name it or its part are told, and no others; each says who found it."""
    held = tracker(
        finding("mine", agencies=("police",)), finding("unit's", agencies=("unit",)),
        finding("other"), finding("both", agencies=("unit", "police"), judgement="strength"),
    )  # fmt: skip
    table = found.about_agency(held.view, "police")
    assert ids(table) == ["both", "mine", "unit's"]
    assert table.to_records()[1]["source"] == "LCSPR Open"
    assert table.denominator == (
        "1 strength and 2 improvements that name Rivershire Police, of the 4 findings on record"
    )
    assert not found.about_agency(tracker().view, "police")


@pytest.mark.parametrize("agency", ["rivershire-police", "rivershire-hospitals"])
def test_findings_have_the_marks_that_they_have_everywhere(agency: str) -> None:
    """The marks are those of a slow reference that looks at every other finding."""
    table = found.about_agency(RIVERTON.view, agency)
    assert len(table) > 10
    for row in table:
        given = marks(RIVERTON, row.record)
        assert row.marked.mark.split() == [mark for mark in ("*", "**") if given[mark]]


def test_what_is_in_doubt_of_findings_is_noted() -> None:
    """A finding of which it is not known which of two audits raised it is named as such."""
    table = found.of_source(RIVERTON.view, "case-file-audit-neglect-2024")
    assert noted(table, "which of several sources raised these") == {"finding-audits-2024-genogram"}


# What was done


def test_what_was_done_about_a_source() -> None:
    """Each recommendation has a row, and so has what an action answers without one."""
    held = tracker(
        finding("answered", "fathers"),
        finding("left", "fathers"),
        Recommendation(id="r", source="open", statement="Do.", addressed_to=("police",)),
        Recommendation(id="s", source="open", statement="Do more."),
        Response(id="yes", recommendation="r", agency="police", on="2024-06-01",
                 decision="accepted"),
        Action(id="a", statement="Do it.", answers=("r",), lead="police", due_on="2024-12-31"),
        Action(id="b", statement="Do that.", answers=("answered", "open")),
        Action(id="c", statement="Do others.", answers=("closed",)),
        Update(id="u", action="b", on="2024-08-01", by="police", event="progress"),
    )  # fmt: skip
    table = taken_up.of_source(held.view, "open")
    assert ids(table) == ["r", "s", "answered", "open"]
    rows = table.to_records()
    assert [row["kind"] for row in rows] == ["recommendation", "recommendation", "finding", "LCSPR"]
    assert rows[0]["actions"] == ["Rivershire Police: Do it (late)"]
    assert rows[0]["responses"] == ["accepted"]
    assert rows[1]["actions"] == "no action"
    assert rows[3]["asks"] == "the whole of it"
    assert table.denominator == "2 recommendations and 2 actions"


def test_evidence_shows_at_its_highest_level() -> None:
    """What supports a finding alone has a row of its own; what was told before has not."""
    audit = CaseFileAudit(id="audit", title="Audit", topic="fathers", held_on="2025-01-01")
    held = tracker(
        audit, finding("f", "fathers"), finding("g", "fathers"),
        Recommendation(id="r", source="open", statement="Do.", findings=("f", "g")),
        Action(id="a", statement="Do it.", answers=("r",)),
        Evidence(id="both", on="2025-01-01", statement="Done.", level="quality",
                 supports=("a", "f"), drawn_from="audit"),
        Evidence(id="own", on="2025-01-01", statement="Felt.", level="difference",
                 supports=("g",), url="https://example.org"),
    )  # fmt: skip
    table = taken_up.of_source(held.view, "open")
    assert ids(table) == ["r", "g"]
    assert [row.shown_by for row in table] == ["quality", "difference"]
    public = held.public()
    (told, _) = taken_up.of_source(public.view, "open")
    assert told.shown_by == "quality"
    assert not told.evidence


def test_a_source_of_which_nothing_followed() -> None:
    """It says so, in a sentence with its title."""
    table = taken_up.of_source(tracker().view, "open")
    assert not table
    assert table.empty == "No recommendation of LCSPR Open and no action on it is on record."
    assert found.of_source(tracker().view, "open").empty == "No finding is on record: LCSPR Open."


# Names


@pytest.mark.parametrize("word", ["closed", "LCSPR Closed", "lcspr  closed"])
def test_the_public_is_refused_what_is_not_published(word: str) -> None:
    """However the source is called, and without a word of its title."""
    public = tracker().public()
    for ask in (source_named, found.of_source, taken_up.of_source):
        with pytest.raises(NotPublic, match="may not be shown to the public") as refused:
            ask(public.view, word)
        assert "LCSPR" not in str(refused.value)
        ask(tracker().view, word)


def test_a_near_miss_of_what_is_not_published_names_only_what_is() -> None:
    """No title that is kept back stands among those that may have been meant."""
    with pytest.raises(UnknownChoice, match="did you mean LCSPR Open") as refused:
        source_named(tracker().public().view, "LCSPR Closet")
    assert "Closed" not in str(refused.value)


def test_an_id_outranks_a_title() -> None:
    """A script that gives an id gets that source, whatever others are called."""
    held = tracker(LCSPR(id="aa", title="open", published_on="2024-01", publication="published"))
    assert source_named(held.view, "open").id == "open"
    assert source_named(held.public().view, "open").id == "open"


def test_each_judgement_is_counted() -> None:
    """Of the findings of Riverton's sources, each is in the table of every source it names."""
    for source in ("lcspr-theo", "learning-review-dylan"):
        table = found.of_source(RIVERTON.view, source)
        for judgement in Judgement:
            of_it = {
                one.id
                for one in RIVERTON.of(Finding)
                if source in one.sources and one.judgement is judgement
            }
            assert {row.record.id for row in table if row.record.judgement is judgement} == of_it
