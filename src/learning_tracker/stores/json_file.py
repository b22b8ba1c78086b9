"""Records in one JSON file."""

from collections.abc import Iterable
from pathlib import Path

import attrs

from learning_tracker.codec import from_text, to_text
from learning_tracker.errors import InvalidData
from learning_tracker.files import explained, replace_file
from learning_tracker.kinds import Record
from learning_tracker.problems import Problem, Problems


@attrs.frozen
class JsonFile:
    """A file in the library's format.

    Attributes:
        path: where it is; a symbolic link is followed and stays.
    """

    path: Path = attrs.field(converter=Path)

    def load(self) -> tuple[Record, ...]:
        """Its records.

        Raises:
            StoreProblem: it cannot be read.
            InvalidData: something is wrong with its content; the error holds all that is.
        """
        with explained(self.path, "read"):
            content = self.path.read_bytes()
        try:
            return from_text(content)
        except InvalidData as found:
            raise InvalidData(Problems(map(self._located, found.problems))) from None

    def save(self, records: Iterable[Record]) -> None:
        """Write these records, and nothing else, into it: all of them, or it stays as it is.

        A new file can be read by its owner alone; one that is there keeps its mode.

        Raises:
            StoreProblem: it cannot be written.
        """
        replace_file(self.path, to_text(records).encode())

    def _located(self, problem: Problem) -> Problem:
        return attrs.evolve(problem, place=f"{self.path.name}: {problem.place}")
