"""A document as a Word file, in British English, which everybody who may open it can change."""

from learning_tracker.errors import MissingExtra
from learning_tracker.reports.document import Document


def to_word(document: Document) -> bytes:
    """The document as the content of a Word file (.docx); the same document is the same bytes.

    Raises:
        MissingExtra: python-docx is not installed.
    """
    try:
        import docx  # noqa: F401, PLC0415 - heavy, and an extra
    except ModuleNotFoundError as missing:
        raise MissingExtra("python-docx", "word") from missing
    from learning_tracker.reports.word.whole import whole  # noqa: PLC0415 - it imports docx

    return whole(document)
