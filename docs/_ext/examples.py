"""The examples in a Markdown page, found and run.

A block of `python` is run, all those of a page one after another; a block of `text` right
after it is what it prints. A block of `console` holds commands after `$ ` and what each
prints. A line of three dots stands for any lines. `exits=1` after `console` says that the
commands end with that code, 0 if nothing is said. A block with `file=plan.toml` after its
language is written into that file.
"""

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import attrs
from click.testing import CliRunner

from learning_tracker.cli import main

_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_ANY_LINES = "..."


@attrs.frozen
class Example:
    """A piece of code, or a command, and what it prints.

    Attributes:
        language: "python", "console" or "file".
        code: the code, the command without its `$`, or what the file holds.
        output: what it prints; None where the page does not say.
        line: where it stands in the page.
        exits: the code that a command ends with.
        file: the name of the file.
    """

    language: str
    code: str
    output: str | None
    line: int
    exits: int = 0
    file: str = ""


def examples(page: str) -> Iterator[Example]:
    """The examples of a page in order."""
    blocks = list(_FENCE.finditer(page))
    for number, block in enumerate(blocks):
        language, _, options = block["info"].partition(" ")
        line = page.count("\n", 0, block.start()) + 1
        if file := options.partition("file=")[2]:
            yield Example("file", block["body"], None, line, file=file)
        elif language == "python":
            yield Example("python", block["body"], _printed(page, blocks[number:]), line)
        elif language == "console":
            exits = int(options.partition("exits=")[2] or 0)
            yield from _commands(block["body"], line, exits)


def _printed(page: str, ahead: list[re.Match[str]]) -> str | None:
    """The body of a block of text that follows with nothing between."""
    here, *after = ahead
    if not after or after[0]["info"] != "text":
        return None
    between = page[here.end() : after[0].start()]
    return None if between.strip() else after[0]["body"]


def _commands(body: str, line: int, exits: int) -> Iterator[Example]:
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield Example("console", command, output or None, line, exits)


def run(page: str, filename: str) -> Iterator[tuple[Example, str]]:
    """Run the examples of a page, each with what it printed where the page says otherwise.

    Nothing is given of an example that prints what the page says.
    """
    names: dict[str, object] = {"__name__": "__main__"}
    for example in examples(page):
        if example.language == "file":
            Path(example.file).write_text(example.code, encoding="utf-8")
            continue
        if example.language == "python":
            printed, code = _python(example, names, filename), 0
        else:
            printed, code = _command(example.code)
        if code != example.exits:
            yield example, f"it ended with {code}:\n{printed}"
        elif example.output is not None and not matches(example.output, printed):
            yield example, printed


def _python(example: Example, names: dict[str, object], filename: str) -> str:
    code = "\n" * example.line + example.code
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, filename, "exec", dont_inherit=True), names)  # noqa: S102 - our own page
    return out.getvalue()


def _command(line: str) -> tuple[str, int]:
    name, *arguments = shlex.split(line)
    if name != "learning-tracker":
        raise ValueError(f"a console block runs learning-tracker, not {name}")
    # In this process: to start one takes longer than most commands do.
    done = CliRunner(env={"NO_COLOR": "1"}).invoke(main, arguments, catch_exceptions=False)
    return done.output, done.exit_code


def matches(expected: str, printed: str) -> bool:
    r"""Whether the text printed is the one expected, white space at ends of lines apart.

    >>> matches("one\n...\nfour\n", "one\ntwo\nthree\nfour\n")
    True
    """
    lines = [line.rstrip() for line in expected.strip().splitlines()]
    pattern = "".join(
        r"(?:[^\n]*\n)*" if line == _ANY_LINES else f"{re.escape(line)}\n" for line in lines
    )
    shown = "".join(f"{line.rstrip()}\n" for line in printed.strip().splitlines())
    return re.fullmatch(pattern, shown) is not None
