"""The columns that a mapping names, found in a sheet."""

from collections.abc import Iterable, Iterator

from learning_tracker.exchange.folding import folded
from learning_tracker.exchange.mappings.mapping import SheetMapping
from learning_tracker.exchange.sheets.sheet import Sheet
from learning_tracker.problems import Problem, error
from learning_tracker.wording import near_misses, quoted

WHAT_IS_WRONG = "What is wrong"
"""The heading of the column that tells why a row was left out; it is never taken."""


class SheetColumns:
    """The columns of a sheet by their headings, capitals, accents and spacing apart.

    Attributes:
        sheet: the sheet.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._exact = {one.text: place for place, one in enumerate(sheet.headings)}
        self._folded: dict[str, list[int]] = {}
        for place, one in enumerate(sheet.headings):
            self._folded.setdefault(folded(one.text), []).append(place)

    def __getitem__(self, heading: str) -> int:
        """The place of the column with a heading.

        Raises:
            KeyError: there is none, or there are several.
        """
        if heading in self._exact:
            return self._exact[heading]
        places = self._folded.get(folded(heading), ())
        if len(places) != 1:
            raise KeyError(heading)
        return places[0]

    def __contains__(self, heading: str) -> bool:
        return heading in self._exact or len(self._folded.get(folded(heading), ())) == 1

    def lacking(self, mapping: SheetMapping) -> Iterator[Problem]:
        """A problem for each heading that the mapping names and the sheet has not."""
        for place, heading in _named(mapping):
            if heading not in self:
                near = near_misses(heading[:100], self._exact)
                said = f'; if it is the same in all rows, give it: --set "{heading}=…"'
                give = said if place.startswith("make.") else ""
                listed = ", ".join(quoted(one) for one in list(self._exact)[:20])
                where = self.sheet.name or self.sheet.file
                yield error(
                    "no-such-column",
                    "",
                    f"{mapping.file}: {place}",
                    f"there is no column {quoted(heading)} in {where}"
                    f"{near or f'; its columns are {listed}{give}'}",
                )

    @property
    def tells_what_is_wrong(self) -> bool:
        """Whether its rows were left out of another sheet."""
        return any(folded(one.text) == folded(WHAT_IS_WRONG) for one in self.sheet.headings)

    def unmapped(self, mapping: SheetMapping) -> tuple[int, ...]:
        """The columns that the mapping does not name, in order."""
        named = {self[heading] for _, heading in _named(mapping) if heading in self}
        return tuple(
            place
            for place, one in enumerate(self.sheet.headings)
            if place not in named and folded(one.text) != folded(WHAT_IS_WRONG)
        )


def headings_of(mapping: SheetMapping) -> Iterator[str]:
    """Every heading that a mapping names."""
    return (heading for _, heading in _named(mapping))


def _named(mapping: SheetMapping) -> Iterator[tuple[str, str]]:
    """Every heading in a mapping, with where it stands there."""
    yield from _each("sheet.fill_down", mapping.sheet.fill_down)
    yield from _each("sheet.leave_out", mapping.sheet.leave_out)
    for part in mapping.parts:
        here = f"make.{part.name}"
        if part.id is not None:
            yield from _each(f"{here}.id", part.id.headings)
        yield from _each(f"{here}.only_if", part.only_if)
        yield from _each(f"{here}.attributes", part.attributes)
        for name, taken in part.fields.items():
            yield from _each(f"{here}.{name}", taken.headings)


def _each(place: str, headings: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((place, heading) for heading in headings)
