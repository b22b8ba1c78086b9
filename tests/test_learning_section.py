"""The learning section of an annual report holds what Medway published, and its duties."""

import json
import re
from typing import Any

import pytest

import learning_tracker as lt
from learning_tracker.errors import InvalidYear, UnknownChoice, YearNotBegun
from learning_tracker.queries.gaps import STAGES
from learning_tracker.reports import fitting, page_one


@pytest.fixture(scope="module")
def medway() -> dict[str, Any]:
    """The learning section of Medway, as data."""
    data: dict[str, Any] = json.loads(lt.learning_section(lt.sample("medway")).to_json())
    return data


def tables(data: dict[str, Any], section: str) -> list[dict[str, Any]]:
    """The tables of a section."""
    (found,) = (one for one in data["behind"] if one["key"] == section)
    return list(found["blocks"])


def marks(table: dict[str, Any]) -> dict[str, list[str]]:
    """The marks of the statements under each practice theme, in order of the mark."""
    found: dict[str, list[str]] = {}
    for row in table["rows"]:
        mark = re.search(r"\*+$", row["values"]["statement"])
        found.setdefault(row["values"]["theme"], []).append(mark.group() if mark else "")
    return {theme: sorted(each) for theme, each in found.items()}


# What was published: the statement's own words differ, the themes and marks do not


@pytest.mark.parametrize(
    ("section", "place", "heading", "published"),
    [
        (
            "found-by-reviews", 0, "Strengths",
            {
                "Partnership working": [""],
                "Voice of the child": [""],
                "Relationship-based practice": ["", ""],
                "Health promotion, prevention and safeguarding": ["*", "*", "*", "*"],
            },
        ),
        (
            "found-by-reviews", 1, "Improvements",
            {
                "Partnership working": ["", ""],
                "Direct work tools": ["**"],
                "Think Family": ["**"],
            },
        ),
        (
            "found-by-audits", 0, "Strengths",
            {
                "Partnership working": ["", "", "**"],
                "Voice of the child": ["", "", "**"],
                "Relationship-based practice": ["", ""],
                "Think Family": [""],
            },
        ),
        (
            "found-by-audits", 1, "Improvements",
            {
                "Partnership working": ["", ""],
                "Voice of the child": [""],
                "Think Family": ["", "**"],
            },
        ),
    ],
)  # fmt: skip
def test_the_four_published_tables(
    medway: dict[str, Any], section: str, place: int, heading: str, published: dict[str, list[str]]
) -> None:
    """Each table has the themes, the number of statements and the marks that were published."""
    table = tables(medway, section)[place]
    assert table["headings"] == {"theme": "Practice theme", "statement": heading}
    assert marks(table) == published
    key = [one["text"] for one in table["below"]]
    assert any(one.startswith("* marked as progress: ") for one in key)
    assert any(one.startswith("** marked as recurring: ") for one in key)


def test_what_the_audits_of_the_year_showed(medway: dict[str, Any]) -> None:
    """The three outcomes of audits stand below the tables of what they found."""
    outcomes = tables(medway, "found-by-audits")[2]
    assert {row["values"]["topic"]: row["values"]["outcome"] for row in outcomes["rows"]} == {
        "Physical abuse": "improvement",
        "Pre-birth": "slight_improvement",
        "Child exploitation": "first_theme",
    }


# For whom it is, and what it says first


def test_it_is_for_the_public_unless_another_is_named() -> None:
    """An annual report is published; the group may read it before."""
    assert "For the public." in str(lt.learning_section(lt.sample()))
    assert "For the Learning Lessons group." in str(
        lt.learning_section(lt.sample(), audience="group")
    )


@pytest.mark.parametrize("name", ["riverton", "medway"])
def test_its_first_page_is_short(name: str) -> None:
    """The sections before the tables have fewer than 350 words."""
    document = lt.learning_section(lt.sample(name), "2024-25").document
    assert fitting.words(document.page_one) < page_one.WORDS


def test_it_tells_of_what_a_yearly_report_must() -> None:
    """What was taught, done and changed, and where there is little or no evidence."""
    document = lt.learning_section(lt.sample(), "2024-25").document
    assert [one.heading for one in document.page_one] == [
        "What 2024-25 taught", "What was done on recommendations", "What changed",
        "Where there is little or no evidence",
    ]  # fmt: skip
    text = " ".join(str(lt.learning_section(lt.sample(), "2024-25")).split())
    assert "found 6 strengths and 10 improvements." in text
    assert (
        "Of the 34 recommendations on record, on 17 all that was to be done is signed off." in text
    )
    assert "In a year the number of children who went missing three times or more" in text
    assert "For 3 of the 12 improvements there is word of an action, but no evidence." in text


def test_the_recommendations_on_the_first_page_add_up() -> None:
    """Signed off, begun and without an action: each recommendation is counted once."""
    document = lt.learning_section(lt.sample(), audience="group").document
    (section,) = (one for one in document.page_one if one.key == "done")
    (block,) = section.blocks
    cited = [one.id for sentence in getattr(block, "sentences", ()) for one in sentence.cites]
    assert sorted(cited) == sorted(lt.sample().recommendations)


def test_a_year_of_which_nothing_is_on_record() -> None:
    """Each section says so."""
    text = " ".join(str(lt.learning_section(lt.Tracker(date="2025-03-31"))).split())
    for said in (
        "Nothing is left out.",
        "No review or audit of 2024-25 is on record here.",
        "No recommendation is on record.",
        "No published evidence of 2024-25 shows a difference for children.",
        "No improvement of 2024-25 is known.",
    ):
        assert said in text


def test_where_everything_is_shown_it_says_so() -> None:
    """An improvement with evidence of quality leaves no gap to tell of."""
    records = [
        lt.Theme(id="t", name="Fathers"),
        lt.LCSPR(id="s", title="LCSPR S", published_on="2024-05", publication="published"),
        lt.Finding(id="f", sources=("s",), judgement="improvement", statement="x", themes=("t",)),
        lt.Action(id="a", statement="y", answers=("f",)),
        lt.Evidence(on="2024-09", statement="z", level="quality", supports=("a",), url="https://x"),
    ]
    text = str(lt.learning_section(lt.Tracker(records, date="2025-03-31")))
    assert "Every improvement of 2024-25 has evidence of how well it was acted on." in text


def test_what_is_kept_back_still_counts_as_evidence() -> None:
    """An improvement shown by an unpublished audit is not told to have no evidence."""
    records = [
        lt.Theme(id="t", name="Fathers"),
        lt.LCSPR(id="s", title="LCSPR S", published_on="2024-05", publication="published"),
        lt.CaseFileAudit(id="c", title="Audit C", topic="t", held_on="2024-09"),
        lt.Finding(id="f", sources=("s",), judgement="improvement", statement="x", themes=("t",)),
        lt.Recommendation(id="r", source="s", statement="y", findings=("f",)),
        lt.Action(id="a", statement="y", answers=("r",)),
        lt.Evidence(id="e", on="2024-09", statement="z", level="quality", supports=("a",),
                    drawn_from="c"),
    ]  # fmt: skip
    public = lt.Tracker(records, date="2025-03-31").public()
    (gap,) = public.findings.gaps()
    assert gap.stage == STAGES[5]
    (row,) = public.recommendations.follow_through()
    assert row.shown_by == "quality"
    assert "e" not in {one.id for one in (*gap.records, *row.records)}


def test_what_may_not_be_asked_is_refused() -> None:
    """A year that is none or has not begun, and an unknown audience."""
    with pytest.raises(InvalidYear):
        lt.learning_section(lt.sample(), "2024")
    with pytest.raises(YearNotBegun):
        lt.learning_section(lt.sample(), "2030-31")
    with pytest.raises(UnknownChoice, match="executive, group or public"):
        lt.learning_section(lt.sample(), audience="press")
