"""Marks on findings: progress and recurrence, computed from what earlier sources found.

`*`: a strength on a coded theme that an earlier independent source raised as an
improvement, or that repeats such a finding. `**`: a finding of the same judgement on the
same coded theme by an earlier independent source, or one it repeats. Findings of reviews
are compared with those of reviews, findings of case-file audits with those of case-file
audits and reviews. Marks compare coded themes, never broader ones.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries.compared import Compared, Kinds, comparable, compared_with
from learning_tracker.queries.counting import Raised, raised_by
from learning_tracker.queries.on_themes import OnTheme, learnt
from learning_tracker.records import Finding, Theme
from learning_tracker.view import Origin, View
from learning_tracker.vocabulary import Judgement

PROGRESS = "*"
RECURRING = "**"
KEY = (
    f"{PROGRESS} marked as progress: an earlier independent source raised it as an improvement.",
    f"{RECURRING} marked as recurring: an earlier independent source found the same.",
)


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


@attrs.frozen(eq=False)
class Marked:
    """A finding with its marks and what they rest on.

    Which marks it has is told at once; with all other findings on its themes it is only
    compared where it is asked which of them it meets.

    Attributes:
        raised: the finding and its sources.
        on: what was raised on its themes.
        repeated: the findings that it repeats.
        progress_on: the id of the theme on which alone progress is told; "" for all of them.
    """

    raised: Raised
    on: tuple[OnTheme, ...]
    repeated: tuple[Raised, ...]
    progress_on: str = ""

    @property
    def finding(self) -> Finding:
        """The finding itself."""
        return self.raised.finding

    @cached_property
    def is_progress(self) -> bool:
        """Whether it is marked as progress."""
        return any(self.is_progress_on(one) for one in self.on) or self._repeats(PROGRESS)

    @cached_property
    def is_recurring(self) -> bool:
        """Whether it is marked as recurring."""
        if self._repeats(RECURRING):
            return True
        return any(self._before(one, self.finding.judgement) for one in self.on)

    @cached_property
    def in_doubt(self) -> bool:
        """Whether it may have further marks, if more were known of what it meets."""
        one = self.raised.origin
        perhaps = any(
            _compared(on, judgement, kinds).any_perhaps_before(one)
            for on in self.on
            for judgement in Judgement
            if (kinds := compared_with(one)) and _mark_given(self.finding, judgement)
        )
        return perhaps and (not self.repeated or bool(self.doubtful))

    def is_progress_on(self, on: OnTheme) -> bool:
        """Whether it is marked as progress on one of its themes."""
        if self.finding.judgement is not Judgement.STRENGTH:
            return False
        return self._repeats(PROGRESS) or self._before(on, Judgement.IMPROVEMENT)

    def _repeats(self, mark: str) -> bool:
        given = (_mark_given(self.finding, one.finding.judgement) for one in self.repeated)
        return mark in given

    def _before(self, on: OnTheme, judgement: Judgement) -> bool:
        kinds = compared_with(self.raised.origin)
        return bool(kinds) and _compared(on, judgement, kinds).any_before(self.raised.origin)

    @property
    def mark(self) -> str:
        """Its marks, as they follow the statement; "" if it has none."""
        marks = [PROGRESS if self.is_progress else "", RECURRING if self.is_recurring else ""]
        return " ".join(filter(None, marks))

    @property
    def text(self) -> str:
        """The statement with its marks."""
        return f"{self.finding.statement} {self.mark}".rstrip()

    @property
    def progress(self) -> tuple[Raised, ...]:
        """The earlier improvements for which a strength is marked as progress."""
        return self._told(self.met)

    def _told(self, met: Met) -> tuple[Raised, ...]:
        """The progress that is told: on one theme alone, or on all of them."""
        return tuple(
            one
            for one in met.progress
            if self.progress_on in ("", *one.finding.themes)
            or one.finding.id in self.finding.repeats
        )

    @property
    def recurring(self) -> tuple[Raised, ...]:
        """The earlier findings for which it is marked as recurring."""
        return self.met.recurring

    @property
    def doubtful(self) -> tuple[Raised, ...]:
        """Findings that would give a mark if more were known of them."""
        return self.met.doubtful

    @property
    def related(self) -> tuple[Raised, ...]:
        """Findings that give none, as what may have raised them looks at the same incident."""
        return self.met.related

    @property
    def met(self) -> Met:
        """The findings that it meets, found by comparing it with each on its themes.

        They are not kept: of all findings together they would be as many as their pairs.
        """
        return _met(self.raised, self._others())

    def _others(self) -> list[Raised]:
        """The findings that it repeats and those on its themes, in order of id."""
        others = {one.finding.id: one for one in self.repeated}
        for on in self.on:
            others |= on.raised
        others.pop(self.finding.id, None)
        return [others[one] for one in sorted(others)]

    @property
    def themes(self) -> tuple[Theme, ...]:
        """The themes on which it meets all these."""
        return self._shared(self.met)

    def _shared(self, met: Met) -> tuple[Theme, ...]:
        coded = {theme for other in met.all for theme in other.finding.themes}
        return tuple(on.theme for on in self.on if on.theme.id in coded)

    @property
    def records(self) -> tuple[Record, ...]:
        """The finding, what raised it, and what decides which marks it has and which not."""
        met = self.met
        compared = attrs.evolve(met, progress=self._told(met)).all
        return (
            *self.raised.records,
            *self._shared(met),
            *(record for one in compared for record in one.records),
        )


def marked(view: View, one: Raised) -> Marked:
    """A finding with its marks."""
    return all_marked(view, [one])[0]


def all_marked(view: View, findings: Iterable[Raised]) -> list[Marked]:
    """Findings with their marks."""
    marks, held = view.index(_Marks), learnt(view)
    return [marks.of(one, held.on_those_of(one.finding)) for one in findings]


class _Marks:
    """The marked findings of a view, each as long as nothing changes on its themes.

    What was raised on a theme is another thing where something of it has changed: so that of a
    finding which still lies among the same things can be told without looking at any of them.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._marked: dict[str, Marked] = {}

    def forget(self, changed: Sequence[Record]) -> None:
        """Forget findings that were put or taken."""
        for record in changed:
            self._marked.pop(record.id, None)

    def of(self, one: Raised, on: tuple[OnTheme, ...]) -> Marked:
        """A finding with its marks, from what was raised on its themes."""
        finding = one.finding
        repeated = self._view.linked(finding, "repeats", Finding) if finding.repeats else ()
        known = self._marked.get(finding.id)
        if known is None or known.raised is not one or known.on != on or repeated:
            again = tuple(raised_by(self._view, each) for each in repeated)
            known = self._marked[finding.id] = Marked(one, on, again)
        return known


def _compared(on: OnTheme, judgement: Judgement, kinds: Kinds) -> Compared:
    return on.kept(
        ("compared", judgement, kinds),
        lambda on: Compared((one.origin for one in on.judged(judgement)), kinds),
    )


def _met(one: Raised, others: Iterable[Raised]) -> Met:
    """Which of the others bear on the marks of a finding, and how."""
    progress: list[Raised] = []
    recurring: list[Raised] = []
    doubtful: list[Raised] = []
    related: list[Raised] = []
    for earlier in others:
        gives = _mark_given(one.finding, earlier.finding.judgement)
        repeated = earlier.finding.id in one.finding.repeats
        sure = repeated or _is_earlier(earlier.origin, one.origin)
        if gives is None or sure is False:
            continue
        if not repeated and one.origin.shares_incident(earlier.origin):
            related += [earlier] if _partly_related(earlier.origin, one.origin) else []
        elif sure is None:
            doubtful.append(earlier)
        else:
            (progress if gives == PROGRESS else recurring).append(earlier)
    return Met(tuple(progress), tuple(recurring), tuple(doubtful), tuple(related))


def _partly_related(earlier: Origin, one: Origin) -> bool:
    """Whether a source that the one does not cite decides that they share an incident."""
    return earlier.several and set(earlier.sources).isdisjoint(one.records)


def _mark_given(finding: Finding, earlier: Judgement) -> str | None:
    if finding.judgement is earlier:
        return RECURRING
    return PROGRESS if finding.judgement is Judgement.STRENGTH else None


def _is_earlier(earlier: Origin, one: Origin) -> bool | None:
    """Whether it certainly came before, from a kind that is compared; None if it may have."""
    kinds = compared_with(one)
    if not kinds:
        return False
    fits, before = comparable(kinds, earlier), earlier.before(one)
    if fits is False or before is False:
        return False
    return True if fits and before else None
