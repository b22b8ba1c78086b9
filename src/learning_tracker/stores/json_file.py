"""Records in one JSON file."""

from collections.abc import Iterable
from pathlib import Path

import attrs

from learning_tracker.codec import network_of, to_text
from learning_tracker.errors import InvalidData
from learning_tracker.files import explained, replace_file
from learning_tracker.kinds import Record
from learning_tracker.network import Network
from learning_tracker.problems import Problem, Problems


@attrs.frozen
class JsonFile:
    """A file in the library's format.

    Attributes:
        path: where it is; a symbolic link is followed and stays.
        mode: who may read and write it if it is made anew; one that is there keeps its mode.
    """

    path: Path = attrs.field(converter=Path)
    mode: int = 0o600

    def read(self) -> bytes:
        """Its content.

        Raises:
            StoreProblem: it cannot be read.
        """
        with explained(self.path, "read"):
            return self.path.read_bytes()

    def network(self, content: bytes) -> Network:
        """The records in content that was read from it.

        Raises:
            InvalidData: something is wrong with its content; the error holds all that is.
        """
        try:
            return network_of(content)
        except InvalidData as found:
            raise InvalidData(Problems(map(self._located, found.problems))) from None

    def load(self) -> tuple[Record, ...]:
        """Its records.

        Raises:
            StoreProblem: it cannot be read.
            InvalidData: something is wrong with its content; the error holds all that is.
        """
        return self.network(self.read()).records

    def save(self, records: Iterable[Record]) -> None:
        """Write these records, and nothing else, into it: all of them, or it stays as it is.

        Raises:
            StoreProblem: it cannot be written.
        """
        self.write(records)

    def write(self, records: Iterable[Record]) -> bytes:
        """Do what `save` does, and give back what was written.

        Raises:
            StoreProblem: it cannot be written.
        """
        content = to_text(records).encode()
        replace_file(self.path, content, self.mode)
        return content

    def _located(self, problem: Problem) -> Problem:
        return attrs.evolve(problem, place=f"{self.path.name}: {problem.place}")
