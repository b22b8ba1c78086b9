"""What is counted among what: years, kinds of source, and denominators."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

import attrs

from learning_tracker.dates import ReportingYear, When, reporting_year, when
from learning_tracker.errors import (
    InvalidArgument,
    InvalidDate,
    InvalidSince,
    InvalidYear,
    UnknownChoice,
)
from learning_tracker.kinds import Record, by_id, kinds
from learning_tracker.queries.dated_sources import DatedSources, dated_sources
from learning_tracker.queries.naming import word_named
from learning_tracker.records import CaseFileAudit, Finding, Review, Source, Theme
from learning_tracker.view import Origin, View, number_independent, origin
from learning_tracker.vocabulary import Judgement

REVIEW = "review"
"""The word for rapid reviews, LCSPRs and learning reviews together."""


def judgement_named(value: Judgement | str) -> Judgement:
    """A judgement from its word.

    Raises:
        UnknownChoice: it is no judgement.
    """
    return word_named("judgement", Judgement, value)


def source_classes(source_kinds: str | Iterable[str] | None) -> tuple[type[Record], ...]:
    """The classes of source that are asked for; all of them for None.

    Args:
        source_kinds: names of kinds such as "lcspr"; "review" stands for all sorts of review.

    Raises:
        UnknownChoice: a name is no kind of source.
    """
    if source_kinds is None:
        return (Source,)
    known = {name: kind for name, kind in kinds().items() if issubclass(kind, Source)}
    known[REVIEW] = Review
    asked = [source_kinds] if isinstance(source_kinds, str) else list(source_kinds)
    for name in asked:
        if name not in known:
            raise UnknownChoice("kind of source", name, known)
    return tuple(known[name] for name in asked)


def year_named(value: ReportingYear | str | None) -> ReportingYear | None:
    """A reporting year from its text, or None for every year."""
    return None if value is None else reporting_year(value)


def since_when(value: ReportingYear | When | str | None) -> When | None:
    """The date from which to count: a date, or the first day of a reporting year.

    Raises:
        InvalidSince: it is neither. (`2011-12` is December 2011; write 2011/12 for the year.)
    """
    if value is None or isinstance(value, When):
        return value
    if isinstance(value, ReportingYear):
        return value.when
    try:
        return when(value)
    except InvalidDate:
        try:
            return reporting_year(value).when
        except InvalidYear:
            raise InvalidSince(value) from None


def check_at_least(number: object) -> None:
    """Refuse a least number of sources that is none.

    Raises:
        InvalidArgument: it is no whole number from 1 up.
    """
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise InvalidArgument("at_least", "a whole number from 1 up", number)


@attrs.frozen
class Raised:
    """A finding with what raised it."""

    finding: Finding
    origin: Origin

    @property
    def record(self) -> Finding:
        """The finding."""
        return self.finding

    @property
    def records(self) -> tuple[Record, ...]:
        """The finding and its sources."""
        return (self.finding, *self.origin.records)


def raised(view: View, findings: Iterable[Finding]) -> list[Raised]:
    """Findings, in order of id, with what raised each."""
    return [raised_by(view, finding) for finding in sorted(findings, key=by_id)]


def raised_by(view: View, finding: Finding) -> Raised:
    """A finding with what raised it."""
    return Raised(finding, origin(view, finding))


def coded(view: View, findings: Iterable[Raised]) -> list[Record]:
    """All that the sorting of findings by theme and year rests on."""
    return [
        record
        for one in findings
        for record in (*one.records, *view.linked(one.finding, "themes", Theme))
    ]


@attrs.frozen
class InYear:
    """Things sorted by whether they are counted in a year."""

    counted: list[Raised]
    doubtful: list[Raised]


def of_year(things: Iterable[Raised], year: ReportingYear | None) -> InYear:
    """Which findings are counted in a year, and of which it cannot be told."""
    counted: list[Raised] = []
    doubtful: list[Raised] = []
    for one in things:
        on = one.origin.counted_on
        if year is None or (on is not None and on.within(year.when)):
            counted.append(one)
        elif on is None or on.overlaps(year.when):
            doubtful.append(one)
    return InYear(counted, doubtful)


@attrs.frozen
class Scope:
    """The sources among which something is counted: the denominator.

    Attributes:
        sources: in order of id.
        independent: how many they are once a review and the rapid review that it arises
            from are counted once.
        doubtful: sources of which it cannot be told whether they belong here.
        arising: the rapid reviews that the sources arise from, wherever they are counted.
    """

    sources: tuple[Source, ...]
    independent: int
    doubtful: tuple[Source, ...]
    arising: tuple[Source, ...]

    @property
    def records(self) -> tuple[Source, ...]:
        """All the sources that the denominator rests on."""
        return (*self.sources, *self.arising, *self.doubtful)


def sources_of_year(
    view: View, classes: tuple[type[Record], ...], year: ReportingYear | None
) -> Scope:
    """The sources of these classes that are counted in a year."""
    held = dated_sources(view)
    return held.kept(("of year", classes, year), lambda: _of_year(held, classes, year))


def _of_year(
    held: DatedSources, classes: tuple[type[Record], ...], year: ReportingYear | None
) -> Scope:
    if year is None:
        return _scope(_of_classes(held.origins, classes), [])
    in_no_year = _of_classes(held.by_year.get(None, ()), classes)
    doubtful = [
        one for one in in_no_year if one.counted_on is None or _partly(one.counted_on, year.when)
    ]
    return _scope(_of_classes(held.by_year.get(year, ()), classes), doubtful)


def _of_classes(origins: Iterable[Origin], classes: tuple[type[Record], ...]) -> list[Origin]:
    return [one for one in origins if isinstance(one.sources[0], classes)]


def sources_since(view: View, since: When | None) -> Scope:
    """The sources whose learning was first known on a date or later."""
    held = dated_sources(view)
    first = None if since is None else since.first
    return held.kept(("since", first), lambda: _since(held, first))


def _since(held: DatedSources, first: dt.date | None) -> Scope:
    every = held.origins
    if first is None:
        return _scope(every, [])
    known = [(one, one.known_on) for one in every]
    counted = [one for one, on in known if on is not None and on.first >= first]
    doubtful = [one for one, on in known if on is None or on.first < first <= on.last]
    return _scope(counted, doubtful)


def _scope(counted: Collection[Origin], doubtful: Iterable[Origin]) -> Scope:
    return Scope(
        sources=tuple(source for one in counted for source in one.sources),
        independent=number_independent(counted),
        doubtful=tuple(source for one in doubtful for source in one.sources),
        arising=tuple(review for one in counted for review in one.arising),
    )


def _partly(on: When, year: When) -> bool:
    return on.overlaps(year) and not on.within(year)


def noun(classes: tuple[type[Record], ...], count: int) -> str:
    """What sources of these classes are called together.

    >>> noun((Review,), 2)
    'reviews'
    """
    if all(issubclass(kind, Review) for kind in classes):
        word = "review"
    elif all(issubclass(kind, CaseFileAudit) for kind in classes):
        word = "case-file audit"
    else:
        word = "source"
    return word if count == 1 else f"{word}s"


def listed(parts: Sequence[str]) -> str:
    """Parts as a list in a sentence.

    >>> listed(["2 LCSPRs", "3 audits", "1 inspection"])
    '2 LCSPRs, 3 audits and 1 inspection'
    """
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last


def plural(count: int, word: str, several: str = "") -> str:
    """A number with its noun.

    >>> plural(1, "action"), plural(2, "agency", "agencies")
    ('1 action', '2 agencies')
    """
    return f"{count} {word if count == 1 else several or f'{word}s'}"
