"""What learning comes from: reviews, audits and inspections."""

from typing import Annotated, ClassVar

import attrs

from learning_tracker.dates import When
from learning_tracker.fields import Checked, Count, Identifier, Percent, Text, event, of_children
from learning_tracker.kinds import Record
from learning_tracker.links import Links, Relation
from learning_tracker.vocabulary import Framework, Outcome, Publication, ReviewType


@attrs.frozen(kw_only=True)
class Source(Record):
    """What learning comes from: a review, an audit or an inspection.

    Attributes:
        title: what it is called, with a pseudonym where it concerns a child.
        partnership: whose it is.
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
    """A source that looks into one incident.

    Attributes:
        incident_on: when the incident happened.
    """

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
    children: Annotated[Count | None, of_children()] = None


@attrs.frozen(kw_only=True)
class FullReview(Review):
    """What an LCSPR and a learning review have in common.

    Attributes:
        url: where its report can be read.
        arises_from: the rapid reviews that it takes further; with them it is one source.
        initiated_on: when it was decided to hold it.
        completed_on: when its report was agreed.
        published_on: when its report was published.
    """

    arises_from: Annotated[
        tuple[Identifier, ...], Links(Relation.ARISES_FROM, "RapidReview", thread=True, rests=False)
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
    grades: Annotated[tuple[tuple[Text, Count], ...], of_children()] = ()
    reported_outcome: Outcome | None = None


_ROUNDING = 0.5  # what a whole per cent may lose by rounding, whichever way


@attrs.frozen(kw_only=True)
class StandardsSection(Checked):
    """A row of an audit of standards: how many returns met one section's standards.

    Attributes:
        name: what the section is about.
        met: how many met its standards.
        partly_met: how many met them in part.
        not_met: how many did not.
        of: how many returns there were to judge.
        reported_percent: the per cent of them that the partnership printed as met.
    """

    name: Text
    met: Count
    partly_met: Count | None = None
    not_met: Count | None = None
    of: Count
    reported_percent: Percent | None = None

    @property
    def percent(self) -> float | None:
        """The per cent of the returns that met the standards, from the counts."""
        return 100 * self.met / self.of if self.of else None

    @property
    def agrees(self) -> bool | None:
        """Whether the printed per cent is what the counts give, but for rounding to a whole one.

        None where there is nothing to compare.
        """
        if self.percent is None or self.reported_percent is None:
            return None
        return abs(self.percent - self.reported_percent) <= _ROUNDING


@attrs.frozen(kw_only=True)
class StandardsAudit(Source):
    """Agencies' own audit against standards (Children Act 2004, section 11, and the like).

    Attributes:
        framework: the duty that it checks.
        held_on: when it was held.
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
    """A review or inspection by another body, or the partnership's independent scrutiny.

    Attributes:
        body: who made it.
        review_type: what sort of review it is.
        period: the time that it looks at.
        published_on: when its report was published.
        url: where its report can be read.
    """

    kind: ClassVar[str] = "external-review"

    body: Text
    review_type: ReviewType
    period: Annotated[When | None, event(begins=False)] = None
    published_on: Annotated[When | None, event()] = None
    url: str = ""
