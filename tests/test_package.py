"""The package itself: what importing it loads, and the names that are loaded when they are used."""

import ast
import inspect
import os
import pickle
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from statistics import median

import pytest

import learning_tracker as lt

PACKAGE = Path(lt.__file__).parent
LATER = {f"learning_tracker.{module}": names for module, names in lt._LATER.items()}
NEW_MODULES = (
    "import sys; known = set(sys.modules); import {module}; print(*set(sys.modules) - known)"
)
CPU_TIME = (
    "from time import process_time; begun = process_time(); import {modules}; "
    "print(process_time() - begun)"
)
RUNS = 7


def said(code: str, **environment: str) -> str:
    """What a program prints in a Python of its own."""
    done = subprocess.run(  # noqa: S603 - it is this Python
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | environment,
    )
    return done.stdout


# What an import loads


def test_importing_the_library_loads_little() -> None:
    """An import brings attrs, cattrs and the standard library; the rest comes where it is used."""
    loaded = said(NEW_MODULES.format(module="learning_tracker")).split()
    packages = {name.partition(".")[0] for name in loaded}
    assert packages - sys.stdlib_module_names <= {
        "attr", "attrs", "cattr", "cattrs", "learning_tracker", "typing_extensions",
    }  # fmt: skip
    assert LATER.keys().isdisjoint(loaded)


def test_the_command_line_loads_little_before_it_works() -> None:
    """Help needs click and the tables' shapes besides, but no tracker, store, report or graph."""
    loaded = said(NEW_MODULES.format(module="learning_tracker.cli")).split()
    packages = {name.partition(".")[0] for name in loaded}
    assert packages - sys.stdlib_module_names <= {"attr", "attrs", "click", "learning_tracker"} | (
        {"colorama"} if sys.platform == "win32" else set()
    )
    assert LATER.keys() & loaded == {"learning_tracker.tables"}


def test_opening_a_plain_file_loads_neither_databases_nor_questions(tmp_path: Path) -> None:
    """What reads a plain file, and what shows it, is loaded; what may be asked of it is not."""
    path = tmp_path / "riverton.json"
    lt.sample().save(path)
    opening = f"import learning_tracker as lt, sys; len(lt.open({str(path)!r}))"
    loaded = said(f"{opening}; print(*sys.modules)").split()
    packages = {name.partition(".")[0] for name in loaded}
    assert {"sqlite3", "psycopg", "networkx", "tabulate", "jinja2"}.isdisjoint(packages)
    ours = {name for name in loaded if name.startswith("learning_tracker.")}
    parts = {name.split(".")[1] for name in ours}
    assert {"queries", "collections", "reports", "exchange", "merging", "rules"}.isdisjoint(parts)
    stores = {name.split(".")[2] for name in ours if name.startswith("learning_tracker.stores.")}
    assert stores == {
        "conflicted", "json_file", "json_store", "locations", "locking", "memory", "store",
    }  # fmt: skip


def test_importing_the_library_is_quick(tmp_path: Path) -> None:
    """It takes at most three times what attrs and cattrs take alone: loading all took seven.

    Both are read from compiled files, and each in turn, so that both meet the same computer.
    """
    compiled = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}

    def taken(modules: str) -> float:
        return float(said(CPU_TIME.format(modules=modules), **compiled))

    taken("learning_tracker, cattrs")  # compiles
    pairs = [(taken("learning_tracker"), taken("attrs, cattrs")) for _ in range(RUNS)]
    ours, theirs = (median(times) for times in zip(*pairs, strict=True))
    assert ours < 3 * theirs


# The names


def test_types_are_checked_against_the_names_that_are_loaded() -> None:
    """Type checkers are told the same names, from the same modules, as are loaded when used."""
    (told,) = (
        one.body
        for one in ast.parse(inspect.getsource(lt)).body
        if isinstance(one, ast.If) and ast.unparse(one.test) == "TYPE_CHECKING"
    )
    assert {
        one.module: tuple(name.name for name in one.names)
        for one in told
        if isinstance(one, ast.ImportFrom)
    } == LATER


@pytest.mark.parametrize("module", LATER)
def test_a_name_is_what_its_module_has(module: str) -> None:
    """A name of the package that is loaded later is the one that its module defines."""
    for name in LATER[module]:
        assert getattr(lt, name) is getattr(import_module(module), name)


def test_every_public_name_is_there() -> None:
    """Each can be imported, also before anything else is, and `dir` lists it."""
    code = (
        "import learning_tracker as lt; assert set(lt.__all__) <= set(dir(lt)); "
        "from learning_tracker import *; print(*(set(lt.__all__) - set(globals())))"
    )
    assert said(code).split() == []


def test_no_name_that_is_loaded_later_is_a_module_of_the_package() -> None:
    """Else the module, once loaded, would stand in its place."""
    modules = {one.name for one in pkgutil.iter_modules([str(PACKAGE)])}
    assert modules.isdisjoint(name for names in LATER.values() for name in names)


def test_a_name_that_is_not_there_is_told() -> None:
    """A misspelt name is an ordinary mistake, and Python knows the one that is meant."""
    with pytest.raises(AttributeError, match="'learning_tracker' has no attribute 'smaple'"):
        _ = lt.smaple
    with pytest.raises(ImportError, match="cannot import name 'smaple'"):
        exec("from learning_tracker import smaple")  # noqa: S102 - as one would write it


def test_every_kind_is_known_from_the_start() -> None:
    """The import alone fills the registry of kinds; no module that is loaded later adds one."""
    code = (
        "import importlib, pkgutil, learning_tracker as lt; first = [*lt.kinds()]; "
        "every = pkgutil.walk_packages(lt.__path__, 'learning_tracker.'); "
        "[importlib.import_module(one.name) for one in every]; "
        "print(len(first), len(lt.kinds()))"
    )
    first, last = said(code).split()
    assert first == last != "0"


def test_what_was_pickled_is_read_where_nothing_is_loaded_yet() -> None:
    """A class finds its module also in a program that has not named it before."""
    pickled = pickle.dumps(lt.Note("counted by hand"))
    code = f"import pickle; print(pickle.loads({pickled!r}).text)"
    assert said(code) == "counted by hand\n"
