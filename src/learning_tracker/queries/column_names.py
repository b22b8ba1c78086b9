"""Names for columns that are made from what people wrote: what data calls them."""

import keyword
from collections.abc import Iterable


def identifier(text: str, prefix: str) -> str:
    """A text as a name that a program can use, as short as it can be told from the text.

    Args:
        text: what people wrote.
        prefix: what stands before a name that could not be used without it.

    >>> identifier("Voice of the child", "theme_"), identifier("5 to 10", "age_band_")
    ('voice_of_the_child', 'age_band_5_to_10')
    """
    letters = (one if f"a{one}".isidentifier() else " " for one in text.casefold())
    name = "_".join("".join(letters).split())
    return name if name.isidentifier() and not keyword.iskeyword(name) else f"{prefix}{name}"


def distinct(names: Iterable[str]) -> list[str]:
    """Names in their order, those that are there already with a number behind them.

    >>> distinct(["id", "total", "id"])
    ['id', 'total', 'id_2']
    """
    taken: dict[str, None] = {}
    for name in names:
        number, one = 1, name
        while one in taken:
            number += 1
            one = f"{name}_{number}"
        taken[one] = None
    return list(taken)
