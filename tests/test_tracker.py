"""The tracker: a mapping that is changed as a whole, kept in a file and seen as at a date."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import attrs
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from learning_tracker.errors import (
    BrokenNetwork,
    ChangeWithinChange,
    DuplicateId,
    InvalidArgument,
    InvalidDate,
    InvalidSince,
    ReadOnly,
    StoreProblem,
    UnknownChoice,
    UnknownId,
    Unseen,
)
from learning_tracker.stores.json_file import JsonFile
from strategies import networks

THEME = lt.Theme(id="fathers", name="Fathers")
LATER = lt.LCSPR(id="later", title="A later review", published_on="2025-05")


def test_a_tracker_is_a_mapping_of_ids() -> None:
    """Ids lead to records; an unknown one is an error that names those like it."""
    tracker = lt.Tracker([THEME])
    assert tracker["fathers"] is THEME
    assert "fathers" in tracker
    assert "mothers" not in tracker
    assert (len(tracker), list(tracker), dict(tracker)) == (1, ["fathers"], {"fathers": THEME})
    with pytest.raises(UnknownId, match="did you mean fathers"):
        tracker["father"]
    assert repr(tracker) == "<Tracker: 1 records>"


def test_records_of_a_kind_come_in_order_of_id() -> None:
    """`of` takes a kind, or a class above kinds."""
    tracker = lt.Tracker([lt.RapidReview(id="b", title="B"), lt.LCSPR(id="a", title="A"), THEME])
    assert [one.id for one in tracker.of(lt.Source)] == ["a", "b"]
    assert [one.id for one in tracker.of(lt.LCSPR)] == ["a"]
    assert len(tracker.of(lt.Record)) == 3


def test_records_are_added_replaced_and_removed() -> None:
    """Each change stands by itself when it is whole."""
    tracker = lt.Tracker()
    tracker.add(THEME, lt.Theme(id="mothers", name="Mothers"))
    tracker.replace(attrs.evolve(THEME, name="Fathers and other men"))
    tracker.remove("mothers")
    assert [one.label for one in tracker.values()] == ["Fathers and other men"]
    with pytest.raises(DuplicateId):
        tracker.add(THEME)


def test_what_cannot_be_changed_says_what_to_do_instead() -> None:
    """An id that is unknown is told with what was to be done, and what to do."""
    tracker = lt.Tracker([THEME])
    with pytest.raises(UnknownId, match="no record 'mothers' to replace; add it instead"):
        tracker.replace(lt.Theme(id="mothers", name="Mothers"))
    with pytest.raises(UnknownId, match=r"'father' to remove; list\(tracker\) .* mean fathers\?"):
        tracker.remove("father")


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda t: t.add("rr"), "record: expected a record, found 'rr'"),
        (lambda t: t.add(THEME, lt.Theme), "record: expected a record, found a type"),
        (lambda t: t.replace(5), "record: expected a record, found 5"),
        (lambda _: lt.Tracker([1]), "record: expected a record, found 1"),
        (lambda _: lt.Tracker(5), "records: expected a list of records, found 5"),
        (
            lambda t: t.actions.outstanding(agency=5),
            "agency: expected an id or a name, found 5",
        ),
        (lambda t: t.actions.outstanding(theme=5), "theme: expected an id or a name, found 5"),
        (lambda t: t.actions.outstanding(source=[]), "source: expected an id or a name, found "),
    ],
)
def test_what_is_of_another_type_is_refused_in_a_sentence(
    ask: Callable[[lt.Tracker], object], sentence: str
) -> None:
    """An argument of another type names what was expected, and nothing is changed."""
    tracker = lt.Tracker()
    with pytest.raises(InvalidArgument, match=f"^{re.escape(sentence)}"):
        ask(tracker)
    assert not tracker


def test_since_is_a_date_or_a_reporting_year() -> None:
    """What is neither is told in a sentence that shows both."""
    with pytest.raises(InvalidSince) as found:
        lt.Tracker().themes.recurring(since="foo")
    assert isinstance(found.value, InvalidDate)
    assert str(found.value) == (
        "'foo' is neither a date (2025-02-14, 2025-02, 2025) nor a reporting year (2021-22)"
    )


def test_several_records_are_added_or_none() -> None:
    """If the last of several cannot be added, the first is not either."""
    tracker = lt.Tracker()
    with pytest.raises(BrokenNetwork, match="no such record"):
        tracker.add(THEME, lt.Theme(id="narrow", name="Narrow", broader="nowhere"))
    assert len(tracker) == 0


def test_a_change_is_all_or_nothing() -> None:
    """An exception within a change undoes all of it and stays what it was."""
    tracker = lt.Tracker([THEME])

    def fail() -> None:
        with tracker.change(by="business-unit", why="March meeting"):
            tracker.remove("fathers")
            tracker.add(LATER)
            message = "the meeting was broken off"
            raise RuntimeError(message)

    with pytest.raises(RuntimeError, match="broken off"):
        fail()
    assert list(tracker) == ["fathers"]


def test_within_a_change_links_may_wait() -> None:
    """What refers to a record may be added before it, as long as both are there at the end."""
    tracker = lt.Tracker()
    with tracker.change():
        tracker.add(lt.Theme(id="narrow", name="Narrow", broader="broad"))
        tracker.add(lt.Theme(id="broad", name="Broad"))
    assert len(tracker) == 2


def test_a_change_within_a_change_is_refused() -> None:
    """Changes do not nest."""
    tracker = lt.Tracker()
    with pytest.raises(ChangeWithinChange), tracker.change(), tracker.change():
        pass


# As at a date


def test_a_tracker_with_a_date_hides_what_came_later_and_stays_writable() -> None:
    """What is added may be dated later: it is held, and not yet seen."""
    tracker = lt.Tracker([THEME], date="2025-03-31")
    tracker.add(LATER)
    assert "later" not in tracker
    assert len(tracker) == 1
    with pytest.raises(Unseen, match="dated after 31 March 2025"):
        tracker["later"]
    assert "later" in tracker.as_at("2025-06")
    assert repr(tracker) == "<Tracker: 1 records as at 31 March 2025>"


def test_as_at_is_read_only() -> None:
    """A tracker as at a date says where to change instead."""
    past = lt.Tracker([THEME]).as_at("2025-03-31")
    assert past.date == dt.date(2025, 3, 31)
    with pytest.raises(ReadOnly, match="change the tracker that it was made from"):
        past.add(LATER)
    with pytest.raises(ReadOnly):
        past.replace(THEME)
    with pytest.raises(ReadOnly), past.change():
        pass


def test_as_at_cannot_slip_into_a_change() -> None:
    """Nor can it be written while the tracker it was made from is being changed."""
    tracker = lt.Tracker([THEME])
    past = tracker.as_at("2025-03-31")
    with tracker.change(), pytest.raises(ReadOnly):
        past.remove("fathers")
    assert "fathers" in tracker


def test_as_at_sees_later_changes() -> None:
    """A tracker as at a date is a view: it shows what is held now, as at then."""
    tracker = lt.Tracker()
    past = tracker.as_at("2025-12-31")
    tracker.add(LATER)
    assert "later" in past
    tracker.remove("later")
    assert "later" not in past


def test_as_at_a_month_is_its_last_day() -> None:
    """Of a month, a year or a span it is the last day; what is no date is refused."""
    tracker = lt.Tracker()
    assert tracker.as_at("2025-02").date == dt.date(2025, 2, 28)
    assert tracker.as_at(dt.date(2025, 2, 3)).date == dt.date(2025, 2, 3)
    assert tracker.as_at(lt.When.parse("2025")).date == dt.date(2025, 12, 31)
    with pytest.raises(InvalidDate):
        tracker.as_at("31/03/2025")


@given(records=networks())
def test_as_at_the_far_future_is_the_whole(records: list[lt.Record]) -> None:
    """As at a day after every date, nothing is hidden and nothing is blanked."""
    tracker = lt.Tracker(records)
    assert dict(tracker.as_at("2100-12-31")) == dict(tracker)


@given(records=networks(), data=st.data())
def test_removing_and_adding_back_changes_nothing(
    records: list[lt.Record], data: st.DataObject
) -> None:
    """A record that goes and comes back leaves every record, link and report as it was."""
    tracker = lt.Tracker(records, date="2025-03-31")
    before, report = dict(tracker), str(lt.theme_report(tracker, year="2024-25"))
    one = data.draw(st.sampled_from(records))
    with tracker.change():
        tracker.remove(one.id)
        tracker.add(one)
    assert dict(tracker) == before
    assert str(lt.theme_report(tracker, year="2024-25")) == report


# Kept in a file


def test_an_opened_file_is_written_as_each_change_ends(tmp_path: Path) -> None:
    """After a change the file holds it; a failed one leaves the bytes as they were."""
    path = tmp_path / "riverton.json"
    tracker = lt.open(path, create=True)
    assert not path.exists()
    tracker.add(THEME)
    assert list(lt.open(str(path))) == ["fathers"]
    written = path.read_bytes()
    with pytest.raises(BrokenNetwork):
        tracker.add(lt.Theme(id="narrow", name="Narrow", broader="nowhere"))
    assert path.read_bytes() == written


def test_what_cannot_be_kept_does_not_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the file cannot be written, memory is as the file is."""
    tracker = lt.open(tmp_path / "riverton.json", create=True)
    tracker.add(THEME)

    def full(_: JsonFile, __: Iterable[lt.Record]) -> bytes:
        raise StoreProblem("riverton.json", "written", "the disk is full")

    monkeypatch.setattr(JsonFile, "write", full)
    with pytest.raises(StoreProblem, match="disk is full"):
        tracker.add(LATER)
    assert list(tracker) == ["fathers"]


def test_a_dated_tracker_keeps_what_it_hides(tmp_path: Path) -> None:
    """A file opened as at a date is written with the later records too, and so is a copy."""
    path, copy = tmp_path / "riverton.json", tmp_path / "copy.json"
    lt.Tracker([THEME, LATER]).save(path)
    tracker = lt.open(path, date="2025-03-31")
    tracker.add(lt.Theme(id="new", name="New"))
    tracker.save(copy)
    for written in (path, copy):
        assert sorted(lt.open(written)) == ["fathers", "later", "new"]


def test_a_missing_file_is_not_made_in_silence(tmp_path: Path) -> None:
    """A mistyped name is an error, not an empty tracker."""
    with pytest.raises(StoreProblem, match="no such file"):
        lt.open(tmp_path / "rivverton.json")


@pytest.mark.parametrize(
    "location",
    [
        "https://x/y.json",
        "file:y.json",
        "FILE:///y.json",
        "http://[x.json",
        Path("https://x/y.json"),
    ],
)
def test_a_url_is_no_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, location: str | Path
) -> None:
    """Only paths can be opened and written; a URL is refused in a line and nothing is made."""
    monkeypatch.chdir(tmp_path)
    why = "only files and postgresql:// can be, and this is another URL"
    with pytest.raises(StoreProblem, match=rf"^\S+ cannot be opened: {why}"):
        lt.open(location, create=True)
    with pytest.raises(StoreProblem, match=rf"^\S+ cannot be written: {why}"):
        lt.Tracker().save(location)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("location", [r"C:\records\ourtown.json", "c:ourtown.json"])
def test_a_drive_is_no_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, location: str) -> None:
    """The letter of a drive of Windows begins a path."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreProblem, match="cannot be read"):
        lt.open(location)


def test_examples() -> None:
    """Each carries its own date; Riverton is the first; what is neither is refused."""
    assert lt.sample("medway").date == dt.date(2025, 3, 31)
    assert lt.sample().date == lt.sample("riverton").date == dt.date(2025, 11, 20)
    assert "riverton-scp" in lt.sample()
    with pytest.raises(UnknownChoice, match="medway"):
        lt.sample("medwey")


# Wired to the rest


def test_the_graph_is_current_at_once() -> None:
    """The graph is a view of the tracker, as at its date, and cannot be written."""
    tracker = lt.Tracker([THEME], date="2025-03-31")
    graph = tracker.graph
    tracker.add(lt.Theme(id="narrow", name="Narrow", broader="fathers"), LATER)
    assert set(graph) == {"fathers", "narrow"}
    assert nx.has_path(graph, "narrow", "fathers")
    assert set(graph.copy()) == set(graph)
    with pytest.raises(ReadOnly):
        graph.add_node("x")


def test_collections_are_read_only_mappings() -> None:
    """Each noun maps the ids of its records; another noun's id is unknown to it."""
    tracker = lt.sample("medway")
    assert tracker.themes["theme-gcp2"].name == "Use of GCP2"
    assert sorted(tracker.themes) == list(tracker.themes)
    assert len(tracker.audits) == 5
    assert repr(tracker.recommendations) == "<Recommendations: 1>"
    with pytest.raises(UnknownId):
        tracker.themes["lcspr-laura"]
    for noun in ("findings", "actions", "reviews", "agencies", "evidence", "disseminations"):
        assert len(getattr(tracker, noun)) > 0
