"""Which practice themes come together: pairs that one source raises again and again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations
from typing import ClassVar

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries import coding
from learning_tracker.queries.counting import (
    Raised,
    check_at_least,
    coded,
    judgement_named,
    plural,
    raised,
    sources_since,
)
from learning_tracker.queries.noting import (
    note_if,
    note_of_inferred_sources,
    note_of_several,
    note_of_straddling,
    note_of_unknown_origin,
    notes,
)
from learning_tracker.records import Finding, Theme
from learning_tracker.tables import Column, Note, Table
from learning_tracker.view import Origin, View, independent
from learning_tracker.vocabulary import Judgement


@attrs.frozen
class PairOfThemes:
    """Two themes with the independent sources that raised both.

    Attributes:
        themes: the two, in order of name.
        findings: the findings of these sources on either, with what raised each.
        independent: what raised both, in order of date, each incident once.
        both: the findings that are coded to both at once.
    """

    counts: ClassVar[bool] = True

    themes: tuple[Theme, Theme]
    findings: tuple[Raised, ...]
    independent: tuple[Origin, ...]
    both: tuple[Finding, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """The two themes, the findings and what raised them."""
        return (*self.themes, *chain.from_iterable(one.records for one in self.findings))


PAIRS_COLUMNS: tuple[Column[PairOfThemes], ...] = (
    Column("theme", "Practice theme", lambda row: row.themes[0].name),
    Column("with_theme", "Together with", lambda row: row.themes[1].name),
    Column("independent_sources", "Sources", lambda row: len(row.independent)),
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
    coding.check_frame(view, frame)
    found = raised(view, (one for one in view.of(Finding) if one.judgement is judgement))
    together = list(_together(view, found, frame))
    rows = [row for row in _rows(together) if len(row.independent) >= at_least]
    scope = sources_since(view, None)
    return Table(
        caption=f"Pairs of themes raised together as {judgement.label} by at least "
        f"{plural(at_least, 'independent source')}",
        rows=tuple(rows),
        columns=PAIRS_COLUMNS,
        empty=f"No two themes were raised together as {judgement.label} by {at_least} or more "
        "independent sources.",
        denominator=f"of the {plural(scope.independent, 'independent source')} on record",
        basis=(*scope.records, *coded(view, found)),
        key=("On both at once: findings that are coded to both themes.",),
        notes=_notes(view, together, rows),
    )


@attrs.frozen
class _Together:
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
    def certain(self) -> tuple[Raised, ...]:
        """The findings by which one and the same source raised both."""
        return self.both if self.origin.several else self.either

    @property
    def doubtful(self) -> tuple[Raised, ...]:
        """The findings of which it may be that they are of different sources."""
        return () if self.certain else self.either


def _notes(
    view: View, together: Iterable[_Together], rows: Sequence[PairOfThemes]
) -> tuple[Note, ...]:
    counted = [source for row in rows for one in row.independent for source in one.sources]
    return notes(
        note_if(
            (one.finding for each in together for one in each.doubtful),
            "Not paired, as it is not known which of several sources raised them ({n})",
        ),
        note_of_unknown_origin(view, counted),
        note_of_several([one for row in rows for one in row.findings]),
        note_of_inferred_sources(counted),
        note_of_straddling(view, counted),
    )


def _together(view: View, found: Iterable[Raised], frame: str) -> Iterator[_Together]:
    """Every two themes on which an origin raised findings."""
    by_origin: dict[Origin, list[Raised]] = defaultdict(list)
    for one in found:
        by_origin[one.origin].append(one)
    for origin, findings in by_origin.items():
        yield from _pairs_of(view, origin, findings, frame)


def _pairs_of(
    view: View, origin: Origin, findings: Iterable[Raised], frame: str
) -> Iterator[_Together]:
    themes: dict[str, Theme] = {}
    on: dict[str, dict[str, Raised]] = defaultdict(dict)
    for one in findings:
        for theme in coding.themes_in(view, one.finding, frame):
            themes[theme.id] = theme
            on[theme.id][one.finding.id] = one
    ordered = sorted(themes.values(), key=lambda theme: (theme.name, theme.id))
    for first, second in combinations(ordered, 2):
        either = on[first.id] | on[second.id]
        both = on[first.id].keys() & on[second.id].keys()
        yield _Together(
            (first, second),
            origin,
            tuple(either[one] for one in sorted(either)),
            tuple(either[one] for one in sorted(both)),
        )


def _rows(together: Iterable[_Together]) -> list[PairOfThemes]:
    """A row for each pair, those raised by most sources first."""
    pairs: dict[tuple[str, str], list[_Together]] = defaultdict(list)
    for one in together:
        if one.certain:
            first, second = one.themes
            pairs[first.id, second.id].append(one)
    rows = [
        PairOfThemes(
            themes=found[0].themes,
            findings=tuple(sorted(_findings(found), key=lambda one: one.finding.id)),
            independent=tuple(independent(one.origin for one in found)),
            both=tuple(one.finding for each in found for one in each.both),
        )
        for found in pairs.values()
    ]
    return sorted(rows, key=_place)


def _findings(found: Iterable[_Together]) -> Iterator[Raised]:
    return chain.from_iterable(one.certain for one in found)


def _place(row: PairOfThemes) -> tuple[int, list[tuple[str, str]]]:
    return -len(row.independent), [(theme.name, theme.id) for theme in row.themes]
