"""What was measured in words: figures, times, scales, and a line for each result as it comes."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from race import LEAST_ROUNDS, OURS, Goal, Result, Spread

Report = Mapping[str, Any]
"""What `ratios.py` writes as JSON."""

SCALES = {500: "500", 5_000: "5 thousand", 200_000: "200 thousand", 1_000_000: "1 million"}
NAMED = {"": "any", "quick": "500", "5k": "5 thousand", "200k": "200 thousand", "1m": "1 million"}

_NEAR = (0.8, 1.25)
"""Between so many times its limit a figure is near it: the next run may judge it otherwise."""


def line(result: Result) -> str:
    """One result in a line."""
    parts = [f"no answer in {result.gave_up} s"] if result.gave_up else []
    parts += [f"{name} {figure:,.0f}" for name, figure in result.figures.items()]
    if result.seconds:
        parts += [f"{duration(result.seconds[OURS].median)}, {result.rounds} rounds"]
    parts += [f"{number(one.median)} times {name}" for name, one in result.ratios.items()]
    parts += [
        f"{one.goal.words}: {judged(one.measured.median, one.goal.at_most)}"
        for one in result.verdicts
    ]
    return f"{result.key}: {'; '.join(parts)}"


def judged(measured: float, at_most: float) -> str:
    """A figure with its verdict.

    >>> judged(2, 5), judged(4.1, 5), judged(6.2, 5), judged(7, 5)
    ('2, met', '4.1, met, near the limit', '6.2, **missed**, near the limit', '7, **missed**')
    """
    low, high = (share * at_most for share in _NEAR)
    near = ", near the limit" if low <= measured <= high else ""
    return f"{number(measured)}, {'met' if measured <= at_most else '**missed**'}{near}"


def is_judged_at(goal: Goal | Mapping[str, Any], report: Report) -> bool:
    """Whether a goal is meant for the scale of a report: with more or fewer records it is none."""
    at = goal["at"] if isinstance(goal, Mapping) else goal.at
    return at in {"", report["scale"]}


def duration(seconds: float) -> str:
    """A time in the unit in which it is read best.

    >>> duration(0.0000123), duration(0.0123), duration(12.3)
    ('12.3 µs', '12.3 ms', '12.3 s')
    """
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{number(seconds / size)} {unit}"
    return f"{number(seconds / 1e-9)} ns"


def number(value: float) -> str:
    """A figure to three places that count.

    >>> number(1234.5), number(12.345), number(0.00123)
    ('1,234', '12.3', '0.00123')
    """
    if value >= 100:
        return f"{value:,.0f}"
    places = 2 - math.floor(math.log10(value)) if value > 0 else 0
    return f"{value:.{places}f}".rstrip("0").rstrip(".") if places > 0 else f"{value:.0f}"


def spread(told: Mapping[str, float], rounds: int) -> str:
    """A median with its quartiles, where there are enough rounds to speak of them."""
    one = Spread(**told)
    if rounds < LEAST_ROUNDS:
        return f"{number(one.median)} ({rounds} round{'s' if rounds > 1 else ''})"
    return f"{number(one.median)} ({number(one.low)} to {number(one.high)})"


def scale(report: Report) -> str:
    """How many records, in words."""
    records: int = report["records"]
    return SCALES.get(records, f"{records:,}")


def exponent(reports: Sequence[Report], figures: Sequence[float | None]) -> str:
    """1 is as fast as the records grow, 0 not at all; from the smallest to the largest."""
    told = [
        (report["records"], one)
        for report, one in zip(reports, figures, strict=True)
        if one is not None
    ]
    (least, first), (most, last) = told[0], told[-1]
    return "" if least == most else f"{math.log(last / first) / math.log(most / least):.2f}"


def table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in the Markdown of the documents."""
    lines = [headings, ["---"] * len(headings), *rows]
    body = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return f"```{{table}} {caption}\n\n{body}\n```\n"


def found(report: Report, key: str) -> dict[str, Any]:
    """What a report tells of a metric; nothing of one that was not measured."""
    every = {one["key"]: one for one in report["results"]}
    empty = {"seconds": {}, "ratios": {}, "builds": {}, "figures": {}, "verdicts": (), "goals": ()}
    return every.get(key, empty)


def seconds(report: Report, key: str) -> float | None:
    """How long ours took in the median; None if it was not measured."""
    told: Mapping[str, float] | None = found(report, key)["seconds"].get(OURS)
    return told and told["median"]


def keys(reports: Sequence[Report]) -> dict[str, str]:
    """Every metric with its words; those of the largest scale."""
    return {one["key"]: one["what"] for report in reports for one in report["results"]}


def name(key: str, what: str) -> str:
    """What is measured: a question by its name in the library, with what it asks."""
    _, is_question, question = key.rpartition("question ")
    if not is_question:
        return what
    return f"`{question}`" if what == question else f"`{question}`: {what}"
