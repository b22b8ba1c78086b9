"""On which records it rests what was done about findings and recommendations.

What is kept of a finding or a recommendation is forgotten by this: what was answered, done and
shown of it, and how the actions stand.
"""

from collections.abc import Iterable, Iterator

from learning_tracker.kinds import Record
from learning_tracker.network import Network
from learning_tracker.records import (
    Action,
    Agency,
    Evidence,
    Finding,
    FullReview,
    Recommendation,
    Response,
    Source,
    Theme,
)
from learning_tracker.view import actions_resting_on, kin_of


def learning_resting_on(network: Network, record: Record) -> Iterable[str] | None:
    """The ids of the findings and recommendations of which what was done may rest on a record.

    None, for all, where every action may stand otherwise. A finding is also answered by what
    answers a recommendation that rests on it or the source that raised it.
    """
    actions = actions_resting_on(network, record)
    if actions is None:
        return None
    answered = {one for action in actions for one in _answers(network, action)}
    return (one for each in {*answered, *_of(network, record)} for one in _with(network, each))


def _answers(network: Network, identifier: str) -> tuple[str, ...]:
    """What an action answers; what is no action stands for itself."""
    action = network.get(identifier)
    return action.answers if isinstance(action, Action) else (identifier,)


def _of(network: Network, record: Record) -> Iterator[str]:
    """Of what a record itself tells, as it was or is."""
    yield from (one.id for one in network.incoming(Recommendation, "findings", record.id))
    for evidence in network.incoming(Evidence, "drawn_from", record.id):
        yield from evidence.supports
    match record:
        case Action():
            yield from record.answers
        case Agency():
            for one in kin_of(network, record):
                asked = network.incoming(Recommendation, "addressed_to", one)
                yield from (each.id for each in asked)
        case Response():
            yield record.recommendation
        case Recommendation():
            yield record.id
            yield from record.findings
        case Finding():
            yield record.id
        case Source():
            yield record.id
            yield from (one.id for one in network.incoming(FullReview, "arises_from", record.id))
        case Theme():
            yield from (one.id for one in network.incoming(Finding, "themes", record.id))


def _with(network: Network, identifier: str) -> Iterator[str]:
    """A finding or recommendation with what it rests on, or all that come from a source."""
    yield identifier
    told = network.get(identifier)
    if isinstance(told, Recommendation):
        yield from told.findings
    yield from (one.id for one in network.incoming(Finding, "sources", identifier))
    yield from (one.id for one in network.incoming(Recommendation, "source", identifier))
