"""What raised a finding, and which sources are independent of each other.

A rapid review and the LCSPR that arises from it look at one incident, so that what both
say is said once. In order of date, a source counts if it shares no incident with one
already counted.
"""

from collections.abc import Iterable

import attrs

from learning_tracker.dates import When
from learning_tracker.records import (
    CaseFileAudit,
    ExternalReview,
    Finding,
    FullReview,
    Review,
    Source,
)
from learning_tracker.view.as_at import View


@attrs.frozen
class Origin:
    """What raised a finding: a source, or several of which one or more did.

    Several count as one source, dated by the span of all.

    Attributes:
        sources: in order of id.
        incidents: ids that stand for the incidents they look at.
        known_on: the span in which its learning was first known; None if that is not told.
        counted_on: the span by which it is counted in a reporting year, or None.
        occurred_on: the span of the incidents or audited periods, or None.
        arising: the rapid reviews that its sources arise from.
        hidden: how many more sources it may have been that are not there yet on the day. Of
            such an origin no date is known.
    """

    sources: tuple[Source, ...]
    incidents: frozenset[str]
    known_on: When | None
    counted_on: When | None
    occurred_on: When | None
    arising: tuple[Source, ...]
    hidden: int = 0

    @property
    def several(self) -> bool:
        """Whether it is not known which of several sources it was."""
        return len(self.sources) + self.hidden > 1

    @property
    def records(self) -> tuple[Source, ...]:
        """Its sources, and the rapid reviews that they arise from."""
        return (*self.sources, *self.arising)

    @property
    def label(self) -> str:
        """The title of its source; of several, the first two and how many more."""
        first = " or ".join(source.title for source in self.sources[:2])
        more = len(self.sources[2:]) + self.hidden
        return f"{first} or {more} more" if more > 0 else first

    def before(self, other: "Origin") -> bool | None:
        """Whether it was certainly known before the other; None where the order is not certain."""
        if self.known_on is None or other.known_on is None:
            return None
        if self.known_on.overlaps(other.known_on):
            return None
        return self.known_on.entirely_before(other.known_on)

    def shares_incident(self, other: "Origin") -> bool:
        """Whether the two may look at the same incident."""
        return not self.incidents.isdisjoint(other.incidents)


def incidents(source: Source) -> frozenset[str]:
    """Ids that stand for the incidents that a source looks at.

    An LCSPR whose origin is unknown stands for an incident of its own.
    """
    arises_from = source.arises_from if isinstance(source, FullReview) else ()
    return frozenset(arises_from or (source.id,))


def occurred_on(view: View, source: Source) -> When | None:
    """When what a source looks at happened: the incident, or the audited period."""
    match source:
        case CaseFileAudit() | ExternalReview():
            return source.period
        case FullReview() if source.incident_on is None:
            return _span(one.incident_on for one in view.linked(source, "arises_from", Review))
        case Review():
            return source.incident_on
        case _:
            return None


def origin_of(view: View, sources: Iterable[Source], hidden: int = 0) -> Origin:
    """Sources as the one origin of what any of them, or of some not there yet, raised."""
    ordered = tuple(sorted(sources, key=lambda source: source.id))
    unseen = [None] * hidden
    return Origin(
        sources=ordered,
        incidents=frozenset().union(*map(incidents, ordered)),
        known_on=_span([*unseen, *(source.known_on for source in ordered)]),
        counted_on=_span([*unseen, *(source.counted_on for source in ordered)]),
        occurred_on=_span([*unseen, *(occurred_on(view, source) for source in ordered)]),
        hidden=hidden,
        arising=tuple(review for source in ordered for review in _arising(view, source)),
    )


def _arising(view: View, source: Source) -> list[Review]:
    return view.linked(source, "arises_from", Review) if isinstance(source, FullReview) else []


def origin(view: View, finding: Finding) -> Origin:
    """What raised a finding, of which some sources may not be there yet on the view's day."""
    whole = view.network[finding.id]
    named = len(whole.sources) if isinstance(whole, Finding) else len(finding.sources)
    seen = view.linked(finding, "sources", Source)
    return origin_of(view, seen, hidden=named - len(seen))


def _span(dates: Iterable[When | None]) -> When | None:
    """The span of all dates; None if there is none or one of them is not told."""
    told = list(dates)
    known = [one for one in told if one is not None]
    return When.span(known) if known and len(known) == len(told) else None


def in_order(origins: Iterable[Origin]) -> list[Origin]:
    """Origins in order of date, each once; those without a date last."""
    return sorted(set(origins), key=_place)


def _place(one: Origin) -> tuple[bool, str, str, tuple[str, ...]]:
    on = one.known_on
    first, last = (on.first.isoformat(), on.last.isoformat()) if on else ("", "")
    return on is None, first, last, tuple(source.id for source in one.sources)


def independent(origins: Iterable[Origin]) -> list[Origin]:
    """The origins that count: in order of date, each that shares no incident with one before."""
    counted: list[Origin] = []
    taken: set[str] = set()
    for one in in_order(origins):
        if taken.isdisjoint(one.incidents):
            counted.append(one)
            taken |= one.incidents
    return counted
