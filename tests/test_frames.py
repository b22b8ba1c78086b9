"""The records as data frames: a frame per kind and per link, with proper types."""

import datetime as dt

import pandas as pd
import polars as pl
import pytest
from hypothesis import given

import learning_tracker as lt
from asking import UNHURRIED
from learning_tracker.errors import KeptBack, UnknownChoice
from learning_tracker.flat.contents import contents
from learning_tracker.kinds import Record, kinds
from strategies import networks


def test_a_frame_for_every_kind() -> None:
    """Every kind has a frame with a row for each record, whichever library makes it."""
    tracker = lt.sample()
    for frames in (tracker.frames(), tracker.frames("polars")):
        for name, kind in kinds().items():
            ids = list(frames[name.replace("-", "_")]["id"])
            assert ids == sorted(one.id for one in tracker.of(kind) if type(one) is kind)


@given(networks())
@UNHURRIED
def test_frames_hold_what_an_export_holds(records: list[Record]) -> None:
    """Every cell of every table is in the frames of both as in the flat tables."""
    view = lt.Tracker(records).view
    in_pandas, in_polars = lt.Tracker(records).frames(), lt.Tracker(records).frames("polars")
    for table in contents(view):
        rows = list(table.rows)
        assert list(in_polars[table.name].rows()) == rows
        assert list(map(_told, in_pandas[table.name].itertuples(index=False))) == rows


def _told(row: tuple[object, ...]) -> tuple[object, ...]:
    """A row of pandas as Python has it."""
    values = (None if pd.isna(one) else one for one in row)
    return tuple(one.date() if isinstance(one, pd.Timestamp) else one for one in values)


def test_dates_are_days() -> None:
    """A date is text, which keeps a month a month, and its ends are days to reckon with."""
    tracker = lt.Tracker([lt.Meeting(id="m", body="Learning group", on="2025-02")])
    meeting = tracker.frames()["meeting"]
    assert list(meeting["on"]) == ["2025-02"]
    assert list(meeting["on_last"] - meeting["on_first"]) == [pd.Timedelta(days=27)]
    meeting = tracker.frames("polars")["meeting"]
    assert meeting.schema["on_first"] == pl.Date
    assert meeting["on_last"].to_list() == [dt.date(2025, 2, 28)]


@pytest.mark.parametrize("backend", ["pandas", "polars"])
def test_frames_are_joined(backend: str) -> None:
    """Findings are counted by theme with one join of frames."""
    tracker = lt.sample("medway")
    frames = tracker.frames(backend)  # type: ignore[call-overload] # the name of one of the two
    named = list(frames["finding_themes"]["target"])
    themes = [theme for one in tracker.of(lt.Finding) for theme in one.themes]
    assert sorted(named) == sorted(themes)


def test_frames_show_what_the_date_shows() -> None:
    """As at a day, later records are not in the frames."""
    tracker = lt.sample()
    then = tracker.as_at("2023-12-31").frames()["update"]
    assert 0 < len(then) < len(tracker.frames()["update"])
    assert then["on_first"].max() <= pd.Timestamp("2023-12-31")


def test_frames_are_not_for_the_public() -> None:
    """Tables hold characteristics of children: a tracker for the public gives none."""
    with pytest.raises(KeptBack, match="is not exported"):
        lt.sample().public().frames()


def test_an_unknown_backend() -> None:
    """A library that there is no maker for is refused with those that there are."""
    with pytest.raises(UnknownChoice, match="choose from pandas or polars"):
        lt.sample().frames("arrow")  # type: ignore[call-overload] # that is refused
