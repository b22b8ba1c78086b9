"""The tables of what the benchmark found, as it wrote them."""

from pathlib import Path

GOALS = Path(__file__).parents[2] / "bench" / "results" / "goals.md"


def goals() -> str:
    """How long one waits, the goals with what was measured, and all else that was measured."""
    return GOALS.read_text(encoding="utf-8")
