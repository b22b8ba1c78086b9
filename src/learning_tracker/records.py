"""The records: what a partnership knows of its learning, typed and frozen.

A record is made with keywords, never changed, and replaced by a changed copy
(`attrs.evolve`). Dates may be given as text (`"2025-02"`), words of a vocabulary by
their value (`"improvement"`). Links to other records hold ids.
"""

from typing import Annotated, ClassVar

import attrs

from learning_tracker.dates import When
from learning_tracker.fields import Checked, Count, Identifier, Percent, Text, event
from learning_tracker.kinds import Record
from learning_tracker.links import Links, Relation
from learning_tracker.policy import Policy
from learning_tracker.vocabulary import (
    AgencyRole,
    Change,
    Channel,
    Colour,
    Event,
    Framework,
    Judgement,
    Level,
    Outcome,
    Publication,
    ResponseDecision,
    ReviewType,
    Scope,
)

# What a partnership is made of


@attrs.frozen(kw_only=True)
class Partnership(Record):
    """A local safeguarding children partnership and its policy.

    Its `note` stands first in every report.
    """

    kind: ClassVar[str] = "partnership"

    name: Text
    policy: Policy = attrs.field(factory=Policy)


@attrs.frozen(kw_only=True)
class Agency(Record):
    """An organisation that works with the partnership, or a group within it.

    Attributes:
        sector: health, education, police and so on, in the partnership's words.
        aliases: other names under which documents speak of it.
        succeeded_on: when its successor took over.
    """

    kind: ClassVar[str] = "agency"

    name: Text
    sector: str = ""
    role: AgencyRole = AgencyRole.OTHER
    part_of: Annotated[Identifier | None, Links(Relation.PART_OF, "Agency")] = None
    aliases: tuple[Text, ...] = ()
    succeeded_by: Annotated[Identifier | None, Links(Relation.SUCCEEDED_BY, "Agency")] = None
    succeeded_on: Annotated[When | None, event(dates="succeeded_by")] = None


@attrs.frozen(kw_only=True)
class Theme(Record):
    """A practice theme: what findings are coded to.

    Attributes:
        frame: the list of themes it belongs to; "practice" unless said otherwise.
        broader: the theme that it is a part of, in the same frame.
        matches: themes of other frames that mean the same.
        guid: its identity in a codebook exchanged with other tools.
    """

    kind: ClassVar[str] = "theme"

    name: Text
    definition: str = ""
    frame: Text = "practice"
    broader: Annotated[Identifier | None, Links(Relation.BROADER, "Theme")] = None
    aliases: tuple[Text, ...] = ()
    matches: Annotated[tuple[Identifier, ...], Links(Relation.MATCHES, "Theme")] = ()
    guid: str = ""


# What learning comes from


@attrs.frozen(kw_only=True)
class Source(Record):
    """What learning comes from: a review, an audit or an inspection.

    Attributes:
        summary: what happened in general terms, fit for a briefing.
        attributes: small pairs of text, such as harm type or age band, for cross-tables.
        publication: whether the public may read it.
        embargoed_until: when the embargo is expected to end; it ends by a change to published.
    """

    title: Text
    summary: str = ""
    partnership: Annotated[Identifier | None, Links(Relation.BELONGS_TO, "Partnership")] = None
    attributes: tuple[tuple[Text, str], ...] = ()
    publication: Publication = Publication.UNPUBLISHED
    embargoed_until: When | None = None

    def _dates(self, *names: str) -> list[When]:
        dates = (getattr(self, name, None) for name in names)
        return [date for date in dates if date is not None]

    @property
    def known_on(self) -> When | None:
        """When its learning was first known: the earliest of held, completed, submitted, published.

        Of dates as wide as a month it is the span in which the earliest lies.
        """
        dates = self._dates("held_on", "completed_on", "submitted_on", "published_on")
        if not dates:
            return None
        return When(min(date.first for date in dates), min(date.last for date in dates))

    @property
    def counted_on(self) -> When | None:
        """The date by which it is counted in a reporting year.

        When it was published, else completed, submitted, held.
        """
        dates = self._dates("published_on", "completed_on", "submitted_on", "held_on")
        return dates[0] if dates else None


@attrs.frozen(kw_only=True)
class Review(Source):
    """A source that looks into one incident."""

    incident_on: Annotated[When | None, event(begins=False)] = None


@attrs.frozen(kw_only=True)
class RapidReview(Review):
    """A rapid review of a serious child safeguarding incident.

    Attributes:
        aware_on: when the local authority became aware of the incident.
        notified_on: when it notified the national Panel.
        held_on: when the review meeting was held.
        submitted_on: when the report went to the Panel.
        agreed_deadline: a later day for it, agreed with the Panel.
        decision: what was decided, such as whether an LCSPR follows.
        children: how many children the incident concerns.
    """

    kind: ClassVar[str] = "rapid-review"

    aware_on: Annotated[When | None, event()] = None
    notified_on: Annotated[When | None, event()] = None
    held_on: Annotated[When | None, event()] = None
    submitted_on: Annotated[When | None, event()] = None
    agreed_deadline: When | None = None
    decision: str = ""
    children: Count | None = None


@attrs.frozen(kw_only=True)
class FullReview(Review):
    """What an LCSPR and a learning review have in common.

    Attributes:
        arises_from: the rapid reviews that it takes further; with them it is one source.
        initiated_on: when it was decided to hold it.
        completed_on: when its report was agreed.
        published_on: when its report was published.
    """

    arises_from: Annotated[
        tuple[Identifier, ...], Links(Relation.ARISES_FROM, "RapidReview", thread=True)
    ] = ()
    initiated_on: Annotated[When | None, event()] = None
    completed_on: Annotated[When | None, event()] = None
    published_on: Annotated[When | None, event()] = None
    url: str = ""


@attrs.frozen(kw_only=True)
class LCSPR(FullReview):
    """A local child safeguarding practice review."""

    kind: ClassVar[str] = "lcspr"


@attrs.frozen(kw_only=True)
class LearningReview(FullReview):
    """A learning review that the partnership chose to hold; it is no LCSPR."""

    kind: ClassVar[str] = "learning-review"


@attrs.frozen(kw_only=True)
class CaseFileAudit(Source):
    """An audit of case files on one topic by several agencies together.

    Attributes:
        topic: what was audited.
        period: the time from which the audited files come.
        held_on: when the audit took place.
        grades: how many files were given each grade, best grade first.
        reported_outcome: how the partnership reported its gradings against the last
            audit of the topic.
    """

    kind: ClassVar[str] = "case-file-audit"

    topic: Annotated[Identifier, Links(Relation.ABOUT, "Theme")]
    period: Annotated[When | None, event(begins=False)] = None
    held_on: Annotated[When | None, event()] = None
    grades: tuple[tuple[Text, Count], ...] = ()
    reported_outcome: Outcome | None = None


@attrs.frozen(kw_only=True)
class StandardsSection(Checked):
    """A row of an audit of standards: how many returns met one section's standards.

    Attributes:
        of: how many returns there were to judge.
        reported_percent: the per cent of them that the partnership printed as met.
    """

    name: Text
    met: Count
    partly_met: Count | None = None
    not_met: Count | None = None
    of: Count
    reported_percent: Percent | None = None


@attrs.frozen(kw_only=True)
class StandardsAudit(Source):
    """Agencies' own audit against standards (Children Act 2004, section 11, and the like).

    Attributes:
        returns: how many agencies answered.
        sections: the results, one row a section.
    """

    kind: ClassVar[str] = "standards-audit"

    framework: Framework
    held_on: Annotated[When | None, event()] = None
    returns: Count | None = None
    sections: tuple[StandardsSection, ...] = ()


@attrs.frozen(kw_only=True)
class ExternalReview(Source):
    """A review or inspection by another body, or the partnership's independent scrutiny."""

    kind: ClassVar[str] = "external-review"

    body: Text
    review_type: ReviewType
    period: Annotated[When | None, event(begins=False)] = None
    published_on: Annotated[When | None, event()] = None
    url: str = ""


# What was learnt, recommended and done


@attrs.frozen(kw_only=True)
class Finding(Record):
    """What a source found of practice.

    Attributes:
        sources: what raised it. Several mean that one or more of these did and it is not
            told which: they count as one source, dated by the span of all.
        repeats: earlier findings of which a person judged that this is the same again.
        seen_in: in how many of the audited files it was seen.
        out_of: how many files were audited for it.
    """

    kind: ClassVar[str] = "finding"

    sources: Annotated[
        tuple[Identifier, ...], Links(Relation.RAISED_BY, "Source", thread=True, at_least=1)
    ]
    judgement: Judgement
    statement: Text
    themes: Annotated[tuple[Identifier, ...], Links(Relation.ABOUT, "Theme")] = ()
    agencies: Annotated[tuple[Identifier, ...], Links(Relation.CONCERNS, "Agency")] = ()
    repeats: Annotated[
        tuple[Identifier, ...], Links(Relation.REPEATS, "Finding", thread=True, hangs=False)
    ] = ()
    seen_in: Count | None = None
    out_of: Count | None = None


@attrs.frozen(kw_only=True)
class Recommendation(Record):
    """What a source asks agencies to do."""

    kind: ClassVar[str] = "recommendation"

    source: Annotated[Identifier, Links(Relation.MADE_BY, "Source", thread=True)]
    statement: Text
    findings: Annotated[
        tuple[Identifier, ...], Links(Relation.RESTS_ON, "Finding", thread=True, hangs=False)
    ] = ()
    addressed_to: Annotated[
        tuple[Identifier, ...], Links(Relation.ADDRESSED_TO, "Agency", "Partnership")
    ] = ()
    themes: Annotated[tuple[Identifier, ...], Links(Relation.ABOUT, "Theme")] = ()
    made_on: Annotated[When | None, event()] = None
    scope: Scope = Scope.LOCAL


@attrs.frozen(kw_only=True)
class Response(Record):
    """An agency's answer to a recommendation."""

    kind: ClassVar[str] = "response"

    recommendation: Annotated[
        Identifier, Links(Relation.RESPONDS_TO, "Recommendation", thread=True)
    ]
    agency: Annotated[Identifier, Links(Relation.BY, "Agency")]
    decision: ResponseDecision
    on: Annotated[When, event()]
    reason: str = ""


@attrs.frozen(kw_only=True)
class Action(Record):
    """What an agency agreed to do. Its state follows from its updates.

    Attributes:
        answers: the recommendations, findings or sources that it is an answer to.
        themes: its own themes; it has those of what it answers beside them.
        lead: who is answerable for it.
        due_on: the date first agreed; an `Update` reschedules it.
        change: what sort of change it makes.
        success_measure: how one will know that it worked.
    """

    kind: ClassVar[str] = "action"

    statement: Text
    answers: Annotated[
        tuple[Identifier, ...],
        Links(Relation.ANSWERS, "Recommendation", "Finding", "Source", thread=True),
    ] = ()
    themes: Annotated[tuple[Identifier, ...], Links(Relation.ABOUT, "Theme")] = ()
    lead: Annotated[Identifier | None, Links(Relation.LED_BY, "Agency", "Partnership")] = None
    supporting: Annotated[tuple[Identifier, ...], Links(Relation.SUPPORTED_BY, "Agency")] = ()
    agreed_on: Annotated[When | None, event()] = None
    due_on: When | None = None
    change: Change = Change.OTHER
    success_measure: str = ""
    depends_on: Annotated[tuple[Identifier, ...], Links(Relation.DEPENDS_ON, "Action")] = ()


@attrs.frozen(kw_only=True)
class Update(Record):
    """What was said of an action on a date, and by whom.

    Attributes:
        event: what happened. Some events are rulings: only the partnership or one of its
            groups makes them, best at a meeting.
        due_on: the new date, where one is proposed or agreed.
        colour: the colour that the agency reported.
        superseded_by: the action that took its place.
    """

    kind: ClassVar[str] = "update"

    action: Annotated[Identifier, Links(Relation.UPDATES, "Action", thread=True)]
    on: Annotated[When, event()]
    by: Annotated[Identifier, Links(Relation.BY, "Agency", "Partnership")]
    event: Event
    statement: str = ""
    due_on: When | None = None
    colour: Colour | None = None
    meeting: Annotated[Identifier | None, Links(Relation.AT_MEETING, "Meeting")] = None
    superseded_by: Annotated[Identifier | None, Links(Relation.SUPERSEDED_BY, "Action")] = None


@attrs.frozen(kw_only=True)
class Evidence(Record):
    """What shows that something was done, how well, or with what difference for children.

    Evidence above "activity" that names neither what it was drawn from nor an address is
    stated, not shown, and counts as activity.
    """

    kind: ClassVar[str] = "evidence"

    on: Annotated[When, event()]
    statement: Text
    level: Level
    supports: Annotated[
        tuple[Identifier, ...],
        Links(
            Relation.SUPPORTS, "Action", "Recommendation", "Finding", "Theme",
            thread=True, hangs=False,
        ),
    ] = ()  # fmt: skip
    drawn_from: Annotated[Identifier | None, Links(Relation.DRAWN_FROM, "Source", "Measure")] = None
    url: str = ""

    @property
    def shown(self) -> bool:
        """Whether it says where it can be looked at."""
        return self.drawn_from is not None or self.url != ""

    @property
    def counts_as(self) -> Level:
        """The level it counts at: activity, unless it can be looked at."""
        return self.level if self.shown else Level.ACTIVITY


@attrs.frozen(kw_only=True)
class Measure(Record):
    """A figure that the partnership follows over time."""

    kind: ClassVar[str] = "measure"

    name: Text
    unit: Text
    themes: Annotated[tuple[Identifier, ...], Links(Relation.ABOUT, "Theme")] = ()
    owner: Annotated[Identifier | None, Links(Relation.OWNED_BY, "Agency")] = None


@attrs.frozen(kw_only=True)
class Observation(Record):
    """The value of a measure, or the reach of a dissemination, on a date."""

    kind: ClassVar[str] = "observation"

    of: Annotated[Identifier, Links(Relation.OF, "Measure", "Dissemination")]
    on: Annotated[When, event()]
    value: float


@attrs.frozen(kw_only=True)
class Dissemination(Record):
    """How the learning of one or more sources was spread."""

    kind: ClassVar[str] = "dissemination"

    sources: Annotated[tuple[Identifier, ...], Links(Relation.SPREADS, "Source", hangs=True)] = ()
    channel: Channel
    on: Annotated[When | None, event()] = None


# Meetings, and what is asked of agencies


@attrs.frozen(kw_only=True)
class Meeting(Record):
    """A meeting of a group that decides."""

    kind: ClassVar[str] = "meeting"

    body: Text
    on: Annotated[When, event()]


@attrs.frozen(kw_only=True)
class Decision(Record):
    """What a meeting decided, other than a ruling on an action (which is an update)."""

    kind: ClassVar[str] = "decision"

    meeting: Annotated[Identifier, Links(Relation.AT_MEETING, "Meeting", hangs=True)]
    about: Annotated[tuple[Identifier, ...], Links(Relation.CONCERNS, "Record")] = ()
    statement: Text
    follow_up_on: When | None = None


@attrs.frozen(kw_only=True)
class Request(Record):
    """What an agency was asked to report on, and whether it answered."""

    kind: ClassVar[str] = "request"

    agency: Annotated[Identifier, Links(Relation.ASKED_OF, "Agency")]
    actions: Annotated[tuple[Identifier, ...], Links(Relation.ASKS_ABOUT, "Action")] = ()
    sent_on: Annotated[When, event()]
    due_back_on: When
    returned_on: Annotated[When | None, event(begins=False)] = None
