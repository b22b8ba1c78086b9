"""Which practice themes come together: pairs that one source raises again and again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, combinations
from operator import attrgetter
from typing import ClassVar, TypeAlias

import attrs

from learning_tracker.kinds import Record, by_id
from learning_tracker.queries import coding
from learning_tracker.queries.counting import (
    Raised,
    check_at_least,
    judgement_named,
    plural,
    sources_since,
)
from learning_tracker.queries.differing import KeepsStep
from learning_tracker.queries.noting import (
    note_if,
    note_of_inferred_sources,
    note_of_several,
    note_of_straddling,
    note_of_unknown_origin,
    notes,
)
from learning_tracker.queries.on_themes import findings_by_theme
from learning_tracker.records import Finding, Source, Theme
from learning_tracker.tables import Column, Note, Table
from learning_tracker.view import (
    Origin,
    View,
    independent,
    is_of_unknown_origin,
    number_independent,
)
from learning_tracker.vocabulary import Basis, Judgement


@attrs.frozen(eq=False)
class Together:
    """Two themes on which one source, or one of several, raised findings.

    Attributes:
        themes: the two, in order of name.
        origin: what raised the findings.
        either: the findings on one of them or on both.
        both: those on both.
    """

    themes: tuple[Theme, Theme]
    origin: Origin
    either: tuple[Raised, ...]
    both: tuple[Raised, ...]

    @property
    def key(self) -> tuple[str, str]:
        """The ids of the two."""
        first, second = self.themes
        return first.id, second.id

    @property
    def certain(self) -> tuple[Raised, ...]:
        """The findings by which one and the same source raised both."""
        return self.both if self.origin.several else self.either

    @property
    def doubtful(self) -> tuple[Raised, ...]:
        """The findings of which it may be that they are of different sources."""
        return () if self.certain else self.either


@attrs.frozen(eq=False)
class PairOfThemes:
    """Two themes with the independent sources that raised both.

    Attributes:
        themes: the two, in order of name.
        together: the sources that raised both, with their findings on them.
    """

    counts: ClassVar[bool] = True

    themes: tuple[Theme, Theme]
    together: tuple[Together, ...]
    _view: View

    @cached_property
    def count(self) -> int:
        """How many independent sources raised both."""
        return number_independent([one.origin for one in self.together])

    @cached_property
    def place(self) -> tuple[object, ...]:
        """Where it stands among others."""
        return -self.count, [(theme.name, theme.id) for theme in self.themes]

    @cached_property
    def independent(self) -> tuple[Origin, ...]:
        """What raised both, in order of date, each incident once."""
        return tuple(independent(one.origin for one in self.together))

    @cached_property
    def findings(self) -> tuple[Raised, ...]:
        """The findings of these sources on either, with what raised each; in order of id."""
        found = chain.from_iterable(one.certain for one in self.together)
        return tuple(sorted(found, key=lambda one: one.finding.id))

    @cached_property
    def several(self) -> tuple[Raised, ...]:
        """The findings of which it is not known which of several sources raised them."""
        doubtful = (one for one in self.together if one.origin.several)
        return tuple(chain.from_iterable(one.certain for one in doubtful))

    @property
    def both(self) -> tuple[Finding, ...]:
        """The findings that are coded to both at once; in order of id."""
        found = (one.finding for each in self.together for one in each.both)
        return tuple(sorted(found, key=by_id))

    @cached_property
    def counted(self) -> tuple[Source, ...]:
        """The sources that count."""
        return tuple(source for one in self.independent for source in one.sources)

    @cached_property
    def unsure(self) -> tuple[Source, ...]:
        """Those that count of which it is not known what they arise from, or that were inferred.

        Kept, as to look at all that count in two thousand pairs takes 15 ms.
        """
        return tuple(
            one
            for one in self.counted
            if one.basis is Basis.INFERRED or is_of_unknown_origin(self._view, one)
        )

    @property
    def records(self) -> tuple[Record, ...]:
        """The two themes, the findings and what raised them."""
        return (*self.themes, *chain.from_iterable(one.records for one in self.findings))


PAIRS_COLUMNS: tuple[Column[PairOfThemes], ...] = (
    Column("theme", "Practice theme", lambda row: row.themes[0].name),
    Column("with_theme", "Together with", lambda row: row.themes[1].name),
    Column("independent_sources", "Sources", lambda row: row.count),
    Column("findings", "Findings", lambda row: len(row.findings)),
    Column("both", "On both at once", lambda row: len(row.both)),
    Column("sources", "Raised by", lambda row: tuple(one.label for one in row.independent)),
)


def pairs(
    view: View,
    *,
    at_least: int = 2,
    judgement: Judgement | str = Judgement.IMPROVEMENT,
    frame: str = "practice",
) -> Table[PairOfThemes]:
    """Pairs of themes that independent sources raised together, as findings of one judgement.

    A source raises two themes together if one of its findings is coded to both, or one to
    each. Of a finding of which it is not known which of several sources raised it, only the
    first is certain.

    Args:
        view: the records to ask.
        at_least: by how many independent sources a pair must have been raised.
        judgement: improvement, or strength.
        frame: the list of themes to pair.

    Returns:
        a row per pair, those raised by most sources first.

    Raises:
        UnknownChoice: there is no such judgement, or no theme in such a frame.
        InvalidArgument: `at_least` is no whole number from 1 up.
    """
    check_at_least(at_least)
    judgement = judgement_named(judgement)
    return findings_by_theme(view).answer(
        ("pairs", judgement, at_least, frame),
        lambda: _answer(view, judgement, at_least, frame),
    )


def _answer(view: View, judgement: Judgement, at_least: int, frame: str) -> Table[PairOfThemes]:
    coding.check_frame(view, frame)
    held = findings_by_theme(view)
    every = held.every
    paired = held.lasting(("pairs", judgement, frame), lambda: _Paired(view, judgement, frame))
    rows = [row for row in paired.now(every.raised) if row.count >= at_least]
    scope = sources_since(view, None)
    return Table(
        caption=f"Pairs of themes raised together as {judgement.label} by at least "
        f"{plural(at_least, 'independent source')}",
        rows=tuple(rows),
        columns=PAIRS_COLUMNS,
        empty=f"No two themes were raised together as {judgement.label} by {at_least} or more "
        "independent sources.",
        denominator=f"of the {plural(scope.independent, 'independent source')} on record",
        basis=lambda: (*scope.records, *every.coded(judgement)),
        key=("On both at once: findings that are coded to both themes.",),
        notes=_notes(view, paired.doubtful, rows),
    )


def _notes(
    view: View, doubtful: Iterable[Together], rows: Sequence[PairOfThemes]
) -> tuple[Note, ...]:
    unsure = {one.id: one for row in rows for one in row.unsure}.values()
    return notes(
        note_if(
            (one.finding for each in doubtful for one in each.doubtful),
            "Not paired, as it is not known which of several sources raised them ({n})",
        ),
        note_of_unknown_origin(view, unsure),
        note_of_several(chain.from_iterable(row.several for row in rows)),
        note_of_inferred_sources(unsure),
        note_of_straddling(view, (source for row in rows for source in row.counted)),
    )  # fmt: skip


_Key: TypeAlias = tuple[str, str]
"""The ids of two themes."""

_OfPairs: TypeAlias = dict[_Key, dict[Origin, Together]]
"""The sources that raised two themes together."""


class _Paired(KeepsStep[str, Raised]):
    """The pairs of themes of a frame, each made anew only where sources raised others together.

    To pair all themes again takes 1.1 s among 200 thousand records, and to walk all that was
    raised together, to see what is another than before, 0.05 s. A change touches one source and
    a handful of pairs: 0.01 s.
    """

    def __init__(self, view: View, judgement: Judgement, frame: str) -> None:
        super().__init__()
        self._view = view
        self._judgement = judgement
        self._frame = frame

    def _begin(self) -> None:
        self._raised: dict[Origin, dict[str, Raised]] = defaultdict(dict)
        self._touched: set[Origin] = set()
        self._of_origin: dict[Origin, list[Together]] = {}
        self._certain: _OfPairs = defaultdict(dict)
        self._doubtful: _OfPairs = defaultdict(dict)
        self._pairs: dict[_Key, PairOfThemes] = {}

    def _put(self, key: str, one: Raised) -> None:
        if one.finding.judgement is self._judgement:
            self._raised[one.origin][key] = one
            self._touched.add(one.origin)

    def _take(self, key: str, one: Raised) -> None:
        if one.finding.judgement is self._judgement:
            del self._raised[one.origin][key]
            self._touched.add(one.origin)

    def _settle(self) -> None:
        touched: set[_Key] = set()
        for origin in self._touched:
            for one in self._of_origin.pop(origin, ()):
                del self._those_of(one)[origin]
                touched.add(one.key)
            raised = self._raised[origin] or self._raised.pop(origin)
            self._of_origin[origin] = list(self._together(origin, raised.values()))
            for one in self._of_origin[origin]:
                self._those_of(one)[origin] = one
                touched.add(one.key)
        self._touched.clear()
        for key in touched:
            self._pairs.pop(key, None)
            if found := tuple(self._certain[key].values()):
                self._pairs[key] = PairOfThemes(found[0].themes, found, self._view)

    def _those_of(self, one: Together) -> dict[Origin, Together]:
        """Those of the two themes, of what is as certain."""
        return (self._doubtful if one.doubtful else self._certain)[one.key]

    def _together(self, origin: Origin, findings: Iterable[Raised]) -> Iterator[Together]:
        themes: dict[str, Theme] = {}
        on: dict[str, dict[str, Raised]] = defaultdict(dict)
        for one in findings:
            for theme in coding.themes_in(self._view, one.finding, self._frame):
                themes[theme.id] = theme
                on[theme.id][one.finding.id] = one
        ordered = sorted(themes.values(), key=lambda theme: (theme.name, theme.id))
        for first, second in combinations(ordered, 2):
            either = on[first.id] | on[second.id]
            both = on[first.id].keys() & on[second.id].keys()
            yield Together(
                (first, second),
                origin,
                tuple(either[one] for one in sorted(either)),
                tuple(either[one] for one in sorted(both)),
            )

    @property
    def doubtful(self) -> Iterator[Together]:
        """Sources of which it may be that they did not raise both themes."""
        return chain.from_iterable(each.values() for each in self._doubtful.values())

    def now(self, raised: Mapping[str, Raised]) -> list[PairOfThemes]:
        """Every two themes that one source certainly raised, in order."""
        self.keep_step(raised)
        return sorted(self._pairs.values(), key=attrgetter("place"))
