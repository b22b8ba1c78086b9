"""Whose policy a record is judged by."""

from collections.abc import Iterator
from itertools import islice

from learning_tracker.kinds import by_id
from learning_tracker.policy import Policy
from learning_tracker.records import Action, Finding, Partnership, Recommendation, Source
from learning_tracker.view.as_at import View


def partnerships(view: View) -> tuple[Partnership, ...]:
    """The partnerships, in order of id."""
    return view.once(partnerships, lambda: tuple(sorted(view.of(Partnership), key=by_id)))


def partnership_of(view: View, record: Source | Action) -> Partnership | None:
    """Whose a source or an action is; None where that is not known, or it is of several.

    A source names its partnership. An action is of the partnership that leads it, or whose
    sources it answers. Where only one partnership is on record, everything is its.
    """
    # Two are enough to know that there are several: to go through all of a region's forty takes
    # half as long again to tell where an action stood on all days.
    some = list(islice(view.of(Partnership), 2))
    if len(some) <= 1:
        return some[0] if some else None
    named = {one.id: one for one in _named(view, record)}
    return next(iter(named.values())) if len(named) == 1 else None


def policy_of(view: View, record: Source | Action) -> Policy:
    """The policy by which a source or an action is judged; the default if it is not known whose."""
    partnership = partnership_of(view, record)
    return Policy() if partnership is None else partnership.policy


def policy_in_doubt(view: View, record: Source | Action) -> bool:
    """Whether there are partnerships, and it is not known whose policy to judge by."""
    return partnership_of(view, record) is None and any(True for _ in view.of(Partnership))


def _named(view: View, record: Source | Action) -> Iterator[Partnership]:
    if isinstance(record, Source):
        yield from view.linked(record, "partnership", Partnership)
        return
    lead = None if record.lead is None else view[record.lead]
    if isinstance(lead, Partnership):
        yield lead
    for source in _sources_answered(view, record):
        yield from _named(view, source)


def _sources_answered(view: View, action: Action) -> Iterator[Source]:
    for answered in map(view.__getitem__, action.answers):
        match answered:
            case Source():
                yield answered
            case Finding():
                yield from view.linked(answered, "sources", Source)
            case Recommendation():
                yield from view.linked(answered, "source", Source)
