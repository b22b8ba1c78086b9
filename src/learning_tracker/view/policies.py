"""Whose policy a record is judged by."""

from collections.abc import Iterator

from learning_tracker.kinds import by_id
from learning_tracker.policy import Policy
from learning_tracker.records import Action, Finding, Partnership, Recommendation, Source
from learning_tracker.view.as_at import View


def partnerships(view: View) -> list[Partnership]:
    """The partnerships, in order of id."""
    return list(view.once("partnerships", lambda: _partnerships(view)))


def _partnerships(view: View) -> list[Partnership]:
    return sorted(view.of(Partnership), key=by_id)


def partnership_of(view: View, record: Source | Action) -> Partnership | None:
    """Whose a source or an action is; None where that is not known, or it is of several.

    A source names its partnership. An action is of the partnership that leads it, or whose
    sources it answers. Where only one partnership is on record, everything is its.
    """
    everyone = {one.id: one for one in partnerships(view)}
    if len(everyone) <= 1:
        return next(iter(everyone.values()), None)
    named = set(_named(view, record))
    return everyone[named.pop()] if len(named) == 1 else None


def policy_of(view: View, record: Source | Action) -> Policy:
    """The policy by which a source or an action is judged; the default if it is not known whose."""
    partnership = partnership_of(view, record)
    return Policy() if partnership is None else partnership.policy


def policy_in_doubt(view: View, record: Source | Action) -> bool:
    """Whether there are partnerships, and it is not known whose policy to judge by."""
    return partnership_of(view, record) is None and any(True for _ in view.of(Partnership))


def _named(view: View, record: Source | Action) -> Iterator[str]:
    if isinstance(record, Action):
        yield from (one.id for one in view.linked(record, "lead", Partnership))
        for source in _sources_answered(view, record):
            yield from _named(view, source)
    elif record.partnership is not None:
        yield record.partnership


def _sources_answered(view: View, action: Action) -> Iterator[Source]:
    yield from view.linked(action, "answers", Source)
    for finding in view.linked(action, "answers", Finding):
        yield from view.linked(finding, "sources", Source)
    for recommendation in view.linked(action, "answers", Recommendation):
        yield from view.linked(recommendation, "source", Source)
