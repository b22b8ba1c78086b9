"""A document as JSON: every statement with the ids of the records behind it."""

import json
from typing import Any

from learning_tracker.kinds import Record
from learning_tracker.reports.document import (
    Block,
    Bullets,
    Document,
    Notes,
    Section,
    Statement,
    TableBlock,
    told_of,
)


def to_json(document: Document) -> str:
    """The document as JSON text, indented, ending with a new line."""
    return json.dumps(as_data(document), ensure_ascii=False, indent=2) + "\n"


def as_data(document: Document) -> dict[str, Any]:
    """The document as plain data."""
    return {
        "title": document.title,
        "as_at": document.date.isoformat(),
        "known_at": document.known_at and document.known_at.isoformat(),
        "about": [_sentence(one) for one in document.about],
        "first": [_sentence(one) for one in document.first],
        "page_one": [_section(one) for one in document.page_one],
        "behind": [_section(one) for one in document.behind],
        "records": [
            {
                "id": record.id,
                "kind": type(record).kind,
                "label": record.label,
                "told": told_of(record),
            }
            for record in Notes(document).records
        ],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "heading": section.heading,
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    if not isinstance(block, TableBlock):
        kind = "bullets" if isinstance(block, Bullets) else "paragraph"
        return {"type": kind, "sentences": [_sentence(one) for one in block.sentences]}
    rows = zip(block.table.to_records(), block.rows, strict=True)
    return {
        "type": "table",
        "caption": block.table.caption,
        "headings": {column.name: column.heading for column in block.table.data_columns},
        "rows": [{"values": row, "records": _ids(one.cites)} for row, one in rows],
        "empty": block.table.empty,
        "below": [_sentence(one) for one in block.below],
    }


def _sentence(one: Statement) -> dict[str, Any]:
    return {"text": one.text, "records": _ids(one.cites), "among": _ids(one.among)}


def _ids(records: tuple[Record, ...]) -> list[str]:
    return [record.id for record in records]
