"""The benchmark measures what it says, and what it measures has not become much slower.

The gate is on ratios within one run, each some three times what was measured when it was last
set: a busy computer does not stop a change, and one that makes something several times slower
does. Processor time is counted, which other programs do not lengthen. Whoever makes something
faster lowers its gate.

Questions are asked of five thousand records, each compared with its own first asking: what is
worked out anew although it was kept shows there, and nowhere else.
"""

import gc
import inspect
import json
import os
import subprocess
import sys
import time
from collections import Counter
from itertools import chain
from pathlib import Path

import attrs
import pytest

import data
import generate
import learning_tracker as lt
import peers
import telling
from clock import judged
from data import CLOCK, OURS, Data
from goals import kept, tables
from learning_tracker import Tracker, collections
from learning_tracker.codec import from_text
from learning_tracker.view import View
from metrics import METRICS, appending, questions, reading, recurring
from metrics.questions import QUESTIONS
from race import LEAST_ROUNDS, AnswersDiffer, Entrant, Goal, Result, Spread, Verdict, race
from ratios import main

BENCH = Path(generate.__file__).parent
GATES = {
    "reading": {reading.STOCK: 2.5},
    "loading": {"json.loads of the same bytes": 20.0},
    "recurring after an update": {recurring.NETWORKX: 1.2},
    "recurring after a finding": {recurring.NETWORKX: 3.5},
    "outstanding": {"networkx": 8.0},
    "graph": {"networkx, built": 0.02},
    "change": {CLOCK: 0.012},
    "working_days": {"rruleset of dateutil": 0.25},
    "append": {appending.ROWS: 3.0, appending.RAW: 6.0},
    "append_derived": {appending.REVISIONS: 15.0},
}
"""How many times another's time ours may take with 500 records."""
QUESTIONS_AT_MOST = 4.0
"""How many times the decoding of 1 MB any question may take with 5 thousand records."""
KEPT_AT_MOST = 0.2
"""How much of its first asking a question may take after a change; 0.09 was measured at most."""
MORE_ANEW = {
    "question findings.by_theme": 0.6,
    "question themes.progress": 0.5,
    "question findings.listing": 0.5,
    "question findings.crosstab": 0.3,
    "question themes.pairs": 0.3,
    "question themes.by_year": 0.3,
    "question meetings.follow_ups": 0.3,
}
"""The same of those that are put together anew in part, twice what was measured."""
LONG_ENOUGH = 0.002
"""Seconds from which the first asking tells of something to keep."""


# The made-up tracker


def test_the_same_seed_gives_the_same_bytes() -> None:
    """In any process, whatever Python's hashes are, and in no other way for another seed."""
    script = "import generate, hashlib; raw = generate.mappings(1_000, 7); "
    script += "print(hashlib.sha256(generate.file_of(raw)).hexdigest())"
    told = {
        subprocess.run(  # noqa: S603 - the Python that runs this, with our own words
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(BENCH), *sys.path]),
                 "PYTHONHASHSEED": hashes},
            check=True,
            capture_output=True,
        ).stdout
        for hashes in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1
    seven, eight = (generate.file_of(generate.mappings(1_000, seed)) for seed in (7, 8))
    assert seven != eight


@pytest.mark.parametrize("size", [40, 500, 5_600])
def test_a_tracker_of_any_size_is_whole(size: int) -> None:
    """So many records are made, with links that lead somewhere, and no rule calls one wrong."""
    made = from_text(generate.file_of(generate.mappings(size)))
    assert len(made) == size
    assert Tracker(made).check().errors == ()
    assert sorted(generate.records(size), key=lambda one: (one.kind, one.id)) == list(made)


def test_a_small_tracker_is_the_beginning_of_a_large_one() -> None:
    """The first records are the same, however many there are."""
    assert list(generate.mappings(700)) == list(generate.mappings(9_000))[:700]


def test_the_tracker_is_like_a_real_one() -> None:
    """A few themes are raised most of the time, reviews convert, partnerships share themes."""
    tracker = Tracker(generate.records(10_200))
    assert len(tracker.of(lt.Partnership)) == 3
    raised = Counter(chain.from_iterable(one.themes for one in tracker.of(lt.Finding)))
    first, *_ = counts = sorted(raised.values(), reverse=True)
    assert first > 3 * counts[len(counts) // 2]
    assert sum(bool(one.arises_from) for one in tracker.of(lt.LCSPR)) > 50
    about = (one for one in tracker.of(lt.Finding) if "theme-00" in one.themes)
    assert len({one.sources[0].partition("-")[0] for one in about}) == 3
    kinds = {type(one) for one in tracker.values()}
    assert kinds >= {lt.Update, lt.Evidence, lt.Meeting, lt.Decision, lt.Request, lt.Response}


# The measuring


def test_answers_are_equal_before_anything_is_timed() -> None:
    """Two that answer differently are not compared, and it is told which they are."""
    entrants = {OURS: Entrant(lambda: 1), "other": Entrant(lambda: 2)}
    with pytest.raises(AnswersDiffer, match="key: learning-tracker and other answer differently"):
        race("key", "what", entrants, rounds=1)


def test_a_ratio_is_that_of_each_round() -> None:
    """All are run in each round; a goal compares medians of ratios, less what is taken off."""
    now = 0.0

    def takes(seconds: float) -> Entrant:
        def run(_: object) -> None:
            nonlocal now
            now += seconds * pace

        return Entrant(run, prepare=slower)

    pace = 1.0

    def slower() -> None:
        """The computer is slower at every run, as a busy one may be."""
        nonlocal pace
        pace *= 1.01

    entrants = {OURS: takes(9.0), "a third": takes(3.0), "start": takes(3.0)}
    goals = (
        Goal("twice", "a third", 2.1, less="start"),
        Goal("two and a half times", "a third", 2.5),
        Goal("not there", "nobody", 1.0),
    )
    result = race("key", "what", entrants, rounds=9, goals=goals, watch=lambda: now)
    assert result.rounds == 9
    assert [one.met for one in result.verdicts] == [True, False]
    ratio = result.ratios["a third"]
    assert 2.9 < ratio.low <= ratio.median <= ratio.high < 3.1


def test_no_round_is_begun_when_patience_is_at_an_end() -> None:
    """Three rounds are run in any case, or as few as a metric asks for; the result tells so."""
    entrants = {OURS: Entrant(lambda: None)}
    assert race("key", "what", entrants, rounds=9, patience=0).rounds == LEAST_ROUNDS == 3
    assert race("key", "what", entrants, rounds=9, patience=0, least=1).rounds == 1
    run: list[None] = []
    once = race(
        "key", "what", {OURS: Entrant(lambda: run.append(None))}, rounds=9, patience=0, least=0
    )
    assert (once.rounds, len(run)) == (1, 1)
    assert once.seconds[OURS].median == once.first[OURS]
    assert telling.spread(attrs.asdict(Spread.of([0.761])), 1) == "0.761 (1 round)"
    assert telling.spread(attrs.asdict(Spread.of([1, 2, 3])), 3) == "2 (1.5 to 2.5)"


def test_a_clock_is_read_over_the_whole_run() -> None:
    """A question is judged by the median of all readings, not by that of its own moment."""
    goal = Goal("at most 50 ms", CLOCK, 5.0, at="200k")

    def result(ours: float, clock: float) -> Result:
        measured = Spread.of([ours / clock])
        return Result(
            "key",
            "what",
            seconds={OURS: Spread.of([ours]), CLOCK: Spread.of([clock])},
            ratios={CLOCK: measured, "other": Spread.of([3.0])},
            verdicts=(Verdict(goal, measured),),
        )

    results = [result(0.02, 0.003), result(0.03, 0.005), result(0.02, 0.009)]
    assert [one.verdicts[0].met for one in results] == [False, False, True]
    pooled = judged([*results, Result("no clock", "what")])
    assert [one.ratios[CLOCK].median for one in pooled[:3]] == [4.0, 6.0, 4.0]
    assert [one.verdicts[0].met for one in pooled[:3]] == [True, False, True]
    assert pooled[0].ratios["other"].median == 3.0


def test_what_others_hold_is_hidden_from_the_search_for_garbage() -> None:
    """While things are timed nothing is searched but what they make; afterwards all is again."""
    held = [[number] for number in range(1_000)]
    seen = []
    entrant = Entrant(lambda: seen.append(any(one is held for one in gc.get_objects())))
    race("key", "what", {OURS: entrant}, rounds=1)
    assert seen
    assert not any(seen)
    assert any(one is held for one in gc.get_objects())


def test_an_answer_is_waited_for_only_so_long() -> None:
    """What gives none in time is not timed, and the table says so where its goal stands."""
    goal = Goal("at once", "other", 1.0)
    entrants = {OURS: Entrant(lambda: time.sleep(60)), "other": Entrant(lambda: None)}
    result = race("key", "what", entrants, rounds=9, give_up=0.05, goals=(goal,))
    assert (result.rounds, result.gave_up, result.seconds) == (0, 0.05, {})
    told = tables([_report("quick", result)])
    assert "| what | at once | any | 1 | not within 0 s, **missed** |" in told


def _report(scale: str, *results: Result) -> dict[str, object]:
    return {
        **dict.fromkeys(("time", "measured_on", "system", "processors", "python"), ""),
        "scale": scale,
        "records": data.SCALES[scale],
        "seed": 1,
        "versions": {},
        "results": [attrs.asdict(one) for one in results],
    }


def _took(key: str, seconds: float, *verdicts: Verdict) -> Result:
    return Result(
        key,
        key,
        seconds={OURS: Spread.of([seconds])},
        builds={OURS: 100 * seconds},
        verdicts=verdicts,
        goals=tuple(one.goal for one in verdicts),
    )


def test_a_goal_is_judged_at_its_own_scale() -> None:
    """Others are told as a bare figure, and what is near its limit is said to be so."""
    goal = Goal("at most 50 ms", CLOCK, 5.0, at="200k")
    reports = [
        _report(scale, _took("key", 1, Verdict(goal, Spread.of([measured]))))
        for scale, measured in (("5k", 0.1), ("200k", 5.2), ("1m", 26.0))
    ]
    row = "| key | at most 50 ms | 200 thousand | 5 | 0.1 | 5.2, **missed**, near the limit | 26 |"
    assert row in tables(reports)


def test_growth_is_judged_over_all_scales() -> None:
    """Recurring themes may take twenty times the time for two hundred times the records."""
    reports = [
        _report(scale, _took("recurring after an update", seconds))
        for scale, seconds in (("5k", 0.001), ("200k", 0.01), ("1m", 0.03))
    ]
    assert "| 1 million | 20 |  |  | 30, **missed** |" in tables(reports)
    assert "for 200 times the records" not in tables(reports[:2])


def test_the_page_begins_with_what_one_waits_for() -> None:
    """In seconds, for each size of tracker, without a word of how it was measured."""
    figures = {f"bytes per record, {OURS}": 600.0}
    reports = [
        _report(
            "200k",
            _took("loading", 1.24),
            _took("question one", 0.002),
            _took("question two", 1.6),
            Result("question agencies.silent", "Who has not answered", 0, gave_up=30.0),
            Result("report_text", "report", 0, gave_up=300.0),
            Result("memory", "memory", figures=figures),
        ),
        _report("1m"),
    ]
    begin, _, _ = tables(reports).partition("## The goals")
    not_told = "; 1 not told, as it took more than 30 seconds to see that the answers are right"
    assert [[*map(str.strip, row.split("|")[1:-1])] for row in begin.splitlines()[4:12] if row] == [
        ["", "A region (200 thousand records)", "All of England (1 million records)"],
        ["---", "---", "---"],
        ["Opening the file", "1.2 seconds", "not measured"],
        [
            "A question, the first time that it is asked",
            "usually 80 seconds, the slowest 160 seconds" + not_told,
            "not measured",
        ],
        [
            "The same question, again after a change",
            "usually 0.8 seconds, the slowest 1.6 seconds" + not_told,
            "not measured",
        ],
        ["The theme report", "more than 300 seconds", "not measured"],
        ["Memory", "120 MB once it is open", "not measured"],
        [
            "Takes a second or more each time",
            "the theme report; question two (two)",
            "nothing",
        ],
    ]


def test_no_question_is_left_out() -> None:
    """Everything that the collections answer is asked."""
    asked = {
        f"{name}.{method}"
        for name, noun in inspect.getmembers(lt.Tracker, lambda one: isinstance(one, property))
        for method in _questions_of(noun)
    }
    assert asked
    assert asked <= set(QUESTIONS)


def _questions_of(noun: property) -> list[str]:
    told = inspect.signature(noun.fget).return_annotation if noun.fget else ""
    sort = getattr(collections, str(told).removeprefix("collections."), None)
    if not (inspect.isclass(sort) and issubclass(sort, collections.Collection)):
        return []
    return [name for name, one in vars(sort).items() if inspect.isfunction(one)]


def test_what_is_not_installed_is_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the extra `bench` the rest is measured, and goals against others fall away."""
    monkeypatch.setattr(recurring, "there", lambda _: False)
    (result, *_) = recurring.measure(Data("quick", 1, 1, 0, tmp_path))
    assert set(result.ratios) == {"scan of tuples", "SQLite, covering index", "networkx"}
    assert [one.goal.against for one in result.verdicts] == ["networkx"]
    monkeypatch.setattr(peers, "PEERS", ("attrs", "no-such-package"))
    assert peers.versions()["no-such-package"] == "not installed"


# The gate


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float]]:
    """The ratios with 500 records, by metric and by what it is compared with."""
    names = ("reading", "loading", "recurring", "outstanding", "graph", "changing",
             "working_days", "appending")  # fmt: skip
    report = _measured(tmp_path_factory.mktemp("bench"), "quick", *names)
    return {
        one["key"]: {name: ratio["median"] for name, ratio in one["ratios"].items()}
        for one in report["results"]
    }


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> telling.Report:
    """Every question, asked of five thousand records."""
    return _measured(tmp_path_factory.mktemp("asked"), "5k", "questions")


def _measured(folder: Path, scale: str, *names: str) -> telling.Report:
    """What a run finds. In a process of its own: here each line that runs may be counted."""
    script = str(BENCH / "ratios.py")
    command = [sys.executable, script, f"--scale={scale}", "--rounds=3", "--processor-time"]
    command += [f"--only={name}" for name in names]
    subprocess.run([*command, "--output", str(folder)], check=True, capture_output=True)  # noqa: S603
    report: telling.Report = json.loads((folder / f"{scale}.json").read_text(encoding="utf-8"))
    return report


def _worked_out_anew(report: telling.Report) -> dict[str, float]:
    """The questions that take too much of their first asking after a change, with how much."""
    shares = {
        one["key"]: one["seconds"][OURS]["median"] / one["builds"][OURS]
        for one in report["results"]
        if one["builds"][OURS] > LONG_ENOUGH
    }
    assert shares
    most = {key: MORE_ANEW.get(key, KEPT_AT_MOST) for key in shares}
    return {key: share for key, share in shares.items() if share > most[key]}


@pytest.mark.parametrize("key", GATES)
def test_nothing_has_become_much_slower(found: dict[str, dict[str, float]], key: str) -> None:
    """Against others in the same run it takes no more than its gate allows."""
    assert {
        name: found[key][name] for name in GATES[key] if found[key][name] > GATES[key][name]
    } == {}


def test_no_question_has_become_much_slower(asked: telling.Report) -> None:
    """Asked after a change, no question takes long."""
    told = {one["key"]: one["ratios"][CLOCK]["median"] for one in asked["results"]}
    assert len(told) == len(QUESTIONS)
    assert {key: ratio for key, ratio in told.items() if ratio > QUESTIONS_AT_MOST} == {}


def test_what_was_worked_out_is_kept(asked: telling.Report) -> None:
    """After a change a question takes far less than when it was asked first."""
    assert set(MORE_ANEW) <= {one["key"] for one in asked["results"]}
    assert _worked_out_anew(asked) == {}


def test_an_index_that_is_thrown_away_is_seen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where all that was worked out is forgotten at each change, each question is too slow."""
    some = ("themes.recurring", "findings.unaddressed", "actions.late", "search", "check")
    monkeypatch.setattr(questions, "QUESTIONS", {name: QUESTIONS[name] for name in some})
    keep_step = View._keep_step

    def forget(view: View) -> None:
        view._indexes.clear()
        keep_step(view)

    monkeypatch.setattr(View, "_keep_step", forget)
    main(["--scale=5k", "--rounds=3", "--processor-time", "--only=questions",
          f"--output={tmp_path}"])  # fmt: skip
    report = json.loads((tmp_path / "5k.json").read_text(encoding="utf-8"))
    assert set(_worked_out_anew(report)) == {f"question {name}" for name in some}


# The report


def test_the_report_says_how_to_repeat_it(tmp_path: Path) -> None:
    """It is written as JSON with versions and seed, and as tables."""
    main(["--quick", "--only", "working_days", "--seed", "3", "--output", str(tmp_path)])
    report = json.loads((tmp_path / "quick.json").read_text(encoding="utf-8"))
    assert (report["records"], report["seed"]) == (500, 3)
    assert report["versions"]["networkx"]
    (result,) = report["results"]
    assert (result["key"], result["rounds"]) == ("working_days", 3)
    assert "rruleset of dateutil" in (tmp_path / "goals.md").read_text(encoding="utf-8")


def test_a_report_is_printed_where_no_folder_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON goes to stdout, a line for each metric to stderr."""
    main(["--quick", "--only", "working_days"])
    printed = capsys.readouterr()
    assert json.loads(printed.out)["scale"] == "quick"
    assert printed.err.startswith("working_days: ")


def test_the_tables_in_the_documents_are_those_of_the_reports() -> None:
    """The page shows what was measured last, at every scale that is kept."""
    reports = kept()
    assert {report["scale"] for report in reports} >= {"5k", "200k", "1m"}
    assert (BENCH / "results" / "goals.md").read_text("utf-8") == tables(reports)
    assert all({one["key"] for one in report["results"]} for report in reports)


def test_every_metric_has_a_module() -> None:
    """The table of goals has a module for each of its rows, and none is left out."""
    modules = {one.stem for one in (BENCH / "metrics").glob("*.py")}
    assert set(METRICS) == modules - {"__init__", "processes"}
