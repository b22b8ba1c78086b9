"""Workbooks are held against a tracker and taken in, as one change."""

from pathlib import Path

import attrs

from learning_tracker.editing.edits import Edits
from learning_tracker.editing.holding import Holding
from learning_tracker.errors import InvalidData, KeptBack
from learning_tracker.exchange.workbooks.brought_back import brought_back
from learning_tracker.exchange.workbooks.export_mark import Exported
from learning_tracker.revisions import Edit
from learning_tracker.tracker import Tracker


def preview_workbook(tracker: Tracker, path: str | Path, *, remove: bool = False) -> Edits:
    """What an edited workbook of a tracker says otherwise than the tracker; nothing is changed.

    Args:
        tracker: the tracker that it was exported from, or a copy of it. In one that holds
            none of the records that were exported, all that the workbook holds is new.
        path: the workbook, as `Tracker.export_workbook` wrote it and people changed it.
        remove: whether records whose rows were taken out are removed. A sheet or a column
            that is there no more takes nothing away.

    Raises:
        StoreProblem: the workbook cannot be read.
        InvalidData: it is not one that this library wrote, or its headings are not whole.
        MissingExtra: openpyxl is not installed.
        KeptBack: the tracker is for the public.
    """
    if tracker.view.public:
        raise KeptBack(
            "no workbook is held against a tracker for the public: what would change tells of what "
            "is not published",
            "use the tracker that it was made from",
        )
    network = tracker.view.network
    held = {one: network[one] for one in network}
    book = brought_back(Path(path), held.values())
    if held.keys().isdisjoint(book.exported.kinds):
        book = attrs.evolve(book, exported=Exported({}, {}))  # it was exported from another
    return Holding(held, book, remove=remove).edits()


def import_workbook(
    tracker: Tracker, path: str | Path, *, by: str = "", why: str = "", remove: bool = False
) -> Edits:
    """Take into a tracker, as one change, what was changed in its workbook since the export.

    What the tracker changed as well is left: the answer tells of it.

    Args:
        tracker: the tracker.
        path: the workbook.
        by: who makes the change: a role or a group, never an officer's name.
        why: the reason.
        remove: whether records whose rows were taken out are removed.

    Raises:
        InvalidData: something is wrong with the workbook; nothing is changed.
        StoreProblem: it cannot be read, or the tracker not be kept; nothing is changed.
        NoAuthor: the tracker is kept in a database, and `by` is blank.
        ConflictError: others changed the same records meanwhile; nothing is changed.
        ReadOnly: the tracker is as at a date.
        MissingExtra: openpyxl is not installed.
    """
    tracker.refresh()
    found = preview_workbook(tracker, path, remove=remove)
    apply_edits(tracker, found, by=by, why=why)
    return found


def apply_edits(tracker: Tracker, edits: Edits, *, by: str = "", why: str = "") -> None:
    """Change a tracker, as one change, as a preview of a workbook showed it.

    Raises:
        InvalidData: something is wrong with the workbook; nothing is changed.
        NoAuthor: the tracker is kept in a database, and `by` is blank.
        ConflictError: others changed the same records meanwhile; nothing is changed.
        StoreProblem: it could not be kept; nothing is changed.
        ReadOnly: the tracker is as at a date.
    """
    if edits.problems.errors:
        raise InvalidData(edits.problems.errors)
    if edits.edits:
        with tracker.change(by=by, why=why):
            for edit in edits.edits:
                _make(tracker, edit)


def _make(tracker: Tracker, edit: Edit) -> None:
    if edit.after is None:
        tracker.remove(edit.id)
    elif edit.before is None:
        tracker.add(edit.after)
    else:
        tracker.replace(edit.after)
