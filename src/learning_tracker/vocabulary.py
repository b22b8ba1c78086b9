"""The closed vocabularies: the words a record may choose from.

Plain `Enum`s, so that a misspelt word is refused and never taken as a new one.
In files and data a word stands by its value; people read its label.
"""

from enum import Enum

_INITIALS = frozenset({"jtai", "dhr", "sar", "cdop"})


class Word(Enum):
    """A word of a closed vocabulary."""

    # There is one object for each word. By its name, as enums do it, takes six times as long,
    # and words are looked up for each action many times.
    __hash__ = object.__hash__

    @property
    def label(self) -> str:
        """The word as people read it.

        >>> AgencyRole.SAFEGUARDING_PARTNER.label
        'safeguarding partner'
        >>> ReviewType.JTAI.label
        'JTAI'
        """
        text: str = self.value
        return text.upper() if text in _INITIALS else text.replace("_", " ")


class Basis(Word):
    """How a record is known: stated by its source, or inferred from it."""

    STATED = "stated"
    INFERRED = "inferred"


class Judgement(Word):
    """What a finding says of practice: a strength, or an area for improvement."""

    STRENGTH = "strength"
    IMPROVEMENT = "improvement"


class AgencyRole(Word):
    """The part an agency has in the partnership's arrangements."""

    SAFEGUARDING_PARTNER = "safeguarding_partner"
    RELEVANT_AGENCY = "relevant_agency"
    GROUP = "group"
    OTHER = "other"


class Publication(Word):
    """Whether the public may read a source. An embargo ends only by a change to published."""

    UNPUBLISHED = "unpublished"
    PUBLISHED = "published"
    WITHHELD = "withheld"
    EMBARGOED = "embargoed"


class Framework(Word):
    """The duty that an audit of standards checks."""

    SECTION_11 = "section-11"
    SECTION_175_157 = "section-175-157"
    OTHER = "other"


class ReviewType(Word):
    """What sort of review another body made."""

    NATIONAL_REVIEW = "national_review"
    JTAI = "jtai"
    INSPECTION = "inspection"
    SCRUTINY = "scrutiny"
    DHR = "dhr"
    SAR = "sar"
    CDOP = "cdop"
    INQUIRY = "inquiry"
    OTHER = "other"


class Scope(Word):
    """How far a recommendation reaches."""

    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"


class ResponseDecision(Word):
    """What an agency answers to a recommendation."""

    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    UNDER_CONSIDERATION = "under_consideration"
    NOT_ACCEPTED = "not_accepted"


class Change(Word):
    """What sort of change an action makes."""

    TRAINING = "training"
    PROCEDURE = "procedure"
    SYSTEM = "system"
    COMMISSIONING = "commissioning"
    AUDIT = "audit"
    COMMUNICATION = "communication"
    OTHER = "other"


class Event(Word):
    """What an update says happened to an action."""

    PROGRESS = "progress"
    PROPOSED_DATE = "proposed_date"
    RESCHEDULED = "rescheduled"
    COMPLETED = "completed"
    SIGNED_OFF = "signed_off"
    SENT_BACK = "sent_back"
    REOPENED = "reopened"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


RULINGS = frozenset(
    {
        Event.RESCHEDULED,
        Event.SIGNED_OFF,
        Event.SENT_BACK,
        Event.REOPENED,
        Event.SUPERSEDED,
        Event.WITHDRAWN,
    }
)
"""The events that only the partnership or one of its groups can decide."""


class Level(Word):
    """What a piece of evidence shows, on the ladder that Leeds and Wakefield use.

    Activity: how much did we do? Quality: how well did we do it?
    Difference: what difference did it make?
    """

    ACTIVITY = "activity"
    QUALITY = "quality"
    DIFFERENCE = "difference"

    @property
    def rung(self) -> int:
        """Its place on the ladder, from 0."""
        return list(Level).index(self)


class Channel(Word):
    """The way by which learning was spread."""

    NATIONAL_REPOSITORY = "national_repository"
    WEBSITE = "website"
    BRIEFING = "briefing"
    BULLETIN = "bulletin"
    TRAINING = "training"
    VIDEO = "video"
    CONFERENCE = "conference"
    TEAM_MEETING = "team_meeting"


class ClockFrom(Word):
    """The date from which a partnership counts the working days of a rapid review."""

    AWARE_ON = "aware_on"
    NOTIFIED_ON = "notified_on"


class State(Word):
    """Where an action stands. It is never typed in: it follows from the action's updates."""

    AGREED = "agreed"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    SIGNED_OFF = "signed_off"
    REOPENED = "reopened"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    ORDER_NOT_KNOWN = "order_not_known"


class Verdict(Word):
    """What is to be made of an action on a day: the first of these that applies."""

    CLOSED = "closed"
    SIGNED_OFF = "signed_off"
    EVIDENCED = "evidenced"
    LATE = "late"
    CLAIMED = "claimed"
    AT_RISK = "at_risk"
    NO_DUE_DATE = "no_due_date"
    ON_TIME = "on_time"


class Colour(Word):
    """A reported colour, best first."""

    BLUE = "blue"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"

    def better_than(self, other: "Colour") -> bool:
        """Whether this colour claims more than `other`.

        >>> Colour.GREEN.better_than(Colour.AMBER)
        True
        """
        order = list(Colour)
        return order.index(self) < order.index(other)


class Outcome(Word):
    """How an audit's gradings compare with those of the last audit of its topic."""

    IMPROVEMENT = "improvement"
    SLIGHT_IMPROVEMENT = "slight_improvement"
    NO_CHANGE = "no_change"
    SLIGHT_DECLINE = "slight_decline"
    DECLINE = "decline"
    FIRST_THEME = "first_theme"


class Audience(Word):
    """Whom a report is for."""

    GROUP = "group"
    EXECUTIVE = "executive"
    PUBLIC = "public"


class Severity(Word):
    """How much a problem matters: an error must be mended, a warning looked at."""

    ERROR = "error"
    WARNING = "warning"
