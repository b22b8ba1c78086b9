"""Mappings that come with the library, for layouts of action plans that partnerships publish."""

from importlib.resources import files
from pathlib import Path

from learning_tracker.errors import UnknownChoice
from learning_tracker.exchange.mappings.mapping import SheetMapping
from learning_tracker.exchange.mappings.mapping_files import mapping_of, read_mapping

_FOLDER = files("learning_tracker.exchange.mappings") / "ready"
_ENDING = ".toml"


def ready_names() -> tuple[str, ...]:
    """The names of the ready mappings."""
    names = (one.name for one in _FOLDER.iterdir())
    return tuple(sorted(one.removesuffix(_ENDING) for one in names if one.endswith(_ENDING)))


def ready_text(name: str) -> str:
    """The content of a ready mapping, to be changed to one's needs.

    Raises:
        UnknownChoice: there is none of that name.
    """
    if name not in ready_names():
        raise UnknownChoice("ready mapping", name, ready_names())
    return (_FOLDER / f"{name}{_ENDING}").read_text(encoding="utf-8")


def mapping_at(place: str | Path) -> SheetMapping:
    """The mapping in a file; a bare word that names no file names a ready mapping.

    Raises:
        UnknownChoice: it is a bare word, and neither a file nor a ready mapping has that name.
        StoreProblem: the file cannot be read.
        InvalidData: something is wrong with it; the error holds all that is.
    """
    path = Path(place)
    if path.name != str(place) or path.suffix or path.exists():
        return read_mapping(path)
    return mapping_of(ready_text(str(place)).encode(), f"{place}{_ENDING}")
