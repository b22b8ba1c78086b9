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
from learning_tracker.queries.compared import compared_with
from learning_tracker.queries.counting import Raised, raised_by
from learning_tracker.queries.met import (
    PROGRESS,
    RECURRING,
    Met,
    compared_on,
    mark_given,
    met,
    met_by_any,
)
from learning_tracker.queries.on_themes import OnTheme, findings_by_theme
from learning_tracker.records import Finding, Theme
from learning_tracker.view import View
from learning_tracker.vocabulary import Judgement

KEY = (
    f"{PROGRESS} marked as progress: an earlier independent source raised it as an improvement.",
    f"{RECURRING} marked as recurring: an earlier independent source found the same.",
)


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
            compared_on(on, judgement, kinds).any_perhaps_before(one)
            for on in self.on
            for judgement in Judgement
            if (kinds := compared_with(one)) and mark_given(self.finding, judgement)
        )
        return perhaps and (not self.repeated or bool(self.doubtful))

    def is_progress_on(self, on: OnTheme) -> bool:
        """Whether it is marked as progress on one of its themes."""
        if self.finding.judgement is not Judgement.STRENGTH:
            return False
        return self._repeats(PROGRESS) or self._before(on, Judgement.IMPROVEMENT)

    def _repeats(self, mark: str) -> bool:
        given = (mark_given(self.finding, one.finding.judgement) for one in self.repeated)
        return mark in given

    def _before(self, on: OnTheme, judgement: Judgement) -> bool:
        kinds = compared_with(self.raised.origin)
        return bool(kinds) and compared_on(on, judgement, kinds).any_before(self.raised.origin)

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
        """The findings that it meets, found when it is asked for.

        They are not kept: of all findings together they would be as many as their pairs.
        """
        return met(self.raised, self.on, self.repeated)

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


def behind(findings: Iterable[Marked]) -> Iterable[Record]:
    """All that findings with their marks rest on, each once; progress told on all of their themes.

    What they meet is gathered theme by theme: finding by finding it would be as many as their
    pairs, and took a minute among 200 thousand records.
    """
    found: dict[str, Record] = {}
    on: dict[str, tuple[OnTheme, list[Raised]]] = {}
    for one in findings:
        found.update((each.id, each) for each in one.raised.records)
        for theme in one.on:
            on.setdefault(theme.theme.id, (theme, []))[1].append(one.raised)
        for each in one.repeated:
            if mark_given(one.finding, each.finding.judgement):
                shared = (theme.theme for theme in one.on if each.finding.id in theme.raised)
                found.update((record.id, record) for record in (*each.records, *shared))
    for theme, those in on.values():
        for each in met_by_any(theme, those):
            found.update((record.id, record) for record in (theme.theme, *each.records))
    return found.values()


def marked(view: View, one: Raised) -> Marked:
    """A finding with its marks."""
    return all_marked(view, [one])[0]


def all_marked(view: View, findings: Iterable[Raised]) -> list[Marked]:
    """Findings with their marks."""
    marks, held = view.index(_Marks), findings_by_theme(view)
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
