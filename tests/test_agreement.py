"""Two coders are compared theme by theme, and what they coded differently is listed."""

import csv
import math
import warnings
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

import learning_tracker as lt
from asking import UNHURRIED, otherwise_coded, trackers
from learning_tracker.cli import main
from learning_tracker.errors import InvalidArgument, InvalidData, UnknownChoice, UnknownId
from learning_tracker.exchange.sheets.writing import GridSheet, SheetColumn, workbook
from learning_tracker.queries.agreement import ThemeAgreement

NAMES = {"f": "Fathers", "n": "Neglect", "s": "Safer sleep", "p": "Of the Panel"}
THEMES = [
    lt.Theme(id=one, name=name, frame="panel" if one == "p" else "practice",
             aliases=("Dads",) if one == "f" else ())
    for one, name in NAMES.items()
]  # fmt: skip
Codings = dict[str, str]


def coded(codings: Codings, **changed: Any) -> lt.Tracker:
    """A tracker with a finding for each entry, coded to the themes whose letters it has."""
    review = lt.RapidReview(id="r", title="A review")
    findings = [
        lt.Finding(
            id=one,
            sources=["r"],
            judgement="improvement",
            statement=f"{one} says",
            themes=[*themes],
        )
        for one, themes in codings.items()
    ]
    changes = [attrs.evolve(one, **changed) for one in findings]
    return lt.Tracker([*THEMES, review, *changes])


MINE = {"1": "f", "2": "fn", "3": "n", "4": "fn", "5": "s", "6": "", "7": ""}
YOURS = {"1": "f", "2": "n", "3": "n", "4": "fs", "5": "", "6": "n", "7": "", "8": "f"}


def rows(table: lt.Table[ThemeAgreement]) -> dict[str, list[Any]]:
    """The figures of each theme."""
    return {row["id"]: list(row.values())[2:] for row in table.to_records()}


# What is counted


def test_figures_that_one_can_count() -> None:
    """Of the findings that both coded it is counted who gave a theme; kappa follows."""
    table = coded(MINE).findings.agreement(coded(YOURS))
    assert table.denominator == "of the 4 findings that both coded"
    assert rows(table) == {
        "f": [2, 1, 0, 1, 75.0, 0.5],
        "n": [2, 1, 0, 1, 75.0, 0.5],
        "s": [0, 0, 1, 3, 75.0, 0.0],
    }
    assert {one.id for one in table.basis} == {"1", "2", "3", "4", "f", "n", "s"}


def test_what_is_not_counted_is_told() -> None:
    """Findings that only one coded, or neither, and those that A has not are in the notes."""
    notes = [note.text for note in coded(MINE).findings.agreement(coded(YOURS)).notes]
    assert notes == [
        "Both gave exactly the same themes to 2 of the 4.",
        "Coded by A alone, and not counted (1): 5 says.",
        "Coded by B alone, and not counted (1): 6 says.",
        "Coded by neither to a theme of this frame (1): 7 says.",
        "Coded by B, and not among A's findings (1).",
    ]
    reworded = coded(YOURS, statement="Another wording")
    told = str(coded(MINE).findings.agreement(reworded))
    assert "Worded otherwise in B (4)" in told


def test_disagreements_are_listed() -> None:
    """Each finding that they coded differently is listed with what one alone gave it."""
    table = coded(MINE).findings.disagreements(coded(YOURS))
    assert table.to_records() == [
        {"id": "2", "statement": "2 says", "only_a": ["Fathers"], "only_b": []},
        {"id": "4", "statement": "4 says", "only_a": ["Neglect"], "only_b": ["Safer sleep"]},
    ]
    assert table.denominator == "of the 4 findings that both coded"
    same = coded(MINE).findings.disagreements(coded(MINE))
    assert same.empty == "No finding is coded to different themes by A and B."


def test_kappa_that_cannot_be_told() -> None:
    """Where both gave a theme to every finding, chance alone would agree: no kappa, and 100 %."""
    table = coded({"1": "f", "2": "fn"}).findings.agreement(coded({"1": "f", "2": "fn"}))
    fathers, neglect = (row for row in table)
    assert (fathers.kappa, fathers.percent, neglect.kappa) == (None, 100, 1)
    assert "cannot tell" in str(table)
    assert table.to_records()[0]["kappa"] is None
    assert "nothing to compare (1): Safer sleep" in str(table)


def test_a_theme_of_one_of_them_alone() -> None:
    """A theme that only B's tracker has is compared like any other."""
    theirs = coded({"1": "f", "2": "n"})
    theirs.add(lt.Theme(id="new", name="New"))
    theirs.replace(attrs.evolve(theirs.findings["2"], themes=("new",)))
    table = coded({"1": "f", "2": "n"}).findings.agreement(theirs)
    assert rows(table)["new"] == [0, 0, 1, 1, 50.0, 0.0]


def test_another_frame() -> None:
    """Only themes of the frame that is asked for are compared."""
    table = coded({"1": "fp", "2": "f"}).findings.agreement(
        coded({"1": "p", "2": "f"}), frame="panel"
    )
    assert rows(table) == {"p": [1, 0, 0, 0, 100.0, None]}
    with pytest.raises(UnknownChoice, match="panel"):
        coded({"1": "f"}).findings.agreement(coded({"1": "f"}), frame="pannel")


codings = st.dictionaries(
    st.sampled_from("123456789"), st.sets(st.sampled_from("fns")).map(sorted).map("".join)
)


@given(codings, codings)
@UNHURRIED
def test_kappa_is_scikit_learns(one: Codings, other: Codings) -> None:
    """For any two codings, each figure is what scikit-learn and a plain count give."""
    table = coded(one).findings.agreement(coded(other))
    both = sorted(key for key in one if one[key] and other.get(key))
    assert {row.record.id for row in table} == {t for key in both for t in one[key] + other[key]}
    for row in table:
        a, b = ([row.record.id in held[key] for key in both] for held in (one, other))
        assert (row.of, row.both) == (len(both), sum(map(all, zip(a, b, strict=True))))
        assert row.percent == pytest.approx(100 * sum(map(bool.__eq__, a, b)) / len(both))
        if row.kappa is None:
            assert len({*a, *b}) == 1
        else:
            assert math.isclose(row.kappa, cohen_kappa_score(a, b), abs_tol=1e-12)
    apart = coded(one).findings.disagreements(coded(other))
    assert [row.record.id for row in apart] == [key for key in both if one[key] != other[key]]


@UNHURRIED
@given(trackers())
def test_any_tracker_is_counted_finding_by_finding(tracker: lt.Tracker) -> None:
    """However a tracker came to be as it is, each theme is counted among what both coded."""
    other = otherwise_coded(tracker)
    frames = {one.id: one.frame for one in tracker.of(lt.Theme)}
    a, b = (
        {key: {one for one in ids if frames[one] == "practice"} for key, ids in held.items()}
        for held in ({one.id: one.themes for one in tracker.of(lt.Finding)}, other)
    )
    both = sorted(key for key in a if a[key] and b[key])
    assert {
        row.record.id: (row.both, row.only_a, row.only_b)
        for row in tracker.findings.agreement(other)
    } == {
        theme: (
            sum(theme in a[key] and theme in b[key] for key in both),
            sum(theme in a[key] - b[key] for key in both),
            sum(theme in b[key] - a[key] for key in both),
        )
        for theme in set().union(*(a[key] | b[key] for key in both))
    }
    apart = tracker.findings.disagreements(other)
    assert [row.record.id for row in apart] == [key for key in both if a[key] != b[key]]


def test_scikit_learn_cannot_tell_either() -> None:
    """Where we cannot tell, scikit-learn has no number; newer versions warn of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert math.isnan(cohen_kappa_score([True, True], [True, True]))


# A sheet


def sheet(
    path: Path, *lines: tuple[str, str], headings: tuple[str, str] = ("finding", "themes")
) -> Path:
    """A sheet with these lines."""
    if path.suffix == ".xlsx":
        columns = tuple(SheetColumn(one) for one in headings)
        path.write_bytes(workbook("Coding", GridSheet("Coding", columns, lines)))
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([headings, *lines])
    return path


@pytest.mark.parametrize("name", ["coding.csv", "coding.xlsx"])
def test_a_sheet_is_a_coder(tmp_path: Path, name: str) -> None:
    """Themes in a sheet are taken by id, name or alias, several in a cell or in several rows."""
    path = sheet(
        tmp_path / name, ("1", "dads"), ("2", " neglect "), ("3", "n"), ("4", "Fathers"),
        ("4", "Safer  sleep"), ("6", "n"), ("5", ""),
    )  # fmt: skip
    theirs = {one: themes for one, themes in YOURS.items() if one != "8"}
    mine = coded(MINE)
    found = lt.agreement(mine, path)
    assert rows(found.by_theme) == rows(mine.findings.agreement(coded(theirs)))
    assert [row.record.id for row in found.disagreements] == ["2", "4"]
    assert str(found).startswith("Agreement of two coders")
    several = sheet(tmp_path / f"several-{name}", ("4", "f; s|Neglect\nf"))
    (apart,) = lt.agreement(mine, several).disagreements
    assert (apart.only_a, [one.id for one in apart.only_b]) == ((), ["s"])


def test_a_name_in_two_frames(tmp_path: Path) -> None:
    """A name means the theme of the frame that is asked for; one of another is not counted."""
    mine = coded({"1": "f", "2": "fn"})
    mine.add(lt.Theme(id="panel-fathers", name="Fathers", frame="panel"))
    path = sheet(tmp_path / "coding.csv", ("1", "Fathers; Of the Panel"), ("2", "Of the Panel"))
    assert rows(lt.agreement(mine, path).by_theme) == {"f": [1, 0, 0, 0, 100.0, None]}


def test_what_a_sheet_may_not_hold(tmp_path: Path) -> None:
    """Findings and themes that there are not are all told of, each with its cell."""
    path = sheet(tmp_path / "coding.csv", ("1", "Fathes"), ("99", "f"), ("", "n"), ("2", "f"))
    with pytest.raises(InvalidData) as caught:
        lt.agreement(coded(MINE), path)
    told = {one.code: one for one in caught.value.problems}
    assert {code: one.place for code, one in told.items()} == {
        "unknown-theme": "coding.csv, cell B2",
        "unknown-finding": "coding.csv, cell A3",
        "no-finding": "coding.csv, cell A4",
    }
    assert "did you mean Fathers?" in told["unknown-theme"].sentence
    with pytest.raises(UnknownChoice, match="heading"):
        lt.agreement(coded(MINE), path, themes="codes")


def test_a_cell_that_cannot_be_read(tmp_path: Path) -> None:
    """What a cell holds and cannot be known is told of, and not taken for empty."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["finding", "themes"])
    book.active.append(["1", "=CONCAT(A1)"])
    book.save(tmp_path / "coding.xlsx")
    with pytest.raises(InvalidData, match="unreadable"):
        lt.agreement(coded(MINE), tmp_path / "coding.xlsx")


def test_what_is_no_coding() -> None:
    """What is neither a tracker nor lists of themes is refused, and a theme that is not there."""
    mine = coded(MINE).findings
    for other in (["1"], {"1": "f"}, 7):
        with pytest.raises(InvalidArgument, match="other"):
            mine.agreement(other)  # type: ignore[arg-type] # that is refused
    with pytest.raises(UnknownId, match="'x'"):
        mine.agreement({"1": ["x"]})
    assert rows(mine.agreement({"1": ["f"], "2": ["n"]}))["f"] == [1, 1, 0, 0, 50.0, 0.0]


# On the command line


def run(*words: str | Path) -> Result:
    """Run the command `agreement`."""
    return CliRunner().invoke(main, ["agreement", *map(str, words)])


def test_on_the_command_line(tmp_path: Path) -> None:
    """B may be a tracker or a sheet; the figures or the disagreements are shown."""
    mine, yours = tmp_path / "mine.json", tmp_path / "yours.json"
    coded(MINE).save(mine)
    coded(YOURS).save(yours)
    done = run(mine, yours)
    assert done.exit_code == 0
    assert "Of the 4 findings that both coded." in done.stdout
    done = run(mine, yours, "--disagreements", "--format", "csv")
    assert done.stdout.splitlines()[1] == "2,2 says,Fathers,"
    path = sheet(tmp_path / "coding.csv", ("1", "f"), headings=("Ref", "Codes"))
    done = run(mine, path, "--finding", "ref", "--themes", "codes", "--format", "json")
    assert '"denominator": "of the 1 finding that both coded"' in done.stdout
    done = run(mine, path)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "coding.csv: 'finding' is no heading" in done.stderr
    assert "--finding" in done.stderr
    assert run("-", "-").exit_code == 2
