"""What a sheet does not say and holds for all its rows, such as the review that a plan is of."""

from collections.abc import Iterator, Mapping

import attrs

from learning_tracker.errors import InvalidData
from learning_tracker.exchange.folding import folded
from learning_tracker.exchange.mappings.mapping import SheetMapping
from learning_tracker.exchange.mappings.sheet_columns import SheetColumns, headings_of
from learning_tracker.exchange.sheets.sheet import Heading, Sheet
from learning_tracker.problems import Problem, Problems, error
from learning_tracker.wording import near_misses, quoted

GIVEN = ""
"""The letters of a column that does not stand in the sheet."""


def with_given(sheet: Sheet, mapping: SheetMapping, given: Mapping[str, str]) -> Sheet:
    """The sheet with a column more for each value given, which stands in all its rows.

    Args:
        sheet: the sheet.
        mapping: how it becomes records; it names the columns.
        given: the values, by headings.

    Raises:
        InvalidData: the sheet has such a column, the mapping names none, or a value is blank.
    """
    if wrong := [*_wrong(sheet, mapping, given)]:
        raise InvalidData(Problems(wrong))
    if not given:
        return sheet
    return attrs.evolve(
        sheet,
        headings=(*sheet.headings, *(Heading(one, GIVEN) for one in given)),
        rows=tuple(attrs.evolve(row, values=(*row.values, *given.values())) for row in sheet.rows),
        notes=(*sheet.notes, f"Given for all rows: {'; '.join(map(': '.join, given.items()))}."),
    )


def _wrong(sheet: Sheet, mapping: SheetMapping, given: Mapping[str, str]) -> Iterator[Problem]:
    columns = SheetColumns(sheet)
    named = {folded(one): one for one in headings_of(mapping)}
    for heading, value in given.items():
        if heading in columns:
            sentence = f"the sheet has a column {quoted(heading)}; give nothing for it"
            yield error("column-given", "", sheet.file, sentence)
        elif folded(heading) not in named:
            near = near_misses(folded(heading)[:100], named)
            sentence = f"the mapping names no column {quoted(heading)}, for which a value is given"
            yield error("no-such-column", "", mapping.file, f"{sentence}{near}")
        elif not value.strip():
            sentence = f"what is given for {quoted(heading)} is blank; write what is meant"
            yield error("blank", "", sheet.file, sentence)
