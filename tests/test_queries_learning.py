"""What an annual report asks: findings listed, recommendations followed, what shows a change."""

import pytest

import learning_tracker as lt
from learning_tracker.errors import InvalidYear, UnknownChoice
from learning_tracker.records import Action, Evidence, Finding, Recommendation, Update

BASE = (
    lt.Partnership(id="p", name="Riverton"),
    lt.Agency(id="police", name="Police"),
    lt.Theme(id="whole", name="Think Family"),
    lt.Theme(id="fathers", name="Fathers", broader="whole"),
    lt.Theme(id="voice", name="Voice"),
    lt.LCSPR(id="early", title="LCSPR Early", published_on="2023-05-01"),
    lt.LCSPR(id="late", title="LCSPR Late", published_on="2024-05-01"),
)


def tracker(*records: lt.Record) -> lt.Tracker:
    """The base with more records, as at 31 March 2025."""
    return lt.Tracker([*BASE, *records], date="2025-03-31")


def finding(identifier: str, source: str, judgement: str, *themes: str) -> Finding:
    """A finding with its id for a statement."""
    return Finding(
        id=identifier, sources=(source,), judgement=judgement, statement=f"{identifier}.",
        themes=themes,
    )  # fmt: skip


# Listing


def test_each_finding_has_a_row_under_its_broadest_theme() -> None:
    """Marks follow the statement, and are those of the coded theme."""
    held = tracker(
        finding("f1", "early", "improvement", "fathers"),
        finding("f2", "late", "improvement", "fathers"),
        finding("f3", "late", "improvement", "whole"),
        finding("f4", "late", "strength", "fathers"),
    )
    table = held.findings.listing("review", "improvement", year="2024-25")
    assert [(row.theme.name, row.marked.text) for row in table] == [
        ("Think Family", "f2. **"), ("Think Family", "f3."),
    ]  # fmt: skip
    (strength,) = held.findings.listing("lcspr", "strength")
    assert strength.marked.text == "f4. *"
    assert {one.id for one in strength.records} >= {"whole", "fathers", "f4", "f1", "late", "early"}


def test_a_finding_under_two_broadest_themes_stands_under_both() -> None:
    """So it does in the table that counts it."""
    held = tracker(finding("f", "late", "improvement", "fathers", "voice"))
    table = held.findings.listing("review", "improvement")
    assert [row.theme.name for row in table] == ["Think Family", "Voice"]
    assert table.denominator == "1 finding of the 2 reviews on record"


def test_what_cannot_be_listed_is_refused() -> None:
    """An unknown judgement, kind of source or year."""
    for wrong in (("review", "weakness"), ("rapid", "strength")):
        with pytest.raises(UnknownChoice):
            tracker().findings.listing(*wrong)
    with pytest.raises(InvalidYear):
        tracker().findings.listing("review", "strength", year="2024")


# What was done on each recommendation


def advice(identifier: str, source: str) -> Recommendation:
    """A recommendation of a source."""
    return Recommendation(id=identifier, source=source, statement=f"Do {identifier}.")


def signed_off(action: str) -> Update:
    """A sign-off by the partnership."""
    return Update(id=f"u-{action}", action=action, on="2024-12-01", by="p", event="signed_off")


def test_recommendations_with_all_that_was_done() -> None:
    """Those of the latest source first, with their answers, actions and what shows them."""
    held = tracker(
        advice("r-early", "early"), advice("r-late", "late"),
        lt.Response(recommendation="r-late", agency="police", decision="accepted", on="2024-06"),
        Action(id="a", statement="Ask.", answers=("r-late",), lead="police", due_on="2024-09"),
        signed_off("a"),
        Evidence(id="e", on="2024-11", statement="Seen.", level="quality", supports=("a",),
                 drawn_from="late"),
    )  # fmt: skip
    table = held.recommendations.follow_through()
    assert [row.record.id for row in table] == ["r-late", "r-early"]
    values = table.to_records()
    assert values[0]["responses"] == ["accepted"]
    assert values[0]["actions"] == ["Ask (signed off)"]
    assert values[0]["shown_by"] == "quality"
    assert values[1]["actions"] == "no action"
    assert values[1]["shown_by"] == "nothing on record"
    assert table.denominator.startswith("on 1 of the 2 recommendations on record")
    assert {one.id for one in table[0].records} >= {"r-late", "late", "a", "u-a", "e"}


def test_a_recommendation_is_done_when_every_live_action_is_signed_off() -> None:
    """A withdrawn action does not hold it up, and one still open does."""
    held = tracker(
        advice("r", "late"), advice("s", "late"), advice("t", "late"),
        *(
            Action(id=one, statement=one, answers=(one[0],))
            for one in ("r1", "r2", "s1", "s2", "t1")
        ),
        signed_off("r1"), signed_off("s1"),
        Update(action="r2", on="2024-10-01", by="p", event="withdrawn"),
        Update(action="t1", on="2024-10-01", by="p", event="withdrawn"),
    )  # fmt: skip
    done = {row.record.id: row.signed_off for row in held.recommendations.follow_through()}
    assert done == {"r": True, "s": False, "t": False}


def test_a_source_without_a_date_stands_last() -> None:
    """Its recommendations cannot be told to be the latest."""
    held = tracker(lt.LCSPR(id="undated", title="Undated"), advice("x", "undated"),
                   advice("r", "early"))  # fmt: skip
    assert [row.record.id for row in held.recommendations.follow_through()] == ["r", "x"]


# What shows a change


def evidence(
    identifier: str, on: str, level: str, url: str = "https://riverton.example"
) -> Evidence:
    """Evidence on the theme of fathers."""
    return Evidence(
        id=identifier, on=on, statement=identifier, level=level, url=url, supports=("fathers",)
    )


def test_only_what_can_be_looked_at_shows_a_change() -> None:
    """Differences come first; activity, and what is stated and not shown, is no sign of change."""
    held = tracker(
        evidence("quality", "2024-05", "quality"),
        evidence("difference", "2024-09", "difference"),
        evidence("activity", "2024-09", "activity"),
        evidence("stated", "2024-10", "difference", url=""),
    )
    table = held.evidence.shown()
    assert [row.record.id for row in table] == ["difference", "quality"]
    assert table.denominator == "2 of the 4 pieces of evidence on record"
    assert [note.text for note in table.notes] == [
        "Stated, not shown, and so counted as activity (1): stated."
    ]
    assert table.to_records()[0]["drawn_from"] == "https://riverton.example"


def test_evidence_of_a_year() -> None:
    """What is wholly of the year counts; what straddles it is left out and named."""
    held = tracker(
        evidence("before", "2023-09", "quality"),
        evidence("within", "2024-09", "quality"),
        evidence("astride", "2024", "quality"),
    )
    table = held.evidence.shown(year="2024-25")
    assert [row.record.id for row in table] == ["within"]
    assert [note.text for note in table.notes] == [
        "Left out, as their date straddles the year (1): astride."
    ]
    assert not held.evidence.shown(year="2021-22")
    with pytest.raises(InvalidYear):
        held.evidence.shown(year="2024")


# Follow-ups of any meeting


def test_follow_ups_that_are_due() -> None:
    """Those of which nothing was heard by their day, of whatever meeting, in order of that day."""
    held = tracker(
        lt.Meeting(id="m1", body="Group", on="2024-05-01"),
        lt.Meeting(id="m2", body="Group", on="2024-11-01"),
        Action(id="a", statement="Ask."),
        Update(action="a", on="2024-07-01", by="police", event="progress"),
        *(
            lt.Decision(id=one, meeting=meeting, about=about, statement=one, follow_up_on=on)
            for one, meeting, about, on in (
                ("heard", "m1", ("a",), "2024-09-01"),
                ("today", "m2", ("fathers",), "2025-03-31"),
                ("overdue", "m1", ("whole",), "2024-09-01"),
                ("later", "m2", ("voice",), "2025-06-30"),
                ("no-day", "m2", ("voice",), None),
            )
        ),
    )
    table = held.meetings.follow_ups()
    assert [row.record.id for row in table] == ["overdue", "today"]
    assert table.denominator == "of the 4 decisions with a day for a follow-up"
    assert not tracker().meetings.follow_ups()
