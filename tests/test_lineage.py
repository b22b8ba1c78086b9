"""What raised a finding, and which sources are independent, against a slow reference."""

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_tracker.dates import When
from learning_tracker.network import Network
from learning_tracker.records import (
    LCSPR,
    CaseFileAudit,
    ExternalReview,
    Finding,
    LearningReview,
    RapidReview,
    Source,
    StandardsAudit,
    Theme,
)
from learning_tracker.view import (
    Origin,
    View,
    incidents,
    independent,
    occurred_on,
    origin,
    origin_of,
)
from learning_tracker.view.lineage import in_order

THEME = Theme(id="theme", name="Fathers")
RAPID_IDS = ("r1", "r2", "r3")


def rapid(identifier: str, submitted_on: str | None = "2024-01", **more: Any) -> RapidReview:
    """A rapid review, known when submitted."""
    return RapidReview(id=identifier, title=identifier.upper(), submitted_on=submitted_on, **more)


def full(identifier: str, *arises_from: str, completed_on: str | None = "2025-01") -> LCSPR:
    """An LCSPR, known when completed, that takes rapid reviews further."""
    return LCSPR(
        id=identifier,
        title=identifier.upper(),
        arises_from=arises_from,
        completed_on=completed_on,
    )


def view_of(*sources: Source, date: dt.date | None = None) -> View:
    """The sources, with a theme for audits."""
    return View(Network([THEME, *sources]), date)


def counted(*origins: tuple[Source, ...]) -> list[str]:
    """The labels of the origins that count, each being one source or several."""
    sources = {source.id: source for one in origins for source in one}
    view = view_of(*sources.values())
    return [one.label for one in independent(origin_of(view, one) for one in origins)]


# Independence


def test_converted_rapid_review_counts_once() -> None:
    """A rapid review and the LCSPR that arises from it count once, as the earlier of the two."""
    assert counted((rapid("r1"),), (full("l1", "r1"),)) == ["R1"]
    assert counted((full("l1", "r1", completed_on="2023"),), (rapid("r1"),)) == ["L1"]


def test_two_reviews_of_one_incident() -> None:
    """Two reviews that arise from one rapid review count once, though it says nothing itself."""
    learning = LearningReview(id="x", title="X", arises_from=("r1", "r2"), completed_on="2024-06")
    view = view_of(rapid("r1"), rapid("r2"), full("l1", "r1"), learning)
    origins = [origin_of(view, [view[one]]) for one in ("l1", "x")]  # type: ignore[list-item]
    assert [one.label for one in independent(origins)] == ["X"]


def test_unknown_origin_counts() -> None:
    """An LCSPR whose origin is unknown counts beside every rapid review."""
    assert counted((rapid("r1"),), (full("l1"),), (full("l2"),)) == ["R1", "L1", "L2"]


def test_several_sources_are_one_origin() -> None:
    """A finding that one of several sources raised counts once, if none of them counted before."""
    one, two, three = rapid("r1"), rapid("r2", "2024-02"), rapid("r3", "2024-03")
    assert counted((two, three)) == ["R2 or R3"]
    assert counted((one,), (two, three)) == ["R1", "R2 or R3"]
    assert counted((one,), (one, two)) == ["R1"]
    assert counted((one,), (two, one), (two,)) == ["R1", "R2"]


def test_greedy_by_date() -> None:
    """The earlier counts, even where leaving it out would let two others count."""
    bridge = full("l1", "r1", "r2", completed_on="2023")
    assert counted((bridge,), (rapid("r1"),), (rapid("r2"),)) == ["L1"]
    later = attrs.evolve(bridge, completed_on="2025")
    assert counted((later,), (rapid("r1"),), (rapid("r2"),)) == ["R1", "R2"]


def test_without_date_comes_last() -> None:
    """A source without a date counts after all that have one."""
    undated = full("a", "r1", completed_on=None)
    assert counted((undated,), (rapid("r1"),), (full("b", completed_on=None),)) == ["R1", "B"]


def test_same_source_twice() -> None:
    """A source that raised two findings counts once."""
    assert counted((rapid("r1"),), (rapid("r1"),)) == ["R1"]
    assert counted((rapid("r1"), rapid("r2")), (rapid("r2"), rapid("r1"))) == ["R1 or R2"]


DATES = st.none() | st.sampled_from(["2024-01", "2024-02", "2024-01-14", "2024", "2025-01"])
RAPID = st.tuples(*(st.builds(rapid, st.just(one), DATES) for one in RAPID_IDS))
FULL = st.tuples(
    *(
        st.builds(
            lambda one, arises_from, date: full(one, *arises_from, completed_on=date),
            st.just(one),
            st.lists(st.sampled_from(RAPID_IDS), unique=True, max_size=2),
            DATES,
        )
        for one in ("l1", "l2", "l3")
    )
)
SOURCES = st.tuples(RAPID, FULL).map(lambda pair: pair[0] + pair[1])


def groups(sources: tuple[Source, ...]) -> st.SearchStrategy[list[list[Source]]]:
    """Any choice of origins among the sources."""
    some = st.lists(st.sampled_from(sources), min_size=1, max_size=2, unique_by=lambda one: one.id)
    return st.lists(some, max_size=7)


def when_and_who(one: Origin) -> tuple[object, ...]:
    """The order of date: dated before undated, by first and last day, then by id."""
    on = one.known_on
    return (on is None, (on.first, on.last) if on else (), sorted(s.id for s in one.sources))


def same_incident(one: Source, other: Source) -> bool:
    """Whether two sources look at one incident: one arises from the other, or both from a third."""
    roots = [getattr(source, "arises_from", ()) or (source.id,) for source in (one, other)]
    return bool(set(roots[0]) & set(roots[1]))


@given(data=st.data(), sources=SOURCES)
def test_independent(data: st.DataObject, sources: tuple[Source, ...]) -> None:
    """In order of date, an origin counts if none already counted shares an incident with it."""
    view = view_of(*sources)
    origins = [origin_of(view, group) for group in data.draw(groups(sources))]
    expected: list[Origin] = []
    left = list(origins)
    while left:
        first = min(left, key=when_and_who)
        left = [one for one in left if one != first]
        if not any(
            same_incident(mine, theirs)
            for mine in first.sources
            for one in expected
            for theirs in one.sources
        ):
            expected.append(first)
    assert independent(origins) == expected
    assert independent(reversed(origins)) == expected
    assert independent(independent(origins)) == expected
    assert [one for one in in_order(origins) if one in expected] == expected


@given(data=st.data(), sources=SOURCES)
def test_shares_incident(data: st.DataObject, sources: tuple[Source, ...]) -> None:
    """Two origins share an incident if a source of one looks at what one of the other does."""
    view = view_of(*sources)
    one, other = (origin_of(view, data.draw(groups(sources).filter(bool))[0]) for _ in range(2))
    shared = any(same_incident(a, b) for a in one.sources for b in other.sources)
    assert one.shares_incident(other) == other.shares_incident(one) == shared


def test_incidents() -> None:
    """An audit, an inspection and a review of unknown origin stand for themselves."""
    assert incidents(rapid("r1")) == {"r1"}
    assert incidents(full("l1", "r1", "r2")) == {"r1", "r2"}
    assert incidents(full("l1")) == {"l1"}
    assert incidents(CaseFileAudit(id="a", title="A", topic="theme")) == {"a"}


# Dates


def test_origin_of_several() -> None:
    """Several sources are dated by the span of all, and by nothing where one has no date."""
    one = rapid("r1", "2024-01", held_on="2023-12-20", incident_on="2023-11")
    two = rapid("r2", "2024-03", incident_on="2023-06-01")
    finding = Finding(id="f", sources=("r2", "r1"), judgement="strength", statement="Good.")
    three = rapid("r3", None)
    view = View(Network([one, two, three, finding]))
    found = origin(view, finding)
    assert found.sources == (one, two)
    assert found.known_on == When.parse("2023-12-20/2024-03-31")
    assert found.counted_on == When.parse("2024-01/2024-03")
    assert found.occurred_on == When.parse("2023-06-01/2023-11-30")
    undated = origin_of(view, [one, three])
    assert (undated.known_on, undated.counted_on, undated.occurred_on) == (None, None, None)


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("2024-01", "2024-02", True),
        ("2024-02", "2024-01", False),
        ("2024-01", "2024-01-31", None),
        ("2024-01", "2024-01", None),
        (None, "2024-01", None),
        ("2024-01", None, None),
    ],
)
def test_before(one: str | None, other: str | None, before: bool | None) -> None:  # noqa: FBT001 - a column of the table
    """An origin was before another only if that is certain."""
    first, second = rapid("r1", one), rapid("r2", other)
    view = view_of(first, second)
    assert origin_of(view, [first]).before(origin_of(view, [second])) is before


@pytest.mark.parametrize(
    ("source", "occurred"),
    [
        (rapid("s", incident_on="2023-05"), "2023-05"),
        (rapid("s"), None),
        (LCSPR(id="s", title="S", incident_on="2023-05", arises_from=("r1",)), "2023-05"),
        (LCSPR(id="s", title="S", arises_from=("r1",)), "2023-01"),
        (LCSPR(id="s", title="S", arises_from=("r1", "r2")), "2023-01/2023-04"),
        (LCSPR(id="s", title="S", arises_from=("r1", "r3")), None),
        (LCSPR(id="s", title="S"), None),
        (LearningReview(id="s", title="S", arises_from=("r2",)), "2023-04"),
        (CaseFileAudit(id="s", title="S", topic="theme", period="2023", held_on="2024"), "2023"),
        (ExternalReview(id="s", title="S", body="B", review_type="jtai", period="2023"), "2023"),
        (StandardsAudit(id="s", title="S", framework="section-11", held_on="2024"), None),
    ],
)
def test_occurred_on(source: Source, occurred: str | None) -> None:
    """What a source looks at is its incident, or its rapid reviews', or its audited period."""
    reviews = [
        rapid("r1", incident_on="2023-01"),
        rapid("r2", incident_on="2023-04"),
        rapid("r3"),
    ]
    view = view_of(*reviews, source)
    assert occurred_on(view, source) == (When.parse(occurred) if occurred else None)


def test_origin_as_at() -> None:
    """As at a day before a rapid review is known, nothing that arises from it looks at it yet."""
    view = view_of(rapid("r1", "2025-06"), full("l1", "r1"), date=dt.date(2025, 3, 31))
    (seen,) = view.of(LCSPR)
    assert origin_of(view, [seen]).incidents == {"l1"}


@pytest.mark.parametrize(
    ("ids", "label"),
    [("a", "A"), ("ba", "A or B"), ("cab", "A or B or 1 more"), ("dabc", "A or B or 2 more")],
)
def test_label(ids: str, label: str) -> None:
    """An origin is called by the title of its source; of several, by two and how many more."""
    sources = [rapid(one) for one in ids]
    assert origin_of(view_of(*sources), sources).label == label


def test_records_behind() -> None:
    """Behind an origin stand its sources and the rapid reviews that they arise from."""
    one, two, later = rapid("r1"), rapid("r2"), full("l1", "r2", "r1")
    view = view_of(one, two, later)
    assert set(origin_of(view, [later]).records) == {later, one, two}
    assert origin_of(view, [one]).records == (one,)
