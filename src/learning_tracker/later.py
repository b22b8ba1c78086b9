"""Modules that are loaded when they are first needed.

Opening a file and printing one report needs a third of the library's modules. To load the
others with it takes 0.2 seconds more.
"""

from importlib import import_module
from typing import Any


class Later:
    """Stands for a module until something of it is asked for.

    >>> json = Later("json")
    >>> json.dumps([1])
    '[1]'
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
