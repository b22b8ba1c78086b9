"""The findings that one meets on its themes: those that its marks rest on.

Of a single finding they are told from their order (see `compared`), those of many together theme
by theme. To ask of each of the thousands on a theme whether it came before, for every strength,
takes another minute of a report on 200 thousand records.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence

import attrs

from learning_tracker.queries.compared import Compared, Kinds, comparable, compared_with
from learning_tracker.queries.counting import Raised
from learning_tracker.queries.on_themes import OnTheme
from learning_tracker.records import Finding
from learning_tracker.view import Origin
from learning_tracker.vocabulary import Judgement

PROGRESS = "*"
RECURRING = "**"


@attrs.frozen
class Met:
    """The other findings that one meets on its themes, as far as they bear on its marks.

    Attributes:
        progress: the earlier improvements for which a strength is marked as progress.
        recurring: the earlier findings for which it is marked as recurring.
        doubtful: findings that would give a mark if it were certain that they came earlier,
            or that they came from a source that is compared.
        related: findings that give no mark, as one of several other sources that may have
            raised them looks at the same incident.
    """

    progress: tuple[Raised, ...]
    recurring: tuple[Raised, ...]
    doubtful: tuple[Raised, ...]
    related: tuple[Raised, ...]

    @property
    def all(self) -> tuple[Raised, ...]:
        """All of them."""
        return (*self.progress, *self.recurring, *self.doubtful, *self.related)


def met(one: Raised, on: Iterable[OnTheme], repeated: Iterable[Raised]) -> Met:
    """Which findings bear on the marks of one, and how; in order of id.

    Args:
        one: the finding.
        on: what was raised on its themes.
        repeated: the findings that it repeats: they came before, whatever their dates are.
    """
    gives: dict[str, dict[str, Raised]] = {PROGRESS: {}, RECURRING: {}}
    doubtful: dict[str, Raised] = {}
    related: dict[str, Raised] = {}
    for mark, compared in _those_compared(one, on):
        for earlier, found in (
            (compared.before(one.origin), gives[mark]),
            (compared.perhaps_before(one.origin), doubtful),
        ):
            for each in earlier:
                if not one.origin.shares_incident(each.origin):
                    found[each.finding.id] = each
                elif _partly_related(each.origin, one.origin):
                    related[each.finding.id] = each
    for each in repeated:
        if mark_of := mark_given(one.finding, each.finding.judgement):
            doubtful.pop(each.finding.id, None)
            related.pop(each.finding.id, None)
            gives[mark_of][each.finding.id] = each
    every = (gives[PROGRESS], gives[RECURRING], doubtful, related)
    return Met(*(_in_order(found, one.finding) for found in every))


def _in_order(found: dict[str, Raised], finding: Finding) -> tuple[Raised, ...]:
    """Findings in order of id, without the one that meets them."""
    found.pop(finding.id, None)
    return tuple([found[one] for one in sorted(found)])


def _those_compared(one: Raised, on: Iterable[OnTheme]) -> Iterator[tuple[str, Compared]]:
    """The findings with which one is compared, theme by theme, with the mark that they give."""
    kinds = compared_with(one.origin)
    for each in on if kinds else ():
        for judgement in Judgement:
            if mark := mark_given(one.finding, judgement):
                yield mark, compared_on(each, judgement, kinds)


def compared_on(on: OnTheme, judgement: Judgement, kinds: Kinds) -> Compared:
    """The findings of a judgement on a theme, for comparison with those of some kinds."""
    return on.kept(("compared", judgement, kinds), lambda on: Compared(on.judged(judgement), kinds))


def mark_given(finding: Finding, earlier: Judgement) -> str | None:
    """The mark that an earlier finding of a judgement gives to one; None for none."""
    return _mark_given(finding.judgement, earlier)


def _mark_given(to: Judgement, earlier: Judgement) -> str | None:
    if to is earlier:
        return RECURRING
    return PROGRESS if to is Judgement.STRENGTH else None


def met_by_any(on: OnTheme, those: Iterable[Raised]) -> Iterator[Raised]:
    """The findings on a theme that any of those on it meets; in order of id."""
    by: dict[tuple[Judgement, Kinds], dict[Origin, None]] = {}
    for one in those:
        if kinds := compared_with(one.origin):
            by.setdefault((one.finding.judgement, kinds), {})[one.origin] = None
    latest = {alike: sorted(origins, key=_last, reverse=True) for alike, origins in by.items()}
    return (
        each
        for each in on.raised.values()
        if any(
            _mark_given(judgement, each.finding.judgement) and _is_met(each.origin, kinds, origins)
            for (judgement, kinds), origins in latest.items()
        )
    )


def _last(one: Origin) -> int:
    """What puts the latest last, and after it what has no date: it may be later than any."""
    return sys.maxsize if one.known_on is None else one.known_on.last.toordinal()


def _is_met(earlier: Origin, kinds: Kinds, latest: Sequence[Origin]) -> bool:
    """Whether any of some origins, the latest first, may have come later; mostly the first did."""
    if comparable(kinds, earlier) is False:
        return False
    for one in latest:
        before = earlier.before(one)
        if before is False:
            return False  # nor did any other, as it came earlier still
        if not one.shares_incident(earlier) or _partly_related(earlier, one):
            return True
    return False


def _partly_related(earlier: Origin, one: Origin) -> bool:
    """Whether a source that the one does not cite decides that they share an incident."""
    return earlier.several and set(earlier.sources).isdisjoint(one.records)
