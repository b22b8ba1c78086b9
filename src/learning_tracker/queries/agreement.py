"""Whether two people code the same findings to the same themes, and where they do not."""

from typing import ClassVar

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries.coding import PRACTICE
from learning_tracker.queries.two_coders import Coding, TwoCoders
from learning_tracker.records import Finding, Theme
from learning_tracker.tables import Column, Gradually, Table
from learning_tracker.view import View

DOUBT = "cannot tell"


@attrs.frozen(eq=False)
class ThemeAgreement:
    """A theme, and on how many findings two coders agree about it.

    Attributes:
        record: the theme.
        both: how many both coded to it.
        only_a: how many A alone did.
        only_b: how many B alone did.
        neither: how many of those that both coded neither coded to it.
        found: all that both coded.
    """

    counts: ClassVar[bool] = True

    record: Theme
    both: int
    only_a: int
    only_b: int
    neither: int
    found: TwoCoders

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that at least one of them coded to it."""
        return tuple(self.found.by_theme[self.record.id])

    @property
    def records(self) -> tuple[Record, ...]:
        """The theme and the findings."""
        return (self.record, *self.findings)

    @property
    def of(self) -> int:
        """How many findings both coded."""
        return self.both + self.only_a + self.only_b + self.neither

    @property
    def percent(self) -> float:
        """On how many of them, in per cent, both say the same of the theme."""
        return 100 * (self.both + self.neither) / self.of

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa; None where it cannot be told.

        It cannot where both said the same of every finding and never anything else: by chance
        alone they would have agreed as well.
        """
        a, b = self.both + self.only_a, self.both + self.only_b
        by_chance = a * (self.of - b) + b * (self.of - a)
        if not by_chance:
            return None
        return 2 * (self.both * self.neither - self.only_a * self.only_b) / by_chance


@attrs.frozen(eq=False)
class Disagreement:
    """A finding that two coders coded to different themes.

    Attributes:
        record: the finding.
        found: all that both coded.
    """

    record: Finding
    found: TwoCoders

    @property
    def only_a(self) -> tuple[Theme, ...]:
        """The themes that A alone gave it, in order of name."""
        return self.found.named(self._a - self._b)

    @property
    def only_b(self) -> tuple[Theme, ...]:
        """Those that B alone did."""
        return self.found.named(self._b - self._a)

    @property
    def both(self) -> tuple[Theme, ...]:
        """Those that both did."""
        return self.found.named(self._a & self._b)

    @property
    def _a(self) -> frozenset[str]:
        return self.found.a[self.record.id]

    @property
    def _b(self) -> frozenset[str]:
        return self.found.b[self.record.id]

    @property
    def records(self) -> tuple[Record, ...]:
        """The finding and all these themes, by which it is one that both coded."""
        return (self.record, *self.only_a, *self.only_b, *self.both)


AGREEMENT_COLUMNS: tuple[Column[ThemeAgreement], ...] = (
    Column("theme", "Practice theme", lambda row: row.record.name),
    Column("both", "Both", lambda row: row.both),
    Column("only_a", "A alone", lambda row: row.only_a),
    Column("only_b", "B alone", lambda row: row.only_b),
    Column("neither", "Neither", lambda row: row.neither),
    Column("percent", "Agree, per cent", lambda row: round(row.percent, 1)),
    Column("kappa", "Kappa", lambda row: DOUBT if row.kappa is None else row.kappa),
)

AGREEMENT_DATA: tuple[Column[ThemeAgreement], ...] = (
    *AGREEMENT_COLUMNS[:5],
    Column("percent", "Agree, per cent", lambda row: row.percent),
    Column("kappa", "Kappa", lambda row: row.kappa),
)

DISAGREEMENT_COLUMNS: tuple[Column[Disagreement], ...] = (
    Column("finding", "Finding", lambda row: row.record.id),
    Column("statement", "What it says", lambda row: row.record.statement),
    Column("only_a", "A alone", lambda row: tuple(one.name for one in row.only_a)),
    Column("only_b", "B alone", lambda row: tuple(one.name for one in row.only_b)),
)


KEY = (
    "Agree: findings of which both say the same, that they are on the theme or that they are not.",
    "Kappa (Cohen's): agreement beyond chance; 1 is always, 0 as often as by chance.",
    "Cannot tell: both say the same of every finding, as by chance they would.",
)


def agreement(view: View, other: Coding, *, frame: str = PRACTICE) -> Table[ThemeAgreement]:
    """On how many findings two coders, A and B, agree about each theme.

    Only findings that both coded count: to which each gave at least one theme of the frame.
    Themes are compared as coded, never rolled up. Kappa is Cohen's: how much of the agreement
    that chance would not give there is. It is 1 where they always agree, 0 where they agree as
    often as by chance, and cannot be told where both say the same of every finding.

    Args:
        view: the findings as A coded them.
        other: as B did: another tracker, or the ids of themes by the ids of findings.
        frame: the list of themes.

    Returns:
        a row per theme that one of them gave, those on which they disagree most first.

    Raises:
        UnknownChoice: no theme is in such a frame.
        UnknownId: a coding by ids names a theme that there is not.
        InvalidArgument: `other` is neither.
    """
    found = TwoCoders(view, other, frame)
    rows = _by_theme(found)
    rows.sort(key=lambda row: (-row.only_a - row.only_b, row.record.name, row.record.id))
    return Table(
        caption="Agreement of two coders, A and B, by theme",
        rows=tuple(rows),
        columns=AGREEMENT_COLUMNS,
        as_data=AGREEMENT_DATA,
        empty="No finding was coded by both.",
        denominator=found.denominator,
        basis=lambda: found.basis,
        key=KEY,
        notes=found.notes() if rows else (),
    )


def disagreements(view: View, other: Coding, *, frame: str = PRACTICE) -> Table[Disagreement]:
    """The findings that two coders, A and B, coded to different themes, to be talked through.

    Args:
        view: the findings as A coded them.
        other: as B did: another tracker, or the ids of themes by the ids of findings.
        frame: the list of themes.

    Returns:
        a row per finding, in order of id, with the themes that one alone gave it.

    Raises:
        UnknownChoice: no theme is in such a frame.
        UnknownId: a coding by ids names a theme that there is not.
        InvalidArgument: `other` is neither.
    """
    found = TwoCoders(view, other, frame)
    rows = (Disagreement(one, found) for one in found.apart())
    return Table(
        caption="Findings that A and B coded to different themes",
        rows=Gradually(rows, lambda: len(found) - found.number_alike),
        columns=DISAGREEMENT_COLUMNS,
        as_data=DISAGREEMENT_COLUMNS[1:],
        empty="No finding is coded to different themes by A and B."
        if len(found)
        else "No finding was coded by both.",
        denominator=found.denominator,
        basis=lambda: found.basis,
        notes=found.notes() if len(found) else (),
    )


def _by_theme(found: TwoCoders) -> list[ThemeAgreement]:
    """Each theme that one of them gave."""
    counted = (
        (theme, found.times_both[theme.id], found.times_a[theme.id], found.times_b[theme.id])
        for theme in found.used
    )
    return [
        ThemeAgreement(
            record=theme,
            both=both,
            only_a=a - both,
            only_b=b - both,
            neither=len(found) - a - b + both,
            found=found,
        )
        for theme, both, a, b in counted
    ]
