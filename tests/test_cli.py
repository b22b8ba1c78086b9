"""The command line does what its help says and tells each mistake in one line."""

import errno
import importlib
import io
import json
import os
import runpy
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import click
import pytest
from click.testing import CliRunner, Result

import learning_tracker as lt
from learning_tracker.cli import group, main, outputs
from learning_tracker.codec import to_text
from parts import needs_module

MEDWAY = ("--sample", "medway")
COMMANDS = sorted(main.commands)


def run(*args: str, text: str | bytes | None = None) -> Result:
    """The result of a command, run in this process."""
    return CliRunner().invoke(main, args, input=text)


def run_apart(
    *args: str, text: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[Any]:
    """The result of a command, run in a process of its own."""
    return subprocess.run(  # noqa: S603 - the project's own command
        [sys.executable, "-m", "learning_tracker", *args],
        input=text,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which commands run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def example(folder: Path) -> str:
    """The name of a file with the Medway sample."""
    lt.sample("medway").save(folder / "example.json")
    return "example.json"


@pytest.fixture
def wrong(folder: Path) -> str:
    """The name of a file that loads and holds an error."""
    held, incident = lt.When.parse("2025-01"), lt.When.parse("2025-02")
    review = lt.RapidReview(id="rr", title="R", incident_on=incident, held_on=held)
    lt.Tracker([review]).save(folder / "wrong.json")
    return "wrong.json"


@pytest.fixture
def broken(folder: Path) -> str:
    """The name of a file that does not load, for two reasons."""
    records = [{"kind": "agency", "id": "a", "nome": "A"}]
    content = {"format": "learning-tracker", "version": 1, "records": records}
    (folder / "broken.json").write_text(json.dumps(content), encoding="utf-8")
    return "broken.json"


# Reports


def test_the_report_is_text_on_standard_output() -> None:
    """Without options the theme report of a sample is printed as text, and nothing else is."""
    result = run("report", *MEDWAY)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{lt.theme_report(lt.sample('medway'))}".removesuffix("\n") + "\n"


@pytest.mark.parametrize(("form", "begins"), [("markdown", "# "), ("html", "<"), ("json", "{")])
def test_the_report_comes_in_other_forms(form: str, begins: str) -> None:
    """--format gives the report in Markdown, HTML or JSON."""
    result = run("report", *MEDWAY, "--format", form)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(begins)


def test_the_report_is_of_a_year_and_as_at_a_date(example: str) -> None:
    """--year and --as-at are the report's year and date."""
    result = run("report", example, "--year", "2023-24", "--as-at", "2024-12-31")
    assert result.exit_code == 0
    assert "Theme report 2023-24" in result.stdout
    assert "31 December 2024" in result.stdout


def test_a_report_is_written_over_an_older_one(folder: Path) -> None:
    """-o puts the report into a file, in UTF-8, whatever the file held, and says so."""
    (folder / "r.txt").write_text("old", encoding="utf-8")
    result = run("report", *MEDWAY, "-o", "r.txt")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "wrote r.txt\n")
    assert (folder / "r.txt").read_text(encoding="utf-8") == run("report", *MEDWAY).stdout


def test_a_report_is_written_from_a_file(folder: Path, example: str) -> None:
    """A report of a FILE goes into another file."""
    assert run("report", example, "-o", "r.txt").exit_code == 0
    assert (folder / "r.txt").exists()


def test_a_report_is_never_written_over_its_tracker(folder: Path, example: str) -> None:
    """-o refuses the FILE that the report is made from, under whatever name."""
    before = (folder / example).read_bytes()
    result = run("report", example, "-o", f"./{example}")
    assert result.exit_code == 2
    assert result.stderr == (
        "learning-tracker: ./example.json is there already and is not written over; "
        "choose another name\n"
    )
    assert (folder / example).read_bytes() == before


def test_a_report_cannot_be_written_where_there_is_no_folder(folder: Path) -> None:
    """A path that cannot be written is told in a line."""
    path = Path("none") / "r.txt"
    result = run("report", *MEDWAY, "-o", str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"learning-tracker: {path} cannot be written: there is no such file or folder; "
        "check the name\n"
    )
    assert not list(folder.iterdir())


# Checking


def test_check_lists_each_problem_and_counts_them() -> None:
    """The sample holds warnings, each on a line, and no errors: the exit code is 0."""
    result = run("check", *MEDWAY)
    problems = lt.sample("medway").check()
    *lines, last = result.stdout.splitlines()
    assert lines == [str(one) for one in problems]
    assert last == f"No errors and {len(problems)} warnings."
    assert (result.exit_code, result.stderr) == (0, "")


def test_check_exits_with_1_for_an_error(wrong: str) -> None:
    """A tracker that loads and holds an error gives exit code 1."""
    result = run("check", wrong)
    assert result.exit_code == 1
    assert result.stdout.startswith("error: ")
    assert result.stdout.splitlines()[-1].startswith("1 error and no warnings")


def test_check_lists_what_keeps_a_file_from_loading(broken: str) -> None:
    """The problems of a file that does not load are check's data too."""
    result = run("check", broken)
    first, second, last = result.stdout.splitlines()
    assert first.startswith("error: broken.json: records[0].")
    assert second.startswith("error: broken.json: records[0].")
    assert last == (
        "2 errors and no warnings; nothing else could be checked until they are mended."
    )
    assert (result.exit_code, result.stderr) == (1, "")


def test_other_commands_list_them_as_messages(broken: str) -> None:
    """Other commands list the problems on standard error, each on a line, with exit code 1."""
    for args in (
        ("report", broken),
        ("themes", broken),
        ("actions", broken),
        ("trace", broken, "a"),
    ):
        result = run(*args)
        assert (result.exit_code, result.stdout) == (1, "")
        first, *others = result.stderr.splitlines()
        assert first == "learning-tracker: nothing was loaded:"
        assert [line.split(": ")[0] for line in others] == ["error", "error"]


# Questions


@pytest.mark.parametrize(
    ("options", "question"),
    [
        ((), lambda medway: medway.themes.recurring()),
        (("--recurring",), lambda medway: medway.themes.recurring()),
        (("--since", "2024-25"), lambda medway: medway.themes.recurring(since="2024-25")),
        (("--returned",), lambda medway: medway.themes.returned()),
        (("--progress",), lambda medway: medway.themes.progress()),
    ],
)
def test_themes_answers_each_of_its_questions(
    options: tuple[str, ...], question: Callable[[lt.Tracker], lt.Table[Any]]
) -> None:
    """Each flag asks one question; without a flag it is what recurs."""
    result = run("themes", *MEDWAY, *options)
    answer = question(lt.sample("medway"))
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{answer}\n", "")


@pytest.mark.parametrize(
    ("options", "question"),
    [
        ((), lambda medway: medway.actions.outstanding()),
        (("--outstanding",), lambda medway: medway.actions.outstanding()),
        (("--agency", "oxleas"), lambda medway: medway.actions.outstanding(agency="oxleas")),
        (("--late",), lambda medway: medway.actions.late()),
        (("--late", "--agency", "oxleas"), lambda medway: medway.actions.late(agency="oxleas")),
        (("--awaiting-sign-off",), lambda medway: medway.actions.awaiting_sign_off()),
        (("--as-at", "2024-06"), lambda medway: medway.as_at("2024-06").actions.outstanding()),
    ],
)
def test_actions_answers_each_of_its_questions(
    options: tuple[str, ...], question: Callable[[lt.Tracker], lt.Table[Any]]
) -> None:
    """Each flag asks one question; without a flag it is what is outstanding."""
    result = run("actions", *MEDWAY, *options)
    answer = question(lt.sample("medway"))
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{answer}\n", "")


def test_a_table_as_json_holds_what_its_figures_rest_on() -> None:
    """--format json gives caption, denominator, notes and rows."""
    table = lt.sample("medway").themes.recurring()
    assert json.loads(run("themes", *MEDWAY, "--format", "json").stdout) == {
        "caption": table.caption,
        "denominator": table.denominator,
        "notes": [note.text for note in table.notes],
        "rows": table.to_records(),
    }


def test_a_table_as_csv_is_what_to_csv_gives() -> None:
    """--format csv gives the table's own CSV."""
    table = lt.sample("medway").actions.outstanding()
    assert run("actions", *MEDWAY, "--format", "csv").stdout == table.to_csv()


def test_trace_shows_the_thread(example: str) -> None:
    """The thread through a record is the same from a file and from the sample."""
    tracker = lt.sample("medway")
    result = run("trace", *MEDWAY, "lcspr-laura")
    assert (result.exit_code, result.stdout) == (0, f"{tracker.trace('lcspr-laura')}\n")
    assert run("trace", example, "lcspr-laura").exit_code == 0


def test_search_shows_what_is_found(example: str) -> None:
    """The words may be one argument or several, and the file or a sample is searched."""
    table = lt.sample("medway").search("fathers males")
    assert len(table) > 0
    for args in ((*MEDWAY, "fathers", "males"), (*MEDWAY, "fathers males")):
        result = run("search", *args)
        assert (result.exit_code, result.stdout, result.stderr) == (0, f"{table}\n", "")
    whole = lt.open(example).search("fathers males")
    assert run("search", example, "fathers", "males").stdout == f"{whole}\n"
    assert run("search", "-", "fathers", "males", text=Path(example).read_bytes()).stdout == (
        f"{whole}\n"
    )


def test_search_gives_data() -> None:
    """--format gives what is found as JSON or CSV, with the id to trace."""
    table = lt.sample("medway").search('"voice of the child"')
    phrase = ("search", *MEDWAY, '"voice of the child"')
    assert json.loads(run(*phrase, "--format", "json").stdout)["rows"] == table.to_records()
    assert run(*phrase, "--format", "csv").stdout == table.to_csv()
    (first, *_) = table.to_records()
    assert run("trace", *MEDWAY, str(first["id"])).exit_code == 0


def test_search_that_finds_nothing_hints() -> None:
    """Nothing found is an answer, with the words that may have been meant."""
    result = run("search", *MEDWAY, "fathrs")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "No record has “fathrs”; did you mean fathers" in result.stdout


# Samples


def test_a_sample_is_written_whole(folder: Path) -> None:
    """The file holds every record, also those dated after the sample's day, and says its day."""
    result = run("sample", "medway", "-o", "m.json")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "wrote m.json; its reports are as at today unless you add --as-at 2025-03-31\n"
    )
    held = lt.open(folder / "m.json")
    assert len(held) > len(lt.sample("medway"))
    assert len(held.as_at("2025-03-31")) == len(lt.sample("medway"))


def test_a_sample_is_written_into_a_database(folder: Path) -> None:
    """A database keeps who made its records; of an example that is known."""
    result = run("sample", "riverton", "-o", "riverton.db")
    assert (result.exit_code, result.stdout) == (0, "")
    with lt.open(folder / "riverton.db") as kept:
        (change,) = kept.log()
        assert (change.one.by, len(kept)) == (
            "learning-tracker",
            len(lt.sample("riverton").view.network),
        )


def test_a_sample_goes_to_standard_output(example: str) -> None:
    """Without -o, and with -o -, the file's content is printed."""
    content = Path(example).read_text(encoding="utf-8")
    assert run("sample", "medway").stdout == content
    assert run("sample", "medway", "-o", "-").stdout == content


def test_a_sample_is_never_written_over_a_file(folder: Path) -> None:
    """A file that is there stays as it is."""
    (folder / "m.json").write_text("mine", encoding="utf-8")
    result = run("sample", "medway", "-o", "m.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "learning-tracker: m.json is there already and is not written over; choose another name\n"
    )
    assert (folder / "m.json").read_text(encoding="utf-8") == "mine"


# Standard input


@pytest.mark.parametrize(
    "line", ["check {}", "themes {}", "actions {}", "trace {} lcspr-laura", "report {} -o -"]
)
def test_a_dash_is_standard_input(example: str, line: str) -> None:
    """With - for FILE, the tracker is read from standard input, to the same effect."""
    piped = run(*line.format("-").split(), text=Path(example).read_bytes())
    assert (piped.exit_code, piped.stderr) == (0, "")
    assert piped.stdout == run(*line.format(example).split()).stdout


def test_standard_input_may_be_broken() -> None:
    """What is no tracker on standard input gives exit code 1 and says where it breaks off."""
    result = run("report", "-", text='{"a')
    assert result.exit_code == 1
    assert result.stderr.startswith("learning-tracker: nothing was loaded:\nerror: line 1,")


# The kinds of report


@pytest.mark.parametrize(
    ("options", "title", "readers"),
    [
        ("", "Theme report 2025-26", "the Learning Lessons group"),
        ("--audience executive", "Theme report 2025-26", "the executive"),
        ("--audience public --year 2024-25", "Theme report 2024-25", "the public"),
        ("--kind agency --agency rivershire-police", "Rivershire Police", "Rivershire Police"),
        ("--kind learning", "Learning and improvement 2025-26", "the public"),
        ("--kind learning --audience group", "Learning and improvement 2025-26", "the Learning"),
        ("--kind briefing --source lcspr-esme", "LCSPR Esme", "the partnership's teams"),
    ],
)
def test_each_kind_of_report_for_each_audience(options: str, title: str, readers: str) -> None:
    """The report is of the kind that is asked for, and for whom."""
    result = run("report", "--sample", "riverton", *options.split())
    assert (result.exit_code, result.stderr) == (0, "")
    assert title in result.stdout.splitlines()[0]
    assert f"For {readers}" in result.stdout


def test_a_report_as_a_word_document(folder: Path) -> None:
    """It is a file that Word opens, and nothing is printed but that it was written."""
    result = run("report", "--sample", "medway", "--format", "word", "-o", "report.docx")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "wrote report.docx\n")
    assert zipfile.is_zipfile(folder / "report.docx")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("r.html", b"<!DOCTYPE html>"),
        ("R.HTM", b"<!DOCTYPE html>"),
        ("r.docx", b"PK"),
        ("r.md", b"# Theme report"),
        ("r.json", b"{"),
        ("r.txt", b"Theme report"),
        ("report", b"Theme report"),
    ],
)
def test_a_report_is_written_as_its_file_is_called(folder: Path, name: str, begins: bytes) -> None:
    """Nobody finds plain text in a file whose name says that it is a web page or Word's."""
    assert run("report", *MEDWAY, "-o", name).exit_code == 0
    assert (folder / name).read_bytes().startswith(begins)


def test_a_format_that_is_asked_for_counts_whatever_the_file_is_called(folder: Path) -> None:
    """--format goes before the ending of the name."""
    assert run("report", *MEDWAY, "--format", "text", "-o", "r.html").exit_code == 0
    assert (folder / "r.html").read_bytes().startswith(b"Theme report")


def test_a_spreadsheet_in_place_of_a_tracker_is_told(folder: Path) -> None:
    """Whoever names a CSV file where a tracker belongs is told how a spreadsheet comes in."""
    (folder / "plan.csv").write_text("Ref,Action\n1,Train staff\n", encoding="utf-8")
    result = run("actions", "plan.csv")
    assert result.exit_code == 1
    assert "plan.csv: line 1, column 1: the file is no tracker" in result.stderr
    assert "learning-tracker import" in result.stderr


def test_a_report_for_the_public_warns_on_standard_error(folder: Path) -> None:
    """Texts that look as if they held an identifier of a person are named, and not repeated."""
    tracker = lt.sample()
    text = "She can be reached on 07700 900123."
    tracker.replace(attrs.evolve(tracker["lcspr-esme"], summary=text))
    tracker.save(folder / "told.json")
    result = run("report", "told.json", "--as-at", "2025-11-20", "--kind", "learning")
    assert result.exit_code == 0
    assert result.stderr == (
        "warning: lcspr-esme, summary: looks as if it held: telephone number; take it out before "
        "this is published\n"
    )


# What is refused, and what is a mistake

SEE = {name: f"; see learning-tracker {name} --help" for name in COMMANDS}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "check",
            f"name a FILE (- is standard input), or try --sample{SEE['check']}",
        ),
        ("check x.json --sample medway", f"give a FILE or --sample, not both{SEE['check']}"),
        (
            "check x.json",
            "x.json cannot be read: there is no such file or folder; check the name",
        ),
        ("check --sample medwey", "'medwey' is no example; did you mean medway?"),
        (
            "report --sample --kind agency",
            f"--kind agency needs --agency: an id or a name{SEE['report']}",
        ),
        (
            "report --sample --kind briefing",
            f"--kind briefing needs --source: an id or a name{SEE['report']}",
        ),
        (
            "report --sample --agency rivershire-police",
            f"--agency goes with --kind agency{SEE['report']}",
        ),
        (
            "report --sample --kind briefing --source lcspr-esme --year 2024-25",
            f"--year goes with --kind theme or learning{SEE['report']}",
        ),
        (
            "report --sample --format word",
            f"a Word document is no text: name its file with -o PATH{SEE['report']}",
        ),
        (
            "report --sample --kind agency --agency rivershire-polise",
            "'rivershire-polise' is no agency; did you mean rivershire-police, ",
        ),
        (
            "trace example.json",
            f"name a FILE and an ID, or --sample NAME and an ID{SEE['trace']}",
        ),
        (
            "trace --sample medway",
            f"name a FILE and an ID, or --sample NAME and an ID{SEE['trace']}",
        ),
        (
            "trace --sample medway x y",
            f"name a FILE and an ID, or --sample NAME and an ID{SEE['trace']}",
        ),
        ("trace --sample medway agency", "there is no record 'agency'"),
        (
            "search",
            f"name a FILE and WORDS, or --sample NAME and WORDS{SEE['search']}",
        ),
        (
            "search example.json",
            f"name a FILE and WORDS, or --sample NAME and WORDS{SEE['search']}",
        ),
        (
            "search --sample fathers",
            f"name a FILE and WORDS, or --sample NAME and WORDS{SEE['search']}",
        ),
        (
            "search --sample medway ...",
            "words: expected at least one word with a letter or a digit, found '...'",
        ),
        (
            "themes --sample medway --returned --progress",
            f"--returned and --progress exclude each other; give one of them{SEE['themes']}",
        ),
        (
            "themes --sample medway --returned --since 2023-24",
            f"--since goes with --recurring; leave it out with --returned{SEE['themes']}",
        ),
        (
            "actions --sample medway --late --outstanding",
            f"--outstanding and --late exclude each other; give one of them{SEE['actions']}",
        ),
        (
            "actions --sample medway --awaiting-sign-off --agency oxleas",
            (
                "--agency does not go with --awaiting-sign-off; use it with --outstanding, "
                f"which tells what is said to be done{SEE['actions']}"
            ),
        ),
        (
            "report --sample medway --as-at 31/03/2025",
            (
                "'31/03/2025' is not a date: it is not written in ISO 8601, year first; write a "
                "day (2025-02-14), a month (2025-02), a year (2025) or a span of them "
                "(2025-01/2025-03)"
            ),
        ),
        (
            "report --sample medway --format pdf",
            (
                "invalid value for '--format': 'pdf' is not one of 'text', 'markdown', 'html', "
                f"'json', 'word'{SEE['report']}"
            ),
        ),
        (
            "themes --sample medway --since foo",
            ("'foo' is neither a date (2025-02-14, 2025-02, 2025) nor a reporting year (2021-22)"),
        ),
        (
            "check https://x/y.json",
            "https://x/y.json cannot be opened: only files and postgresql:// can be, and this",
        ),
        (
            "check rivverton.db",
            "rivverton.db cannot be opened: there is no such file or folder; check the name",
        ),
        (
            "reprot",
            (
                "there is no command 'reprot'; did you mean report or export? See "
                "learning-tracker --help"
            ),
        ),
    ],
)
def test_a_mistake_is_told_in_one_line(folder: Path, line: str, message: str) -> None:
    """A mistake is told in one line that says what to do, with exit code 2."""
    result = run(*line.split())
    assert result.stderr.startswith(f"learning-tracker: {message}")
    assert result.stderr.count("\n") == 1
    assert (result.exit_code, result.stdout) == (2, "")
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("report --yeer 2024-25", "--year"),
        ("report --sample medway --year 2024-26", "2024-25"),
        ("report --sample medway --kind themes", "'theme'"),
        ("report --format", "requires an argument"),
        ("themes --sample medway --since spring", "2021-22"),
        ("actions --sample medway --agency kent-polise", "kent-police"),
        ("--nonsense", "--nonsense"),
    ],
)
def test_a_word_that_is_not_known_brings_those_that_are(line: str, hint: str) -> None:
    """A mistyped option or value is told in one line that names what was meant."""
    result = run(*line.split())
    assert result.stderr.startswith("learning-tracker: ")
    assert hint in result.stderr
    assert result.stderr.count("\n") == 1
    assert (result.exit_code, result.stdout) == (2, "")


# Help


def test_the_bare_command_is_wrong_usage_and_shows_the_help() -> None:
    """Without a command the help goes to standard error."""
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == run("--help").stdout


def test_the_help_lists_the_commands_and_tells_of_completion() -> None:
    """The help names every command, in the order of their use, and how to have completion."""
    result = run("-h")
    assert result.exit_code == 0
    places = [result.stdout.index(f"\n  {name} ") for name in main.commands]
    assert places == sorted(places)
    assert "_LEARNING_TRACKER_COMPLETE=bash_source learning-tracker" in result.stdout
    assert "..." not in result.stdout.replace("ARGS]...", "")


def test_the_version_is_told() -> None:
    """--version prints the name and the version."""
    assert run("--version").stdout.startswith("learning-tracker, version ")


def examples_of(command: str) -> list[list[str]]:
    """The examples in a command's help, each as its arguments."""
    text = run(*command.split(), "--help").stdout
    lines = text.partition("Examples:\n")[2].partition("\n\n")[0].splitlines()
    return [shlex.split(line)[1:] for line in lines]


def with_a_database(folder: Path, args: list[str]) -> list[str]:
    """The arguments with the id of a change of the database riverton.db, made if they name it."""
    if "riverton.db" not in args:
        return args
    with lt.open(folder / "riverton.db") as tracker:
        if not tracker:
            with tracker.change(by="chair", why="begin"):
                tracker.add(lt.Theme(id="fathers", name="Fathers", note="as told"))
        made = min(tracker.log(), key=lambda row: row.one.at)
        known = {"change-01kb3f": made.one.change, "action-07": "fathers"}
    return [known.get(one, one) for one in args]


def with_sheets(folder: Path, args: list[str]) -> list[str]:
    """The arguments, and where they name them a sheet with its mapping, or an exported workbook."""
    if "plan.xlsx" in args:
        book = needs_module("openpyxl", "excel").Workbook()
        book.worksheets[0].title = "Actions"
        book.worksheets[0].append(["Agency"])
        book.worksheets[0].append(["Kent Police"])
        book.save(folder / "plan.xlsx")
        (folder / "plan.toml").write_text('[make.agency]\nid = "{Agency}"\nname = "Agency"\n')
    if "riverton.xlsx" in args and "-o" not in args:
        lt.open(folder / "riverton.db").export_workbook(folder / "riverton.xlsx")
    return args


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_examples_in_the_help_run(folder: Path, command: str) -> None:
    """Each example in each help runs as it stands and finds nothing to mend.

    Those that need a server are run in test_grants.
    """
    examples = examples_of(command)
    assert examples
    for args in examples:
        if "postgresql://db.example/riverton" in args:
            continue
        made = args[args.index("-o") + 1] if "-o" in args else None
        here = (folder / "example.json").exists()
        if "example.json" in args and made != "example.json" and not here:
            lt.sample("medway").save(folder / "example.json")
        if "example.db" in args and not (folder / "example.db").exists():
            lt.open(folder / "example.db").close()
        if "copy.db" in args:
            (folder / "copy.db").write_bytes((folder / "example.db").read_bytes())
        if "returns" in args:
            (folder / "returns").mkdir(exist_ok=True)
        if "coding.csv" in args:
            (folder / "coding.csv").write_text("Ref,Codes\n", encoding="utf-8")
        result = run(*with_sheets(folder, with_a_database(folder, args)))
        assert (result.exit_code, args) == (0, args)
        assert result.stdout or "-o" in args or command in {"undo", "copy", "export"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_has_its_help(command: str) -> None:
    """No option of a command, or of those beneath it, goes without a sentence."""
    named = main.commands[command]
    beneath = named.commands.values() if isinstance(named, click.Group) else ()
    params = [param for one in (named, *beneath) for param in one.params]
    assert all(one.help for one in params if isinstance(one, click.Option))


def test_completion_suggests_the_commands() -> None:
    """A shell that completes `learning-tracker ` is given the commands."""
    result = run_apart(
        _LEARNING_TRACKER_COMPLETE="zsh_complete", COMP_WORDS="learning-tracker ", COMP_CWORD="1"
    )
    assert set(COMMANDS) <= set(result.stdout.decode().split())


def test_completion_is_not_stopped_by_what_is_to_come() -> None:
    """A shell completes options after a choice that would be refused."""
    result = run_apart(
        _LEARNING_TRACKER_COMPLETE="zsh_complete",
        COMP_WORDS="learning-tracker report --kind agency --y",
        COMP_CWORD="4",
    )
    assert b"--year" in result.stdout


# In a process of its own


def test_the_module_is_the_command() -> None:
    """`python -m learning_tracker` calls itself learning-tracker and gives the same."""
    result = run_apart("themes", *MEDWAY)
    assert result.returncode == 0
    assert result.stdout.decode().splitlines() == run("themes", *MEDWAY).stdout.splitlines()
    assert b"Usage: learning-tracker [OPTIONS]" in run_apart("--help").stdout


def test_the_module_runs_only_as_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Importing `__main__` does nothing; running it runs the command."""
    importlib.import_module("learning_tracker.__main__")
    monkeypatch.setattr(sys, "argv", ["learning-tracker", "--version"])
    monkeypatch.delitem(sys.modules, "learning_tracker.__main__")
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("learning_tracker.__main__", run_name="__main__")
    assert ended.value.code == 0


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("check", "-"), 1),
        (("report", "-"), 1),
        (("trace", "--sample", "medway", "nobody"), 2),
        (("search", "x", "y"), 2),
        (("check", "no\nfile.json"), 2),
    ],
)
def test_no_mistake_gives_a_traceback(args: tuple[str, ...], code: int) -> None:
    """In a process of its own too, a mistake gives its code and no traceback."""
    result = run_apart(*args, text=b"\xff\xfe")
    assert result.returncode == code
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("environment", [{}, {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}])
def test_output_is_utf_8_whatever_the_locale(environment: dict[str, Any]) -> None:
    """Data and messages are UTF-8 in a pipe, also where Python would have cp1252."""
    theme = lt.Theme(id="łódź", name="Łódź → Kraków")
    text = to_text([theme]).encode()
    result = run_apart("trace", "-", "łódź", text=text, **environment)
    assert (result.returncode, result.stderr) == (0, b"")
    assert "Łódź → Kraków" in result.stdout.decode()
    mistake = run_apart("trace", "-", "lódź", text=text, **environment)
    assert "did you mean łódź?" in mistake.stderr.decode()


def test_no_colour_is_written() -> None:
    """Nothing is coloured, so that NO_COLOR has nothing to turn off."""
    for args in (("check", *MEDWAY), ("--help",), ("reprot",)):
        result = run_apart(*args, FORCE_COLOR="1", CLICOLOR_FORCE="1")
        assert b"\x1b" not in result.stdout + result.stderr


@pytest.mark.parametrize("args", [("sample", "medway"), ("report", *MEDWAY, "--format", "html")])
def test_a_reader_may_stop_reading(args: tuple[str, ...]) -> None:
    """A command whose reader has gone, as with `| head -1`, ends in silence."""
    command = [sys.executable, "-m", "learning_tracker", *args]
    with subprocess.Popen(  # noqa: S603 - the project's own command
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


# Where standard output and standard error fail


@pytest.fixture
def reader_gone() -> Iterator[io.TextIOWrapper]:
    """A stream into a pipe that nobody reads any longer."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as stream:
        yield stream


def test_data_that_nobody_reads_is_let_go(
    reader_gone: io.TextIOWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the reader has gone, the rest is let go and the command comes to its own end."""
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", reader_gone)
        outputs.show("one")
        outputs.show("two")


def test_a_message_that_nobody_reads_is_let_go(
    reader_gone: io.TextIOWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When standard error is closed, a message is no reason to fail."""
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", reader_gone)
        outputs.tell("one")
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), reader_gone.fileno())


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When standard output goes into a file on a full disk, a line says so."""

    def full(_: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched, (tmp_path / "out").open("w") as stream:
        patched.setattr(sys, "stdout", stream)
        patched.setattr(click, "echo", full)
        with pytest.raises(lt.LearningTrackerError) as told:
            outputs.show("one")
    assert str(told.value) == (
        "standard output cannot be written: No space left on device; send it elsewhere"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")
def test_a_full_disk_gives_no_traceback() -> None:
    """On Linux, /dev/full is such a file: exit code 2, one line."""
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(  # noqa: S603 - the project's own command
            [sys.executable, "-m", "learning_tracker", "themes", *MEDWAY],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert result.returncode == 2
    assert result.stderr.count(b"\n") == 1
    assert result.stderr.startswith(b"learning-tracker: standard output cannot be written")


def test_a_terminal_keeps_its_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal is not given UTF-8 that it cannot show; what it lacks becomes a question mark."""

    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    shown = io.BytesIO()
    terminal = Terminal(shown, encoding="cp1252")
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", terminal)
        group._speak_utf8()
    terminal.write("caf\xe9 \u2192")
    terminal.flush()
    assert shown.getvalue() == b"caf\xe9 ?"


def test_a_stream_without_an_encoding_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that stands in for standard output, as in a notebook, is used as it is."""
    stream = io.StringIO()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", stream)
        group._speak_utf8()
        outputs.show("one")
    assert stream.getvalue() == "one\n"


@pytest.mark.parametrize(
    ("failure", "code", "message"),
    [
        (KeyboardInterrupt(), 130, "stopped"),
        (OSError(errno.EIO, "Input/output error"), 2, "the system says: [Errno 5] Input/output"),
        (UnicodeEncodeError("ascii", "é", 0, 1, "no"), 2, "the system says: 'ascii' codec can't"),
    ],
)
def test_what_the_system_does_is_told_in_a_line(
    monkeypatch: pytest.MonkeyPatch, failure: BaseException, code: int, message: str
) -> None:
    """Ctrl-C and failures of the system end a command with a line and no traceback."""

    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr("learning_tracker.cli.check._problems", fail)
    result = run("check", *MEDWAY)
    assert result.exit_code == code
    assert result.stderr.strip().startswith(f"learning-tracker: {message}")
    assert len(result.stderr.strip().splitlines()) == 1
