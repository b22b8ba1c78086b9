"""Sentences that count or list rows of a table: each cites what it counts, and among what."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from learning_tracker.kinds import Record
from learning_tracker.reports.cited import Cited
from learning_tracker.reports.document import Statement
from learning_tracker.tables import Table


def counted(rows: Iterable[Any]) -> Cited:
    """The records that are counted when rows are: what each row is about."""
    return Cited(lambda: (row.record for row in rows))


def behind(rows: Iterable[Any]) -> Iterator[Record]:
    """All the records that rows rest on."""
    return chain.from_iterable(row.records for row in rows)


def among(table: Table[Any], rows: Iterable[Any] | None = None) -> Cited:
    """All the records that a table rests on: its rows, and what they were found among.

    Args:
        table: the table.
        rows: which rows are meant, if not those of the table.
    """
    return Cited(lambda: behind(table if rows is None else rows), lambda: table.basis)


def summary(key: str, table: Table[Any], rows: Iterable[Any], text: str) -> Statement:
    """A sentence that counts rows of a table; of an empty table, the one that says so."""
    return Statement(key, text if table else table.empty, counted(rows), among(table))


def listed(
    key: str, table: Table[Any], rows: Sequence[Any], told: Iterable[str], most: int
) -> list[Statement]:
    """A sentence for each of the first rows, and one that says how many more there are.

    Which rows are the first rests on the whole table.

    Args:
        key: a name for them that stays the same whatever they are.
        table: the table, which tells of all the rows.
        rows: those of its rows of which sentences tell.
        told: the sentence for each of these rows.
        most: how many of them are told.
    """
    behind_all = among(table)
    sentences = [
        Statement(f"{key}/{row.record.id}/{place}", text, (row.record,), behind_all)
        for place, (row, text) in enumerate(zip(rows[:most], told, strict=False))
    ]
    if more := len(rows[most:]):
        text = f"The table tells of {more} more."
        sentences.append(Statement(f"{key}/more", text, counted(rows), behind_all))
    return sentences
