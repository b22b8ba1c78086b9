"""Other tools that are asked the same, each only if it is installed."""

import importlib
import importlib.metadata
import importlib.util

PEERS = (
    *("attrs", "cattrs", "msgspec", "pydantic", "networkx", "pandas", "polars", "duckdb"),
    *("stix2", "prov", "python-dateutil", "openpyxl"),
)
"""What is compared with, by the names under which it is installed."""


def there(name: str) -> bool:
    """Whether a module is installed."""
    return importlib.util.find_spec(name) is not None


def versions() -> dict[str, str]:
    """The version of each that is installed; of one that is not, "not installed"."""
    told = {}
    for name in PEERS:
        try:
            told[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            told[name] = "not installed"
    return told
