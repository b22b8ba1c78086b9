"""Things that give the same answer, timed against each other in one run.

A computer is fast at one moment and slow at the next, so only ratios within a round count: in
each round everything runs once, in an order drawn anew, and the ratio is that of the round.
"""

import random
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from conditions import TookTooLong, alone, giving_up

OURS = "learning-tracker"
Watch = Callable[[], float]
"""What tells the time in seconds."""

LEAST_ROUNDS = 3
"""Patience comes to an end only after so many: fewer tell nothing of how far a figure wanders."""

LONG_ENOUGH = 0.01
"""Seconds that one timing takes at least: what is quicker is done again and again in it."""


@attrs.frozen
class Entrant:
    """Something that is timed.

    Attributes:
        run: what is timed; it is given what `prepare` made.
        prepare: what is done before each run and not timed; it is then run once a timing.
        build: the seconds that it took to build what `run` asks, such as a table or an index.
        answer: what makes its answer comparable; None if there is nothing to compare it with.
    """

    run: Callable[..., Any]
    prepare: Callable[[], Any] | None = None
    build: float | None = None
    answer: Callable[[Any], Any] | None = lambda answer: answer

    def seconds(self, times: int, watch: Watch) -> float:
        """How long one run takes: the mean of so many."""
        if self.prepare is not None:
            given = self.prepare()
            begun = watch()
            self.run(given)
            return watch() - begun
        run = self.run
        begun = watch()
        for _ in range(times):
            run()
        return (watch() - begun) / times

    def first(self, watch: Watch) -> tuple[Any, float]:
        """Its answer, made comparable, and how long the first run took."""
        given = () if self.prepare is None else (self.prepare(),)
        begun = watch()
        answer = self.run(*given)
        taken = watch() - begun
        return self.answer and self.answer(answer), taken


@attrs.frozen
class Goal:
    """How many times another's time ours may take, or how many of a unit.

    Attributes:
        words: the goal in words.
        against: the entrant whose time is the measure.
        at_most: how many times that it may be.
        at: the scale for which it is meant; "" for every one.
        less: an entrant whose time is taken off ours first.
    """

    words: str
    against: str
    at_most: float
    at: str = ""
    less: str = ""


@attrs.frozen
class Spread:
    """The median of what was measured, and the quartiles around it."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, measured: list[float]) -> "Spread":
        """That of some measurements; of one it is that one."""
        if len(measured) == 1:
            return cls(measured[0], measured[0], measured[0])
        low, _, high = statistics.quantiles(measured, n=4, method="inclusive")
        return cls(statistics.median(measured), low, high)


@attrs.frozen
class Verdict:
    """A goal with what was measured."""

    goal: Goal
    measured: Spread

    @property
    def met(self) -> bool:
        """Whether it is reached."""
        return self.measured.median <= self.goal.at_most


@attrs.frozen
class Result:
    """What a metric came to.

    Attributes:
        key: the metric's name.
        what: what was measured, in words.
        rounds: how many rounds were run.
        seconds: of each entrant.
        ratios: ours to each other.
        first: how long each entrant took the first time, when nothing was worked out yet.
        builds: how long it took to build what an entrant asks.
        verdicts: the goals with what was measured.
        goals: what was aimed at.
        notes: what else should be known.
        gave_up: the seconds after which an answer was waited for no longer; None if all came.
    """

    key: str
    what: str
    rounds: int = 1
    seconds: Mapping[str, Spread] = attrs.field(factory=dict)
    ratios: Mapping[str, Spread] = attrs.field(factory=dict)
    first: Mapping[str, float] = attrs.field(factory=dict)
    builds: Mapping[str, float] = attrs.field(factory=dict)
    verdicts: tuple[Verdict, ...] = ()
    goals: tuple[Goal, ...] = ()
    figures: Mapping[str, float] = attrs.field(factory=dict)
    notes: tuple[str, ...] = ()
    gave_up: float | None = None


class AnswersDiffer(AssertionError):
    """Two that were to give the same answer do not: there is nothing to compare."""

    def __init__(self, key: str, one: str, other: str, answers: tuple[Any, Any]) -> None:
        """Say which, and how their answers begin."""
        told = " and ".join(repr(answer)[:200] for answer in answers)
        super().__init__(f"{key}: {one} and {other} answer differently: {told}")


def race(  # noqa: PLR0913 - each is given by name
    key: str,
    what: str,
    entrants: Mapping[str, Entrant],
    *,
    rounds: int,
    patience: float = float("inf"),
    give_up: float = float("inf"),
    watch: Watch = time.perf_counter,
    least: int = LEAST_ROUNDS,
    goals: tuple[Goal, ...] = (),
    notes: tuple[str, ...] = (),
) -> Result:
    """See that all give the same answer, then time them in so many rounds, with nothing else held.

    Args:
        key: the metric's name.
        what: what is measured, in words.
        entrants: what is timed, by name; ours is called `OURS`.
        rounds: how many rounds.
        patience: seconds by the watch after which no further round is begun, if `least` were run.
        give_up: seconds for which the first answers are waited for; without them nothing is timed.
        watch: what tells the time.
        least: how many rounds are run however long they take. With none, the first answers are
            the only round, if they alone took all patience.
        goals: what is aimed at. One against an entrant that is not there is left out.
        notes: what else should be known.

    Raises:
        AnswersDiffer: two answer differently.
    """
    with alone():
        try:
            with giving_up(give_up):
                firsts = _answer_alike(key, entrants, watch)
        except TookTooLong:
            return Result(key, what, 0, goals=goals, notes=notes, gave_up=give_up)
        if not least and sum(firsts.values()) > patience:
            taken = {name: [first] for name, first in firsts.items()}
        else:
            taken = _timed_in_rounds(entrants, firsts, rounds, least, patience, watch)
    ours = taken[OURS]
    verdicts = [Verdict(goal, _against(goal, taken)) for goal in goals if goal.against in entrants]
    return Result(
        key, what, len(ours),
        seconds={name: Spread.of(each) for name, each in taken.items()},
        ratios={
            name: _ratio(ours, each) for name, each in taken.items() if name != OURS
        },
        first=firsts,
        builds={name: one.build for name, one in entrants.items() if one.build is not None},
        verdicts=tuple(verdicts), goals=goals, notes=notes,
    )  # fmt: skip


def _timed_in_rounds(  # noqa: PLR0913, PLR0917 - what `race` was given
    entrants: Mapping[str, Entrant],
    firsts: Mapping[str, float],
    rounds: int,
    least: int,
    patience: float,
    watch: Watch,
) -> dict[str, list[float]]:
    """How long each took in each round."""
    times = {name: max(1, int(LONG_ENOUGH / max(taken, 1e-9))) for name, taken in firsts.items()}
    order = list(entrants)
    taken: dict[str, list[float]] = {name: [] for name in entrants}
    until = watch() + patience
    for number in range(rounds):
        if number >= max(least, 1) and watch() > until:
            break
        random.shuffle(order)
        for name in order:
            taken[name].append(entrants[name].seconds(times[name], watch))
    return taken


def _against(goal: Goal, taken: Mapping[str, list[float]]) -> Spread:
    ours = taken[OURS]
    if goal.less:
        ours = [one - less for one, less in zip(ours, taken[goal.less], strict=True)]
    return _ratio(ours, taken[goal.against])


def _ratio(ours: list[float], theirs: list[float]) -> Spread:
    return Spread.of([one / other for one, other in zip(ours, theirs, strict=True)])


def _answer_alike(key: str, entrants: Mapping[str, Entrant], watch: Watch) -> dict[str, float]:
    """Have each answer once, and see that the answers are equal; how long each took."""
    ours, taken = entrants[OURS].first(watch)
    firsts = {OURS: taken}
    for name, entrant in entrants.items():
        if name != OURS:
            answer, firsts[name] = entrant.first(watch)
            if entrant.answer is not None and answer != ours:
                raise AnswersDiffer(key, OURS, name, (ours, answer))
    return firsts


def processor_time() -> float:
    """The seconds that this program and those it started have had of a processor.

    They do not tell what other programs take of a busy computer. Two threads at once count
    twice, and waiting for a disk counts nothing. Not on Windows.
    """
    import resource  # noqa: PLC0415 - there is none on Windows

    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def timed(build: Callable[[], Any], watch: Watch = time.perf_counter) -> tuple[Any, float]:
    """What a function gives, and how many seconds it took."""
    begun = watch()
    made = build()
    return made, watch() - begun
