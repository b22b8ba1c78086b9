"""The rule that what can only have come after another thing is not dated before it."""

from collections.abc import Iterable, Iterator
from itertools import chain, combinations
from typing import TypeVar

from learning_tracker.dates import When
from learning_tracker.fields import fields_of, once_per_kind
from learning_tracker.kinds import Record
from learning_tracker.looking import of_each
from learning_tracker.network import Network
from learning_tracker.problems import Problem, error
from learning_tracker.records import Action, Recommendation, Response, Update
from learning_tracker.view import View

R = TypeVar("R", bound=Record)

ORDER_OF_DATES = (
    ("incident_on", "aware_on", "notified_on", "held_on", "submitted_on"),
    ("incident_on", "initiated_on", "completed_on", "published_on"),
    ("sent_on", "returned_on"),
)
"""Dates of one record in the order in which they can only have come."""


@of_each(Record)
def _dates_of_one_record(_: View, record: Record) -> Iterator[Problem]:
    for earlier, later in _dates_in_order(type(record)):
        first, second = getattr(record, earlier), getattr(record, later)
        if first is not None and second is not None:
            yield from _order(record, earlier, first, later, second)


@once_per_kind
def _dates_in_order(kind: type[Record]) -> tuple[tuple[str, str], ...]:
    """The dates of a kind of record, two by two, of which the one comes before the other."""
    there = {field.name for field in fields_of(kind)}
    told = ([name for name in names if name in there] for names in ORDER_OF_DATES)
    return tuple(chain.from_iterable(combinations(names, 2) for names in told))


def with_updates(network: Network, record: Record) -> Iterable[str]:
    """An update rests on its action."""
    return (record.id, *(one.id for one in network.incoming(Update, "action", record.id)))


@of_each(Update, with_updates)
def _updates_before_agreed(view: View, update: Update) -> Iterator[Problem]:
    agreed = _target(view, update, "action", Action).agreed_on
    if agreed is not None:
        yield from _order(update, "the action's agreed_on", agreed, "on", update.on)


def _with_responses(network: Network, record: Record) -> Iterable[str]:
    """A response rests on its recommendation."""
    answers = network.incoming(Response, "recommendation", record.id)
    return (record.id, *(one.id for one in answers))


@of_each(Response, _with_responses)
def _responses_before_made(view: View, response: Response) -> Iterator[Problem]:
    made = _target(view, response, "recommendation", Recommendation).made_on
    if made is not None:
        yield from _order(response, "the recommendation's made_on", made, "on", response.on)


def dates_out_of_order(view: View) -> Iterator[Problem]:
    """A date that lies certainly before one that it can only have followed."""
    yield from _dates_of_one_record(view)
    yield from _updates_before_agreed(view)
    yield from _responses_before_made(view)


def _order(
    record: Record, earlier: str, first: When, later: str, second: When
) -> Iterator[Problem]:
    if second.entirely_before(first):
        yield error(
            "dates-out-of-order",
            record.id,
            later,
            f"{record.id}: {later} ({second}) lies before {earlier} ({first}); mend one of them",
        )


def _target(view: View, record: Record, field: str, kind: type[R]) -> R:
    (target,) = view.linked(record, field, kind)
    return target
