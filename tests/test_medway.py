"""What must come out of what Medway published for 2024-25: exactly what was printed."""

import re
from importlib.resources import files
from typing import Any

import pytest

import learning_tracker as lt
from learning_tracker.dates import When
from learning_tracker.records import (
    Action,
    Agency,
    Finding,
    Observation,
    RapidReview,
    Source,
    Update,
)
from learning_tracker.vocabulary import AgencyRole, Basis, Event, Publication

MEDWAY = lt.sample("medway")
YEAR = "2024-25"
UNNAMED = "finding-earlier-"

Counts = dict[tuple[str, str], tuple[int, int, int]]


def by_theme(tracker: lt.Tracker, kinds: str) -> Counts:
    """Findings, those marked * and those marked **, by judgement and theme."""
    table = tracker.findings.by_theme(source_kinds=kinds, year=YEAR, roll_up=True)
    return {
        (row.judgement.value, row.theme.name): (
            len(row.findings), len(row.progress), len(row.recurring)
        )
        for row in table
    }  # fmt: skip


OF_REVIEWS: Counts = {
    ("strength", "Partnership working"): (1, 0, 0),
    ("strength", "Voice of the child"): (1, 0, 0),
    ("strength", "Relationship-based practice"): (2, 0, 0),
    ("strength", "Health promotion, prevention and safeguarding"): (4, 4, 0),
    ("improvement", "Partnership working"): (2, 0, 0),
    ("improvement", "Direct work tools"): (1, 0, 1),
    ("improvement", "Think Family"): (1, 0, 1),
}
OF_AUDITS: Counts = {
    ("strength", "Partnership working"): (3, 0, 1),
    ("strength", "Voice of the child"): (3, 0, 1),
    ("strength", "Relationship-based practice"): (2, 0, 0),
    ("strength", "Think Family"): (1, 0, 0),
    ("improvement", "Partnership working"): (2, 0, 0),
    ("improvement", "Voice of the child"): (1, 0, 0),
    ("improvement", "Think Family"): (2, 0, 1),
}


# Reviews and audits


def test_rapid_reviews_by_year() -> None:
    """Two rapid reviews in 2021-22, none in 2022-23, three in 2023-24 and four in 2024-25."""
    rows = MEDWAY.reviews.by_year("rapid-review").to_records()
    assert [(row["year"], row["reviews"]) for row in rows] == [
        ("2021-22", 2), ("2022-23", 0), ("2023-24", 3), ("2024-25", 4)
    ]  # fmt: skip


def test_lcsprs_published() -> None:
    """Two LCSPRs were published in 2024-25; those of unknown date are in no year."""
    table = MEDWAY.reviews.by_year("lcspr")
    assert {str(row.year): [one.title for one in row.reviews] for row in table} == {
        YEAR: ["LCSPR Julia", "LCSPR Laura"]
    }
    (note,) = table.notes
    assert {one.id for one in note.records} == {"lcspr-earlier", "lcspr-isabel"}


def noted_labels(table: lt.Table[Any]) -> list[str]:
    """What the notes of a table name."""
    return [record.label for note in table.notes for record in note.records]


def test_timeliness_cannot_be_told() -> None:
    """No clock can be read from what was published, and each says why."""
    table = MEDWAY.reviews.timeliness()
    assert len(table) == 2 * 9 + 3
    assert noted_labels(table) == ["Earlier LCSPRs that the report does not name"]
    assert {row["verdict"] for row in table.to_records()} == {"cannot tell"}
    assert all("no date of" in str(row["reason"]) for row in table.to_records())


def test_audits_against_the_last_of_their_topic() -> None:
    """Physical abuse improved, pre-birth improved slightly, exploitation is a first theme."""
    rows = MEDWAY.audits.outcomes(year=YEAR).to_records()
    assert {row["topic"]: (row["outcome"], row["basis"]) for row in rows} == {
        "Physical abuse": ("improvement", "as reported"),
        "Pre-birth": ("slight_improvement", "as reported"),
        "Child exploitation": ("first_theme", "as reported"),
    }


def test_published_but_for_rapid_reviews() -> None:
    """Every source was published, but for rapid reviews, which are not."""
    published = {one.id for one in MEDWAY.of(Source) if one.publication is Publication.PUBLISHED}
    assert published == {one.id for one in MEDWAY.of(Source) if not isinstance(one, RapidReview)}
    assert {one.publication for one in MEDWAY.of(RapidReview)} == {Publication.UNPUBLISHED}


# The four tables of findings


def test_the_tables_of_reviews() -> None:
    """Twelve findings of six reviews, with the marks that were printed."""
    assert by_theme(MEDWAY, "review") == OF_REVIEWS
    table = MEDWAY.findings.by_theme(source_kinds="review", year=YEAR)
    assert table.denominator == "12 findings of the 6 reviews of 2024-25"


def test_the_tables_of_audits() -> None:
    """Fourteen findings of three case-file audits, with the marks that were printed."""
    assert by_theme(MEDWAY, "case-file-audit") == OF_AUDITS
    table = MEDWAY.findings.by_theme(source_kinds="case-file-audit", year=YEAR)
    assert table.denominator == "14 findings of the 3 case-file audits of 2024-25"


def test_progress_is_on_health_promotion() -> None:
    """All that was marked as progress is on health promotion."""
    assert [row.theme.name for row in MEDWAY.themes.progress()] == [
        "Health promotion, prevention and safeguarding"
    ] * 4


@pytest.mark.parametrize(
    ("earlier", "table", "row", "left"),
    [
        (
            "health-promotion",
            "review",
            ("strength", "Health promotion, prevention and safeguarding"),
            (4, 0, 0),
        ),
        ("gcp2", "review", ("improvement", "Direct work tools"), (1, 0, 0)),
        ("fathers", "review", ("improvement", "Think Family"), (1, 0, 0)),
        ("information-sharing", "case-file-audit", ("strength", "Partnership working"), (3, 0, 0)),
        (
            "purposeful-direct-work",
            "case-file-audit",
            ("strength", "Voice of the child"),
            (3, 0, 0),
        ),
        ("being-parented", "case-file-audit", ("improvement", "Think Family"), (2, 0, 0)),
    ],
)  # fmt: skip
def test_marks_are_computed(
    earlier: str, table: str, row: tuple[str, str], left: tuple[int, int, int]
) -> None:
    """Taking away an earlier finding takes away its mark and no other."""
    tracker = lt.sample("medway")
    tracker.remove(UNNAMED + earlier)
    expected = {"review": dict(OF_REVIEWS), "case-file-audit": dict(OF_AUDITS)}
    expected[table][row] = left
    assert {kinds: by_theme(tracker, kinds) for kinds in expected} == expected


def test_findings_known_only_from_a_mark() -> None:
    """They are inferred, say so in a note, and their sources end by 31 March 2024."""
    unnamed = [one for one in MEDWAY.of(Finding) if one.id.startswith(UNNAMED)]
    assert len(unnamed) == 6
    assert unnamed == [one for one in MEDWAY.of(Finding) if one.basis is Basis.INFERRED]
    for finding in unnamed:
        assert "only from a mark" in finding.note
        for source in map(MEDWAY.__getitem__, finding.sources):
            assert source.known_on.last <= When.parse("2024-03-31").last


# Actions, agencies and reach


def test_no_action_is_late() -> None:
    """No target date lay in the year, so no action is late and none is signed off."""
    assert len(MEDWAY.of(Action)) >= 15
    assert len(MEDWAY.actions.late()) == 0
    assert Event.SIGNED_OFF not in {one.event for one in MEDWAY.of(Update)}
    assert len(MEDWAY.themes.returned()) == 0


def test_agencies() -> None:
    """Three safeguarding partners and twenty-five relevant agencies."""
    roles = [one.role for one in MEDWAY.of(Agency)]
    assert roles.count(AgencyRole.SAFEGUARDING_PARTNER) == 3
    assert roles.count(AgencyRole.RELEVANT_AGENCY) == 25


def test_views_of_the_videos() -> None:
    """The counts of May 2025 show from then on, and not at the sample's own date."""
    videos = [f"dissemination-video-{name}" for name in ("isabel", "jones-family", "laura")]

    def views(tracker: lt.Tracker) -> list[object]:
        reach = {row["id"]: row["reach"] for row in tracker.disseminations.reach().to_records()}
        return [reach[one] for one in videos]

    assert views(MEDWAY.as_at("2025-06-30")) == [310, 100, 28]
    assert views(MEDWAY) == [None, None, None]
    assert not any(one.of in videos for one in MEDWAY.of(Observation))


# Quality


def test_check_finds_the_row_that_slipped() -> None:
    """No error, and the per cents of sections 3, 4 and 5, which the counts do not give."""
    problems = MEDWAY.check()
    assert problems.errors == ()
    disagree = [one for one in problems if one.code == "percent-disagrees"]
    assert [one.place for one in disagree] == [
        f"sections[{place}].reported_percent" for place in (2, 3, 4)
    ]
    assert [re.findall(r"Section \d", one.sentence) for one in disagree] == [
        ["Section 3"], ["Section 4"], ["Section 5"]
    ]  # fmt: skip


def test_no_title_with_a_name() -> None:
    """No person is named with a title, and nobody is to be reached by e-mail or telephone."""
    personal = re.compile(
        r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Councillor|Sir|Dame|Lord|Lady|Prof|Professor)\b\.? [A-Z]"
        r"|\S@\S|\b0\d{3,4} ?\d{5,6}\b"
    )
    text = (files(lt) / "samples" / "medway.json").read_text(encoding="utf-8")
    assert personal.findall(text) == []


def test_who_did_what_is_an_agency_or_a_group() -> None:
    """Every update was made by an agency, a group or the partnership, never by a person."""
    for update in MEDWAY.of(Update):
        assert type(MEDWAY[update.by]).kind in {"agency", "partnership"}


def test_every_record_says_where_it_was_taken_from() -> None:
    """Each record names the place in the report."""
    assert [one for one in MEDWAY if not MEDWAY[one].where] == []
