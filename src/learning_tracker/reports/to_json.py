"""A document as JSON: every statement with the ids of the records behind it."""

import json
from typing import Any

import attrs

from learning_tracker.kinds import Record
from learning_tracker.reports.document import (
    Block,
    Bullets,
    Document,
    Section,
    Statement,
    TableBlock,
    told_of,
)
from learning_tracker.reports.notes import Notes
from learning_tracker.tables import Plain, in_cell


def to_json(document: Document) -> str:
    """The document as JSON text, indented, ending with a new line."""
    return json.dumps(as_data(document), ensure_ascii=False, indent=2) + "\n"


def as_data(document: Document) -> dict[str, Any]:
    """The document as plain data.

    Where a table, a list in a cell or the records behind a statement are cut, `more` tells how
    many more there are.
    """
    notes = Notes(document)
    return {
        "title": document.title,
        "as_at": document.date.isoformat(),
        "known_at": document.known_at and document.known_at.isoformat(),
        "about": [_sentence(one, notes) for one in document.about],
        "first": [_sentence(one, notes) for one in document.first],
        "page_one": [_section(one, notes) for one in document.page_one],
        "behind": [_section(one, notes) for one in document.behind],
        "records": [
            {
                "id": record.id,
                "kind": type(record).kind,
                "label": record.label,
                "told": told_of(record),
            }
            for record in notes.records
        ],
    }


def _section(section: Section, notes: Notes) -> dict[str, Any]:
    return {
        "key": section.key,
        "heading": section.heading,
        "blocks": [_block(block, notes) for block in section.blocks],
    }


def _block(block: Block, notes: Notes) -> dict[str, Any]:
    if not isinstance(block, TableBlock):
        kind = "bullets" if isinstance(block, Bullets) else "paragraph"
        return {"type": kind, "sentences": [_sentence(one, notes) for one in block.sentences]}
    table, most = block.table, in_cell(block.most)
    rows = zip(attrs.evolve(table, rows=block.shown).to_records(), block.rows, strict=True)
    return {
        "type": "table",
        "caption": table.caption,
        "headings": {column.name: column.heading for column in table.data_columns},
        "rows": [_row(values, most, statement, notes) for values, statement in rows],
        "more": {"rows": block.left} if block.left else {},
        "empty": table.empty,
        "below": [_sentence(one, notes) for one in block.below],
    }


def _row(
    values: dict[str, Plain], most: int | None, statement: Statement, notes: Notes
) -> dict[str, Any]:
    lists = {name: value for name, value in values.items() if isinstance(value, list)}
    cut = {name: value[:most] for name, value in lists.items()}
    in_cells = _some({name: len(value) - len(cut[name]) for name, value in lists.items()})
    records = notes.shown(statement.cites)
    left = _some({"records": len(statement.cites) - len(records)})
    more = {**left, **({"values": in_cells} if in_cells else {})}
    return {"values": values | cut, "records": _ids(records), "more": more}


def _sentence(one: Statement, notes: Notes) -> dict[str, Any]:
    records, among = notes.shown(one.cites), notes.shown(one.among)
    left = {"records": len(one.cites) - len(records), "among": len(one.among) - len(among)}
    return {
        "text": one.text,
        "records": _ids(records),
        "among": _ids(among),
        "more": _some(left),
    }


def _some(left: dict[str, int]) -> dict[str, int]:
    """How many more there are of what is cut."""
    return {name: number for name, number in left.items() if number}


def _ids(records: tuple[Record, ...]) -> list[str]:
    return [record.id for record in records]
