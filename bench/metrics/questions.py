"""Every question that a tracker answers, asked after a record has changed.

So a tracker is used that is open all day: what follows from each record was worked out when the
question was asked first, which is told beside it, and each change makes some of it stale. What
was answered before is of no use then. Each time is told as a ratio to the decoding of 1 MB of
JSON: 50 ms on the machine that takes 10 ms for that.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import cycle, islice

import attrs

from data import CLOCK, OURS, Data, Entrant, Result, within
from learning_tracker import Action, Finding, Tracker, Update
from learning_tracker.network import Network
from learning_tracker.reading import Reading
from learning_tracker.stores.memory import Memory
from learning_tracker.tables import Table
from learning_tracker.view import View
from race import AnswersDiffer, TookTooLong, giving_up, timed

QUESTIONS: Mapping[str, Callable[[Reading], object]] = {
    "themes.recurring": lambda tracker: tracker.themes.recurring(),
    "themes.by_year": lambda tracker: tracker.themes.by_year(),
    "themes.returned": lambda tracker: tracker.themes.returned(),
    "themes.progress": lambda tracker: tracker.themes.progress(),
    "themes.pairs": lambda tracker: tracker.themes.pairs(),
    "findings.by_theme": lambda tracker: tracker.findings.by_theme(),
    "findings.listing": lambda tracker: tracker.findings.listing("review", "improvement"),
    "findings.crosstab": lambda tracker: tracker.findings.crosstab("theme", "year"),
    "findings.unaddressed": lambda tracker: tracker.findings.unaddressed(),
    "findings.agreement": lambda tracker: tracker.findings.agreement(_another_coder(tracker)),
    "findings.disagreements": lambda tracker: tracker.findings.disagreements(
        _another_coder(tracker)
    ),
    "findings.gaps": lambda tracker: tracker.findings.gaps(),
    "recommendations.unanswered": lambda tracker: tracker.recommendations.unanswered(),
    "recommendations.without_action": lambda tracker: tracker.recommendations.without_action(),
    "recommendations.follow_through": lambda tracker: tracker.recommendations.follow_through(),
    "actions.state": lambda tracker: tracker.actions.state(_an_action(tracker)),
    "actions.outstanding": lambda tracker: tracker.actions.outstanding(),
    "actions.late": lambda tracker: tracker.actions.late(),
    "actions.undated": lambda tracker: tracker.actions.undated(),
    "actions.awaiting_sign_off": lambda tracker: tracker.actions.awaiting_sign_off(),
    "actions.claimed": lambda tracker: tracker.actions.claimed(),
    "actions.colour_challenges": lambda tracker: tracker.actions.colour_challenges(),
    "actions.training_only": lambda tracker: tracker.actions.training_only(),
    "actions.due_for_recheck": lambda tracker: tracker.actions.due_for_recheck(),
    "actions.over_time": lambda tracker: tracker.actions.over_time(),
    "reviews.by_year": lambda tracker: tracker.reviews.by_year("lcspr"),
    "reviews.timeliness": lambda tracker: tracker.reviews.timeliness(),
    "audits.outcomes": lambda tracker: tracker.audits.outcomes(),
    "audits.standards": lambda tracker: tracker.audits.standards(),
    "agencies.workload": lambda tracker: tracker.agencies.workload(),
    "agencies.asked": lambda tracker: tracker.agencies.asked(),
    "agencies.silent": lambda tracker: tracker.agencies.silent(),
    "meetings.last": lambda tracker: tracker.meetings.last(),
    "meetings.follow_ups": lambda tracker: tracker.meetings.follow_ups(),
    "meetings.decided": lambda tracker: tracker.meetings.decided(),
    "evidence.by_level": lambda tracker: tracker.evidence.by_level(),
    "evidence.shown": lambda tracker: tracker.evidence.shown(),
    "disseminations.reach": lambda tracker: tracker.disseminations.reach(),
    "trace": lambda tracker: tracker.trace(_an_action(tracker)),
    "search": lambda tracker: tracker.search("fathers"),
    "check": lambda tracker: tracker.check(),
}
"""The questions; a test sees that none is left out."""


def _an_action(tracker: Reading) -> str:
    """The id of an action: the first that is met, as looking for one is not the question."""
    return next(tracker.view.of(Action)).id


def _another_coder(tracker: Reading) -> dict[str, tuple[str, ...]]:
    """Somebody who gave each finding only the first of its themes."""
    return _first_themes(tracker.view.network)


@lru_cache(maxsize=1)
def _first_themes(network: Network) -> dict[str, tuple[str, ...]]:
    """Made once: how another coder has them is given, and is no part of the question."""
    return {one.id: one.themes[:1] for one in network.of(Finding)}


def measure(data: Data) -> Iterator[Result]:
    """Each question by itself: nothing is left from the one before."""
    network = data.tracker.view.network
    change = changing(data.tracker)

    def fresh() -> Reading:
        return Reading(View(network), Memory())

    for name, ask in QUESTIONS.items():
        asked = fresh()
        try:
            with giving_up(data.give_up):
                _, at_first = timed(lambda ask=ask, asked=asked: ask(asked))
                change()
                after, anew = _shown(ask(asked)), _shown(ask(fresh()))
        except TookTooLong:
            at_first = data.give_up
        else:
            if after != anew:
                raise AnswersDiffer(name, "after a change", "asked anew", (after, anew))
        result = data.race(
            f"question {name}",
            name,
            {
                OURS: Entrant(
                    lambda _, ask=ask, asked=asked: ask(asked), prepare=change, answer=None
                ),
                CLOCK: data.clock,
            },
            (within(50, "at most 50 ms", at="200k"),),
        )
        yield attrs.evolve(result, builds={OURS: at_first})


def _shown(answer: object) -> object:
    """What can be compared: of a table the plain values of its rows."""
    return answer.to_records() if isinstance(answer, Table) else repr(answer)


def changing(tracker: Tracker) -> Callable[[], None]:
    """What changes one record each time: an update, a finding or an action."""
    kinds = (Update, Finding, Action)
    records = [one for kind in kinds for one in islice(tracker.view.of(kind), 1)]
    noted = [attrs.evolve(one, note="Looked at again.") for one in records]
    versions = cycle([*noted, *records])
    return lambda: tracker.replace(next(versions))
