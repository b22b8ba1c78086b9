"""The tables of what the benchmark found, as it wrote them."""

from pathlib import Path

GOALS = Path(__file__).parents[2] / "bench" / "results" / "goals.md"


def goals() -> str:
    """The goals with what was measured, the growth, and the comparisons with other tools."""
    return GOALS.read_text(encoding="utf-8")
