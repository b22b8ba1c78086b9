"""The command line: `learning-tracker`, one module for each of its commands.

Data goes to standard output and messages to standard error. The exit code is 0 when all is
well, 1 when problems were found and 2 when the command could not be carried out.
"""

from learning_tracker.cli.group import main

__all__ = ["main"]
