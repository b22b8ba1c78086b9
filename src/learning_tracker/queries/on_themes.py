"""What was raised on each theme, kept while records change.

Questions about themes count what findings are coded to. Each would look at every finding again
(0.3 to 2 s among 200 thousand records, where an answer shall take 50 ms), though a change
touches a theme or two: so what was raised on a theme is kept, with all that follows from it, and
made anew only for a theme on which a finding, or what raised it, has changed. An answer is kept as
it is until something changes on which it may rest: an update does not.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

import attrs

from learning_tracker.kinds import Record, by_id
from learning_tracker.queries import coding
from learning_tracker.queries.counting import Raised, raised_by
from learning_tracker.queries.differing import KeepsStep, differing
from learning_tracker.records import Agency, Finding, Partnership, Source, Theme
from learning_tracker.view import View, findings_resting_on
from learning_tracker.vocabulary import Judgement

T = TypeVar("T")

MOST_ANSWERS = 64
"""How many answers are kept, as a tracker is asked the same few questions again and again."""

MOST_LASTING = 8
"""How many of those things are kept that are large, such as where all findings stand."""


@attrs.frozen(eq=False)
class OnTheme:
    """What was raised on a theme; where that changes, another takes its place.

    Attributes:
        theme: the theme.
        line: the theme, the one broader than it, and so on up.
        raised: the findings that are coded to it, by id and in order of id.
    """

    theme: Theme
    line: tuple[Theme, ...]
    raised: Mapping[str, Raised]
    _kept: dict[Hashable, Any] = attrs.field(factory=dict, init=False)

    def kept(self, what: Hashable, work_out: Callable[["OnTheme"], T]) -> T:
        """What follows from it, worked out once."""
        if what not in self._kept:
            self._kept[what] = work_out(self)
        return cast("T", self._kept[what])

    def judged(self, judgement: Judgement | None) -> list[Raised]:
        """The findings of a judgement, or of both; in order of id."""
        every = self.raised.values()
        return [one for one in every if judgement in (None, one.finding.judgement)]


@attrs.frozen(eq=False)
class AllFindings:
    """All findings as they were at a moment; what is asked of them later is told of that moment.

    Attributes:
        raised: the findings with what raised each, by id and in order of id.
        on: what was raised on each theme to which they are coded, by the theme's id.
    """

    raised: Mapping[str, Raised]
    on: Mapping[str, OnTheme]

    def judged(self, judgement: Judgement | None) -> Iterator[Raised]:
        """The findings of a judgement, or of both; in order of id."""
        every = self.raised.values()
        return (one for one in every if judgement in (None, one.finding.judgement))

    def themes_of(self, one: Raised) -> list[Theme]:
        """The themes that a finding is coded to."""
        return [self.on[theme].theme for theme in one.finding.themes]

    def coded(self, judgement: Judgement | None = None) -> Iterator[Record]:
        """All that the sorting of findings by theme and year rests on."""
        for one in self.judged(judgement):
            yield from one.records
            yield from self.themes_of(one)


@attrs.frozen(eq=False)
class SameThemes:
    """Findings that are coded to the same themes.

    Where one of them, one that it repeats, or what was raised on their themes changes, another
    takes its place: so what follows from them can be kept until then.

    Attributes:
        on: what was raised on each of the themes.
        raised: the findings, in order of id.
    """

    on: tuple[OnTheme, ...]
    raised: tuple[Raised, ...]


class _BySameThemes(KeepsStep[str, Raised]):
    """All findings, those together that are coded to the same themes."""

    def _begin(self) -> None:
        self._on: Mapping[str, OnTheme] = {}
        self._within: dict[tuple[str, ...], dict[str, Raised]] = defaultdict(dict)
        # In the order of what was put, as sets would have none that stays from run to run.
        self._with: dict[str, dict[tuple[str, ...], None]] = defaultdict(dict)
        self._alike: dict[tuple[str, ...], SameThemes] = {}
        self._stale: dict[tuple[str, ...], None] = {}

    def _put(self, key: str, one: Raised) -> None:
        themes = one.finding.themes
        self._within[themes][key] = one
        self._stale[themes] = None
        for theme in themes:
            self._with[theme][themes] = None

    def _take(self, key: str, one: Raised) -> None:
        del self._within[one.finding.themes][key]
        self._stale[one.finding.themes] = None

    def now(
        self, raised: Mapping[str, Raised], on: Mapping[str, OnTheme]
    ) -> tuple[SameThemes, ...]:
        """They as they are now."""
        self.keep_step(raised)
        # To look at all of them for those with a theme that changed takes 8 ms of a region's.
        for theme, _, _ in differing(self._on, on):
            self._stale |= self._with[theme]
        for themes in self._stale:
            self._make(themes, on)
        self._stale.clear()
        self._on = on
        return tuple(self._alike.values())

    def _make(self, themes: tuple[str, ...], on: Mapping[str, OnTheme]) -> None:
        if within := self._within[themes]:
            found = tuple([within[key] for key in sorted(within)])
            self._alike[themes] = SameThemes(tuple([on[one] for one in themes]), found)
            return
        del self._within[themes]
        self._alike.pop(themes, None)
        for theme in themes:
            self._with[theme].pop(themes, None)


class FindingsByTheme:
    """All findings with what raised them, those on each theme, and answers that rest on these.

    Answers may rest on findings, sources, themes, agencies and partnerships.
    """

    def __init__(self, view: View) -> None:
        """Keep what a view's findings tell."""
        self._view = view
        self._raised: dict[str, Raised] = {}
        self._themes: dict[str, Theme] = {}
        self._on: dict[str, OnTheme] = {}
        self._alike = _BySameThemes()
        self._stale: set[str] = set()
        self._answers: dict[Hashable, Any] = {}
        self._day = view.today
        self._lasting: dict[Hashable, Any] = {}
        self._known = False

    def forget(self, changed: Sequence[Record]) -> None:
        """Mark what rests on records that were put or taken, and forget the answers."""
        for record in changed:
            if isinstance(record, Finding | Source | Theme | Agency | Partnership):
                self._answers.clear()
            if isinstance(record, Theme):
                self._known = False
            if isinstance(record, Theme | Agency | Partnership):
                self._lasting.clear()
            for one in findings_resting_on(self._view.network, record):
                self._stale.add(one)
                repeating = self._view.network.incoming(Finding, "repeats", one)
                self._stale.update(each.id for each in repeating)

    def answer(self, to: Hashable, work_out: Callable[[], T]) -> T:
        """An answer that rests on nothing else, kept until something of that, or the day, changes.

        So a tracker that stays open keeps no answers of days that are past.
        """
        if self._day != self._view.today:
            self._answers.clear()
            self._day = self._view.today
        return _kept(self._answers, to, work_out, MOST_ANSWERS)

    def lasting(self, what: Hashable, made_by: Callable[[], T]) -> T:
        """What outlives changes of findings and sources, as it sees itself what has changed.

        A change of a theme, an agency or a partnership it does not outlive.
        """
        self._keep_up()
        return _kept(self._lasting, what, made_by, MOST_LASTING)

    @property
    def every(self) -> AllFindings:
        """All findings, as they are now."""
        return self.answer("every", self._every)

    def _every(self) -> AllFindings:
        self._keep_up()
        return AllFindings(self._raised, self._on)

    @property
    def alike(self) -> tuple["SameThemes", ...]:
        """All findings, those together that are coded to the same themes."""
        self._keep_up()
        return self._alike.now(self._raised, self._on)

    def on_those_of(self, finding: Finding) -> tuple[OnTheme, ...]:
        """What was raised on each of the themes that a finding is coded to."""
        self._keep_up()
        return tuple([self._on[theme] for theme in finding.themes])

    def on_themes(self, frame: str) -> list[OnTheme]:
        """What was raised on each theme of a frame on which there is a finding, in order of id."""
        self._keep_up()
        there = (self._on[one] for one in sorted(self._on))
        return [one for one in there if one.theme.frame == frame]

    def _keep_up(self) -> None:
        if not self._known:
            self._look_at_all()
        elif self._stale:
            self._look_again()
        self._stale.clear()

    def _look_at_all(self) -> None:
        findings = sorted(self._view.of(Finding), key=by_id)
        self._raised = {one.id: raised_by(self._view, one) for one in findings}
        self._themes = {one.id: one for one in self._view.of(Theme)}
        on: dict[str, dict[str, Raised]] = defaultdict(dict)
        for key, one in self._raised.items():
            for theme in one.finding.themes:
                on[theme][key] = one
        self._on = {theme: self._made(theme, raised) for theme, raised in on.items()}
        self._known = True

    def _look_again(self) -> None:
        """Make anew what was raised on the themes of findings of which something has changed."""
        raised = dict(self._raised)
        on: dict[str, dict[str, Raised]] = {}
        for one in self._stale:
            finding = self._view.get(one)
            now = raised_by(self._view, finding) if isinstance(finding, Finding) else None
            themes = _themes_of(raised.get(one)) | _themes_of(now)
            for theme in themes:
                if theme not in on:
                    on[theme] = dict(self._on[theme].raised) if theme in self._on else {}
                _put(on[theme], one, now if theme in _themes_of(now) else None)
            _put(raised, one, now)
        made = {theme: self._made(theme, _in_order(found)) for theme, found in on.items()}
        # All at once and last, so that a look that is broken off can be begun again.
        self._raised = _in_order(raised)
        self._on = {key: one for key, one in (self._on | made).items() if one.raised}

    def _made(self, theme: str, raised: Mapping[str, Raised]) -> OnTheme:
        record = self._themes[theme]
        return OnTheme(record, tuple(coding.lineage(self._view, record)), raised)


def _kept(store: dict[Hashable, Any], key: Hashable, make: Callable[[], T], most: int) -> T:
    """What is kept under a key, or made; beyond so many, the first is let go."""
    if key not in store:
        made = make()  # by which others may be kept
        while len(store) >= most:
            del store[next(iter(store))]
        store[key] = made
    return cast("T", store[key])


def _themes_of(one: Raised | None) -> set[str]:
    return set() if one is None else set(one.finding.themes)


def _put(raised: dict[str, Raised], key: str, one: Raised | None) -> None:
    """Put a finding in the place of the one with its id; none takes it away."""
    if one is None:
        raised.pop(key, None)
    else:
        raised[key] = one


def _in_order(raised: dict[str, Raised]) -> dict[str, Raised]:
    """Findings in order of id; they mostly are, and then it is quicker to see it than to sort."""
    keys = list(raised)
    return raised if keys == sorted(keys) else {key: raised[key] for key in sorted(keys)}


def findings_by_theme(view: View) -> FindingsByTheme:
    """What the findings of a view tell."""
    return view.index(FindingsByTheme)
