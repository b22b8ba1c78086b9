"""The command `learning-tracker` itself: its commands, and how each mistake is told in a line."""

import io
import sys
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

import click

from learning_tracker.cli.actions import actions
from learning_tracker.cli.agreement import agreement
from learning_tracker.cli.backup import backup
from learning_tracker.cli.changes import changes
from learning_tracker.cli.check import check
from learning_tracker.cli.codebook import codebook
from learning_tracker.cli.compare import compare
from learning_tracker.cli.copy import copy
from learning_tracker.cli.export import export
from learning_tracker.cli.grant import grant, revoke
from learning_tracker.cli.history import history, log, undo
from learning_tracker.cli.import_sheet import import_sheet
from learning_tracker.cli.inputs import examples
from learning_tracker.cli.mapping import mapping
from learning_tracker.cli.outputs import tell
from learning_tracker.cli.redact import redact
from learning_tracker.cli.report import report
from learning_tracker.cli.round import round_
from learning_tracker.cli.salvage import salvage
from learning_tracker.cli.sample import sample
from learning_tracker.cli.search import search
from learning_tracker.cli.template import template
from learning_tracker.cli.themes import themes
from learning_tracker.cli.trace import trace
from learning_tracker.cli.verify import verify
from learning_tracker.cli.views import views
from learning_tracker.errors import InvalidData, LearningTrackerError, StoreWarning
from learning_tracker.wording import near_misses, quoted

NAME = "learning-tracker"
PROBLEMS_FOUND = 1
NOT_DONE = 2
INTERRUPTED = 130  # what shells expect of a command that was stopped by Ctrl-C


class Commands(click.Group):
    """A group of commands that tells a user's mistake in one line and never as a traceback."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run the command that the arguments name and exit with its code."""
        _speak_utf8()
        extra["standalone_mode"] = False
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("always", StoreWarning)
                warnings.showwarning = partial(_warned, others=warnings.showwarning)
                code = super().main(*args, **extra) or 0
        except click.Abort:
            code = _failed("stopped", INTERRUPTED)
        except click.UsageError as mistake:
            code = _failed(_with_help(mistake), NOT_DONE)
        except InvalidData as found:
            code = _failed(str(found), PROBLEMS_FOUND)
        except LearningTrackerError as mistake:
            code = _failed(_one_line(mistake), NOT_DONE)
        except (OSError, UnicodeError) as failure:
            code = _failed(f"the system says: {_one_line(failure)}", NOT_DONE)
        sys.exit(code)

    def list_commands(self, _: click.Context) -> list[str]:
        """The commands in the order in which people come to need them."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; of one that is not there, name those that are like it."""
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            # click 8.2 does not yet look for near misses among commands.
            hint = near_misses(name, self.commands)
            raise click.UsageError(f"there is no command {quoted(name)}{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    name=NAME,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "learning-tracker report --sample medway",
        "learning-tracker sample medway -o example.json",
        "learning-tracker check example.json",
    )
    + "\n\nFILE is a tracker's .json or .db file or the URL of a database (postgresql://…); - is "
    "standard input. "
    "For more on a command: learning-tracker COMMAND --help."
    "\n\nTo have the shell complete commands and options, put this into ~/.bashrc "
    "(zsh_source or fish_source for these shells):"
    '\n\n\b\n  eval "$(_LEARNING_TRACKER_COMPLETE=bash_source learning-tracker)"',
)
@click.version_option(package_name=NAME)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Track what safeguarding reviews taught, what was done, and what changed for children."""
    if ctx.invoked_subcommand is None:
        tell(ctx.get_help())
        ctx.exit(NOT_DONE)


for command in (
    *(report, check, themes, actions, changes, trace, search, sample),
    *(mapping, import_sheet, template, round_),
    *(history, log, undo),
    *(copy, backup, compare, verify, salvage, redact),
    *(export, views, grant, revoke),
    *(codebook, agreement),
):
    main.add_command(command)


def _speak_utf8() -> None:
    """Write UTF-8 into files and pipes, and to a terminal whatever it can show.

    Windows would have it cp1252 in files and pipes, which lacks much of what people write.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


def _warned(
    message: Warning | str,
    category: type[Warning],
    *place: Any,
    others: Callable[..., None],
    **also: Any,
) -> None:
    """Tell a warning of the library in a line; the others are for whoever writes programs."""
    if issubclass(category, StoreWarning):
        tell(f"{NAME}: warning: {' '.join(str(message).split())}")
    else:
        others(message, category, *place, **also)


def _failed(sentence: str, code: int) -> int:
    tell(f"{NAME}: {sentence}")
    return code


def _with_help(mistake: click.UsageError) -> str:
    path = mistake.ctx.command_path if mistake.ctx else NAME
    words = " ".join(mistake.format_message().split())
    message = f"{words[:1].lower()}{words[1:]}".removesuffix(".")
    also = " See" if message.endswith(("?", "?)")) else "; see"
    return f"{message}{also} {path} --help"


def _one_line(mistake: Exception) -> str:
    return " ".join(str(mistake).split())
