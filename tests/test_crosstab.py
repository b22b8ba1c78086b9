"""Cross-tables: what stands in each cell, what counts once, and what the public is not shown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import (
    DAYS,
    UNHURRIED,
    counted_on,
    hidden,
    incidents,
    independent_of,
    learning,
    noted,
    sources_of,
    year_of,
)
from learning_tracker.errors import UnknownChoice
from learning_tracker.kinds import Record
from learning_tracker.policy import Policy
from learning_tracker.queries.column_names import distinct, identifier
from learning_tracker.queries.crosstab import TOO_FEW
from learning_tracker.queries.suppression import suppressed_alike
from learning_tracker.records import (
    LCSPR,
    Agency,
    CaseFileAudit,
    Finding,
    Partnership,
    RapidReview,
    Review,
    Source,
    Theme,
)
from learning_tracker.tables import Table
from learning_tracker.vocabulary import Publication
from without import taken

SIDES = ("theme", "year", "judgement", "agency", "partnership", "harm type", "age band")
COUNTS = ("sources", "findings", "files", "children")
TOLD = (
    ("harm type", "neglect"),
    ("Harm  Type", "self-harm"),
    ("harm type", " "),
    ("age band", "under 1"),
    ("age band", "1 to 4"),
)
NAMED = LCSPR(id="s", title="S", attributes=(("harm type", "neglect"), ("age band", "under 1")))
"""A source thanks to which each side is there to be asked for."""


@st.composite
def trackers(draw: st.DrawFn) -> lt.Tracker:
    """Trackers of dense networks whose records tell all that a cross-table may ask."""
    second = [Partnership(id="p2", name="Rivershire")] if draw(st.booleans()) else []
    records = [*second, *draw(learning())]
    told = [attrs.evolve(one, **draw(_more(one, records))) for one in records]
    date = draw(st.sampled_from((None, None, *DAYS)))
    tracker = lt.Tracker([NAMED, *told])
    return tracker if date is None else tracker.as_at(date)


def _more(record: Record, records: Iterable[Record]) -> st.SearchStrategy[dict[str, Any]]:
    """Fields that dense networks leave out."""
    agencies = st.sampled_from([one.id for one in records if isinstance(one, Agency)])
    partnerships = [one.id for one in records if isinstance(one, Partnership)]
    fields: dict[str, st.SearchStrategy[Any]] = {}
    if isinstance(record, Source):
        fields["partnership"] = st.sampled_from([None, *partnerships])
        fields["attributes"] = st.lists(st.sampled_from(TOLD), max_size=3, unique=True)
    if isinstance(record, RapidReview):
        fields["children"] = st.sampled_from((None, 0, 1, 2, 7))
    if isinstance(record, Finding):
        fields["agencies"] = st.lists(agencies, max_size=2, unique=True)
        fields["seen_in"] = st.sampled_from((None, 0, 1, 6, 9))
        fields["out_of"] = st.sampled_from((None, 7, 9))
    return st.fixed_dictionaries(fields)


# A slow reference


def stands_at(tracker: lt.Tracker, finding: Finding, side: str) -> set[str]:
    """The labels of the rows or columns in which a finding stands."""
    match side:
        case "theme":
            themes = [tracker[one] for one in finding.themes]
            return {one.name for one in themes if one.frame == "practice"}
        case "agency":
            return {tracker[one].name for one in finding.agencies}
        case "judgement":
            return {finding.judgement.value}
        case "year":
            return {year for year in [year_of(counted_on(tracker, finding))] if year}
        case _:
            each = [_of_source(tracker, one, side) for one in sources_of(tracker, finding)]
            agreed = not hidden(tracker, finding) and all(one == each[0] for one in each)
            return each[0] if agreed else set()


def _of_source(tracker: lt.Tracker, source: Source, side: str) -> set[str]:
    if side == "partnership":
        everyone = [one.name for one in tracker.of(Partnership)]
        if len(everyone) == 1:
            return set(everyone)
        return {tracker[source.partnership].name} if source.partnership else set()
    folded = [(" ".join(of.casefold().split()), value) for of, value in source.attributes]
    return {value for of, value in folded if of == side and value.strip()}


def tells(tracker: lt.Tracker, finding: Finding, count: str) -> bool:
    """Whether a finding tells anything of what is counted."""
    if count == "files":
        seen_in, out_of = finding.seen_in, finding.out_of
        return seen_in is not None and out_of is not None and seen_in <= out_of
    if count == "children":
        sources = sources_of(tracker, finding)
        reviews = all(isinstance(one, Review) for one in sources)
        if hidden(tracker, finding) or not reviews:
            return False
        return len(sources) == 1 or len(incidents(sources)) == 1
    return True


def amount(tracker: lt.Tracker, findings: Iterable[Finding], count: str) -> tuple[int, ...]:
    """What some findings amount to; of files, those seen in and those not."""
    found = list(findings)
    if count == "sources":
        return (len(independent_of(tracker, [one.id for one in found])),)
    if count == "findings":
        return (len(found),)
    if count == "files":
        seen_in = sum(one.seen_in or 0 for one in found)
        return seen_in, sum(one.out_of or 0 for one in found) - seen_in
    about = {one for each in found for one in incidents(sources_of(tracker, each))}
    return (sum(getattr(tracker[one], "children", None) or 0 for one in about),)


def expected(
    tracker: lt.Tracker, rows: str, columns: str, count: str
) -> dict[tuple[str, str], tuple[int, ...]]:
    """Every cell and total that is not empty, by its labels."""
    within: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for one in tracker.of(Finding):
        if tells(tracker, one, count):
            at = [stands_at(tracker, one, side) for side in (rows, columns)]
            if all(at):
                for spot in product(*({*labels, "All"} for labels in at)):
                    within[spot].append(one)
    return {spot: amount(tracker, found, count) for spot, found in within.items()}


def figures(table: Table[Any]) -> dict[tuple[str, str], tuple[int, ...] | None]:
    """Every cell and total on which a finding counts, by its labels."""
    cells = {
        (row.label, value.label): figure for row in table for value, figure in row.cells.items()
    } | {(row.label, "All"): row.total for row in table}
    return {spot: figure.counts for spot, figure in cells.items() if figure.findings}


@UNHURRIED
@given(trackers(), st.sampled_from(SIDES), st.sampled_from(SIDES), st.sampled_from(COUNTS))
def test_every_cell_is_what_stands_in_it(
    tracker: lt.Tracker, rows: str, columns: str, count: str
) -> None:
    """Cells and totals hold what is sorted there, and totals count everything once."""
    table = tracker.findings.crosstab(rows, columns, count=count)
    assert figures(table) == expected(tracker, rows, columns, count)


@UNHURRIED
@given(trackers(), st.data())
def test_figures_rest_on_what_the_table_cites(tracker: lt.Tracker, data: st.DataObject) -> None:
    """Without a record that the table does not cite, every figure is as before."""
    rows, columns = (data.draw(st.sampled_from(SIDES)) for _ in range(2))
    count = data.draw(st.sampled_from(COUNTS))
    table = tracker.findings.crosstab(rows, columns, count=count)
    cited = {one.id for one in table.records}
    gone = data.draw(st.sampled_from(["none", *sorted(set(tracker) - cited)]))
    network = tracker.view.network
    found = taken([network[one] for one in network], gone, tracker.date)
    if not found.unseen and not found.lost & cited:
        other = lt.Tracker(found.left, date=tracker.date).findings.crosstab(rows, columns, count)
        assert other.to_records() == table.to_records()
        assert other.denominator == table.denominator


# Examples


FATHERS, NEGLECT = Theme(id="fathers", name="Fathers"), Theme(id="neglect", name="Neglect")


def rapid(identifier: str, held_on: str | None = "2024-05-10", **more: Any) -> RapidReview:
    """A rapid review."""
    return RapidReview(id=identifier, title=identifier.upper(), held_on=held_on, **more)


def finding(identifier: str, *sources: str, on: str = "fathers", **more: Any) -> Finding:
    """An improvement on fathers, unless said otherwise."""
    fields = {"judgement": "improvement", "statement": identifier.upper(), "themes": (on,)}
    return Finding(id=identifier, sources=sources, **(fields | more))


def tracker_of(*records: Record) -> lt.Tracker:
    """A tracker of these records with two themes."""
    return lt.Tracker([FATHERS, NEGLECT, *records])


def of_child(harm: str, band: str = "under 1") -> tuple[tuple[str, str], ...]:
    """The attributes of a review."""
    return (("harm type", harm), ("age band", band))


def test_totals_count_once() -> None:
    """A source on two themes is one in all; so are a rapid review and what arises from it."""
    tracker = tracker_of(
        rapid("r"),
        LCSPR(id="l", title="L", arises_from=("r",), published_on="2025-05-01"),
        finding("f1", "r", themes=("fathers", "neglect")),
        finding("f2", "l"),
    )
    table = tracker.findings.crosstab("theme", "year")
    assert table.to_records() == [
        {"id": "fathers", "theme": "Fathers", "y2024_25": 1, "y2025_26": 1, "total": 1},
        {"id": "neglect", "theme": "Neglect", "y2024_25": 1, "y2025_26": 0, "total": 1},
        {"id": None, "theme": "All", "y2024_25": 1, "y2025_26": 1, "total": 1},
    ]
    assert table.headings == ("Practice theme", "2024-25", "2025-26", "All")
    assert table.caption == "Independent sources by practice theme and reporting year"
    assert table.denominator == "of the 1 independent source on record"
    assert table.key[0].startswith("All: each counted once")


def test_rows_that_are_about_no_record_have_no_id() -> None:
    """Years and judgements are no records."""
    table = tracker_of(rapid("r"), finding("f", "r")).findings.crosstab("year", "judgement")
    assert table.to_records() == [
        {"year": "2024-25", "improvement": 1, "total": 1},
        {"year": "All", "improvement": 1, "total": 1},
    ]


def test_a_year_between_has_a_column() -> None:
    """No year is left out between the first and the last."""
    tracker = tracker_of(
        *(rapid("r1"), rapid("r2", "2026-05-01")), *(finding("f1", "r1"), finding("f2", "r2"))
    )
    columns = tracker.findings.crosstab("theme", "year").columns
    assert [one.name for one in columns] == ["theme", "y2024_25", "y2025_26", "y2026_27", "total"]


def test_files_are_counted_of_those_looked_at() -> None:
    """Files in which something was seen add up, and so do those looked at; data has both."""
    audit = CaseFileAudit(id="c", title="C", topic="neglect", held_on="2024-06")
    tracker = tracker_of(
        audit,
        finding("f1", "c", seen_in=5, out_of=12),
        finding("f2", "c", seen_in=3, out_of=10, on="neglect"),
        finding("f3", "c", seen_in=3),
        finding("f4", "c", seen_in=12, out_of=10),
    )
    table = tracker.findings.crosstab("theme", "judgement", count="files")
    assert [table.cells(row) for row in table] == [
        ("Fathers", "5 of 12", "5 of 12"),
        ("Neglect", "3 of 10", "3 of 10"),
        ("All", "8 of 22", "8 of 22"),
    ]
    assert table.to_records()[-1] == {
        "id": None,
        "theme": "All",
        "improvement_seen_in": 8,
        "improvement_out_of": 22,
        "total_seen_in": 8,
        "total_out_of": 22,
    }
    assert noted(table, "more files than were looked at") == {"f4"}
    assert table.denominator.startswith("of the 2 findings of which it is told")


def test_children_are_counted_by_incident() -> None:
    """The children of an incident count once; where their number is not known, a note says so."""
    tracker = tracker_of(
        *(rapid("r1", children=2), rapid("r2", children=3), rapid("r3")),
        LCSPR(id="l", title="L", arises_from=("r1",), published_on="2024-06-01"),
        LCSPR(id="m", title="M", arises_from=("r1", "r2", "r3"), published_on="2025-06-01"),
        *(finding("f1", "r1"), finding("f2", "l"), finding("f3", "m")),
        finding("f4", "r1", "r2"),
        finding("f5", "r1", "l", on="neglect"),
    )
    table = tracker.findings.crosstab("theme", "year", count="children")
    assert [tuple(row.values()) for row in table.to_records()] == [
        ("fathers", "Fathers", 2, 5, 5),
        ("neglect", "Neglect", 2, 0, 2),
        (None, "All", 2, 5, 5),
    ]
    assert noted(table, "which of several incidents") == {"f4"}
    assert noted(table, "how many there are") == {"m"}
    assert table.denominator == "of the children of the 3 incidents on which reviews made findings"


def test_attributes_are_those_of_the_sources() -> None:
    """An attribute is asked for by its name, and its values stand in the order of their numbers."""
    tracker = tracker_of(
        rapid("r1", attributes=of_child("neglect", "16 and 17")),
        rapid("r2", attributes=of_child("Neglect", "1 to 4")),
        rapid("r3", attributes=(("Harm type", "self-harm"), ("age band", "under  1"))),
        rapid("r4"),
        *(finding(f"f{n}", f"r{n}") for n in range(1, 5)),
    )
    table = tracker.findings.crosstab("age band", "HARM TYPE")
    assert [table.cells(row) for row in table] == [
        ("under 1", "0", "1", "1"),
        ("1 to 4", "1", "0", "1"),
        ("16 and 17", "1", "0", "1"),
        ("All", "2", "1", "3"),
    ]
    assert [one.name for one in table.columns] == ["age_band", "neglect", "self_harm", "total"]
    assert noted(table, "no one age band is told") == {"f4"}


def test_what_is_not_agreed_is_told_of_nobody() -> None:
    """Where one of several sources raised a finding, what they have in common is told of it."""
    tracker = tracker_of(
        rapid("r1", attributes=of_child("neglect", "1 to 4")),
        rapid("r2", attributes=of_child("neglect", "5 to 10")),
        finding("f", "r1", "r2"),
    )
    assert [row.label for row in tracker.findings.crosstab("harm type", "judgement")] == [
        "neglect", "All"
    ]  # fmt: skip
    table = tracker.findings.crosstab("age band", "judgement")
    assert not table
    assert table.empty == "There is nothing to count by age band and judgement."
    assert noted(table, "no one age band is told") == {"f"}


def test_what_stands_nowhere_is_noted() -> None:
    """Findings without a theme, an agency or one year are in no cell, and named."""
    police = Agency(id="police", name="Police")
    tracker = tracker_of(
        *(police, rapid("r1"), rapid("r2", "2024"), rapid("r3", None)),
        finding("f1", "r1", themes=(), agencies=("police",)),
        *(finding("f2", "r2"), finding("f3", "r3")),
    )
    table = tracker.findings.crosstab("theme", "year")
    assert not table
    assert noted(table, "no practice theme") == {"f1"}
    assert noted(table, "Counted in no year") == {"f2", "f3"}
    assert noted(tracker.findings.crosstab("agency", "judgement"), "no agency") == {"f2", "f3"}


def test_whose_findings_they_are() -> None:
    """A source's partnership is its own; of several partnerships one must be named."""
    both = [Partnership(id=one, name=one.upper()) for one in ("p1", "p2")]
    tracker = tracker_of(
        *(*both, rapid("r1", partnership="p1"), rapid("r2")),
        *(finding("f1", "r1"), finding("f2", "r2")),
    )
    table = tracker.findings.crosstab("partnership", "judgement")
    assert [(row.record and row.record.id, row.total.count) for row in table] == [
        ("p1", 1), (None, 1)
    ]  # fmt: skip
    assert noted(table, "to which one partnership") == {"f2"}


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("them", "year"), "'them' is no side of a cross-table; did you mean theme?"),
        (
            ("theme", "colour"),
            (
                "'colour' is no side of a cross-table; choose from agency, harm type, judgement, "
                "partnership, theme or year"
            ),
        ),
        (("theme", "harm"), "'harm' is no side of a cross-table; did you mean harm type?"),
        (("theme", "year", "finding"), "'finding' is no count; did you mean findings?"),
    ],
)
def test_wrong_sides_and_counts_are_refused(asked: tuple[str, ...], sentence: str) -> None:
    """A side that nobody has, or a count that there is not, is refused with what there is."""
    tracker = tracker_of(rapid("r", attributes=(("Harm type", "neglect"),)))
    with pytest.raises(UnknownChoice) as refused:
        tracker.findings.crosstab(*asked)
    assert str(refused.value).startswith(sentence)


# The names of columns


VALUES = st.lists(st.text(max_size=6) | st.sampled_from(["Total", "id", "class", "£", "2"]))


@given(VALUES, st.text(max_size=4).filter(str.strip))
def test_every_value_gives_a_column_a_name(values: list[str], attribute: str) -> None:
    """Whatever people wrote, names are distinct and can be used in programs."""
    names = distinct(["id", *(identifier(value, "side_") for value in (attribute, *values))])
    assert all(name.isidentifier() for name in names)
    assert len(set(names)) == len(names) == len(values) + 2


def test_the_total_keeps_its_name() -> None:
    """A value that is called as another column gets a number, and the total never does."""
    values = ("Total", "id", "5 to 10", "class")
    reviews = [rapid(f"r{n}", attributes=(("kind", one),)) for n, one in enumerate(values)]
    themes = [Theme(id="t", name="10 days"), Theme(id="u", name="Theme")]
    tracker = tracker_of(
        *(*themes, *reviews),
        *(finding(f"f{n}", f"r{n}", themes=("t", "u")) for n in range(len(values))),
    )
    table = tracker.findings.crosstab("theme", "kind")
    assert [(one.name, one.heading) for one in table.columns[1:]] == [
        ("kind_class", "class"),
        ("id_2", "id"),
        ("total_2", "Total"),
        ("kind_5_to_10", "5 to 10"),
        ("total", "All"),
    ]
    table = tracker.findings.crosstab("theme", "theme")
    assert [one.name for one in table.columns] == ["theme", "theme_10_days", "theme_2", "total"]


# What the public is not shown


def published(counts: Mapping[tuple[str, str], int], **policy: int) -> lt.Tracker:
    """A tracker for the public with so many published reviews of each harm type and age band."""
    spots = [spot for spot, count in counts.items() for _ in range(count)]
    reviews = [
        rapid(
            f"r{n}", attributes=of_child(*spot), publication=Publication.PUBLISHED, children=n + 1
        )
        for n, spot in enumerate(spots)
    ]
    partnership = Partnership(id="p", name="P", policy=Policy(**policy))
    findings = [finding(f"f{n}", f"r{n}") for n in range(len(spots))]
    return tracker_of(partnership, *reviews, *findings).public()


SMALL = {("neglect", "1"): 3, ("neglect", "2"): 9, ("harm", "1"): 8, ("harm", "2"): 7,
         ("harm", "3"): 30}  # fmt: skip


def printed(table: Table[Any]) -> list[tuple[str, ...]]:
    """What is printed of a table, line by line."""
    return [table.cells(row) for row in table]


def test_small_numbers_by_attribute_are_not_shown() -> None:
    """Neither the small cell is shown nor those from which it could be worked out, nor in data."""
    table = published(SMALL).findings.crosstab("harm type", "age band")
    assert printed(table) == [
        ("harm", "not shown", "not shown", "30", "45"),
        ("neglect", "not shown", "not shown", "0", "12"),
        ("All", "11", "16", "30", "57"),
    ]
    assert table.to_records()[0]["age_band_1"] == "not shown"
    assert "Not shown: a number from 1 to 5" in table.key[-1]
    assert table[0].cells[next(iter(table[0].cells))].counts is None


def test_the_group_is_shown_everything() -> None:
    """Only the public is shown less."""
    tracker = published(SMALL)
    whole = lt.Tracker([tracker.view.network[one] for one in tracker.view.network])
    table = whole.findings.crosstab("harm type", "age band")
    assert printed(table)[1] == ("neglect", "3", "9", "0", "12")
    assert not any("Not shown" in line for line in table.key)


def test_the_threshold_is_the_partnerships_own() -> None:
    """Where counts from 3 up may be shown, everything is."""
    table = published(SMALL, suppress_below=3).findings.crosstab("harm type", "age band")
    assert printed(table)[1] == ("neglect", "3", "9", "0", "12")


@pytest.mark.parametrize("least", [0, 1])
def test_a_partnership_may_show_everything(least: int) -> None:
    """With a threshold below 2 nothing is hidden, and nothing is said of it."""
    table = published(SMALL, suppress_below=least).findings.crosstab("harm type", "age band")
    assert printed(table)[1] == ("neglect", "3", "9", "0", "12")
    assert len(table.key) == 1


def test_counts_that_are_not_of_children_are_shown() -> None:
    """Sources and findings by theme, year, agency, judgement or partnership are all shown."""
    tracker = published({("neglect", "1"): 2})
    for rows, columns in product(("theme", "year", "judgement", "partnership"), repeat=2):
        for count in ("sources", "findings"):
            table = tracker.findings.crosstab(rows, columns, count=count)
            assert table.rows[-1].total.count == 2
            assert len(table.key) == 1


def test_a_table_of_few_is_not_shown_at_all() -> None:
    """Where the total itself is small there is no row, and a sentence says why."""
    table = published({("neglect", "1"): 2, ("harm", "2"): 2}).findings.crosstab(
        "harm type", "age band", count="findings"
    )
    assert table.rows == ()
    assert table.empty == TOO_FEW
    assert "neglect" not in str(table)


def test_small_numbers_of_children_are_not_shown() -> None:
    """Children are counted by any sides, and small numbers of them are never shown."""
    table = published({("neglect", "1"): 5, ("harm", "2"): 1}).findings.crosstab(
        "harm type", "judgement", count="children"
    )
    assert printed(table) == [
        ("harm", "6", "6"),
        ("neglect", "15", "15"),
        ("All", "21", "21"),
    ]
    assert published({("neglect", "1"): 2}).findings.crosstab(
        "theme", "year", count="children"
    ).empty == TOO_FEW  # fmt: skip


def test_files_in_which_it_was_not_seen_are_not_told_either() -> None:
    """Seen in 23 of 24 files says that one was otherwise."""
    audit = CaseFileAudit(id="c", title="C", topic="neglect", held_on="2024-06",
                          publication=Publication.PUBLISHED)  # fmt: skip
    seen = {"fathers": (23, 24), "neglect": (20, 40)}
    found = [
        finding(f"{theme}-{judgement}", "c", on=theme, judgement=judgement, seen_in=a, out_of=b)
        for theme, (a, b) in seen.items()
        for judgement in ("strength", "improvement")
        if (theme, judgement) != ("neglect", "strength")
    ]
    more = finding("n", "c", on="neglect", judgement="strength", seen_in=20, out_of=40)
    table = tracker_of(audit, *found, more).public().findings.crosstab(
        "theme", "judgement", count="files"
    )  # fmt: skip
    assert "23 of 24" not in str(table)
    assert printed(table)[-1] == ("All", "43 of 64", "43 of 64", "86 of 128")
    assert table.to_records()[0]["strength_out_of"] == "not shown"


@UNHURRIED
@given(trackers(), st.sampled_from(SIDES), st.sampled_from(SIDES), st.sampled_from(COUNTS))
def test_what_the_public_sees_is_suppressed(
    tracker: lt.Tracker, rows: str, columns: str, count: str
) -> None:
    """Whatever is counted of children, the hidden places are those that `suppressed` names."""
    network = tracker.view.network
    shown = lt.Tracker((_published(network[one]) for one in network), date=tracker.date)
    whole = shown.findings.crosstab(rows, columns, count=count)
    told = shown.public().findings.crosstab(rows, columns, count=count)
    if count in {"sources", "findings"} and not {rows, columns} & {"harm type", "age band"}:
        assert str(told) == str(whole)
    else:
        cells = _by_place(whole)
        parts = zip(*cells.values(), strict=True)
        gone = suppressed_alike([dict(zip(cells, part, strict=True)) for part in parts], 6)
        left = {spot: None if spot in gone else counts for spot, counts in cells.items()}
        assert _by_place(told) == (left if any(left.values()) else {})


def _published(record: lt.Record) -> lt.Record:
    """The record; a source as one that the public may read on any day."""
    if not isinstance(record, Source):
        return record
    undated = {"published_on": None} if hasattr(record, "published_on") else {}
    return attrs.evolve(record, publication="published", **undated)


def _by_place(table: Table[Any]) -> dict[tuple[str | None, str | None], tuple[int, ...]]:
    """Every cell and total by its labels, None standing for all."""
    return {
        (row.value and row.label, value and value.label): row.figure(value).counts
        for row in table
        for value in (*row.cells, None)
    }
