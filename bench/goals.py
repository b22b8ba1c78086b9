"""What was measured in words: a line as it comes, and tables of the goals and of the growth."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from race import OURS, Result, Spread

Report = Mapping[str, Any]
"""What `ratios.py` writes as JSON."""

_SCALES = {500: "500", 5_000: "5 thousand", 200_000: "200 thousand", 1_000_000: "1 million"}
_AT = {"": "any", "5k": "5 thousand", "200k": "200 thousand", "1m": "1 million"}


def line(result: Result) -> str:
    """One result in a line."""
    parts = [f"no answer in {result.gave_up} s"] if result.gave_up else []
    parts += [f"{name} {figure:,.0f}" for name, figure in result.figures.items()]
    if result.seconds:
        parts += [f"{duration(result.seconds[OURS].median)}, {result.rounds} rounds"]
    parts += [f"{number(one.median)} times {name}" for name, one in result.ratios.items()]
    parts += [
        f"{'met' if one.met else 'MISSED'}: {one.goal.words}"
        f" ({number(one.measured.median)} of {number(one.goal.at_most)})"
        for one in result.verdicts
    ]
    return f"{result.key}: {'; '.join(parts)}"


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


def tables(reports: Iterable[Report]) -> str:
    """The tables in the Markdown of the documents, from the reports of some scales."""
    in_order = sorted(reports, key=lambda report: report["records"])
    return "\n".join([
        _conditions(in_order),
        _table("The goals, and what was measured", *_goals(in_order)),
        _table("Times, and how they grow", *_growth(in_order)),
        _table("What is worked out or built before", *_builds(in_order)),
        _table("Ours to the others, as a ratio of times", *_others(in_order)),
        _table("Bytes of memory, and other figures", *_figures(in_order)),
    ])  # fmt: skip


def _conditions(reports: Sequence[Report]) -> str:
    told = []
    for one in reports:
        names = (f"{name} {version}" for name, version in one["versions"].items())
        told.append(
            f"- {_scale(one)} records, seed {one['seed']}, {one['time']} measured on "
            f"{one['measured_on']} with "
            f"{one['processors']} processors, {one['system']}, Python {one['python']}; "
            f"{', '.join(names)}.\n"
        )
    return "".join(told)


def _scale(report: Report) -> str:
    records: int = report["records"]
    return _SCALES.get(records, f"{records:,}")


def _table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    body = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return f"```{{table}} {caption}\n\n{body}\n```\n"


def _keys(reports: Sequence[Report]) -> dict[str, str]:
    """Every metric with its words; those of the largest scale."""
    return {one["key"]: one["what"] for report in reports for one in report["results"]}


def _found(report: Report, key: str) -> dict[str, Any]:
    every = {one["key"]: one for one in report["results"]}
    empty = {"seconds": {}, "ratios": {}, "builds": {}, "figures": {}, "verdicts": (), "goals": ()}
    return every.get(key, empty)


def _goals(reports: Sequence[Report]) -> tuple[list[str], list[list[str]]]:
    headings = ["What", "Goal", "At", "As a ratio, at most", *map(_scale, reports)]
    rows = []
    for key, what in _keys(reports).items():
        found = [_found(report, key) for report in reports]
        goals = {goal["words"]: goal for one in found for goal in one["goals"]}
        for words, goal in goals.items():
            cells = [_verdict(one, words) for one in found]
            if any(cells):
                limit = number(goal["at_most"])
                rows.append([_name(key, what), words, _AT[goal["at"]], limit, *cells])
    return headings, rows


def _name(key: str, what: str) -> str:
    return f"`{key.partition(' ')[2]}`" if key.startswith("question ") else what


def _verdict(found: Mapping[str, Any], words: str) -> str:
    """What was measured of a goal; nothing if it was not."""
    if found.get("gave_up"):
        return f"not within {found['gave_up']:.0f} s, **missed**"
    for one in found["verdicts"]:
        if one["goal"]["words"] == words:
            spread = Spread(**one["measured"])
            return f"{number(spread.median)}, {'met' if one['met'] else '**missed**'}"
    return ""


def _growth(reports: Sequence[Report]) -> tuple[list[str], list[list[str]]]:
    headings = ["What", *map(_scale, reports), "Exponent of the growth"]
    rows = []
    for key, what in _keys(reports).items():
        times = [_found(report, key)["seconds"].get(OURS, {}).get("median") for report in reports]
        if any(times):
            cells = ["not told" if one is None else duration(one) for one in times]
            rows.append([_name(key, what), *cells, _exponent(reports, times)])
    return headings, rows


def _exponent(reports: Sequence[Report], times: Sequence[float | None]) -> str:
    """1 is as fast as the records grow, 0 not at all; from the smallest to the largest."""
    told = [
        (report["records"], one)
        for report, one in zip(reports, times, strict=True)
        if one is not None
    ]
    (least, first), (most, last) = told[0], told[-1]
    return "" if least == most else f"{math.log(last / first) / math.log(most / least):.2f}"


def _builds(reports: Sequence[Report]) -> tuple[list[str], list[list[str]]]:
    headings = ["What", "Whose", *map(_scale, reports), "Exponent of the growth"]
    rows = []
    for key, what in _keys(reports).items():
        found = [_found(report, key)["builds"] for report in reports]
        for name in dict.fromkeys(name for one in found for name in one):
            times = [one.get(name) for one in found]
            cells = ["" if one is None else duration(one) for one in times]
            rows.append([_name(key, what), name, *cells, _exponent(reports, times)])
    return headings, rows


def _others(reports: Sequence[Report]) -> tuple[list[str], list[list[str]]]:
    headings = ["What", "Compared with", *map(_scale, reports)]
    rows = []
    for key, what in _keys(reports).items():
        found = [_found(report, key)["ratios"] for report in reports]
        if not key.startswith("question "):
            for name in dict.fromkeys(name for one in found for name in one):
                cells = [_spread(one.get(name)) for one in found]
                rows.append([_name(key, what), name, *cells])
    return headings, rows


def _spread(told: Mapping[str, float] | None) -> str:
    if told is None:
        return ""
    spread = Spread(**told)
    return f"{number(spread.median)} ({number(spread.low)} to {number(spread.high)})"


def _figures(reports: Sequence[Report]) -> tuple[list[str], list[list[str]]]:
    headings = ["What", *map(_scale, reports), "Exponent of the growth"]
    rows = []
    for key in _keys(reports):
        found = [_found(report, key)["figures"] for report in reports]
        for name in dict.fromkeys(name for one in found for name in one):
            figures = [one.get(name) for one in found]
            cells = ["" if one is None else f"{one:,.0f}" for one in figures]
            rows.append([name, *cells, _exponent(reports, figures)])
    return headings, rows
