"""The file format: records become mappings and text, and mappings and text become records.

`writing` does the one, `reading` the other. Whatever is wrong with a file is told at once,
and then nothing is loaded.
"""

from learning_tracker.codec.reading import (
    decode,
    decode_one,
    from_text,
    network_of,
    straight_network,
    straight_record,
)
from learning_tracker.codec.writing import FORMAT, VERSION, encode, plain, to_text

__all__ = [
    "FORMAT",
    "VERSION",
    "decode",
    "decode_one",
    "encode",
    "from_text",
    "network_of",
    "plain",
    "straight_network",
    "straight_record",
    "to_text",
]
