"""Every figure of a report rests on the records that it cites, and on no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from learning_tracker.reports.document import Document
from strategies import networks
from without import without

DATE = "2025-03-31"
Told = dict[str, tuple[str, frozenset[str]]]


def told(document: Document) -> Told:
    """What a report states, by key: the text and the ids of the records behind it."""
    return {
        one.key: (one.text, frozenset(record.id for record in (*one.cites, *one.among)))
        for one in document.statements()
    }


def report(records: list[lt.Record]) -> Told:
    """What the theme report of these records states."""
    return told(lt.theme_report(lt.Tracker(records, date=DATE), year="2024-25").document)


def check_without(records: list[lt.Record], before: Told, gone: str) -> None:
    """Take a record away and compare every statement with what it was."""
    left, removed = without(records, gone)
    after = report(left)
    for key, (text, basis) in before.items():
        if basis & removed:
            assert after.get(key) != (text, basis), key
        elif basis:
            assert after.get(key, ("", None))[0] == text, key


MEDWAY = list(lt.sample("medway").as_at("2026-12-31").values())
SEEN = sorted(lt.sample("medway"))


@pytest.fixture(scope="module")
def medway() -> Told:
    """What the theme report of the Medway example states."""
    return report(MEDWAY)


@pytest.mark.parametrize("gone", SEEN)
def test_a_figure_of_medway_rests_on_what_it_cites(gone: str, medway: Told) -> None:
    """Without a record, what cites it changes, in text or basis, and nothing else does."""
    check_without(MEDWAY, medway, gone)


@given(records=networks(), data=st.data())
def test_a_figure_rests_on_what_it_cites(records: list[lt.Record], data: st.DataObject) -> None:
    """The same holds for any records, and for each of them that is seen."""
    seen = sorted(lt.Tracker(records, date=DATE))
    if seen:
        check_without(records, report(records), data.draw(st.sampled_from(seen)))
