"""What `learning-tracker import` does with a workbook that the library wrote, without a mapping."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import PurePath
from typing import TYPE_CHECKING

from learning_tracker.cli.outputs import show, tell
from learning_tracker.cli.waiting import waiting

if TYPE_CHECKING:
    from learning_tracker.editing import Edits
    from learning_tracker.tracker import Tracker

SOMETHING_LEFT = 1

Begin = Callable[["Tracker"], AbstractContextManager["Tracker"]]


def take_workbook(  # noqa: PLR0913 - the options of the command
    tracker: "Tracker",
    begin: Begin | None,
    path: str,
    form: str,
    *,
    by: str,
    why: str,
    remove: bool,
) -> int:
    """Show what an exported or filled-in workbook would change in a tracker, and change it.

    Args:
        tracker: the tracker that the workbook is held against.
        begin: gives the tracker to change; None if it is only to be shown.
        path: the workbook.
        form: "table" or "json".
        by: who makes the change.
        why: the reason.
        remove: whether records whose rows were taken out are removed.

    Returns:
        the code with which the command ends: 0 if all is taken, or would be, and 1 if not.

    Raises:
        LearningTrackerError: the workbook cannot be read, or the change not be made.
    """
    from learning_tracker.editing import apply_edits, preview_workbook  # noqa: PLC0415 - as needed

    with waiting(f"Looking through {PurePath(path).name}"):
        edits = preview_workbook(tracker, path, remove=remove)
    if form == "json":
        show(json.dumps(edits.to_data(), indent=2, ensure_ascii=False))
    else:
        show(str(edits.table))
        for problem in edits.problems:
            tell(str(problem))
    if begin is not None and not edits.problems.errors:
        with begin(tracker) as changed, waiting("Recording what it holds"):
            apply_edits(changed, edits, by=by, why=why)
    tell(_done(edits, applied=begin is not None))
    return SOMETHING_LEFT if edits.left or edits.problems.errors else 0


def _done(edits: "Edits", *, applied: bool) -> str:
    if edits.problems.errors:
        return "nothing was changed: mend what is wrong in the workbook, and import it again"
    if not applied:
        return "nothing was changed: this is a preview; --apply does it"
    return "the tracker was changed" if edits.edits else "there was nothing to change"
