"""Who waits at a terminal is told what is being done; nobody else is told anything."""

import errno
import io
import re
import time
from pathlib import Path

import pytest

import learning_tracker as lt
from learning_tracker.cli import inputs, outputs
from learning_tracker.cli.waiting import waiting

SOON = 0.02


class Terminal(io.StringIO):
    """What pretends to be a terminal."""

    def isatty(self) -> bool:
        """It says that it is one."""
        return True


def until_told(terminal: io.StringIO, words: str = "") -> None:
    """Take as long as it takes until something is told, or these words."""
    ends = time.monotonic() + 60
    while (not (told := terminal.getvalue()) or words not in told) and time.monotonic() < ends:
        time.sleep(SOON)


class Closed(Terminal):
    """A terminal whose window was closed."""

    def write(self, _: str) -> int:
        """Nothing can be written."""
        raise OSError(errno.EIO, "closed")


def test_a_terminal_is_told_and_left_clean() -> None:
    """What lasts is told with the seconds it has lasted, and wiped away at the end."""
    terminal = Terminal()
    with waiting("Reading a.json", stream=terminal, patience=SOON):
        until_told(terminal)
    told = terminal.getvalue().split("\r")
    assert re.fullmatch(r"Reading a\.json: \d+ s", told[0])
    assert set(told[-2]) == {" "}
    assert len(told[-2]) == len(told[-3])
    assert told[-1] == ""


def test_how_far_it_is_is_told_beside() -> None:
    """What is known of how far the work is stands in the line, and what was longer is wiped."""
    terminal = Terminal()
    with waiting("Looking", stream=terminal, patience=SOON) as say:
        say("rows, 3,000 of 8,000")
        until_told(terminal, "Looking, rows, 3,000 of 8,000: 0 s")
        say("records")
        until_told(terminal, "Looking, records: ")
    told = terminal.getvalue().split("\r")
    lengths = {len(one) for one in told if "rows" in one or "records" in one}
    assert len(lengths) == 1
    assert set(told[-2]) == {" "}


def test_what_is_soon_done_is_not_told() -> None:
    """Nothing is told of what is done within a second."""
    terminal = Terminal()
    with waiting("Reading a.json", stream=terminal):
        pass
    assert terminal.getvalue() == ""


def test_what_is_no_terminal_is_told_nothing() -> None:
    """A file or a pipe is told nothing, however long it lasts."""
    pipe = io.StringIO()
    with waiting("Reading a.json", stream=pipe, patience=SOON):
        time.sleep(5 * SOON)
    assert pipe.getvalue() == ""


def test_a_failure_passes_and_leaves_the_line_clean() -> None:
    """What goes wrong meanwhile is raised, after the line was wiped away."""
    terminal = Terminal()

    @waiting("Reading a.json", stream=terminal, patience=SOON)
    def fail() -> None:
        until_told(terminal)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert terminal.getvalue().endswith(" \r")


def test_a_terminal_that_was_closed_stops_nothing() -> None:
    """Where the window was closed meanwhile, the work goes on to its end."""
    done = []
    with waiting("Reading a.json", stream=Closed(), patience=SOON):
        time.sleep(5 * SOON)
        done.append("all of it")
    assert done == ["all of it"]


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_command_tells_what_it_reads(
    is_terminal: bool,  # noqa: FBT001 - pytest gives it
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Opening a large file tells its name on a terminal, and nothing elsewhere."""
    stream = Terminal() if is_terminal else io.StringIO()
    path = str(tmp_path / "riverton.json")
    lt.sample().save(path)
    opened = lt.open

    def slowly(*given: object, **more: object) -> object:
        if is_terminal:
            until_told(stream)
        return opened(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr("learning_tracker.cli.waiting._PATIENCE", SOON)
    monkeypatch.setattr("learning_tracker.opening.open", slowly)
    assert len(inputs.tracker_of(path, None)) > 0
    assert stream.getvalue().startswith("Reading riverton.json: ") == is_terminal


def test_a_question_that_takes_long_is_told_to_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for an answer sees it on the terminal; the answer itself is as ever."""
    terminal, shown = Terminal(), []
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr("learning_tracker.cli.waiting._PATIENCE", SOON)
    monkeypatch.setattr(outputs, "show", shown.append)
    table = lt.sample().themes.recurring()

    def slowly() -> object:
        until_told(terminal)
        return table

    outputs.answer(slowly, "csv", None)
    assert terminal.getvalue().startswith("Looking for the answer: ")
    assert shown == [table.to_csv()]
