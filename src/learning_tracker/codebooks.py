"""Themes out into a codebook of other programs, and in from one: see `exchange.codebooks`."""

from pathlib import Path

from learning_tracker.errors import InvalidData
from learning_tracker.exchange.codebooks.codebook import to_qdc
from learning_tracker.exchange.codebooks.codebook_plan import CodebookPreview, plan
from learning_tracker.exchange.codebooks.codebook_reading import read_codes
from learning_tracker.files import replace_file
from learning_tracker.queries.coding import PRACTICE, check_frame
from learning_tracker.records import Theme
from learning_tracker.tracker import Tracker


def write_codebook(tracker: Tracker, path: str | Path, *, frame: str = PRACTICE) -> None:
    """Write the themes of one frame as a codebook (.qdc) that other programs read.

    Names, definitions and the tree go out. A theme without a guid goes out with one made of its
    id, the same every time: what comes back is known by it. Aliases and matches have no place
    in a codebook.

    Args:
        tracker: whose themes.
        path: the file, which is replaced if it is there.
        frame: the list of themes.

    Raises:
        UnknownChoice: no theme is in such a frame.
        InvalidArgument: there is no theme, or two have one guid.
        StoreProblem: it cannot be written.
    """
    check_frame(tracker.view, frame)
    themes = [theme for theme in tracker.of(Theme) if theme.frame == frame]
    replace_file(Path(path), to_qdc(themes))
    tracker.note_copy(path, "codebook")


def preview_codebook(
    tracker: Tracker, path: str | Path, *, frame: str = PRACTICE
) -> CodebookPreview:
    """What taking in a codebook (.qdc), or that of a project (.qdpx), would change.

    A code is the theme with its guid or, where a theme has none yet, the only one of its name.
    Name, definition and the broader theme are taken over; a definition stays where the codebook
    gives none. Themes that it does not name stay as they are.

    Args:
        tracker: into which.
        path: the file.
        frame: the list that new themes are added to.

    Raises:
        StoreProblem: it cannot be read, is no codebook, or is not to be trusted.
    """
    path = Path(path)
    return plan(tracker.view, path.name, read_codes(path), frame)


def import_codebook(
    tracker: Tracker,
    path: str | Path,
    *,
    frame: str = PRACTICE,
    by: str = "",
    why: str = "a codebook was taken in",
) -> CodebookPreview:
    """Take in a codebook as one change: see `preview_codebook`.

    Args:
        tracker: into which.
        path: the file.
        frame: the list that new themes are added to.
        by: who makes the change: a role or a group, never an officer's name.
        why: the reason.

    Returns:
        what was done.

    Raises:
        StoreProblem: it cannot be read, is no codebook, or is not to be trusted.
        InvalidData: something is wrong with it; nothing is changed.
        NoAuthor: the tracker is kept in a database, and `by` is blank.
        ConflictError: others change the same themes meanwhile.
        ReadOnly: the tracker is as at a date.
    """
    found = preview_codebook(tracker, path, frame=frame)
    if found.problems.errors:
        raise InvalidData(found.problems.errors)
    if found.changes:
        with tracker.change(by=by, why=why):
            for one in found.changes:
                (tracker.add if one.before is None else tracker.replace)(one.after)
    return found
