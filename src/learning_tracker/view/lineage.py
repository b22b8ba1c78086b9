"""What raised a finding, and which sources are independent of each other.

A rapid review and the LCSPR that arises from it look at one incident, so that what both
say is said once. In order of date, a source counts if it shares no incident with one
already counted.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from operator import attrgetter
from typing import cast

import attrs

from learning_tracker.dates import ReportingYear, When
from learning_tracker.kinds import Record, by_id
from learning_tracker.network import Network
from learning_tracker.records import (
    LCSPR,
    CaseFileAudit,
    ExternalReview,
    Finding,
    FullReview,
    Review,
    Source,
)
from learning_tracker.view.as_at import View
from learning_tracker.view.kept_in_order import KeptInOrder


# Each is put in order with others again and again, and its sources are long to hash.
@attrs.frozen(cache_hash=True)
class Origin:
    """What raised a finding: a source, or several of which one or more did.

    Several count as one source, dated by the span of all.

    Attributes:
        sources: in order of id.
        kinds: the classes of all that it may have been, shown or not.
        incidents: ids that stand for the incidents they look at.
        known_on: the span in which its learning was first known; None if that is not told.
        counted_on: the span by which it is counted in a reporting year, or None.
        occurred_on: the span of the incidents or audited periods, or None.
        began: the span in which what they look at began: the incident, or a period's first
            day; None where that is not known of one of them.
        arising: the rapid reviews that its sources arise from.
        hidden: how many more sources it may have been that are not there yet on the day. Of
            such an origin no date is known.
        unnamed: how many more it may have been that are kept from the public. They count and
            date it like the others.
        year: the reporting year in which it is counted; None if that cannot be told.
        place: where it stands among others in order of date; those without a date come last.
    """

    sources: tuple[Source, ...]
    kinds: frozenset[type[Source]]
    incidents: frozenset[str]
    known_on: When | None
    counted_on: When | None
    occurred_on: When | None
    began: When | None
    arising: tuple[Source, ...]
    hidden: int = 0
    unnamed: int = 0
    year: ReportingYear | None = attrs.field(init=False, eq=False, repr=False)
    place: tuple[bool, dt.date, dt.date, tuple[str, ...]] = attrs.field(
        init=False, eq=False, repr=False
    )

    @year.default
    def _year(self) -> ReportingYear | None:
        return None if self.counted_on is None else ReportingYear.holding(self.counted_on)

    @place.default
    def _place(self) -> tuple[bool, dt.date, dt.date, tuple[str, ...]]:
        on, ids = self.known_on, tuple(source.id for source in self.sources)
        return (True, dt.date.max, dt.date.max, ids) if on is None else (
            False, on.first, on.last, ids)  # fmt: skip

    @property
    def several(self) -> bool:
        """Whether it is not known which of several sources it was."""
        return len(self.sources) + self.hidden + self.unnamed > 1

    @property
    def records(self) -> tuple[Source, ...]:
        """Its sources, and the rapid reviews that they arise from."""
        return (*self.sources, *self.arising)

    @property
    def label(self) -> str:
        """The title of its source; of several, the first two and how many more."""
        first = " or ".join(source.title for source in self.sources[:2])
        more = len(self.sources[2:]) + self.hidden + self.unnamed
        return f"{first} or {more} more" if more > 0 else first

    @property
    def told_on(self) -> When | None:
        """When its learning was first known, as it may be told.

        Where a source is kept from the public, no closer than the reporting years.
        """
        on = self.known_on
        if on is None or not self.unnamed:
            return on
        years = (ReportingYear.of(end).when for end in (on.first, on.last))
        return When.span(years)

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

    An LCSPR whose origin is unknown stands for an incident of its own. For the public too,
    give the source of the whole view: what it arises from counts, although it is not shown.
    """
    arises_from = source.arises_from if isinstance(source, FullReview) else ()
    return frozenset(arises_from or (source.id,))


def is_of_unknown_origin(view: View, source: Source) -> bool:
    """Whether it is an LCSPR of which it is not known from which rapid review it arises."""
    if not isinstance(source, LCSPR):
        return False
    whole = _whole(view, source)
    return isinstance(whole, LCSPR) and not whole.arises_from


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


def origin_of(
    view: View, sources: Iterable[Source], hidden: int = 0, unnamed: Iterable[Source] = ()
) -> Origin:
    """Sources as the one origin of what any of them raised.

    Args:
        view: the records as they are shown.
        sources: those that are shown.
        hidden: how many more it may have been that are not there yet.
        unnamed: those more that are kept from the public.
    """
    ordered = tuple(sorted(sources, key=by_id))
    kept_back = tuple(unnamed)
    every = [*(_whole(view, source) for source in ordered), *kept_back]
    unseen: list[None] = [None] * hidden
    untold = [None] * len(kept_back)
    return Origin(
        sources=ordered,
        kinds=frozenset(map(type, every)),
        incidents=frozenset().union(*map(incidents, every)),
        known_on=_span([*unseen, *(source.known_on for source in every)]),
        counted_on=_span([*unseen, *(source.counted_on for source in every)]),
        occurred_on=_span([*unseen, *untold, *(occurred_on(view, source) for source in ordered)]),
        began=_span([*unseen, *(_began(view.whole, source) for source in every)]),
        hidden=hidden,
        unnamed=len(kept_back),
        arising=tuple(review for source in ordered for review in _arising(view, source)),
    )


def _whole(view: View, source: Source) -> Source:
    """A source with all its links, of which the public may see fewer."""
    whole = view.whole[source.id]
    return whole if isinstance(whole, Source) else source


def _began(view: View, source: Source) -> When | None:
    """When what a source looks at may have begun: the incident, or a period's first day."""
    on = occurred_on(view, source)
    return on if on is None or isinstance(source, Review) else When.day(on.first)


def _arising(view: View, source: Source) -> list[Review]:
    return view.linked(source, "arises_from", Review) if isinstance(source, FullReview) else []


def findings_resting_on(network: Network, record: Record) -> Iterable[str]:
    """The ids of the findings of which what raised them rests on a record; its own, of one."""
    if isinstance(record, Finding):
        return (record.id,)
    return (
        finding.id
        for source in sources_resting_on(network, record)
        for finding in network.incoming(Finding, "sources", source)
    )


def origin_of_source(view: View, source: Source) -> Origin:
    """A source as the origin of what it alone raised: every table counts among the same."""
    if view.get(source.id) is not source:
        return origin_of(view, [source])
    return cast("Origin", view.index(_SourceOrigins).of(source))  # each source has one


def source_origins(view: View) -> tuple[Origin, ...]:
    """Each source as the origin of what it alone raised, in order of id.

    It is the same thing as long as no source changes.
    """
    return view.index(_SourceOrigins).every()


class _SourceOrigins(KeptInOrder[Source, Origin]):
    """Each source as the origin of what it alone raised.

    It rests on the source and the rapid reviews that it arises from. To make those of 9,000
    takes 0.2 s, and every denominator counts among them.
    """

    kind = Source

    def _work_out(self, record: Source) -> Origin:
        return origin_of(self._view, [record])

    def _resting_on(self, record: Record) -> Iterable[str]:
        return sources_resting_on(self._view.network, record)


def sources_resting_on(network: Network, record: Record) -> Iterator[str]:
    """The ids of a source and of those that arise from it; none if the record is no source."""
    if isinstance(record, Source):
        yield record.id
        yield from (one.id for one in network.incoming(FullReview, "arises_from", record.id))


def origin(view: View, finding: Finding) -> Origin:
    """What raised a finding, of which some sources may not be there yet, or not be shown.

    Of findings that one source raised alone it is the same thing.
    """
    on_file, there = view.network[finding.id], view.whole[finding.id]
    named = len(on_file.sources) if isinstance(on_file, Finding) else len(finding.sources)
    known = view.whole.linked(there, "sources", Source)
    unnamed = [source for source in known if source.id not in view]
    shown = view.linked(finding, "sources", Source)
    if named == len(shown) == 1:
        return origin_of_source(view, shown[0])
    return origin_of(view, shown, named - len(known), unnamed)


def _span(dates: Iterable[When | None]) -> When | None:
    """The span of all dates; None if there is none or one of them is not told."""
    told = list(dates)
    known = [one for one in told if one is not None]
    return When.span(known) if known and len(known) == len(told) else None


def in_order(origins: Iterable[Origin]) -> list[Origin]:
    """Origins in order of date, each once; those without a date last."""
    return sorted(set(origins), key=attrgetter("place"))


def independent(origins: Iterable[Origin]) -> list[Origin]:
    """The origins that count: in order of date, each that shares no incident with one before."""
    counted: list[Origin] = []
    taken: set[str] = set()
    for one in in_order(origins):
        if taken.isdisjoint(one.incidents):
            counted.append(one)
            taken |= one.incidents
    return counted


def number_independent(origins: Collection[Origin]) -> int:
    """How many of the origins count.

    Where each looks at one incident, they are as many as incidents: 34 thousand are counted in
    4 ms, where to put them in order takes 25.
    """
    looked_at = {one.incidents for one in origins}
    if set(map(len, looked_at)) <= {1}:
        return len(looked_at)
    return len(independent(origins))
