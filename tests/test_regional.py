"""Trackers of several partnerships become one: what is the same once, what clashes told."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import UNHURRIED
from learning_tracker.errors import InvalidArgument, UnknownChoice
from learning_tracker.kinds import Record
from learning_tracker.links import references
from learning_tracker.regional import clash_table
from strategies import networks

FATHERS = lt.Theme(id="fathers", name="Fathers")
NORTH = [
    FATHERS,
    lt.RapidReview(id="rr-1", title="Of the north", held_on="2024-05"),
    lt.Finding(id="f-1", sources=["rr-1"], judgement="improvement", statement="Unseen",
               themes=["fathers"]),
]  # fmt: skip
SOUTH = [
    FATHERS,
    lt.Theme(id="sleep", name="Safer sleep"),
    lt.RapidReview(id="rr-1", title="Of the south", held_on="2024-06"),
    lt.Finding(id="f-1", sources=["rr-1"], judgement="improvement", statement="Not asked",
               themes=["fathers"]),
    lt.Recommendation(id="rec", source="rr-1", statement="Ask", findings=["f-1"]),
]  # fmt: skip


def test_a_region_is_one_tracker() -> None:
    """With a prefix both partnerships' records stand side by side, coded to the same themes."""
    north, south = lt.Tracker(NORTH), lt.Tracker(SOUTH)
    region = lt.merge(north, south, prefix="south-")
    assert sorted(region) == [
        *("f-1", "fathers", "rr-1", "sleep", "south-f-1", "south-rec", "south-rr-1")
    ]
    assert region["south-f-1"] == attrs.evolve(
        south.findings["f-1"], id="south-f-1", sources=("south-rr-1",)
    )
    assert region["south-rec"] == attrs.evolve(
        south.recommendations["rec"], id="south-rec", source="south-rr-1", findings=("south-f-1",)
    )
    (row,) = region.themes.recurring()
    assert [one.id for one in row.records if isinstance(one, lt.Finding)] == ["f-1", "south-f-1"]
    assert sorted(north) == ["f-1", "fathers", "rr-1"]
    assert "south-rec" not in south


def test_every_clash_is_told_with_both_sides() -> None:
    """Without a prefix, ids that stand for different records are all told; nothing is made."""
    with pytest.raises(lt.ClashingIds) as caught:
        lt.merge(lt.Tracker(NORTH), lt.Tracker(SOUTH))
    assert str(caught.value).splitlines() == [
        "nothing was merged, as ids stand for one record in A and another in B:",
        "  f-1: statement",
        "  rr-1: title, held_on",
        "give the records of B a prefix, or, where they are meant to be the same, make them so",
    ]
    table = clash_table(caught.value)
    assert [row["in_a"] for row in table.to_records()] == [["Unseen"], ["Of the north", "2024-05"]]
    assert [row["in_b"] for row in table.to_records()] == [
        *(["Not asked"], ["Of the south", "2024-06"])
    ]


def test_many_clashes() -> None:
    """Of very many clashes the first hundred are told, and the error holds all."""
    trackers = (
        lt.Tracker(lt.Theme(id=f"t{number:03}", name=name) for number in range(150))
        for name in ("North's", "South's")
    )
    with pytest.raises(lt.ClashingIds, match="t099: name\n  and 50 more\n") as caught:
        lt.merge(*trackers)
    assert len(caught.value.clashes) == 150


def test_a_clash_of_kinds() -> None:
    """An id that stands for a theme in one and for a meeting in the other clashes."""
    meeting = lt.Meeting(id="fathers", body="Learning group", on="2025")
    with pytest.raises(lt.ClashingIds, match="fathers: theme in A, meeting in B"):
        lt.merge(lt.Tracker([FATHERS]), lt.Tracker([meeting]))


def test_themes_that_are_not_the_same_clash_with_a_prefix_too() -> None:
    """What both share must be the same; unless it is said that themes are not shared."""
    other = attrs.evolve(FATHERS, definition="As the south defines it")
    south = lt.Tracker([other])
    with pytest.raises(lt.ClashingIds, match="fathers: definition"):
        lt.merge(lt.Tracker(NORTH), south, prefix="south-")
    apart = lt.merge(lt.Tracker(NORTH), south, prefix="south-", common=())
    assert (apart["fathers"], apart["south-fathers"].definition) == (FATHERS, other.definition)
    with pytest.raises(UnknownChoice, match="theme"):
        lt.merge(lt.Tracker(NORTH), south, common=["themes"])


@given(networks())
@UNHURRIED
def test_what_is_the_same_is_there_once(records: list[Record]) -> None:
    """A tracker with itself, or with an empty one, is the tracker."""
    tracker = lt.Tracker(records)
    for other in (tracker, lt.Tracker(records), lt.Tracker()):
        assert dict(lt.merge(tracker, other)) == dict(tracker)
    assert dict(lt.merge(lt.Tracker(), tracker)) == dict(tracker)


@given(networks(), st.sampled_from([(), ("theme",), ("theme", "agency")]))
@UNHURRIED
def test_a_prefix_is_before_every_id_and_in_every_link(
    records: list[Record], common: tuple[str, ...]
) -> None:
    """Taking the prefix away again, every record is what it was."""
    there = lt.merge(lt.Tracker(), lt.Tracker(records), prefix="~north~", common=common)
    assert len(there) == len(records)
    for record in records:
        kept = type(record).kind in common
        found = there[record.id if kept else f"~north~{record.id}"]
        targets = [one.removeprefix("~north~") for _, one in references(found)]
        assert targets == [one for _, one in references(record)]
        links = {link.field: getattr(record, link.field) for link, _ in references(record)}
        assert attrs.evolve(found, id=record.id, **links) == record


def test_several_partnerships() -> None:
    """A third partnership is put to the two."""
    region = lt.Tracker()
    for name in ("north", "south", "west"):
        region = lt.merge(region, lt.Tracker(SOUTH), prefix=f"{name}-")
    assert len(region) == 2 + 3 * 3


def test_all_records_are_taken_whatever_the_date() -> None:
    """Records dated later are taken too; the date stays where both have the same."""
    late = lt.Tracker(NORTH, date="2024-01-01")
    assert "rr-1" not in late
    region = lt.merge(late, lt.Tracker(SOUTH), prefix="south-")
    assert region.date is None
    assert "rr-1" in region
    both = lt.merge(lt.sample(), lt.Tracker(NORTH, date="2025-11-20"), prefix="north-")
    assert both.date == lt.sample().date


def test_the_public_tracker_stays_public() -> None:
    """Of a tracker for the public, nothing is taken that the public may not read."""
    public = lt.merge(lt.Tracker(), lt.sample().public())
    assert set(public) == set(lt.sample().public())
    assert not any(one.attributes for one in public.of(lt.Source))


@pytest.mark.parametrize("prefix", ["with space-", "x" * 64])
def test_a_prefix_that_makes_no_ids(prefix: str) -> None:
    """Ids that would be too long or hold white space are refused with what was expected."""
    with pytest.raises(InvalidArgument, match="1 to 64 characters without white space"):
        lt.merge(lt.Tracker(NORTH), lt.Tracker(SOUTH), prefix=prefix)
