"""`learning-tracker import` previews, applies and tells each mistake in a line."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import learning_tracker as lt
from learning_tracker.cli import import_sheet as command
from learning_tracker.cli import main
from registers import PLAN

SHEET = """\
Review,No,Recommendation,Agencies,Action,Lead,Due,Status,Status on
Child A,1,See fathers,Police; Health,Train staff,Police,01/03/2025,Done,14/02/2025
"""
BAD = "Child A,2,See mothers,Police,Train staff,Police,soon,Done,14/02/2025\n"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sound sheet, one with a bad row, a mapping and a tracker, where the command runs."""
    monkeypatch.chdir(tmp_path)
    Path("plan.csv").write_text(SHEET, encoding="utf-8")
    Path("bad.csv").write_text(SHEET + BAD, encoding="utf-8")
    lines = PLAN.replace("\n    ", "\n")
    Path("plan.toml").write_text(lines, encoding="utf-8")
    with lt.open("kent.db") as tracker, tracker.change(by="business-unit"):
        tracker.add(lt.Agency(id="police", name="Police"))


def run(*args: str) -> Result:
    """The result of the command."""
    return CliRunner().invoke(main, ["import", *args])


def held() -> int:
    """How many records the tracker has."""
    with lt.open("kent.db", create=False) as tracker:
        return len(tracker)


def test_it_shows_and_changes_nothing() -> None:
    """Without --apply the tracker stays as it is."""
    done = run("kent.db", "plan.csv", "--mapping", "plan.toml")
    assert done.exit_code == 0
    assert done.stdout.startswith("What plan.csv would change\n")
    assert done.stderr == "nothing was changed: this is a preview; --apply does it\n"
    assert held() == 1


def test_it_changes_the_tracker() -> None:
    """With --apply it is done, once."""
    arguments = ("kent.db", "plan.csv", "--mapping", "plan.toml", "--apply", "--by", "unit")
    done = run(*arguments, "--why", "the May register")
    assert (done.exit_code, done.stderr) == (0, "the tracker was changed\n")
    assert held() == 6
    with lt.open("kent.db") as tracker:
        assert tracker.log()[0].one.why == "the May register"
    assert run(*arguments).stderr == "there was nothing to change\n"


def test_who_makes_the_change_must_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database asks for --by, or the environment says it."""
    done = run("kent.db", "plan.csv", "--mapping", "plan.toml", "--apply")
    assert done.exit_code == 2
    assert held() == 1
    monkeypatch.setenv("LEARNING_TRACKER_BY", "unit")
    assert run("kent.db", "plan.csv", "--mapping", "plan.toml", "--apply").exit_code == 0


def test_rows_that_are_refused_hold_it_up() -> None:
    """Nothing is taken while there are errors, and the code says so."""
    done = run("kent.db", "bad.csv", "--mapping", "plan.toml", "--apply", "--by", "unit")
    assert done.exit_code == 1
    assert "error: bad.csv, cell G3: expected a date" in done.stdout
    assert done.stderr == "nothing was changed: rows are refused\n"
    assert held() == 1


def test_rows_that_are_refused_can_be_left_out() -> None:
    """The others are taken, and these are written to be mended."""
    arguments = ("--mapping", "plan.toml", "--apply", "--by", "unit")
    done = run("kent.db", "bad.csv", *arguments, "--leave-out-bad-rows", "mend.csv")
    assert done.exit_code == 1
    assert "2 rows = 1 applied + 1 refused." in done.stdout
    assert done.stderr == "the tracker was changed; 1 refused, written into mend.csv\n"
    mended = Path("mend.csv").read_text("utf-8-sig").replace("soon", "01/04/2025")
    Path("mend.csv").write_text(mended, encoding="utf-8")
    assert run("kent.db", "mend.csv", *arguments).exit_code == 0
    assert held() == 9


def test_programs_get_everything_as_json() -> None:
    """With --format json counts, records and problems are data."""
    done = run("kent.db", "bad.csv", "--mapping", "plan.toml", "--format", "json")
    data = json.loads(done.stdout)
    assert data["rows"] == {"all": 2, "taken": 1, "refused": 1}
    assert data["problems"][0]["place"] == "bad.csv, cell G3"


def test_a_tracker_is_begun_where_one_asks_for_it() -> None:
    """With --new a file that is not there is begun, as the change is made and not before."""
    arguments = ("new.json", "plan.csv", "--mapping", "plan.toml", "--new")
    assert run(*arguments).exit_code == 0
    assert not Path("new.json").exists()
    assert run(*arguments, "--apply").exit_code == 0
    assert len(lt.open("new.json")) == 6


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("none.db", "plan.csv"), "there is no file none.db; to begin an empty tracker, add --new"),
        (("kent.db", "plan.csv", "--new"), "kent.db is there; leave it out"),
        (("-", "plan.csv", "--apply"), "standard input cannot be changed"),
        (("kent.db", "plan.csv", "--leave-out-bad-rows", "m.csv"), "goes with --apply"),
        (("kent.db", "none.csv"), "none.csv cannot be read"),
        (("kent.db", "plan.toml"), "plan.toml cannot be read"),
        (("kent.db", "bad.csv", "--apply", "--leave-out-bad-rows", "bad.csv"), "is there already"),
    ],
)
def test_wrong_usage_is_told_in_a_line(arguments: tuple[str, ...], sentence: str) -> None:
    """A mistake of the user is told, with what to do, and ends with 2."""
    done = run(*arguments, "--mapping", "plan.toml")
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.output


def test_a_csv_file_without_a_mapping_is_told_how_to_get_one() -> None:
    """Nobody is sent to Excel to save a sheet anew when what is missing is the mapping."""
    done = run("kent.db", "plan.csv")
    assert done.exit_code == 2
    assert "--mapping must say how the rows of plan.csv become records" in done.stderr
    assert "learning-tracker mapping plan.csv drafts one" in done.stderr


def test_a_tracker_may_come_from_standard_input() -> None:
    """A preview reads a tracker from a pipe as other commands do."""
    text = '{"format": "learning-tracker", "version": 1, "records": []}'
    done = CliRunner().invoke(main, ["import", "-", "plan.csv", "--mapping", "plan.toml"], text)
    assert done.exit_code == 0


def test_a_mapping_that_is_wrong_is_told_with_all_its_places() -> None:
    """What is wrong with the mapping is told a problem a line, and ends with 1."""
    Path("wrong.toml").write_text('[make.action]\nid = "{No}"\nstatment = "Action"\n')
    done = run("kent.db", "plan.csv", "--mapping", "wrong.toml")
    assert done.exit_code == 1
    assert "wrong.toml: make.action.statment: 'statment' is not a key of action" in done.stderr


def test_no_database_is_begun_that_nothing_can_be_written_into() -> None:
    """Without --by, or where the rows left out have no place to go, no empty file stays behind."""
    begin = ("new.db", "bad.csv", "--mapping", "plan.toml", "--new", "--apply")
    for more in (
        ("--leave-out-bad-rows", "mend.csv"),
        ("--leave-out-bad-rows", "mend.csv", "--by", " "),
        ("--leave-out-bad-rows", "plan.csv", "--by", "unit"),
        ("--leave-out-bad-rows", "mend.xlsx", "--by", "unit"),
    ):
        assert run(*begin, *more).exit_code == 2
        assert not Path("new.db").exists()
        assert not Path("mend.csv").exists()
    assert run(*begin, "--leave-out-bad-rows", "mend.csv", "--by", "unit").exit_code == 1
    assert Path("new.db").exists()


def test_what_no_column_says_is_given() -> None:
    """--set has a value stand in all rows; without it the message says so."""
    rules = Path("plan.toml").read_text(encoding="utf-8")
    Path("plan.toml").write_text(rules.replace("Status on", "As at"), encoding="utf-8")
    asked = run("kent.db", "plan.csv", "--mapping", "plan.toml")
    assert asked.exit_code == 1
    assert 'if it is the same in all rows, give it: --set "As at=…"' in asked.stderr
    given = ("--set", "As at = 14/02/2025")
    done = run("kent.db", "plan.csv", "--mapping", "plan.toml", *given)
    assert done.exit_code == 0
    assert "Given for all rows: As at: 14/02/2025." in done.stdout
    assert run("kent.db", "plan.csv", *given).exit_code == 2
    wrong = run("kent.db", "plan.csv", "--mapping", "plan.toml", "--set", "As at")
    assert (wrong.exit_code, "--set wants HEADING=VALUE" in wrong.stderr) == (2, True)


def test_how_far_it_is_is_told_to_whoever_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the rows and the records it is said how many are done, for a terminal to show."""
    told = []

    @contextmanager
    def waiting(deed: str) -> Iterator[Callable[[str], None]]:
        told.append(deed)
        yield told.append

    monkeypatch.setattr(command, "waiting", waiting)
    assert run("kent.db", "plan.csv", "--mapping", "plan.toml").exit_code == 0
    assert told[0] == "Looking through plan.csv"
    assert any(re.fullmatch(r"rows, \d of \d", one) for one in told)
    assert any(re.fullmatch(r"records, \d+ of \d+", one) for one in told)
