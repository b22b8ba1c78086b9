"""Every figure of a report rests on the records that it cites, and on no others."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import QUESTIONS, UNHURRIED, deciding
from learning_tracker.kinds import Record
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    CaseFileAudit,
    Evidence,
    Finding,
    Partnership,
    RapidReview,
    Recommendation,
    Theme,
    Update,
)
from learning_tracker.reports.document import Statement, TableBlock
from learning_tracker.stores.json_file import JsonFile
from learning_tracker.tables import Table
from strategies import networks
from without import Told, check_without, removable, told

DATE = "2025-03-31"


def report(records: list[Record]) -> Told:
    """What the theme report of these records states."""
    return told(
        lt.theme_report(lt.Tracker(records, date=DATE), "2024-25", rows=None).document.statements()
    )


MEDWAY = list(lt.sample("medway").as_at("2026-12-31").values())
SEEN = sorted(lt.sample("medway"))


@pytest.fixture(scope="module")
def medway() -> Told:
    """What the theme report of the Medway example states."""
    return report(MEDWAY)


@pytest.mark.no_cover  # the first of 281 reports reaches what the others reach
@pytest.mark.parametrize("gone", SEEN)
def test_a_figure_of_medway_rests_on_what_it_cites(gone: str, medway: Told) -> None:
    """Without a record, what cites it changes, in text or basis, and nothing else does."""
    check_without(MEDWAY, medway, gone, report, DATE)


@given(records=networks(), data=st.data())
def test_a_figure_rests_on_what_it_cites(records: list[Record], data: st.DataObject) -> None:
    """The same holds for any records, and for each of them that is seen."""
    if lt.Tracker(records, date=DATE):
        gone = data.draw(removable(records, DATE))
        check_without(records, report(records), gone, report, DATE)


# Examples that once were stated otherwise

THEMES = (Theme(id="t0", name="Fathers"), Theme(id="t1", name="Neglect"))
AGENCIES = (
    Partnership(id="p", name="Riverton"),
    Agency(id="g0", name="Rivershire ICB"),
    Agency(id="g1", name="Riverton CCG", succeeded_by="g0"),
    Agency(id="g2", name="Riverton Trust", succeeded_by="g1"),
    Agency(id="g3", name="Midwives", part_of="g1"),
)
REVIEWS = (
    RapidReview(id="r0", title="Rapid review 0"),
    RapidReview(id="r1", title="Rapid review 1"),
    LCSPR(id="l0", title="LCSPR 0", arises_from=("r0",)),
)
ACTION = Action(id="a0", statement="Ask.", lead="g2", answers=("m0",))


def improvement(identifier: str, *sources: str, on: tuple[str, ...] = ("t0",)) -> Finding:
    """An improvement that sources raised."""
    fields = {"judgement": "improvement", "statement": identifier, "themes": on}
    return Finding(id=identifier, sources=sources, **fields)


def said(identifier: str, event: str, by: str, **more: Any) -> Update:
    """What was said of the action on one day of 2024."""
    return Update(id=identifier, action="a0", on="2024-05-10", event=event, by=by, **more)


EXAMPLES: dict[str, tuple[str, list[Record]]] = {
    "the theme on which an earlier finding meets this one": (
        "t1", [improvement("f0", "r0", on=("t0", "t1")), improvement("f1", "r1", on=("t1",))],
    ),
    "the LCSPR by which two findings may be of one incident": (
        "l0", [improvement("f0", "r0"), improvement("f1", "r1", "l0")],
    ),
    "the last source of a finding but for one that is still to come": (
        "r0",
        [
            CaseFileAudit(id="c0", title="Audit 0", topic="t0", held_on="2030"),
            improvement("f0", "r0", "c0"),
            Evidence(id="e0", on="2024-05-10", statement="Fewer.", level="difference",
                     supports=("f0",), drawn_from="r1"),
        ],
    ),
    "a predecessor between the lead and who answers for it today": (
        "g1", [ACTION, Recommendation(id="m1", source="r1", statement="Tell.",
                                      addressed_to=("g2",))],
    ),
    "the agency of which the one that says it is done is a part": (
        "g1", [ACTION, said("u0", "completed", "g3")],
    ),
    "one of two colours of which it is not certain which was the last": (
        "u0",
        [ACTION, said("u0", "progress", "g2", colour="red"),
         said("u1", "progress", "p", colour="green")],
    ),
    "what closed the only action that answers": (
        "u0",
        [attrs.evolve(ACTION, answers=("m0", "f0")), improvement("f0", "r0"),
         said("u0", "withdrawn", "p")],
    ),
    "the only action of a part": ("a1", [ACTION, Action(id="a1", statement="Tell.", lead="g3")]),
    "the only recommendation to a part": (
        "m1",
        [Recommendation(id="m1", source="r1", statement="Tell.", addressed_to=("g3",))],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("gone", "records"), EXAMPLES.values(), ids=EXAMPLES)
def test_an_answer_rests_on(gone: str, records: list[Record]) -> None:
    """Every answer cites what changes it, also what decides that it is not otherwise."""
    made = Recommendation(id="m0", source="r0", statement="Ask.", addressed_to=("g0",))
    every, date = [*AGENCIES, *THEMES, *REVIEWS, made, *records], "2025-03-31"

    def answers(left: list[Record]) -> Told:
        tracker = lt.Tracker(left, date=date)
        tables = {
            **{name: ask(tracker) for name, ask in QUESTIONS.items()},
            "of an agency": tracker.actions.outstanding(agency="g0"),
            "of a theme": tracker.actions.outstanding(theme="t0"),
            "of a source": tracker.actions.outstanding(source="r1"),
            "colours": tracker.actions.colour_challenges(agency="g0"),
        }
        asked = lt.agency_report(tracker, "g0", rows=None).document.statements()
        stated = [one for name, table in tables.items() for one in statements(name, table)]
        return told([*stated, *asked])

    check_without(every, answers(every), gone, answers, date)


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


def stating(date: str) -> Callable[[list[Record]], Told]:
    """What the tables of these questions state of records as at a date."""

    def stated(records: list[Record]) -> Told:
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
    records: list[Record], date: str, data: st.DataObject
) -> None:
    """So does every row of the answers on meetings, requests and what became of actions."""
    gone, state = data.draw(removable(records, date)), stating(date)
    check_without(records, state(records), gone, state, date)


RIVERTON = JsonFile(Path(lt.__file__).parent / "samples" / "riverton.json").load()


@pytest.mark.no_cover
def test_a_table_of_riverton_rests_on_what_it_cites() -> None:
    """The same holds for every fortieth record of a whole partnership's four years."""
    date = "2025-11-20"
    records, state = list(RIVERTON), stating(date)
    before = state(records)
    for gone in sorted(lt.Tracker(records, date=date))[::40]:
        check_without(records, before, gone, state, date)
