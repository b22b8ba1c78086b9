"""Every figure of a report rests on the records that it cites, and on no others."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import QUESTIONS, UNHURRIED, deciding
from learning_tracker.reports.document import Statement, TableBlock
from learning_tracker.stores.json_file import JsonFile
from learning_tracker.tables import Table
from strategies import networks
from without import Told, check_without, told

DATE = "2025-03-31"


def report(records: list[lt.Record]) -> Told:
    """What the theme report of these records states."""
    return told(
        lt.theme_report(lt.Tracker(records, date=DATE), year="2024-25").document.statements()
    )


MEDWAY = list(lt.sample("medway").as_at("2026-12-31").values())
SEEN = sorted(lt.sample("medway"))


@pytest.fixture(scope="module")
def medway() -> Told:
    """What the theme report of the Medway example states."""
    return report(MEDWAY)


@pytest.mark.parametrize("gone", SEEN)
def test_a_figure_of_medway_rests_on_what_it_cites(gone: str, medway: Told) -> None:
    """Without a record, what cites it changes, in text or basis, and nothing else does."""
    check_without(MEDWAY, medway, gone, report)


@given(records=networks(), data=st.data())
def test_a_figure_rests_on_what_it_cites(records: list[lt.Record], data: st.DataObject) -> None:
    """The same holds for any records, and for each of them that is seen."""
    seen = sorted(lt.Tracker(records, date=DATE))
    if seen:
        check_without(records, report(records), data.draw(st.sampled_from(seen)), report)


# Questions that no report asks yet

UNREPORTED = [
    name
    for name in QUESTIONS
    if name.partition(",")[0]
    in {
        "actions.training_only",
        "actions.due_for_recheck",
        "actions.over_time",
        "agencies.asked",
        "agencies.silent",
        "changes_since",
        "evidence.shown",
        "findings.crosstab",
        "findings.listing",
        "meetings.decided",
        "meetings.follow_ups",
        "recommendations.follow_through",
    }
]


def stating(date: str) -> Callable[[list[lt.Record]], Told]:
    """What the tables of these questions state of records as at a date."""

    def stated(records: list[lt.Record]) -> Told:
        tracker = lt.Tracker(records, date=date)
        tables = ((name, QUESTIONS[name](tracker)) for name in UNREPORTED)
        return told(one for name, table in tables for one in statements(name, table))

    return stated


def statements(name: str, table: Table[Any]) -> list[Statement]:
    """What a table states when it stands in a report."""
    block = TableBlock(name, table)
    return [*block.rows, *block.below]


@UNHURRIED
@given(
    records=deciding(),
    date=st.sampled_from(["2024-06-15", "2025-03-31", "2026-06-30"]),
    data=st.data(),
)
def test_a_table_rests_on_what_it_cites(
    records: list[lt.Record], date: str, data: st.DataObject
) -> None:
    """So does every row of the answers on meetings, requests and what became of actions."""
    seen = sorted(lt.Tracker(records, date=date))
    state = stating(date)
    check_without(records, state(records), data.draw(st.sampled_from(seen)), state)


RIVERTON = JsonFile(Path(lt.__file__).parent / "samples" / "riverton.json").load()


def test_a_table_of_riverton_rests_on_what_it_cites() -> None:
    """The same holds for every fortieth record of a whole partnership's four years."""
    records, state = list(RIVERTON), stating("2025-11-20")
    before = state(records)
    for gone in sorted(lt.Tracker(records, date="2025-11-20"))[::40]:
        check_without(records, before, gone, state)
