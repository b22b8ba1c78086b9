"""A workbook held against a tracker and against what was exported, value by value."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import attrs

from learning_tracker.codec import decode_one
from learning_tracker.codec.writing import compact
from learning_tracker.editing.edits import Deed, Edits, Piece
from learning_tracker.errors import InvalidData
from learning_tracker.exchange.workbooks.edited_workbook import EditedRecord, EditedWorkbook
from learning_tracker.exchange.workbooks.record_layouts import Body, layout_of
from learning_tracker.free_text import identifiers_in
from learning_tracker.integrity import entry, integrity
from learning_tracker.kinds import Record
from learning_tracker.problems import Problem, Problems, error, warning
from learning_tracker.revisions import Edit


class Holding:
    """Holds a workbook against a tracker and against what was exported."""

    def __init__(self, held: Mapping[str, Record], book: EditedWorkbook, *, remove: bool) -> None:
        self.held = held
        self.book = book
        self.remove = remove
        self.pieces: list[Piece] = []
        self.changes: dict[str, Edit] = {}
        self.problems = [*book.problems]

    def edits(self) -> Edits:
        """What the workbook says otherwise, what becomes of it, and what is wrong with it."""
        for one in (one for one in self.book.records if not one.broken):
            there = self.held.get(one.id)
            if there is None:
                self._not_held(one)
            elif type(there) is not one.kind:
                self._other_kind(one, there)
            else:
                self._held_too(one, there)
        self._not_in_the_sheets()
        self._of_another_tracker()
        self.problems += self._links()
        self.problems += self._identifiers()
        in_order = sorted(self.pieces, key=lambda one: (one.record.kind, one.record.id))
        return Edits(
            tuple(in_order),
            tuple(self.changes.values()),
            Problems(self.problems),
            len(self.book.records),
        )

    def _record(self, edited: EditedRecord, body: Body) -> Record | None:
        """The record that these values make; None if they make none, which is told."""
        try:
            return decode_one(layout_of(edited.kind).raw(edited.kind, body))
        except InvalidData as found:
            self.problems += map(edited.located, found.problems)
            return None

    def _not_held(self, edited: EditedRecord) -> None:
        record = self._record(edited, edited.body)
        if record is None:
            return
        if edited.id not in self.book.exported.kinds:
            self.changes[edited.id] = Edit(None, record)
            self.pieces.append(Piece(record, Deed.ADD, after=record.label, place=edited.where))
            return
        said = layout_of(edited.kind).body(record)
        for name in self._edited_in(edited, said):
            place = edited.place_of(name)
            after = _told(said.get(name))
            self.pieces.append(Piece(record, Deed.CONFLICT, name, "removed", after, place))

    def _other_kind(self, edited: EditedRecord, there: Record) -> None:
        sentence = (
            f"the id {edited.id} stands for a record of kind {there.kind} in the tracker; give "
            "this one another id"
        )
        self.problems.append(error("other-kind", edited.id, edited.place_of("id"), sentence))

    def _held_too(self, edited: EditedRecord, there: Record) -> None:
        layout = layout_of(edited.kind)
        now = layout.body(there)
        others = {name: value for name, value in now.items() if name not in edited.given}
        record = self._record(edited, {**others, **edited.body})
        if record is None:
            return
        said, final = layout.body(record), dict(now)
        pieces = [*self._differing(edited, there, now, said)]
        for name, deed in {one.field.partition(",")[0]: one.deed for one in pieces}.items():
            if deed is Deed.CHANGE:
                _put(final, name, said.get(name))
        if any(one.deed is not Deed.KEPT for one in pieces):
            self.pieces += pieces
        if final != now and (made := self._record(edited, final)) is not None:
            self.changes[edited.id] = Edit(there, made)

    def _differing(
        self, edited: EditedRecord, there: Record, now: Body, said: Body
    ) -> Iterator[Piece]:
        """Each value that the workbook has otherwise than the tracker, with what becomes of it."""
        exported = self.book.exported
        for name in layout_of(edited.kind).headings:
            before, after = now.get(name), said.get(name)
            if name not in edited.given or before == after:
                continue
            deed = Deed.CONFLICT
            if exported.held(edited.id, name, before):
                deed = Deed.CHANGE
            elif exported.held(edited.id, name, after):
                deed = Deed.KEPT
            place = edited.place_of(name)
            for part, one, other in _parts(name, before, after):
                yield Piece(there, deed, part, _told(one), _told(other), place)

    def _edited_in(self, edited: EditedRecord, said: Body) -> Iterator[str]:
        """The headings under which the workbook no longer says what was exported."""
        for name in layout_of(edited.kind).headings:
            if name in edited.given and not self.book.exported.held(
                edited.id, name, said.get(name)
            ):
                yield name

    def _not_in_the_sheets(self) -> None:
        exported = self.book.exported
        there = {one.id for one in self.book.records}
        for identifier, kind in exported.kinds.items():
            record = self.held.get(identifier)
            if identifier in there or record is None or kind not in self.book.kinds:
                continue
            body = layout_of(type(record)).body(record)
            changed = [
                name
                for name in layout_of(type(record)).headings
                if not exported.held(identifier, name, body.get(name))
            ]
            if not self.remove:
                self.pieces.append(Piece(record, Deed.MISSING, before=record.label))
            elif changed:
                self.pieces += (
                    Piece(record, Deed.CONFLICT, name, _told(body.get(name)), "its row taken out")
                    for name in changed
                )
            else:
                self.changes[identifier] = Edit(record, None)
                self.pieces.append(Piece(record, Deed.REMOVE, before=record.label))

    def _of_another_tracker(self) -> None:
        """Warn where most of what was exported is not there: two trackers may share a few ids."""
        exported = self.book.exported.kinds
        gone = sum(one not in self.held for one in exported)
        if 2 * gone > len(exported):
            sentence = (
                f"{gone} of the {len(exported)} records that were exported are not in the tracker, "
                "and nothing of them is taken; if the workbook is of another tracker, bring it "
                "into that one"
            )
            self.problems.append(warning("other-tracker", "", "", sentence))

    @cached_property
    def _after(self) -> dict[str, Record]:
        """The records as they would be."""
        after = dict(self.held)
        for identifier, edit in self.changes.items():
            if edit.after is None:
                del after[identifier]
            else:
                after[identifier] = edit.after
        return after

    @cached_property
    def _rows(self) -> dict[str, EditedRecord]:
        return {one.id: one for one in self.book.records}

    def _links(self) -> Iterator[Problem]:
        """What would be wrong with the links, where they stand in the workbook."""
        kinds = {one: row.kind for one, row in self._rows.items()}
        kinds |= {one: type(record) for one, record in self._after.items()}
        entries = [entry(record, "records[0]") for record in self._after.values()]
        for problem in integrity(entries, kinds.get):
            row = self._rows.get(problem.record)
            yield row.located(problem) if row else attrs.evolve(problem, place="")

    def _identifiers(self) -> Iterator[Problem]:
        """Where a text that is new seems to identify a person."""
        for edit in self.changes.values():
            if edit.after is None:
                continue
            known = {*identifiers_in([edit.before] if edit.before else [])}
            for one in identifiers_in([edit.after]):
                if one not in known:
                    row = self._rows[edit.id]
                    found = warning(
                        "identifier-in-text",
                        edit.id,
                        f"records[0].{one.place}",
                        (
                            f"this seems to identify a person ({one.sort.label}); take it out, and "
                            "put a pseudonym or nothing in its place"
                        ),
                    )
                    yield row.located(found)


def _put(body: Body, name: str, value: Any) -> None:
    if value is None:
        body.pop(name, None)
    else:
        body[name] = value


def _parts(name: str, before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    """What differs in a field; of rows that are as many as before, the cells that differ."""
    if not _are_rows(before) or not _are_rows(after) or len(before) != len(after):
        yield name, before, after
        return
    for number, (one, other) in enumerate(zip(before, after, strict=True), 1):
        for key in dict.fromkeys([*one, *other]):
            if one.get(key) != other.get(key):
                yield f"{name}, row {number}, {key}", one.get(key), other.get(key)


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _told(value: Any) -> str:
    """A value for people."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return value if isinstance(value, str) else compact(value)
