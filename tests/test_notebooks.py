"""The notebooks run from top to bottom, and are stored as they were written."""

import asyncio
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat", reason="the extra 'notebook' is not installed")
nbclient = pytest.importorskip("nbclient", reason="the extra 'notebook' is not installed")
pytest.importorskip("ipykernel", reason="the extra 'notebook' is not installed")
pytest.importorskip("pandas", reason="the extra 'pandas' is not installed")

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def _read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def test_a_notebook_is_valid_and_its_cells_have_ids_of_their_own(path: Path) -> None:
    """A notebook is valid and every cell has an id that no other cell has."""
    notebook = _read(path)
    nbformat.validate(notebook)
    ids = [cell["id"] for cell in notebook.cells]
    assert len(ids) == len(set(ids))


def test_a_notebook_is_stored_without_what_it_printed(path: Path) -> None:
    """No outputs and no counts of runs are stored, so that a change shows what was written."""
    code = [cell for cell in _read(path).cells if cell.cell_type == "code"]
    assert [cell.outputs for cell in code] == [[]] * len(code)
    assert [cell.execution_count for cell in code] == [None] * len(code)


def test_a_notebook_runs_and_ends_with_its_proof(path: Path, tmp_path: Path) -> None:
    """A notebook runs without an error, and its last cell asserts what it says and prints so."""
    notebook = _read(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of the kernel's own libraries
        _run(notebook, tmp_path)
    last = notebook.cells[-1]
    assert "assert " in last.source
    printed = "".join(output["text"] for output in last.outputs)  # it may come in pieces
    assert printed == "Every number holds.\n"


def _run(notebook: Any, folder: Path) -> None:
    """Run it with the Python of the tests, whatever other kernels the computer has."""
    if sys.platform == "win32":
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
