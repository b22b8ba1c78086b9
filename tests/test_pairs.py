"""Pairs of themes: which ones come together, in how many independent sources."""

from collections import defaultdict
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import UNHURRIED, frames, independent_of, noted, trackers
from learning_tracker.errors import InvalidArgument, UnknownChoice
from learning_tracker.kinds import Record
from learning_tracker.records import LCSPR, Finding, RapidReview, Theme
from learning_tracker.vocabulary import Judgement
from without import taken

THEMES = [Theme(id=name.lower(), name=name) for name in ("Fathers", "Neglect", "Sleep")]


def rapid(identifier: str) -> RapidReview:
    """A rapid review of May 2024."""
    return RapidReview(id=identifier, title=identifier.upper(), held_on="2024-05-10")


def lcspr(identifier: str, *arises_from: str) -> LCSPR:
    """An LCSPR of a year later."""
    fields = {"title": identifier.upper(), "published_on": "2025-05-10"}
    return LCSPR(id=identifier, arises_from=arises_from, **fields)


def finding(identifier: str, sources: str, themes: str, **more: Any) -> Finding:
    """An improvement, unless said otherwise, with its sources and themes as words."""
    fields = {"judgement": "improvement", "statement": identifier.upper(), **more}
    return Finding(
        id=identifier, sources=sources.split(), themes=themes.split(), **fields
    )  # fmt: skip


def pairs(*records: Record, **asked: Any) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Sources, findings and findings on both at once, of each pair."""
    table = lt.Tracker([*THEMES, *records]).themes.pairs(**asked)
    return {
        (row["theme"], row["with_theme"]): (
            row["independent_sources"], row["findings"], row["both"]
        )
        for row in table.to_records()
    }  # fmt: skip


def expected(
    tracker: lt.Tracker, judgement: Judgement, frame: str
) -> dict[frozenset[str], tuple[list[tuple[str, ...]], set[str]]]:
    """For each pair of themes what raised both, and the findings by which it did."""
    by_source: dict[Any, list[Finding]] = defaultdict(list)
    for one in tracker.of(Finding):
        if one.judgement is judgement:
            by_source[frozenset(tracker.view.network[one.id].sources)].append(one)
    found: dict[frozenset[str], set[str]] = defaultdict(set)
    for sources, findings in by_source.items():
        themes = {each for one in findings for each in one.themes if tracker[each].frame == frame}
        for pair in map(frozenset, combinations(sorted(themes), 2)):
            both = {one.id for one in findings if pair <= set(one.themes)}
            either = {one.id for one in findings if pair & set(one.themes)}
            found[pair] |= both if len(sources) > 1 else either
    return {pair: (independent_of(tracker, ids), ids) for pair, ids in found.items() if ids}


@UNHURRIED
@given(trackers(), st.sampled_from(Judgement), st.integers(1, 3), st.data())
def test_pairs_are_what_one_source_raised(
    tracker: lt.Tracker, judgement: Judgement, at_least: int, data: st.DataObject
) -> None:
    """A pair counts each independent source that raised both of its themes."""
    frame = data.draw(st.sampled_from(frames(tracker)))
    table = tracker.themes.pairs(at_least=at_least, judgement=judgement.value, frame=frame)
    counts = [len(row.independent) for row in table]
    assert counts == sorted(counts, reverse=True)
    assert {
        frozenset(theme.id for theme in row.themes): (
            [tuple(source.id for source in one.sources) for one in row.independent],
            {one.finding.id for one in row.findings},
        )
        for row in table
    } == {
        pair: row
        for pair, row in expected(tracker, judgement, frame).items()
        if len(row[0]) >= at_least
    }
    for row in table:
        pair = {theme.id for theme in row.themes}
        findings = [one.finding for one in row.findings]
        assert [one.id for one in row.both] == [
            one.id for one in findings if pair <= set(one.themes)
        ]


@UNHURRIED
@given(trackers(), st.data())
def test_pairs_rest_on_what_the_table_cites(tracker: lt.Tracker, data: st.DataObject) -> None:
    """Without a record that the table does not cite, every figure is as before."""
    table = tracker.themes.pairs(at_least=1)
    cited = {one.id for one in table.records}
    gone = data.draw(st.sampled_from(["none", *sorted(set(tracker) - cited)]))
    network = tracker.view.network
    found = taken([network[one] for one in network], gone, tracker.date)
    if not found.unseen and not found.lost & cited:
        other = lt.Tracker(found.left, date=tracker.date).themes.pairs(at_least=1)
        assert (other.to_records(), other.denominator) == (table.to_records(), table.denominator)


def test_a_source_pairs_what_its_findings_are_on() -> None:
    """One finding on both themes pairs them, and so do two of one source, but not of two."""
    records = (
        *(rapid("r1"), rapid("r2"), rapid("r3")),
        finding("f1", "r1", "fathers neglect"),
        *(finding("f2", "r2", "fathers"), finding("f3", "r2", "neglect")),
        finding("f4", "r3", "sleep"),
    )
    assert pairs(*records) == {("Fathers", "Neglect"): (2, 3, 1)}
    assert pairs(*records, at_least=3) == {}


def test_a_rapid_review_and_what_arises_from_it_count_once() -> None:
    """They look at one incident, though the findings of both are listed."""
    records = (
        *(rapid("r"), lcspr("l", "r")),
        *(finding("f1", "r", "fathers sleep"), finding("f2", "l", "fathers sleep")),
    )
    assert pairs(*records, at_least=1) == {("Fathers", "Sleep"): (1, 2, 2)}
    assert pairs(*records) == {}


def test_of_several_sources_only_one_finding_is_certain() -> None:
    """Where one of several raised each, two findings pair nothing and a note names them."""
    records = [
        *(rapid("r1"), rapid("r2")),
        *(finding("f1", "r1 r2", "fathers"), finding("f2", "r1 r2", "neglect")),
        finding("f3", "r1 r2", "fathers sleep"),
    ]
    assert pairs(*records, at_least=1) == {("Fathers", "Sleep"): (1, 1, 1)}
    table = lt.Tracker([*THEMES, *records]).themes.pairs(at_least=1)
    assert noted(table, "Not paired") == {"f1", "f2", "f3"}
    assert noted(table, "count as one source") == {"f3"}
    assert noted(table, "which rapid review they arise from") == set()


def test_pairs_are_of_one_judgement() -> None:
    """A strength on one theme and an improvement on another are no pair."""
    records = (
        rapid("r"),
        finding("f1", "r", "fathers"),
        finding("f2", "r", "neglect sleep", judgement="strength"),
    )
    assert pairs(*records, at_least=1) == {}
    assert pairs(*records, at_least=1, judgement="strength") == {("Neglect", "Sleep"): (1, 1, 1)}


def test_what_a_table_of_pairs_says() -> None:
    """It tells what was counted among, and in which sources."""
    records = [
        *(rapid("r1"), rapid("r2"), lcspr("l")),
        *(finding(f"f{n}", source, "fathers neglect") for n, source in enumerate(("r1", "l"))),
    ]
    table = lt.Tracker([*THEMES, *records]).themes.pairs()
    assert table.caption == (
        "Pairs of themes raised together as improvement by at least 2 independent sources"
    )
    assert table.denominator == "of the 3 independent sources on record"
    assert table.to_records()[0]["sources"] == ["R1", "L"]
    assert noted(table, "which rapid review they arise from") == {"l"}
    assert "No two themes were raised together" in lt.Tracker(THEMES).themes.pairs().empty


@pytest.mark.parametrize("at_least", [0, -1, True, "2", 1.5])
def test_a_least_number_must_be_one(at_least: Any) -> None:
    """Anything but a whole number from 1 up is refused."""
    with pytest.raises(InvalidArgument, match="at_least: expected a whole number from 1 up"):
        lt.Tracker(THEMES).themes.pairs(at_least=at_least)


@pytest.mark.parametrize("asked", [{"judgement": "strengths"}, {"frame": "practise"}])
def test_wrong_words_are_refused(asked: dict[str, str]) -> None:
    """A judgement or a list of themes that there is not is met with what there is."""
    with pytest.raises(UnknownChoice, match="did you mean"):
        lt.Tracker(THEMES).themes.pairs(**asked)
