"""The file format: records become mappings and text, and mappings and text become records.

`writing` does the one, `reading` the other. Whatever is wrong with a file is told at once,
and then nothing is loaded.
"""

from learning_tracker.codec.reading import collection_paused, decode, decode_one, from_text
from learning_tracker.codec.writing import FORMAT, VERSION, encode, plain, to_text

__all__ = [
    "FORMAT",
    "VERSION",
    "collection_paused",
    "decode",
    "decode_one",
    "encode",
    "from_text",
    "plain",
    "to_text",
]
