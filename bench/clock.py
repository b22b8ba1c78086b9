"""What stands for the computer: how long it takes to decode 1 MB of JSON.

A limit in milliseconds is told as a ratio to that. What is compared with other tools is compared
in each round, so that both meet the same moment. A clock is no such tool: in one run it took now
3.6 and now 9.8 ms, and a question was judged by the moment in which it came. So the clock is
read beside each question, and all are judged by one reading, the median of the run: what is
judged is a median too, and what the computer does besides lengthens both. The least would call
slow what only was measured on a busy computer.
"""

import json
from collections.abc import Mapping, Sequence

import attrs

import generate
from learning_tracker.pausing import collection_paused
from race import OURS, Entrant, Goal, Result, Spread, Verdict

CLOCK = "json.loads of 1 MB"
_MILLISECONDS = 10
_BYTES = 1_000_000


def clock_of(seed: int) -> Entrant:
    """The clock: as in a small program, in which there is no garbage."""
    some = json.dumps(list(generate.mappings(8_000, seed))).encode()
    cut = some.rindex(b'{"kind"', 0, _BYTES)
    content = some[:cut].rstrip(b", ") + b"]"

    def decode() -> None:
        with collection_paused():
            json.loads(content)

    return Entrant(decode, answer=None)


def within(milliseconds: float, words: str, at: str = "") -> Goal:
    """A goal in milliseconds, on a computer that decodes 1 MB of JSON in 10 ms."""
    return Goal(words, CLOCK, milliseconds / _MILLISECONDS, at)


def read(results: Sequence[Result]) -> Spread | None:
    """The clock of a run: all that was read of it; None if it never was."""
    readings = [one.seconds[CLOCK].median for one in results if CLOCK in one.seconds]
    return Spread.of(readings) if readings else None


def judged(results: Sequence[Result]) -> list[Result]:
    """The results, with what is a ratio to the clock made one to the clock of the whole run."""
    clock = read(results)
    return [_judged(one, clock) if clock and CLOCK in one.seconds else one for one in results]


def _judged(result: Result, clock: Spread) -> Result:
    ratio = Spread(*(one / clock.median for one in attrs.astuple(result.seconds[OURS])))
    ratios: Mapping[str, Spread] = {**result.ratios, CLOCK: ratio}
    verdicts = (
        Verdict(one.goal, ratio) if one.goal.against == CLOCK else one for one in result.verdicts
    )
    return attrs.evolve(result, ratios=ratios, verdicts=tuple(verdicts))
