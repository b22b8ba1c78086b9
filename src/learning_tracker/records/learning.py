"""What was learnt, recommended and done, what shows it, and how it was spread."""

from typing import Annotated, ClassVar

import attrs

from learning_tracker.dates import When
from learning_tracker.fields import Count, Identifier, Text, event, of_children
from learning_tracker.kinds import Record
from learning_tracker.links import Links, Relation
from learning_tracker.vocabulary import (
    Change,
    Channel,
    Colour,
    Event,
    Judgement,
    Level,
    ResponseDecision,
    Scope,
)


@attrs.frozen(kw_only=True)
class Finding(Record):
    """What a source found of practice.

    Attributes:
        judgement: a strength, or an improvement.
        statement: what was found, in general terms.
        themes: the themes it is coded to.
        agencies: the agencies whose practice it is about.
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
        tuple[Identifier, ...],
        Links(Relation.REPEATS, "Finding", thread=True, hangs=False, rests=False),
    ] = ()
    seen_in: Annotated[Count | None, of_children()] = None
    out_of: Annotated[Count | None, of_children()] = None


@attrs.frozen(kw_only=True)
class Recommendation(Record):
    """What a source asks agencies to do.

    Attributes:
        source: what makes it.
        statement: what is asked.
        findings: the findings that it rests on.
        addressed_to: who should act; each answers for itself.
        themes: the themes it is coded to.
        made_on: when it was made.
        scope: how far it reaches.
    """

    kind: ClassVar[str] = "recommendation"

    source: Annotated[Identifier, Links(Relation.MADE_BY, "Source", thread=True)]
    statement: Text
    findings: Annotated[
        tuple[Identifier, ...],
        Links(Relation.RESTS_ON, "Finding", thread=True, hangs=False, rests=False),
    ] = ()
    addressed_to: Annotated[
        tuple[Identifier, ...], Links(Relation.ADDRESSED_TO, "Agency", "Partnership")
    ] = ()
    themes: Annotated[tuple[Identifier, ...], Links(Relation.ABOUT, "Theme")] = ()
    made_on: Annotated[When | None, event()] = None
    scope: Scope = Scope.LOCAL


@attrs.frozen(kw_only=True)
class Response(Record):
    """An agency's answer to a recommendation.

    Attributes:
        recommendation: what is answered.
        agency: who answers.
        decision: whether it is accepted.
        on: when it was answered.
        reason: why it was answered so.
    """

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
        statement: what is to be done.
        supporting: who helps the lead.
        agreed_on: when it was agreed.
        depends_on: the actions that must be done first.
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
        action: what it is about.
        on: when it was said.
        by: who said it.
        statement: what was said.
        meeting: the meeting that ruled so.
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

    Attributes:
        on: when it was found.
        statement: what it shows.
        level: how much did we do, how well, or with what difference.
        supports: what it is evidence for.
        drawn_from: the source or measure that it comes from.
        url: where it can be looked at.
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
    drawn_from: Annotated[
        Identifier | None, Links(Relation.DRAWN_FROM, "Source", "Measure", rests=True)
    ] = None
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
    """A figure that the partnership follows over time.

    Attributes:
        name: what is measured.
        unit: in what.
        themes: the themes that it tells of.
        owner: who collects it.
    """

    kind: ClassVar[str] = "measure"

    name: Text
    unit: Text
    themes: Annotated[tuple[Identifier, ...], Links(Relation.ABOUT, "Theme")] = ()
    owner: Annotated[Identifier | None, Links(Relation.OWNED_BY, "Agency")] = None


@attrs.frozen(kw_only=True)
class Observation(Record):
    """The value of a measure, or the reach of a dissemination, on a date.

    Attributes:
        of: what was measured or counted.
        on: when.
        value: the figure, in the unit of the measure; of a dissemination, how many it reached.
    """

    kind: ClassVar[str] = "observation"

    of: Annotated[Identifier, Links(Relation.OF, "Measure", "Dissemination")]
    on: Annotated[When, event()]
    value: float


@attrs.frozen(kw_only=True)
class Dissemination(Record):
    """How the learning of one or more sources was spread.

    Attributes:
        sources: whose learning was spread.
        channel: by what way.
        on: when.
    """

    kind: ClassVar[str] = "dissemination"

    sources: Annotated[
        tuple[Identifier, ...], Links(Relation.SPREADS, "Source", hangs=True, rests=True)
    ] = ()
    channel: Channel
    on: Annotated[When | None, event()] = None
