"""What the tests of questions share: dense networks, slow references, and every question.

`networks()` draws every kind of record alike, so that two findings rarely meet on one
theme. `learning()` draws few themes, agencies and dates and much that hangs from them;
`deciding()` adds meetings, what they decide, and what agencies are asked.
The references read only raw fields of the records a tracker shows.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import attrs
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import learning_tracker as lt
from learning_tracker.dates import When
from learning_tracker.kinds import Record
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    CaseFileAudit,
    Decision,
    Dissemination,
    Evidence,
    ExternalReview,
    Finding,
    FullReview,
    LearningReview,
    Meeting,
    Observation,
    Partnership,
    RapidReview,
    Recommendation,
    Request,
    Response,
    Review,
    Source,
    Theme,
    Update,
)
from learning_tracker.tables import Table
from learning_tracker.vocabulary import (
    AgencyRole,
    Change,
    Colour,
    Event,
    Judgement,
    Level,
    Outcome,
    ResponseDecision,
)
from strategies import networks

UNHURRIED = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
DAYS = ("2023-05-10", "2024-03-31", "2024-04-01", "2024-06-15", "2024-12-31", "2025-02-14")
DATES = (*DAYS, "2023", "2023-05", "2023-12/2024-04", "2024-06", "2024-10/2025-03", "2025-02")
GRADES = ("good", "fair", "poor")
_FILES = st.tuples(*[st.integers(0, 4)] * len(GRADES))


# Dense networks


# A strategy takes longer to make than to draw from, and a network draws a hundred times.
@cache
def _number(least: int, most: int) -> st.SearchStrategy[int]:
    return st.integers(least, most)


@cache
def _place(among: int) -> st.SearchStrategy[int]:
    return st.sampled_from(range(among))


@cache
def _places(among: int, least: int, most: int) -> st.SearchStrategy[list[int]]:
    return st.lists(_place(among), min_size=least, max_size=most, unique=True)


@attrs.define
class Drawing:
    """Records being drawn, each of which may refer to those before it."""

    draw: st.DrawFn
    made: list[Record] = attrs.field(factory=list)

    def add(self, *records: Record) -> None:
        """Put records after those that are there."""
        self.made += records

    def ids(self, *kinds: type[Record]) -> list[str]:
        """The ids of the records of these kinds so far."""
        return [one.id for one in self.made if isinstance(one, kinds)]

    def word(self, words: Iterable[Any]) -> Any:
        """One of these words."""
        among = list(words)
        return among[self.draw(_place(len(among)))]

    def one(self, *kinds: type[Record]) -> str | None:
        """The id of a record of these kinds, or None."""
        return self.word([None, *self.ids(*kinds)])

    def some(self, *kinds: type[Record], least: int = 0, most: int = 2) -> tuple[str, ...]:
        """The ids of some records of these kinds."""
        there = self.ids(*kinds)
        if not there:
            return ()
        return tuple(there[place] for place in self.draw(_places(len(there), least, most)))

    def on(self) -> str:
        """A date."""
        return self.word(DATES)

    def maybe(self) -> str | None:
        """A date, or None."""
        return self.word((None, *DATES))

    def times(self, least: int, most: int) -> range:
        """So many numbers."""
        return range(self.draw(_number(least, most)))


@st.composite
def learning(draw: st.DrawFn) -> list[Record]:
    """Records of what was learnt and done, of which many meet on one theme, source or action."""
    drawing = Drawing(draw)
    drawing.add(Partnership(id="p", name="Riverton"))
    for part in (_themes, _agencies, _reviews, _audits, _found, _advice, _actions, _spread):
        part(drawing)
    return drawing.made


def _themes(drawing: Drawing) -> None:
    for n in drawing.times(2, 4):
        broader = drawing.one(Theme) if n < 3 else None
        frame = "practice" if n < 3 else "priority"
        drawing.add(Theme(id=f"t{n}", name=f"Theme {n}", broader=broader, frame=frame))


def _agencies(drawing: Drawing) -> None:
    for n in drawing.times(1, 4):
        successor = drawing.one(Agency)
        drawing.add(
            Agency(
                id=f"g{n}",
                name=f"Agency {n}",
                role=drawing.word((AgencyRole.OTHER, AgencyRole.GROUP)),
                part_of=drawing.one(Agency),
                succeeded_by=successor,
                succeeded_on=drawing.maybe() if successor else None,
            )
        )


def _reviews(drawing: Drawing) -> None:
    for n in drawing.times(1, 3):
        drawing.add(
            RapidReview(
                id=f"r{n}",
                title=f"Rapid review {n}",
                incident_on=drawing.maybe(),
                aware_on=drawing.maybe(),
                notified_on=drawing.maybe(),
                held_on=drawing.maybe(),
                submitted_on=drawing.maybe(),
            )
        )
    for n in drawing.times(1, 3):
        drawing.add(
            drawing.word((LCSPR, LearningReview))(
                id=f"l{n}",
                title=f"Full review {n}",
                arises_from=drawing.some(RapidReview),
                incident_on=drawing.maybe(),
                initiated_on=drawing.maybe(),
                completed_on=drawing.maybe(),
                published_on=drawing.maybe(),
            )
        )


def _audits(drawing: Drawing) -> None:
    for n in drawing.times(1, 3):
        files = drawing.draw(_FILES)
        drawing.add(
            CaseFileAudit(
                id=f"c{n}",
                title=f"Audit {n}",
                topic=drawing.word(drawing.ids(Theme)),
                period=drawing.maybe(),
                held_on=drawing.maybe(),
                grades=tuple(zip(GRADES, files, strict=True))[: drawing.word((0, 2, 3, 3))],
                reported_outcome=drawing.word((None, *Outcome)),
            )
        )
    for n in drawing.times(0, 1):
        drawing.add(
            ExternalReview(
                id=f"x{n}",
                title=f"Inspection {n}",
                body="Ofsted",
                review_type="inspection",
                period=drawing.maybe(),
                published_on=drawing.maybe(),
            )
        )


def _found(drawing: Drawing) -> None:
    for n in drawing.times(3, 8):
        drawing.add(
            Finding(
                id=f"f{n}",
                sources=drawing.some(Source, least=1),
                judgement=drawing.word(Judgement),
                statement=f"Finding {n}",
                themes=drawing.some(Theme, least=drawing.word((0, 1, 1, 1))),
                repeats=drawing.some(Finding, most=1),
            )
        )


def _advice(drawing: Drawing) -> None:
    for n in drawing.times(1, 3):
        drawing.add(
            Recommendation(
                id=f"m{n}",
                source=drawing.word(drawing.ids(Source)),
                statement=f"Recommendation {n}",
                findings=drawing.some(Finding),
                addressed_to=drawing.some(Agency, Partnership),
                themes=drawing.some(Theme, most=1),
                made_on=drawing.maybe(),
            )
        )
    for n in drawing.times(0, 3):
        drawing.add(
            Response(
                id=f"n{n}",
                recommendation=drawing.word(drawing.ids(Recommendation)),
                agency=drawing.word(drawing.ids(Agency)),
                decision=drawing.word(ResponseDecision),
                on=drawing.on(),
            )
        )


def _actions(drawing: Drawing) -> None:
    for n in drawing.times(1, 3):
        drawing.add(
            Action(
                id=f"a{n}",
                statement=f"Action {n}",
                answers=drawing.some(Recommendation, Finding, Source),
                themes=drawing.some(Theme, most=1),
                lead=drawing.one(Agency, Partnership),
                agreed_on=drawing.maybe(),
                due_on=drawing.maybe(),
                change=drawing.word((Change.TRAINING, Change.TRAINING, Change.SYSTEM)),
            )
        )
    for n in drawing.times(1, 6):
        drawing.add(
            Update(
                id=f"u{n}",
                action=drawing.word(drawing.ids(Action)),
                on=drawing.on(),
                by=drawing.word(("p", "p", *drawing.ids(Agency))),
                event=drawing.word((Event.COMPLETED, Event.SIGNED_OFF, *Event)),
                due_on=drawing.maybe(),
                colour=drawing.word((None, *Colour)),
            )
        )
    for n in drawing.times(1, 4):
        drawing.add(
            Evidence(
                id=f"e{n}",
                on=drawing.on(),
                statement=f"Evidence {n}",
                level=drawing.word(Level),
                supports=drawing.some(Action, Recommendation, Finding, Theme),
                drawn_from=drawing.one(Source),
            )
        )


def _spread(drawing: Drawing) -> None:
    for n in drawing.times(1, 2):
        sources = drawing.some(Source)
        drawing.add(Dissemination(id=f"d{n}", sources=sources, channel="video", on=drawing.maybe()))
    for n in drawing.times(0, 3):
        of = drawing.word(drawing.ids(Dissemination))
        drawing.add(Observation(id=f"o{n}", of=of, on=drawing.on(), value=n))


@st.composite
def deciding(draw: st.DrawFn) -> list[Record]:
    """What `learning` draws, with meetings that rule and decide and agencies that are asked."""
    drawing = Drawing(draw, draw(learning()))
    for part in (_meetings, _requests):
        part(drawing)
    return drawing.made


def _meetings(drawing: Drawing) -> None:
    for n in drawing.times(1, 3):
        body = drawing.word(("Group", "Executive"))
        drawing.add(Meeting(id=f"k{n}", body=body, on=drawing.on()))
    for n in drawing.times(1, 4):
        drawing.add(
            Update(
                id=f"v{n}",
                action=drawing.word(drawing.ids(Action)),
                on=drawing.on(),
                by=drawing.word(("p", "p", *drawing.ids(Agency))),
                event=drawing.word(Event),
                due_on=drawing.maybe(),
                meeting=drawing.word(drawing.ids(Meeting)),
            )
        )
    for n in drawing.times(1, 4):
        drawing.add(
            Decision(
                id=f"z{n}",
                meeting=drawing.word(drawing.ids(Meeting)),
                about=drawing.some(Action, Theme, Finding, Recommendation, Source, Agency),
                statement=f"Decision {n}",
                follow_up_on=drawing.maybe(),
            )
        )


def _requests(drawing: Drawing) -> None:
    for n in drawing.times(1, 4):
        drawing.add(
            Request(
                id=f"q{n}",
                agency=drawing.word(drawing.ids(Agency)),
                actions=drawing.some(Action),
                sent_on=drawing.on(),
                due_back_on=drawing.on(),
                returned_on=drawing.maybe(),
            )
        )


def records() -> st.SearchStrategy[list[Record]]:
    """The records of dense networks, or of any."""
    return learning() | deciding() | networks(max_size=20)


@st.composite
def trackers(draw: st.DrawFn) -> lt.Tracker:
    """Trackers of dense networks or of any, with and without a date."""
    tracker = lt.Tracker(draw(records()))
    date = draw(st.sampled_from((None, None, *DAYS)))
    return tracker if date is None else tracker.as_at(date)


# Slow references for the words that several questions share


def span(dates: Iterable[When | None]) -> When | None:
    """The span of all dates; None if one of them is not told."""
    told = list(dates)
    if not told or None in told:
        return None
    return When(min(one.first for one in told), max(one.last for one in told))


def dates_of(source: Source, *names: str) -> list[When]:
    """Those of the named dates that the source has."""
    return [on for name in names if (on := getattr(source, name, None)) is not None]


def known(source: Source) -> When | None:
    """When its learning was first known."""
    dates = dates_of(source, "held_on", "completed_on", "submitted_on", "published_on")
    return When(min(d.first for d in dates), min(d.last for d in dates)) if dates else None


def counted(source: Source) -> When | None:
    """The date by which it is counted in a year."""
    dates = dates_of(source, "published_on", "completed_on", "submitted_on", "held_on")
    return dates[0] if dates else None


def year_of(on: When | None) -> str | None:
    """The reporting year in which all of a date lies, as text."""
    if on is None:
        return None
    starts = {day.year - (day.month < 4) for day in (on.first, on.last)}
    return f"{min(starts)}-{(min(starts) + 1) % 100:02}" if len(starts) == 1 else None


def sources_of(tracker: lt.Tracker, finding: Finding) -> list[Source]:
    """What may have raised a finding, by id."""
    return [tracker[one] for one in sorted(finding.sources)]


def hidden(tracker: lt.Tracker, finding: Finding) -> bool:
    """Whether a source that may have raised a finding is not there yet."""
    return len(tracker.view.network[finding.id].sources) > len(finding.sources)


def known_on(tracker: lt.Tracker, finding: Finding) -> When | None:
    """When what raised a finding was known: the span of all, if all are there."""
    if hidden(tracker, finding):
        return None
    return span(map(known, sources_of(tracker, finding)))


def counted_on(tracker: lt.Tracker, finding: Finding) -> When | None:
    """When what raised a finding is counted: the span of all, if all are there."""
    if hidden(tracker, finding):
        return None
    return span(map(counted, sources_of(tracker, finding)))


def incidents(sources: Iterable[Source]) -> set[str]:
    """What the sources look at: the rapid reviews they arise from, else themselves."""
    return {
        incident
        for one in sources
        for incident in ((isinstance(one, FullReview) and one.arises_from) or [one.id])
    }


def independent(groups: Iterable[Iterable[Source | None]]) -> list[tuple[str, ...]]:
    """Of groups that count as one source each, those that share no incident with one before.

    A source that is not there yet is None, and leaves its group without a date.
    """

    def place(group: list[Source | None]) -> Any:
        ids = tuple(sorted(one.id for one in group if one))
        on = None if None in group else span(known(one) for one in group if one)
        return (0, on.first, on.last, ids) if on else (1, dt.date.min, dt.date.min, ids)

    found: list[tuple[str, ...]] = []
    taken: set[str] = set()
    for group in sorted(map(list, groups), key=place):
        there = [one for one in group if one]
        if not incidents(there) & taken:
            found.append(tuple(sorted(one.id for one in there)))
            taken |= incidents(there)
    return found


def improvements(tracker: lt.Tracker) -> list[Finding]:
    """The areas for improvement."""
    return [one for one in tracker.of(Finding) if one.judgement is Judgement.IMPROVEMENT]


def top(tracker: lt.Tracker, theme: str) -> str:
    """The broadest theme that a theme lies in."""
    broader = tracker[theme].broader
    return top(tracker, broader) if broader else theme


def under(tracker: lt.Tracker, theme: str) -> set[str]:
    """The theme and all those within it."""
    within = [one.id for one in tracker.of(Theme) if one.broader == theme]
    return {theme}.union(*(under(tracker, one) for one in within))


def themes_of(tracker: lt.Tracker, action: Action) -> set[str]:
    """An action's own themes, and those of the recommendations and findings it answers."""
    found = set(action.themes)
    for one in map(tracker.__getitem__, action.answers):
        found |= set(getattr(one, "themes", ()))
        if isinstance(one, Recommendation):
            found.update(*(tracker[each].themes for each in one.findings))
    return found


def holder(tracker: lt.Tracker, agency: str) -> str:
    """Who answers for an agency: the last of its successors."""
    successor = getattr(tracker[agency], "succeeded_by", None)
    return holder(tracker, successor) if successor else agency


def family(tracker: lt.Tracker, agency: str) -> set[str]:
    """The agency with those it succeeded and its parts, and theirs."""
    nearer = [one.id for one in tracker.of(Agency) if agency in {one.succeeded_by, one.part_of}]
    return {agency}.union(*(family(tracker, one) for one in nearer))


def coded(
    tracker: lt.Tracker, findings: Iterable[Finding], frame: str, *, roll_up: bool = False
) -> dict[str, set[str]]:
    """The findings on each theme of a frame, or on each broadest theme, by id."""
    rows: dict[str, set[str]] = {}
    for finding in findings:
        for theme in finding.themes:
            if tracker[theme].frame == frame:
                row = top(tracker, theme) if roll_up else theme
                rows.setdefault(row, set()).add(finding.id)
    return rows


def independent_of(tracker: lt.Tracker, findings: Iterable[str]) -> list[tuple[str, ...]]:
    """What raised the findings, each incident once."""
    found = [tracker[one] for one in findings]
    return independent(
        [*sources_of(tracker, one), *([None] if hidden(tracker, one) else [])] for one in found
    )


def marks(tracker: lt.Tracker, finding: Finding) -> dict[str, set[str]]:
    """The findings for which one is marked "*" or "**", and "?" those of uncertain order."""
    found: dict[str, set[str]] = {"*": set(), "**": set(), "?": set()}
    mine = sources_of(tracker, finding)
    for other in tracker.of(Finding):
        same = other.judgement is finding.judgement
        if other.id == finding.id or not (same or finding.judgement is Judgement.STRENGTH):
            continue
        mark = "**" if same else "*"
        theirs = sources_of(tracker, other)
        if other.id in finding.repeats:
            found[mark].add(other.id)
        elif set(other.themes) & set(finding.themes) and comparable(mine, theirs) is not False:
            now, then = known_on(tracker, finding), known_on(tracker, other)
            if now is None or then is None or now.overlaps(then):
                found["?"].add(other.id)
            elif then.last < now.first:
                found[mark if comparable(mine, theirs) else "?"].add(other.id)
    return found


def comparable(mine: list[Source], theirs: list[Source]) -> bool | None:
    """Whether findings of these are compared: reviews with reviews, audits with both.

    None where only some of the others' sources would be.
    """
    if any(isinstance(one, CaseFileAudit) for one in mine):
        fit: tuple[type[Source], ...] = (CaseFileAudit, Review)
    else:
        fit = (Review,) if any(isinstance(one, Review) for one in mine) else ()
    fits = [isinstance(one, fit) for one in theirs]
    if not any(fits) or incidents(mine) & incidents(theirs):
        return False
    return True if all(fits) else None


def frames(tracker: lt.Tracker) -> list[str]:
    """The frames by which a tracker's themes may be counted."""
    return sorted({"practice", *(one.frame for one in tracker.of(Theme))})


def noted(table: Table[Any], words: str) -> set[str]:
    """The ids of the records that the note with these words is about."""
    return {one.id for note in table.notes if words in note.text for one in note.records}


# Every question


def otherwise_coded(tracker: lt.Tracker) -> dict[str, tuple[str, ...]]:
    """The findings of a tracker as another coder would have them: without their first theme."""
    seen = set(tracker.themes)
    return {
        one.id: tuple(theme for theme in one.themes if theme in seen)[1:]
        for one in tracker.of(Finding)
    }


QUESTIONS: Mapping[str, Callable[[lt.Tracker], Table[Any]]] = {
    "changes_since": lambda t: t.changes_since("2024-04-01"),
    "themes.recurring": lambda t: t.themes.recurring(),
    "themes.recurring, once": lambda t: t.themes.recurring(
        judgement="strength", since="2023-24", at_least=1, roll_up=True
    ),
    "themes.by_year": lambda t: t.themes.by_year(),
    "themes.returned": lambda t: t.themes.returned(),
    "themes.returned, completed": lambda t: t.themes.returned(after="completed"),
    "themes.returned, agreed": lambda t: t.themes.returned(after="agreed"),
    "themes.progress": lambda t: t.themes.progress(),
    "themes.pairs": lambda t: t.themes.pairs(),
    "themes.pairs, once": lambda t: t.themes.pairs(at_least=1, judgement="strength"),
    "findings.agreement": lambda t: t.findings.agreement(otherwise_coded(t)),
    "findings.disagreements": lambda t: t.findings.disagreements(otherwise_coded(t)),
    "findings.by_theme": lambda t: t.findings.by_theme(),
    "findings.by_theme, of a year": lambda t: t.findings.by_theme(
        year="2024-25", source_kinds="review", roll_up=True
    ),
    "findings.listing": lambda t: t.findings.listing("review", "improvement"),
    "findings.listing, of a year": lambda t: t.findings.listing(
        "case-file-audit", "strength", year="2024-25"
    ),
    "findings.crosstab": lambda t: t.findings.crosstab("theme", "year"),
    "findings.crosstab, of findings": lambda t: t.findings.crosstab(
        "agency", "judgement", count="findings"
    ),
    "findings.crosstab, of files": lambda t: t.findings.crosstab(
        "theme", "judgement", count="files"
    ),
    "findings.crosstab, of children": lambda t: t.findings.crosstab(
        "partnership", "year", count="children"
    ),
    "findings.unaddressed": lambda t: t.findings.unaddressed(),
    "findings.gaps": lambda t: t.findings.gaps(),
    "findings.gaps, of a year": lambda t: t.findings.gaps(year="2024-25"),
    "recommendations.unanswered": lambda t: t.recommendations.unanswered(),
    "recommendations.without_action": lambda t: t.recommendations.without_action(),
    "recommendations.follow_through": lambda t: t.recommendations.follow_through(),
    "actions.outstanding": lambda t: t.actions.outstanding(),
    "actions.late": lambda t: t.actions.late(),
    "actions.undated": lambda t: t.actions.undated(),
    "actions.awaiting_sign_off": lambda t: t.actions.awaiting_sign_off(),
    "actions.claimed": lambda t: t.actions.claimed(),
    "actions.colour_challenges": lambda t: t.actions.colour_challenges(),
    "actions.training_only": lambda t: t.actions.training_only(),
    "actions.due_for_recheck": lambda t: t.actions.due_for_recheck(),
    "actions.due_for_recheck, soon": lambda t: t.actions.due_for_recheck(months=1),
    "actions.over_time": lambda t: t.actions.over_time(),
    "reviews.by_year, rapid reviews": lambda t: t.reviews.by_year("rapid-review"),
    "reviews.by_year, LCSPRs": lambda t: t.reviews.by_year("lcspr"),
    "reviews.by_year, learning reviews": lambda t: t.reviews.by_year("learning-review"),
    "reviews.timeliness": lambda t: t.reviews.timeliness(),
    "audits.outcomes": lambda t: t.audits.outcomes(),
    "audits.outcomes, of a year": lambda t: t.audits.outcomes(year="2024-25"),
    "audits.standards": lambda t: t.audits.standards(),
    "agencies.workload": lambda t: t.agencies.workload(),
    "agencies.asked": lambda t: t.agencies.asked(),
    "agencies.silent": lambda t: t.agencies.silent(),
    "meetings.decided": lambda t: t.meetings.decided(),
    "meetings.decided, the first": lambda t: t.meetings.decided(next(iter(t.meetings), None)),
    "meetings.follow_ups": lambda t: t.meetings.follow_ups(),
    "evidence.by_level": lambda t: t.evidence.by_level(),
    "evidence.shown": lambda t: t.evidence.shown(),
    "evidence.shown, of a year": lambda t: t.evidence.shown(year="2024-25"),
    "disseminations.reach": lambda t: t.disseminations.reach(),
}
"""Each question of a table, asked plainly and in other ways; `trace` needs an id."""
