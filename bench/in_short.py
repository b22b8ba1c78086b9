"""What was measured, for those who do not programme: six lines by size of tracker, in seconds."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from race import OURS
from telling import Report, found, number, scale, seconds, table

WHOSE = {"5k": "One partnership", "200k": "A region", "1m": "All of England"}
SLOW = 1.0
"""Seconds from which one waits."""
_MEMORY = {
    f"bytes per record, {OURS}": "once it is open",
    f"bytes per record, {OURS}, every question asked once": "once every question was asked",
}
_MEGABYTE = 1_000_000
_NOT_TOLD = "not measured"
_BELOW = """
So it was on the computer on which it was measured; where a computer is slower or does other things
too, one waits longer. What "the first time" and "after a change" mean is told
[below](#how-to-read-it), and so is [what takes its time](#what-limits-it).
"""


def told(reports: Sequence[Report]) -> str:
    """A table with a column for each size."""
    headings = [
        "",
        *(f"{WHOSE.get(one['scale'], 'Few')} ({scale(one)} records)" for one in reports),
    ]
    rows = [[words, *(cell(one) for one in reports)] for words, cell in _LINES.items()]
    return table("How long one waits, and what a computer needs", headings, rows) + _BELOW


def wait(taken: float) -> str:
    """A time as one says it.

    >>> [wait(one) for one in (0.004, 0.05, 0.31, 1.0, 1.46, 23.4)]
    ['less than 0.01 seconds', '0.05 seconds', '0.3 seconds', '1 second', '1.5 seconds', '23 seconds']
    """  # noqa: E501 - what is shown is one line
    if taken < 0.01:
        return "less than 0.01 seconds"
    places = 2 if taken < 0.1 else 1 if taken < 10 else 0
    told = f"{taken:,.{places}f}".removesuffix(".0")
    return f"{told} second{'' if told == '1' else 's'}"


def _opening(report: Report) -> str:
    taken = seconds(report, "loading")
    return _NOT_TOLD if taken is None else wait(taken)


def _questions(report: Report) -> list[Mapping[str, Any]]:
    return [one for one in report["results"] if one["key"].startswith("question ")]


def _answers(taken_by: Callable[[Mapping[str, Any]], float | None]) -> Callable[[Report], str]:
    """What is usual, the median of all questions, and the slowest."""

    def cell(report: Report) -> str:
        questions = _questions(report)
        if not questions:
            return _NOT_TOLD
        times = [taken for one in questions if (taken := taken_by(one)) is not None]
        usual, most = wait(statistics.median(times)), wait(max(times))
        given_up = [one["gave_up"] for one in questions if one["gave_up"]]
        longer = _not_waited_for(len(given_up), given_up[0]) if given_up else ""
        if usual == most:
            return f"{usual}{longer}"
        return f"usually {usual}, the slowest {most}{longer}"

    return cell


def _not_waited_for(number: int, seconds: float) -> str:
    """Of how many it cannot be told: answers are compared before anything is timed."""
    wait = f"more than {seconds:.0f} seconds"
    return f"; {number} not told, as it took {wait} to see that the answers are right"


def _first(question: Mapping[str, Any]) -> float | None:
    taken: float | None = question["builds"].get(OURS)
    return taken


def _later(question: Mapping[str, Any]) -> float | None:
    told: Mapping[str, float] = question["seconds"].get(OURS, {})
    return told.get("median")


def _report(report: Report) -> str:
    one = found(report, "report_text")
    taken, gave_up = seconds(report, "report_text"), one.get("gave_up")
    if taken is None:
        return f"more than {gave_up:.0f} seconds" if gave_up else _NOT_TOLD
    lines = one["figures"].get("lines of the report as text")
    return f"{wait(taken)}, for {lines:,.0f} lines" if lines else wait(taken)


def _memory(report: Report) -> str:
    figures = found(report, "memory")["figures"]
    parts = [
        f"{number(each * report['records'] / _MEGABYTE)} MB {words}"
        for key, words in _MEMORY.items()
        if (each := figures.get(key)) is not None
    ]
    return ", ".join(parts) or _NOT_TOLD


def _slow(report: Report) -> str:
    """What takes longer than one likes to wait, though it was asked before."""
    slow = [one for one in _questions(report) if (_later(one) or 0) >= SLOW]
    words = [_asked(one) for one in slow]
    gave_up = found(report, "report_text").get("gave_up")
    if gave_up or (seconds(report, "report_text") or 0) >= SLOW:
        words = ["the theme report", *words]
    return "; ".join(words) or "nothing"


def _asked(question: Mapping[str, Any]) -> str:
    """What a question asks, with of what."""
    name, what = question["key"].removeprefix("question "), question["what"]
    of = name.partition(".")[0]
    return name if what == name else f"{what[:1].lower()}{what[1:]} ({of})"


_LINES: Mapping[str, Callable[[Report], str]] = {
    "Opening the file": _opening,
    "A question, the first time that it is asked": _answers(_first),
    "The same question, again after a change": _answers(_later),
    "The theme report": _report,
    "Memory": _memory,
    "Takes a second or more each time": _slow,
}
