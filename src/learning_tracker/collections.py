"""The nouns of a tracker: read-only mappings of id to record, with the questions about them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, Generic, TypeVar, cast

from learning_tracker.dates import ReportingYear, When
from learning_tracker.errors import UnknownId
from learning_tracker.kinds import Record
from learning_tracker.queries import (
    actions,
    agencies,
    agreement,
    audits,
    by_theme,
    by_year,
    changes,
    colours,
    crosstab,
    decided,
    dissemination,
    evidence,
    follow_through,
    follow_ups,
    gaps,
    listing,
    meetings,
    over_time,
    pairs,
    progress,
    recheck,
    recommendations,
    recurring,
    requests,
    returned,
    reviews,
    standards,
    training,
    unaddressed,
)
from learning_tracker.queries.action_rows import ActionRow
from learning_tracker.queries.agreement import Disagreement, ThemeAgreement
from learning_tracker.queries.two_coders import Coding
from learning_tracker.records import (
    Action,
    Agency,
    CaseFileAudit,
    Dissemination,
    Evidence,
    Finding,
    Meeting,
    Recommendation,
    Review,
    Source,
    StandardsAudit,
    Theme,
)
from learning_tracker.tables import Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Judgement, State

R = TypeVar("R", bound=Record)


class Collection(Mapping[str, R], Generic[R]):
    """The records of one noun, by id, in order of id."""

    kinds: ClassVar[tuple[type[Record], ...]]

    def __init__(self, view: View) -> None:
        self._view = view

    def __getitem__(self, identifier: str) -> R:
        record = self._view[identifier]
        if not isinstance(record, self.kinds):
            raise UnknownId(identifier, self)
        return cast("R", record)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(one.id for kind in self.kinds for one in self._view.of(kind)))

    def __len__(self) -> int:
        return sum(1 for kind in self.kinds for _ in self._view.of(kind))

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self)}>"


class Themes(Collection[Theme]):
    """Practice themes, and what keeps coming back on them."""

    kinds = (Theme,)

    def recurring(
        self,
        *,
        judgement: Judgement | str = Judgement.IMPROVEMENT,
        since: ReportingYear | When | str | None = None,
        at_least: int = 2,
        frame: str = "practice",
        roll_up: bool = False,
    ) -> Table[recurring.RecurringTheme]:
        """Themes raised by several independent sources: see `queries.recurring.recurring`."""
        return recurring.recurring(
            self._view,
            judgement=judgement,
            since=since,
            at_least=at_least,
            frame=frame,
            roll_up=roll_up,
        )

    def by_year(
        self, *, judgement: Judgement | str | None = None, frame: str = "practice"
    ) -> Table[by_year.ThemeByYear]:
        """Independent sources on each theme in each year: see `queries.by_year.by_year`."""
        return by_year.by_year(self._view, judgement=judgement, frame=frame)

    def returned(self, *, after: str = "signed_off") -> Table[returned.ReturnedTheme]:
        """Themes that came back after they were done: see `queries.returned.returned`."""
        return returned.returned(self._view, after=after)

    def progress(self, *, frame: str = "practice") -> Table[progress.ProgressOnTheme]:
        """Strengths on what was an improvement: see `queries.progress.progress`."""
        return progress.progress(self._view, frame=frame)

    def pairs(
        self,
        *,
        at_least: int = 2,
        judgement: Judgement | str = Judgement.IMPROVEMENT,
        frame: str = "practice",
    ) -> Table[pairs.PairOfThemes]:
        """Themes that come together: see `queries.pairs.pairs`."""
        return pairs.pairs(self._view, at_least=at_least, judgement=judgement, frame=frame)


class Findings(Collection[Finding]):
    """What sources found of practice."""

    kinds = (Finding,)

    def by_theme(
        self,
        *,
        source_kinds: str | Iterable[str] | None = None,
        year: ReportingYear | str | None = None,
        roll_up: bool = False,
        frame: str = "practice",
    ) -> Table[by_theme.FoundOnTheme]:
        """What was found on each theme, with marks: see `queries.by_theme.by_theme`."""
        return by_theme.by_theme(
            self._view, source_kinds=source_kinds, year=year, roll_up=roll_up, frame=frame
        )

    def listing(
        self,
        source_kinds: str,
        judgement: Judgement | str,
        *,
        year: ReportingYear | str | None = None,
        frame: str = "practice",
    ) -> Table[listing.Listed]:
        """A row for each finding, as annual reports print them: see `queries.listing.listing`."""
        return listing.listing(self._view, source_kinds, judgement, year=year, frame=frame)

    def crosstab(self, rows: str, columns: str, count: str = "sources") -> Table[crosstab.CrossRow]:
        """What was found, sorted in two ways at once: see `queries.crosstab.crosstab`."""
        return crosstab.crosstab(self._view, rows, columns, count)

    def unaddressed(self) -> Table[unaddressed.UnaddressedFinding]:
        """Improvements that nobody has taken up: see `queries.unaddressed.unaddressed`."""
        return unaddressed.unaddressed(self._view)

    def agreement(self, other: Coding, *, frame: str = "practice") -> Table[ThemeAgreement]:
        """How far another coder agrees about each theme: see `queries.agreement.agreement`."""
        return agreement.agreement(self._view, other, frame=frame)

    def disagreements(self, other: Coding, *, frame: str = "practice") -> Table[Disagreement]:
        """What another coded to other themes: see `queries.agreement.disagreements`."""
        return agreement.disagreements(self._view, other, frame=frame)

    def gaps(self, *, year: ReportingYear | str | None = None) -> Table[gaps.Gap]:
        """Where the thread from each improvement stops: see `queries.gaps.gaps`."""
        return gaps.gaps(self._view, year=year)


class Recommendations(Collection[Recommendation]):
    """What sources ask of agencies."""

    kinds = (Recommendation,)

    def unanswered(self) -> Table[recommendations.UnansweredRecommendation]:
        """Who owes an answer: see `queries.recommendations.unanswered`."""
        return recommendations.unanswered(self._view)

    def without_action(self) -> Table[recommendations.RecommendationWithoutAction]:
        """What no action answers: see `queries.recommendations.without_action`."""
        return recommendations.without_action(self._view)

    def follow_through(self) -> Table[follow_through.FollowedThrough]:
        """What was done on each: see `queries.follow_through.follow_through`."""
        return follow_through.follow_through(self._view)


class Actions(Collection[Action]):
    """What agencies agreed to do."""

    kinds = (Action,)

    def state(self, identifier: str) -> State:
        """The state that follows from an action's updates: see `queries.actions.state`."""
        return actions.state(self._view, identifier)

    def outstanding(
        self, *, agency: str | None = None, theme: str | None = None, source: str | None = None
    ) -> Table[ActionRow]:
        """What is still to do, or only said to be done: see `queries.actions.outstanding`."""
        return actions.outstanding(self._view, agency=agency, theme=theme, source=source)

    def late(self, *, agency: str | None = None) -> Table[ActionRow]:
        """What is past its agreed date and not evidenced: see `queries.actions.late`."""
        return actions.late(self._view, agency=agency)

    def undated(self) -> Table[ActionRow]:
        """What has no agreed date: see `queries.actions.undated`."""
        return actions.undated(self._view)

    def awaiting_sign_off(self) -> Table[ActionRow]:
        """What waits for the partnership: see `queries.actions.awaiting_sign_off`."""
        return actions.awaiting_sign_off(self._view)

    def claimed(self) -> Table[ActionRow]:
        """What is said to be done and not shown: see `queries.actions.claimed`."""
        return actions.claimed(self._view)

    def colour_challenges(self, *, agency: str | None = None) -> Table[colours.ColourRow]:
        """Colours better than the verdict: see `queries.colours.colour_challenges`."""
        return colours.colour_challenges(self._view, agency=agency)

    def training_only(self) -> Table[training.TrainingOnly]:
        """What nothing but training answers: see `queries.training.training_only`."""
        return training.training_only(self._view)

    def due_for_recheck(self, *, months: int = 12) -> Table[recheck.Recheck]:
        """What was signed off and not looked at since: see `queries.recheck.due_for_recheck`."""
        return recheck.due_for_recheck(self._view, months=months)

    def over_time(self) -> Table[over_time.AtDay]:
        """How they stood at the end of each quarter: see `queries.over_time.over_time`."""
        return over_time.over_time(self._view)


class Reviews(Collection[Review]):
    """Rapid reviews, LCSPRs and learning reviews."""

    kinds = (Review,)

    def by_year(self, kind: str) -> Table[reviews.ReviewsOfYear]:
        """How many there were in each year: see `queries.reviews.by_year`."""
        return reviews.by_year(self._view, kind)

    def timeliness(self) -> Table[reviews.Timeliness]:
        """Whether they kept the statutory limits: see `queries.reviews.timeliness`."""
        return reviews.timeliness(self._view)


class Audits(Collection[Source]):
    """Case-file audits and audits of standards."""

    kinds = (CaseFileAudit, StandardsAudit)

    def outcomes(self, *, year: ReportingYear | str | None = None) -> Table[audits.AuditOutcome]:
        """Case-file audits against the last of the same topic: see `queries.audits.outcomes`."""
        return audits.outcomes(self._view, year=year)

    def standards(
        self, *, year: ReportingYear | str | None = None
    ) -> Table[standards.StandardsRow]:
        """Audits of standards, section by section: see `queries.standards.standards`."""
        return standards.standards(self._view, year=year)


class Agencies(Collection[Agency]):
    """The organisations that work with the partnership, and its groups."""

    kinds = (Agency,)

    def workload(self) -> Table[agencies.Workload]:
        """Who has what to do: see `queries.agencies.workload`."""
        return agencies.workload(self._view)

    def asked(self) -> Table[requests.Asked]:
        """The requests of the last round: see `queries.requests.asked`."""
        return requests.asked(self._view)

    def silent(self) -> Table[requests.Silent]:
        """Who was asked and has not answered: see `queries.requests.silent`."""
        return requests.silent(self._view)


class Meetings(Collection[Meeting]):
    """Meetings of the partnership and its groups, and what they decided."""

    kinds = (Meeting,)

    def last(self, body: str | None = None) -> Meeting | None:
        """The last meeting held, if that is certain: see `queries.meetings.last`."""
        return meetings.last(self._view, body)

    def follow_ups(self) -> Table[decided.Decided]:
        """What was to be heard of by now, and was not: see `queries.follow_ups.due`."""
        return follow_ups.due(self._view)

    def decided(self, meeting: Meeting | str | None = None) -> Table[decided.Decided]:
        """What a meeting decided, and what came of it: see `queries.decided.decided`."""
        return decided.decided(self._view, meeting)


class EvidenceHeld(Collection[Evidence]):
    """What shows that something was done, how well, and with what difference."""

    kinds = (Evidence,)

    def by_level(self) -> Table[evidence.EvidenceAtLevel]:
        """How much there is at each level: see `queries.evidence.by_level`."""
        return evidence.by_level(self._view)

    def shown(self, *, year: ReportingYear | str | None = None) -> Table[changes.Shown]:
        """What shows how well, or a difference: see `queries.changes.shown`."""
        return changes.shown(self._view, year=year)


class Disseminations(Collection[Dissemination]):
    """How learning was spread."""

    kinds = (Dissemination,)

    def reach(self) -> Table[dissemination.Reach]:
        """Whom each reached: see `queries.dissemination.reach`."""
        return dissemination.reach(self._view)
