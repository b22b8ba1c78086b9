"""Marks on findings: progress and recurrence, computed from what earlier sources found.

`*`: a strength on a coded theme that an earlier independent source raised as an
improvement, or that repeats such a finding. `**`: a finding of the same judgement on the
same coded theme by an earlier independent source, or one it repeats. Findings of reviews
are compared with those of reviews, findings of case-file audits with those of case-file
audits and reviews. Marks compare coded themes, never broader ones.
"""

from collections.abc import Iterable

import attrs

from learning_tracker.kinds import Record, by_id
from learning_tracker.queries.counting import Raised
from learning_tracker.records import CaseFileAudit, Finding, Review, Theme
from learning_tracker.view import Origin, View, origin
from learning_tracker.vocabulary import Judgement

PROGRESS = "*"
RECURRING = "**"
KEY = (
    f"{PROGRESS} marked as progress: an earlier independent source raised it as an improvement.",
    f"{RECURRING} marked as recurring: an earlier independent source found the same.",
)


@attrs.frozen
class Marked:
    """A finding with its marks and what they rest on.

    Attributes:
        raised: the finding and its sources.
        progress: the earlier improvements for which a strength is marked as progress.
        recurring: the earlier findings for which it is marked as recurring.
        doubtful: findings that would give a mark if it were certain that they came earlier,
            or that they came from a source that is compared.
        related: findings that give no mark, as one of several other sources that may have
            raised them looks at the same incident.
        themes: the themes on which it meets all these.
    """

    raised: Raised
    progress: tuple[Raised, ...]
    recurring: tuple[Raised, ...]
    doubtful: tuple[Raised, ...]
    related: tuple[Raised, ...]
    themes: tuple[Theme, ...]

    @property
    def finding(self) -> Finding:
        """The finding itself."""
        return self.raised.finding

    @property
    def mark(self) -> str:
        """Its marks, as they follow the statement; "" if it has none."""
        marks = [PROGRESS if self.progress else "", RECURRING if self.recurring else ""]
        return " ".join(filter(None, marks))

    @property
    def text(self) -> str:
        """The statement with its marks."""
        return f"{self.finding.statement} {self.mark}".rstrip()

    @property
    def records(self) -> tuple[Record, ...]:
        """The finding, what raised it, and what decides which marks it has and which not."""
        compared = (*self.progress, *self.recurring, *self.doubtful, *self.related)
        return (
            *self.raised.records,
            *self.themes,
            *(record for one in compared for record in one.records),
        )


def marked(view: View, one: Raised) -> Marked:
    """A finding with its marks."""
    progress: list[Raised] = []
    recurring: list[Raised] = []
    doubtful: list[Raised] = []
    related: list[Raised] = []
    for other in _others_on_its_themes(view, one.finding):
        earlier = Raised(other, origin(view, other))
        gives = _mark_given(one.finding, other)
        repeated = other.id in one.finding.repeats
        sure = repeated or _is_earlier(earlier.origin, one.origin)
        if gives is None or sure is False:
            continue
        if not repeated and one.origin.shares_incident(earlier.origin):
            related += [earlier] if _partly_related(earlier.origin, one.origin) else []
        elif sure is None:
            doubtful.append(earlier)
        else:
            (progress if gives == PROGRESS else recurring).append(earlier)
    met = [*progress, *recurring, *doubtful, *related]
    themes = tuple(_shared_themes(view, one.finding, met))
    return Marked(one, tuple(progress), tuple(recurring), tuple(doubtful), tuple(related), themes)


def _shared_themes(view: View, finding: Finding, met: Iterable[Raised]) -> Iterable[Theme]:
    """The finding's themes to which one of the others is coded too."""
    coded = {theme for other in met for theme in other.finding.themes}
    return (one for one in view.linked(finding, "themes", Theme) if one.id in coded)


def _others_on_its_themes(view: View, finding: Finding) -> Iterable[Finding]:
    others = {other.id: other for other in view.linked(finding, "repeats", Finding)}
    for theme in view.linked(finding, "themes", Theme):
        others |= {other.id: other for other in view.incoming(Finding, "themes", theme.id)}
    others.pop(finding.id, None)
    return sorted(others.values(), key=by_id)


def _partly_related(earlier: Origin, one: Origin) -> bool:
    """Whether a source that the one does not cite decides that they share an incident."""
    return earlier.several and set(earlier.sources).isdisjoint(one.records)


def _mark_given(finding: Finding, earlier: Finding) -> str | None:
    if finding.judgement is earlier.judgement:
        return RECURRING
    return PROGRESS if finding.judgement is Judgement.STRENGTH else None


def _is_earlier(earlier: Origin, one: Origin) -> bool | None:
    """Whether it certainly came before, from a kind that is compared; None if it may have."""
    comparable, before = _comparable(one, earlier), earlier.before(one)
    if comparable is False or before is False:
        return False
    return True if comparable and before else None


def _comparable(one: Origin, other: Origin) -> bool | None:
    """Whether the kinds of the two are compared; None if some of the other's sources' are."""
    if any(issubclass(kind, CaseFileAudit) for kind in one.kinds):
        with_what: tuple[type[Record], ...] = (CaseFileAudit, Review)
    elif any(issubclass(kind, Review) for kind in one.kinds):
        with_what = (Review,)
    else:
        return False
    fits = {issubclass(kind, with_what) for kind in other.kinds}
    return all(fits) if len(fits) == 1 else None
