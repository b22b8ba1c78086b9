"""The page of what was measured: in short, the goals, and tables of times and of their growth.

`python bench/goals.py` makes it anew from the reports in `bench/results`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

import in_short
from telling import (
    NAMED,
    Report,
    duration,
    exponent,
    found,
    is_judged_at,
    judged,
    keys,
    name,
    number,
    scale,
    seconds,
    spread,
    table,
)

RESULTS = Path(__file__).parent / "results"


@attrs.frozen
class Growth:
    """A goal that no run can tell by itself: how many times as long as with fewer records.

    Attributes:
        words: the goal in words.
        of: how the keys begin for which it is set.
        fewer: the scale with which it is compared.
        at: the scale for which it is meant.
        at_most: how many times as long it may take.
    """

    words: str
    of: str
    fewer: str
    at: str
    at_most: float


GROWTHS = (
    Growth("at most 20 times the time for 200 times the records", "recurring", "5k", "1m", 20),
)


def kept(folder: Path = RESULTS) -> list[Report]:
    """The reports in a folder."""
    return [json.loads(one.read_text(encoding="utf-8")) for one in folder.glob("*.json")]


def tables(reports: Iterable[Report]) -> str:
    """What the documents show of the reports of some scales, in Markdown."""
    in_order = sorted(reports, key=lambda report: report["records"])
    return "\n".join([
        "## In short\n",
        in_short.told(in_order),
        "## The goals\n",
        _GOALS,
        table("The goals, and what was measured", *_goals(in_order)),
        "## All that was measured\n",
        table("Times, and how they grow", *_growth(in_order)),
        table("What is worked out or built before", *_builds(in_order)),
        table("Ours to the others, as a ratio of times", *_others(in_order)),
        table("Bytes of memory, and other figures", *_figures(in_order)),
        _conditions(in_order),
    ])  # fmt: skip


_GOALS = """Each goal is set for one number of records, in the third column, and is judged there;
the figures of other scales are told without a verdict. A figure of 0.8 to 1.25 times its limit is
near it: the next run may judge it otherwise.
"""


def _conditions(reports: Sequence[Report]) -> str:
    told = []
    for one in reports:
        versions = ", ".join(f"{tool} {version}" for tool, version in one["versions"].items())
        clock = one.get("clock")
        read = f"1 MB of JSON decoded in {duration(clock['median'])}, " if clock else ""
        told.append(
            f"- {scale(one)} records, seed {one['seed']}, {one['time']} measured on "
            f"{one['measured_on']} with "
            f"{one['processors']} processors, {one['system']}, Python {one['python']}; "
            f"{read}{versions}.\n"
        )
    return "".join(told)


def _goals(reports: Sequence[Report]) -> tuple[list[str], list[list[str]]]:
    headings = ["What", "Goal", "At", "As a ratio, at most", *map(scale, reports)]
    rows = []
    for key, what in keys(reports).items():
        results = [found(report, key) for report in reports]
        goals = {goal["words"]: goal for one in results for goal in one["goals"]}
        for words, goal in goals.items():
            cells = [_cell(report, key, words) for report in reports]
            if any(cells):
                limit = number(goal["at_most"])
                rows.append([name(key, what), words, NAMED[goal["at"]], limit, *cells])
        rows += _growth_goals(reports, key, what)
    return headings, rows


def _cell(report: Report, key: str, words: str) -> str:
    """What was measured of a goal, with a verdict at its own scale; nothing if it was not."""
    one = found(report, key)
    if one.get("gave_up"):
        (goal,) = (goal for goal in one["goals"] if goal["words"] == words)
        missed = ", **missed**" if is_judged_at(goal, report) else ""
        return f"not within {one['gave_up']:.0f} s{missed}"
    for verdict in one["verdicts"]:
        if verdict["goal"]["words"] == words:
            measured = verdict["measured"]["median"]
            if is_judged_at(verdict["goal"], report):
                return judged(measured, verdict["goal"]["at_most"])
            return number(measured)
    return ""


def _growth_goals(reports: Sequence[Report], key: str, what: str) -> list[list[str]]:
    times = {report["scale"]: seconds(report, key) for report in reports}
    rows = []
    for one in GROWTHS:
        fewer, most = times.get(one.fewer), times.get(one.at)
        if key.startswith(one.of) and " after " in key and fewer and most:
            verdict = judged(most / fewer, one.at_most)
            cells = [verdict if report["scale"] == one.at else "" for report in reports]
            rows.append([what, one.words, NAMED[one.at], number(one.at_most), *cells])
    return rows


def _growth(reports: Sequence[Report]) -> tuple[list[str], list[list[str]]]:
    headings = ["What", *map(scale, reports), "Exponent of the growth"]
    rows = []
    for key, what in keys(reports).items():
        times = [seconds(report, key) for report in reports]
        if any(times):
            cells = ["not told" if one is None else duration(one) for one in times]
            rows.append([name(key, what), *cells, exponent(reports, times)])
    return headings, rows


def _builds(reports: Sequence[Report]) -> tuple[list[str], list[list[str]]]:
    headings = ["What", "Whose", *map(scale, reports), "Exponent of the growth"]
    rows = []
    for key, what in keys(reports).items():
        builds = [found(report, key)["builds"] for report in reports]
        for whose in _names(builds):
            times = [one.get(whose) for one in builds]
            cells = ["" if one is None else duration(one) for one in times]
            rows.append([name(key, what), whose, *cells, exponent(reports, times)])
    return headings, rows


def _others(reports: Sequence[Report]) -> tuple[list[str], list[list[str]]]:
    headings = ["What", "Compared with", *map(scale, reports)]
    rows = []
    for key, what in keys(reports).items():
        if key.startswith("question "):
            continue
        results = [found(report, key) for report in reports]
        for other in _names(one["ratios"] for one in results):
            cells = [
                spread(one["ratios"][other], one["rounds"]) if other in one["ratios"] else ""
                for one in results
            ]
            rows.append([name(key, what), other, *cells])
    return headings, rows


def _figures(reports: Sequence[Report]) -> tuple[list[str], list[list[str]]]:
    headings = ["What", *map(scale, reports), "Exponent of the growth"]
    rows = []
    for key in keys(reports):
        told = [found(report, key)["figures"] for report in reports]
        for figure in _names(told):
            figures = [one.get(figure) for one in told]
            cells = ["" if one is None else f"{one:,.0f}" for one in figures]
            rows.append([figure, *cells, exponent(reports, figures)])
    return headings, rows


def _names(mappings: Iterable[Mapping[str, Any]]) -> list[str]:
    """The names that any of them has, in the order in which they come."""
    return list(dict.fromkeys(one for mapping in mappings for one in mapping))


if __name__ == "__main__":
    (RESULTS / "goals.md").write_text(tables(kept()), encoding="utf-8")
