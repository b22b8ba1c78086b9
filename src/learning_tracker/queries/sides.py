"""The sides of a cross-table: by what findings are sorted into its rows and columns."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import attrs

from learning_tracker.dates import ReportingYear
from learning_tracker.errors import UnknownChoice
from learning_tracker.kinds import Record
from learning_tracker.queries import coding
from learning_tracker.queries.column_names import identifier
from learning_tracker.queries.counting import Raised
from learning_tracker.queries.dated_sources import dated_sources
from learning_tracker.records import Agency, Partnership, Source
from learning_tracker.view import View, partnership_of
from learning_tracker.vocabulary import Judgement


@attrs.frozen
class Value:
    """What a row or a column is about.

    Attributes:
        place: where it stands among the others of its side; unlike that of any other.
        label: what people call it.
        record: the record that it is, if it is one.
    """

    place: tuple[Any, ...]
    label: str = attrs.field(eq=False)
    record: Record | None = attrs.field(default=None, eq=False)


def _in_order(values: Iterable[Value]) -> list[Value]:
    """Values as they stand, each once, in the first of the ways in which it is written."""
    ordered = sorted(values, key=lambda value: (value.place, value.label), reverse=True)
    return sorted({value.place: value for value in ordered}.values(), key=lambda one: one.place)


@attrs.frozen
class Side:
    """A side of a cross-table.

    Attributes:
        name: the word by which it is asked for.
        heading: what people call it.
        values: where a finding stands on it: nowhere, at one value or at several.
        missing: a note's words on findings that stand nowhere, `{n}` being their number.
        records: beside what raised a finding, the records that decide where it stands.
        initial: what the names of columns begin with that would be no names without it, if
            it is not the side's own name.
        in_order: values in the order in which they stand, with any that lie between them.
        of_children: whether it tells of children, so that small counts are not published.
    """

    name: str
    heading: str
    values: Callable[[View, Raised], list[Value]]
    missing: str = ""
    records: Callable[[View], Iterable[Record]] = lambda _: ()
    initial: str = ""
    in_order: Callable[[Iterable[Value]], Sequence[Value]] = _in_order
    of_children: bool = False

    @property
    def column(self) -> str:
        """The name of a column that tells what rows are about."""
        return identifier(self.name, "side_")

    @property
    def prefix(self) -> str:
        """What stands before the name of a column that would be no name without it."""
        return self.initial or f"{self.column}_"


def side_named(view: View, name: str) -> Side:
    """The side with a name, or that of an attribute of sources.

    Raises:
        UnknownChoice: there is no such side, and no source has such an attribute.
    """
    known = {side.name: side for side in SIDES}
    attributes = dated_sources(view).kept("attributes", lambda: _attributes(view))
    asked = _folded(name) if isinstance(name, str) else ""
    if asked in known:
        return known[asked]
    if asked not in attributes:
        raise UnknownChoice("side of a cross-table", name, {*known, *attributes})
    return _attribute(asked)


def _attributes(view: View) -> set[str]:
    """The names of all attributes of sources."""
    written = {of for one in view.of(Source) for of, _ in one.attributes}
    return {_folded(of) for of in written}


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _themes(view: View, one: Raised) -> list[Value]:
    themes = coding.themes_in(view, one.finding, coding.PRACTICE)
    return [Value((theme.name, theme.id), theme.name, theme) for theme in themes]


def _agencies(view: View, one: Raised) -> list[Value]:
    agencies = view.linked(one.finding, "agencies", Agency)
    return [Value((agency.name, agency.id), agency.name, agency) for agency in agencies]


def _judgement(_: View, one: Raised) -> list[Value]:
    judgement = one.finding.judgement
    return [Value((list(Judgement).index(judgement),), judgement.label)]


def _year(_: View, one: Raised) -> list[Value]:
    on = one.origin.counted_on
    year = None if on is None else ReportingYear.holding(on)
    return [] if year is None else [_value_of(year)]


def _value_of(year: ReportingYear) -> Value:
    return Value((year.start,), str(year))


def _years(values: Iterable[Value]) -> list[Value]:
    """Every year from the first to the last."""
    years = [ReportingYear.parse(value.label) for value in values]
    return (
        [_value_of(year) for year in ReportingYear.range(min(years), max(years))] if years else []
    )


def _partnership(view: View, one: Raised) -> list[Value]:
    whose = [partnership_of(view, source) for source in one.origin.sources]
    if not _all_known(one) or None in whose or len({each.id for each in whose if each}) > 1:
        return []
    return [Value((each.name, each.id), each.name, each) for each in whose[:1] if each]


def _attribute(name: str) -> Side:
    """The side of an attribute of sources, whose name is written without capitals."""

    def values(_: View, one: Raised) -> list[Value]:
        told = [_values_of(source, name) for source in one.origin.sources]
        agreed = _all_known(one) and all(each == told[0] for each in told)
        return _in_order(told[0]) if agreed else []

    return Side(
        name,
        name[0].upper() + name[1:],
        values,
        f"Not counted, as no one {name} is told of what raised them ({{n}})",
        of_children=True,
    )


def _values_of(source: Source, name: str) -> frozenset[Value]:
    texts = (text for of, text in source.attributes if _folded(of) == name and text.strip())
    return frozenset(Value(_place(text), " ".join(text.split())) for text in texts)


def _place(text: str) -> tuple[tuple[int, ...], str]:
    """Where a text stands: those with smaller numbers come first, whatever words they have.

    >>> sorted(["5 to 10", "16 and 17", "under 1", "1 to 4"], key=_place)
    ['under 1', '1 to 4', '5 to 10', '16 and 17']
    """
    return tuple(map(int, re.findall("[0-9]{1,9}", text))), _folded(text)


def _all_known(one: Raised) -> bool:
    """Whether everything that may have raised a finding is shown."""
    return not one.origin.hidden and not one.origin.unnamed


SIDES = (
    Side(
        "theme",
        "Practice theme",
        _themes,
        "Not counted, as they are coded to no practice theme ({n})",
    ),
    Side(
        "year",
        "Reporting year",
        _year,
        "Counted in no year, as their date is not known or straddles two years ({n})",
        initial="y",
        in_order=_years,
    ),
    Side("judgement", "Judgement", _judgement),
    Side(
        "agency",
        "Agency",
        _agencies,
        "Not counted, as they name no agency ({n})",
    ),
    Side(
        "partnership",
        "Partnership",
        _partnership,
        "Not counted, as it is not known to which one partnership they belong ({n})",
        records=lambda view: view.of(Partnership),
    ),
)
"""The sides that every tracker has, beside the attributes of its sources."""
