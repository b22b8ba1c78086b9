"""Every question that a tracker answers, asked after a record has changed.

So a tracker is used that is open all day: what follows from each record was worked out when the
question was asked first, which is told beside it, and each change makes some of it stale. What
was answered before is of no use then. Of an update, a finding and an action that one is changed
after which the question takes longest. Each time is told as a ratio to the decoding of 1 MB of
JSON: 50 ms on the machine that takes 10 ms for that.
"""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import count, cycle

import attrs

from conditions import TookTooLong, alone, giving_up
from data import CLOCK, OURS, Data, Entrant, Result, within
from learning_tracker import Action, Finding, Record, Tracker, Update
from learning_tracker.network import Network
from learning_tracker.reading import Reading
from learning_tracker.stores.memory import Memory
from learning_tracker.tables import Table
from learning_tracker.tables.cut import ROWS
from learning_tracker.view import View
from race import AnswersDiffer, timed

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

GOAL = within(50, "at most 50 ms", at="200k")
_COMPARED = 1_000
_TIMES = count()  # no two notes are alike


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
    for name, ask in QUESTIONS.items():
        with alone():
            yield _measured(data, name, ask)


def _measured(data: Data, name: str, ask: Callable[[Reading], object]) -> Result:
    network = data.tracker.view.network

    def fresh() -> Reading:
        return Reading(View(network), Memory())

    key, what, asked = f"question {name}", in_words(data.tracker, name), fresh()
    try:
        with giving_up(data.give_up):
            _, at_first = timed(lambda: read_first_rows(ask(asked)), data.watch)
            kind = _costliest(data.tracker, asked, ask)
            change = changes(data.tracker)[kind]
            change()
            after, anew = _shown(ask(asked)), _shown(ask(fresh()))
    except TookTooLong:
        return Result(key, what, 0, goals=(GOAL,), gave_up=data.give_up)
    if after != anew:
        raise AnswersDiffer(name, "after a change", "asked anew", (after, anew))
    result = data.race(
        key,
        what,
        {
            OURS: Entrant(lambda _: read_first_rows(ask(asked)), prepare=change, answer=None),
            CLOCK: data.clock,
        },
        (GOAL,),
        notes=(f"after a change of {kind}",),
    )
    return attrs.evolve(result, builds={OURS: at_first})


def in_words(tracker: Reading, name: str) -> str:
    """What is asked, as the question's own documentation begins."""
    noun, _, method = name.rpartition(".")
    of = getattr(tracker, noun) if noun else tracker
    told = inspect.getdoc(getattr(of, method)) or name
    return re.split(r": see|[.:]\s", told + " ", maxsplit=1)[0]


def read_first_rows(answer: object) -> None:
    """Read the first rows, as a report does: of some tables rows are made as they are read."""
    if isinstance(answer, Table):
        _ = answer.rows[:ROWS]


def _shown(answer: object) -> object:
    """What can be compared: of a table its length and the plain values of its first rows."""
    if not isinstance(answer, Table):
        return repr(answer)
    return len(answer), attrs.evolve(answer, rows=answer.rows[:_COMPARED]).to_records()


def _costliest(tracker: Tracker, asked: Reading, ask: Callable[[Reading], object]) -> str:
    """The kind of change after which a question takes longest, of each the best of three."""
    taken = {}
    for kind, change in changes(tracker).items():
        times = []
        for _ in range(3):
            change()
            times.append(timed(lambda: read_first_rows(ask(asked)))[1])
        taken[kind] = min(times)
    return max(taken, key=taken.__getitem__)


def changes(tracker: Tracker) -> dict[str, Callable[[], None]]:
    """What changes one record of a kind each time: the first that there is."""
    kinds = {"an update": Update, "a finding": Finding, "an action": Action}
    found = {name: next(tracker.view.of(kind), None) for name, kind in kinds.items()}
    return {name: _changing(tracker, one) for name, one in found.items() if one is not None}


def _changing(tracker: Tracker, record: Record) -> Callable[[], None]:
    return lambda: tracker.replace(attrs.evolve(record, note=f"Looked at again, {next(_TIMES)}."))


def changing(tracker: Tracker) -> Callable[[], None]:
    """What changes one record each time: an update, a finding or an action in turn."""
    in_turn = cycle(changes(tracker).values())

    def change() -> None:
        next(in_turn)()

    return change
