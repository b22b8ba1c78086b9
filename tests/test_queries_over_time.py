"""How actions stood at the end of each quarter."""

import datetime as dt
from collections import Counter
from itertools import pairwise
from typing import Any

from hypothesis import given

import learning_tracker as lt
from asking import UNHURRIED, noted, trackers
from learning_tracker.kinds import Record
from learning_tracker.queries import over_time
from learning_tracker.records import Action, Agency, Partnership, Update
from learning_tracker.view import standing
from learning_tracker.vocabulary import Verdict

PEOPLE = (Partnership(id="p", name="Riverton"), Agency(id="lead", name="Rivershire Police"))


def table_of(*records: Record, date: str | None = "2025-02-14") -> Any:
    """How actions stood over time."""
    return lt.Tracker([*PEOPLE, *records], date=date).actions.over_time()


def test_the_chart_shows_the_last_days() -> None:
    """A bar for each of the last days drawn, and of each verdict what the table says."""
    table = lt.sample().actions.over_time()
    assert table.chart is not None
    assert table.chart.categories[-1] == "20 November 2025"
    assert len(table.chart.categories) == over_time.DAYS_DRAWN < len(table)
    assert table.chart.description.startswith("The last 13 of 15 days. On 20 November 2025: ")
    drawn = {one.name: one.values[-1] for one in table.chart.series}
    assert drawn == {one.label: table[-1].count(one) for one in Verdict if table[-1].count(one)}
    assert table_of().chart is None


def action(identifier: str, agreed_on: str | None, due_on: str | None = None) -> Action:
    """An action of the lead's."""
    return Action(id=identifier, statement="Do.", lead="lead", agreed_on=agreed_on, due_on=due_on)


def said(action: str, on: str, event: str, by: str = "p") -> Update:
    """What was said of an action."""
    return Update(id=f"{action}-{on}", action=action, on=on, by=by, event=event)


def test_a_row_for_each_quarter_and_one_for_today() -> None:
    """From the quarter of the first action to the tracker's day, which stands last."""
    table = table_of(
        action("a", "2024-05-10", due_on="2024-09-15"),
        action("b", "2024-10-01", due_on="2025-12-31"),
        said("a", "2024-11-05", "signed_off"),
        said("b", "2024-12-30", "progress", "lead"),
    )
    told = [
        (row["day"], row["agreed"], {k: n for k, n in row.items() if n == 1 and k != "agreed"})
        for row in table.to_records()
    ]
    assert told == [
        ("2024-06-30", 1, {"on_time": 1}),
        ("2024-09-30", 1, {"late": 1}),
        ("2024-12-31", 2, {"signed_off": 1, "on_time": 1}),
        ("2025-02-14", 2, {"signed_off": 1, "on_time": 1}),
    ]
    assert table.denominator == "among the 2 actions agreed by the last of these days"


def test_the_columns_are_the_verdicts_in_order() -> None:
    """A column for each verdict, the first that applies first, and one for how many there were."""
    headings = table_of(action("a", "2024-05-10")).headings
    assert headings[1:-1] == tuple(one.label.capitalize() for one in Verdict)
    assert (headings[0], headings[-1]) == ("As at", "Actions agreed by then")


def test_a_day_that_ends_a_quarter_stands_once() -> None:
    """On the last day of a quarter there is no second row for today."""
    table = table_of(action("a", "2024-12-31"), date="2024-12-31")
    assert [row.day for row in table] == [dt.date(2024, 12, 31)]


def test_an_action_without_a_date_counts_from_its_first_word() -> None:
    """Where it is not known when it was agreed, the first update says so, and a note names it."""
    table = table_of(
        action("a", "2024-05-10"),
        action("b", None),
        action("c", None),
        said("b", "2024-11-05", "progress"),
        said("b", "2024-08-05", "progress"),
    )
    assert [row["agreed"] for row in table.to_records()] == [1, 2, 2, 2]
    assert noted(table, "Counted from the first that was said") == {"b"}
    assert noted(table, "Not counted") == {"c"}


def test_nothing_to_count() -> None:
    """Without an action, or without a date of any, there is no row."""
    assert table_of().empty == "No action is on record."
    undated = table_of(action("a", None))
    assert (len(undated), undated.empty) == (0, "No action is known to have been agreed.")
    assert noted(undated, "Not counted") == {"a"}


def test_a_date_that_straddles_the_end_of_a_quarter_is_noted() -> None:
    """An action agreed at some time in the year counts from its beginning, and is named."""
    table = table_of(action("a", "2024"))
    assert [row.day.month for row in table] == [3, 6, 9, 12, 2]
    assert noted(table, "may have been agreed after") == {"a"}


def test_an_order_that_is_not_known_is_noted() -> None:
    """Where sign-off and reopening are of one month, a note names the action."""
    table = table_of(
        action("a", "2024-11-10"), said("a", "2025-01", "signed_off"),
        Update(id="u", action="a", on="2025-01", by="p", event="reopened"),
    )  # fmt: skip
    assert noted(table, "order of what had been said") == {"a"}


def test_actions_planned_for_later_are_not_there_yet() -> None:
    """A tracker without a date ends with today, and what is agreed later is not counted."""
    today = dt.datetime.now().astimezone().date()
    table = table_of(action("a", "2024-05-10"), action("b", "2099-01-01"), date=None)
    assert (table[-1].day, len(table[-1].standings)) == (today, 1)
    assert not table_of(action("b", "2099-01-01"), date=None)


@UNHURRIED
@given(trackers())
def test_each_row_counts_every_action_agreed_by_then(tracker: lt.Tracker) -> None:
    """By a slow count, each row has the verdicts of its day, and the days follow by quarters."""
    table = tracker.actions.over_time()
    known = {
        one.id: one.agreed_on
        or min((u.on for u in tracker.of(Update) if u.action == one.id), default=None)
        for one in tracker.of(Action)
    }
    for row in table:
        there = [one for one in tracker.of(Action)
                 if (on := known[one.id]) and on.first <= row.day]  # fmt: skip
        counts = Counter(standing(tracker.view, one, row.day).verdict for one in there)
        assert there
        assert {one: row.count(one) for one in Verdict} == {one: counts[one] for one in Verdict}
    for before, after in pairwise(table):
        assert 0 < (after.day - before.day).days <= 92
        assert (before.day + dt.timedelta(days=1)).day == 1
    if table:
        assert table[-1].day == tracker.view.today
        earliest = min(on.first for on in known.values() if on)
        assert (table[0].day - earliest).days < 92
