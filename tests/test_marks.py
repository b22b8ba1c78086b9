"""What is told of marks at once is what comparing a finding with every other tells."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import UNHURRIED, learning, trackers
from learning_tracker.kinds import Record
from learning_tracker.queries.counting import Raised, raised
from learning_tracker.queries.marks import Marked, behind, marked
from learning_tracker.records import CaseFileAudit, Finding, Review
from learning_tracker.view import Origin, View, origin
from learning_tracker.vocabulary import Judgement
from test_keeping_step import change


def scanned(view: View, one: Raised) -> dict[str, list[str]]:
    """The findings that give a mark, may give one or would but for a shared incident, by id."""
    found: dict[str, list[str]] = {"*": [], "**": [], "?": [], "related": []}
    for other in others(view, one.finding):
        mark = given_by(one.finding, other)
        repeated = other.id in one.finding.repeats
        sure = repeated or is_earlier(origin(view, other), one.origin)
        if mark is None or sure is False:
            continue
        if not repeated and not one.origin.incidents.isdisjoint(origin(view, other).incidents):
            if is_partly_related(origin(view, other), one.origin):
                found["related"].append(other.id)
        else:
            found[mark if sure else "?"].append(other.id)
    return found


def others(view: View, finding: Finding) -> Iterator[Finding]:
    """Every other finding that shares a theme with one, or that it repeats."""
    for other in sorted(view.of(Finding), key=lambda other: other.id):
        shares = not set(other.themes).isdisjoint(finding.themes)
        if other.id != finding.id and (shares or other.id in finding.repeats):
            yield other


def given_by(finding: Finding, earlier: Finding) -> str | None:
    """Which mark an earlier finding would give."""
    if finding.judgement is earlier.judgement:
        return "**"
    return "*" if finding.judgement is Judgement.STRENGTH else None


def is_earlier(earlier: Origin, one: Origin) -> bool | None:
    """Whether it certainly came before, from a kind that is compared; None if it may have."""
    fits, before = comparable(one, earlier), earlier.before(one)
    if fits is False or before is False:
        return False
    return True if fits and before else None


def comparable(one: Origin, other: Origin) -> bool | None:
    """Whether the kinds of the two are compared; None if some of the other's sources' are."""
    if any(issubclass(kind, CaseFileAudit) for kind in one.kinds):
        kinds: tuple[type[Record], ...] = (CaseFileAudit, Review)
    elif any(issubclass(kind, Review) for kind in one.kinds):
        kinds = (Review,)
    else:
        return False
    fits = {issubclass(kind, kinds) for kind in other.kinds}
    return all(fits) if len(fits) == 1 else None


def is_partly_related(earlier: Origin, one: Origin) -> bool:
    """Whether a source that the one does not cite decides that they share an incident."""
    return earlier.several and set(earlier.sources).isdisjoint(one.records)


def told(one: Marked) -> dict[str, list[str]]:
    """The same, as a marked finding tells it."""
    met = {"*": one.progress, "**": one.recurring, "?": one.doubtful, "related": one.related}
    return {key: [each.finding.id for each in found] for key, found in met.items()}


def same_as_scanned(tracker: lt.Tracker) -> None:
    """See that every finding has the marks, and meets the findings, that a scan finds."""
    view = tracker.view
    for one in raised(view, view.of(Finding)):
        with_marks = marked(view, one)
        found = scanned(view, one)
        at_once = (with_marks.is_progress, with_marks.is_recurring, with_marks.in_doubt)
        assert at_once == (bool(found["*"]), bool(found["**"]), bool(found["?"]))
        assert told(with_marks) == found
        on = [each.theme.id for each in with_marks.on if with_marks.is_progress_on(each)]
        by_theme = [
            theme
            for theme in one.finding.themes
            if any(
                theme in view.network[earlier].themes or earlier in one.finding.repeats
                for earlier in found["*"]
            )
        ]
        assert on == by_theme


@UNHURRIED
@given(trackers())
def test_marks_are_those_of_a_scan(tracker: lt.Tracker) -> None:
    """A mark that is told at once is one that comparing with each finding gives."""
    same_as_scanned(tracker)


@UNHURRIED
@given(records=learning(), others=learning(), data=st.data())
def test_marks_keep_step(records: list[Record], others: list[Record], data: st.DataObject) -> None:
    """So it is after changes, where marks were told before."""
    tracker = lt.Tracker(records)
    same_as_scanned(tracker)
    change(data, tracker, others)
    same_as_scanned(tracker)


@UNHURRIED
@given(trackers(), st.data())
def test_marked_findings_rest_together_on_what_each_rests_on(
    tracker: lt.Tracker, data: st.DataObject
) -> None:
    """What is gathered of several theme by theme is what each by itself rests on."""
    view = tracker.view
    every = raised(view, view.of(Finding))
    some = [marked(view, one) for one in every if data.draw(st.booleans())]
    each = {record.id for one in some for record in one.records}
    assert sorted(record.id for record in behind(some)) == sorted(each)
