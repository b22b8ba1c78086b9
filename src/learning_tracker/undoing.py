"""Undoing a change by another one that puts back what it found."""

from collections.abc import Iterator, Sequence

from learning_tracker.errors import BrokenNetwork, UndoRefused, UnknownChoice
from learning_tracker.keeping import Keeper, put_all
from learning_tracker.kinds import Record
from learning_tracker.moments import minute_words
from learning_tracker.revisions import Edit, Revision
from learning_tracker.stores.store import Deed


def undo(keeper: Keeper, change: str, by: str, why: str) -> None:
    """Put every record that a change touched back to how it stood before, as a new change.

    Raises:
        StoreProblem: this login may not undo; it says who can.
        UnknownChoice: there is no such change; it names those that are like it.
        UndoRefused: its records have changed since, or what others hold would not be whole.
        NoAuthor: the store keeps who changes it, and `by` is blank.
        ConflictError: others change the same records at this moment.
    """
    keeper.store.must_let(Deed.UNDO)
    keeper.refresh()
    made = keeper.store.revisions(change=change) if change else ()
    if not made:
        known = {one.change for one in keeper.store.headings() if one.change}
        raise UnknownChoice("change", change, known)
    histories = [keeper.store.revisions(record=one.id) for one in made]
    if changed := list(_changed_since(made, histories)):
        raise UndoRefused(change, changed)
    if all(_changes_nothing(one, each) for one, each in zip(made, histories, strict=True)):
        told = "it changed no record: a redaction is not undone, for the text is gone"
        raise UndoRefused(change, [told])
    edits = [_back(one, each) for one, each in zip(made, histories, strict=True)]
    reason = f"undoes {change}{f': {why.strip()}' if why.strip() else ''}"
    try:
        with keeper.change(by, reason):
            put_all(keeper.network, edits)
    except BrokenNetwork as found:
        raise UndoRefused(change, str(found).splitlines()) from None


def _changed_since(
    made: Sequence[Revision], histories: Sequence[Sequence[Revision]]
) -> Iterator[str]:
    """Which records are no longer as the change left them, with who made them what they are.

    One that was changed and changed back is: so changes are undone one after another.
    """
    for one, each in zip(made, histories, strict=True):
        now = each[-1].record
        if now != one.record:
            other = next(last for last in each if last.number > one.number and last.record == now)
            who = f"by {other.by}" if other.by else "by another program"
            deed = "removed" if now is None else "changed"
            yield f"{one.id} was {deed} since, {who} at {minute_words(other.at)}"


def _back(one: Revision, every: Sequence[Revision]) -> Edit:
    before = [each for each in every if each.number < one.number]
    return Edit(one.record, _record(before[-1:]))


def _changes_nothing(one: Revision, every: Sequence[Revision]) -> bool:
    return _back(one, every).after == one.record


def _record(revisions: Sequence[Revision]) -> Record | None:
    return next((one.record for one in revisions), None)
