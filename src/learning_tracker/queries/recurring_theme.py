"""A theme that independent sources raised again and again, and what is shown of it."""

from collections.abc import Mapping
from functools import cached_property
from itertools import chain
from typing import ClassVar

import attrs

from learning_tracker.dates import ReportingYear, When
from learning_tracker.kinds import Record
from learning_tracker.queries import coding
from learning_tracker.queries.counting import Raised
from learning_tracker.queries.in_order import InOrder
from learning_tracker.records import Source, Theme
from learning_tracker.tables import Column
from learning_tracker.view import Origin, independent


@attrs.frozen(eq=False)
class RecurringTheme:
    """A theme with the independent sources that raised it.

    Attributes:
        theme: the theme; in a rolled-up table, the broadest one.
        coded: the themes that its findings are coded to.
        broader: the themes that `theme` lies in.
        count: how many independent sources raised it.
        raised: the findings on it, in order of id.
        unknown: the LCSPRs among these sources of which it is not known from which rapid review
            they arise; by id.
        several: the findings of which it is not known which of several sources raised them.
    """

    counts: ClassVar[bool] = True

    theme: Theme
    coded: tuple[Theme, ...]
    broader: tuple[Theme, ...]
    count: int
    raised: InOrder[Raised]
    unknown: Mapping[str, Source]
    several: tuple[Raised, ...]

    @cached_property
    def findings(self) -> tuple[Raised, ...]:
        """The findings with what raised each, in order of id."""
        return tuple(self.raised)

    @cached_property
    def independent(self) -> tuple[Origin, ...]:
        """What raised it, in order of date, each incident once."""
        return tuple(independent(one.origin for one in self.raised))

    @property
    def number(self) -> int:
        """How many findings there are."""
        return len(self.raised)

    @property
    def record(self) -> Theme:
        """The theme."""
        return self.theme

    @property
    def records(self) -> tuple[Record, ...]:
        """The theme, its findings and what raised them."""
        return (
            self.theme,
            *self.coded,
            *self.broader,
            *chain.from_iterable(one.records for one in self.raised),
        )

    @property
    def name(self) -> str:
        """The theme's name, with the narrower ones that its findings are coded to."""
        inside = [theme for theme in self.coded if theme.id != self.theme.id]
        return f"{self.theme.name} ({coding.names(inside)})" if inside else self.theme.name

    @property
    def first(self) -> When | None:
        """When it was first raised."""
        return self.independent[0].told_on

    @property
    def last(self) -> When | None:
        """When it was last raised, as far as is known."""
        dates = [one.told_on for one in self.independent if one.told_on is not None]
        return max(dates, default=None, key=lambda on: (on.last, on.first))

    @property
    def years(self) -> tuple[str, ...]:
        """The reporting years of its sources; of one that straddles years, the date itself."""
        dates = sorted(one.counted_on for one in self.independent if one.counted_on is not None)
        return tuple(dict.fromkeys(str(ReportingYear.holding(on) or on) for on in dates))


RECURRING_COLUMNS: tuple[Column[RecurringTheme], ...] = (
    Column("theme", "Practice theme", lambda row: row.name),
    Column("independent_sources", "Sources", lambda row: row.count),
    Column("findings", "Findings", lambda row: row.number),
    Column("first", "First", lambda row: row.first),
    Column("last", "Last", lambda row: row.last),
    Column("years", "Years", lambda row: row.years),
    Column("sources", "Raised by", lambda row: tuple(one.label for one in row.independent)),
)
