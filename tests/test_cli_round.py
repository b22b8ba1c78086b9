"""The commands of a quarter's round, as they are typed."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import learning_tracker as lt
from learning_tracker.cli import main
from learning_tracker.cli.inputs import BY
from learning_tracker.rounds.form import COLOUR, DONE
from returns import BACK, Round

SEND = ("--sent-on", "2025-11-21", "--due-back", "2025-12-12", "-o", "out")
POLICE = "rivershire-police"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Riverton in a database, in a folder of its own with one for returns."""
    monkeypatch.delenv(BY, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "back").mkdir()
    lt.sample().save("riverton.db", by="business-unit")
    return "riverton.db"


def run(*args: str) -> Result:
    """The result of a command, run in this process."""
    return CliRunner().invoke(main, ["round", *args])


def returned(*fillings: dict[str, str]) -> None:
    """A return of the police in the folder for returns."""
    Round(lt.Tracker([]), Path("out"), Path("back")).returned(POLICE, *fillings)


def test_a_round_from_end_to_end(file: str) -> None:
    """Sent, looked at, recorded, and told how it stands."""
    sent = run("send", file, *SEND, "--by", "business-unit")
    assert (sent.exit_code, sent.stderr) == (0, "wrote 18 files into out\n")
    assert "9 agencies asked about 27 actions" in sent.stdout
    returned({DONE: "Every shift was briefed.", COLOUR: "Amber"})
    looked = run("receive", file, "back", "--returned-on", BACK)
    assert looked.exit_code == 0
    assert "Every shift was briefed." in looked.stdout
    assert looked.stderr == "nothing was changed; add --apply to record it\n"
    done = run("receive", file, "back", "--returned-on", BACK, "--apply", "--by", "business-unit")
    assert (done.exit_code, done.stderr) == (0, "2 records were added\n")
    again = run("receive", file, "back", "--returned-on", BACK, "--apply", "--by", "business-unit")
    assert (again.exit_code, again.stderr) == (0, "0 records were added\n")
    status = run("status", file, "--as-at", "2025-12-20", "--format", "csv")
    line = "request-2025-11-21-rivershire-police,Rivershire Police,2025-11-21,2025-12-12,2025-12-01"
    assert line in status.stdout


def test_errors_stop_it(file: str) -> None:
    """What does not add up is told; the command ends with 1 and changes nothing."""
    run("send", file, *SEND, "--by", "business-unit")
    returned({COLOUR: "Purple"})
    result = run("receive", file, "back", "--returned-on", BACK, "--apply", "--by", "business-unit")
    assert result.exit_code == 1
    assert "'Purple' is no colour to choose" in result.stdout
    assert result.stderr == "nothing was changed; mend the errors, and try again\n"
    assert len(lt.open(file).log()) == 2


def test_who_makes_the_change_must_be_said(file: str) -> None:
    """Sending and recording are changes; a look is none."""
    assert "say who makes the change" in run("send", file, *SEND).output
    assert not Path("out").exists()
    run("send", file, *SEND, "--by", "business-unit")
    returned({DONE: "Briefed."})
    refused = run("receive", file, "back", "--returned-on", BACK, "--apply")
    assert refused.exit_code == 2
    assert "--by business-unit" in refused.output


@pytest.mark.parametrize(
    "args",
    [("send", "-", *SEND, "--by", "unit"), ("receive", "-", "back", "--apply", "--by", "unit")],
)
def test_a_round_is_recorded_in_a_file(file: str, args: tuple[str, ...]) -> None:
    """What is read from standard input cannot be changed, so nothing is sent or recorded."""
    result = run(*args)
    assert (result.exit_code, Path(file).exists()) == (2, True)
    assert "name a FILE, and not -" in result.stderr
    assert not Path("out").exists()


def test_mistakes_are_told_in_a_line(file: str) -> None:
    """A date that is none, a folder that is not there, a command that is none."""
    for args, words in (
        (("send", file, "--due-back", "soon", "-o", "out", "--by", "unit"), "is not a date"),
        (("receive", file, "nowhere"), "there is no such file or folder"),
        (("receive", "none.json", "back"), "none.json cannot be read"),
        (("sned", file), "no such command"),
    ):
        result = run(*args)
        assert result.exit_code == 2
        assert result.stderr.startswith("learning-tracker: ")
        assert words in result.stderr
        assert "Traceback" not in result.output
