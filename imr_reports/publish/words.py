"""The bytes of a file → all words that a reader or a machine could take from it."""

from imr_reports.publish.passages import passages_of


def words_of(name: str, content: bytes) -> str:
    """Return the words of a file of any kind that is published, its metadata included.

    Raises:
        UnreadableError: if it isn't what its name says.
    """
    return "\n".join(passage.text for passage in passages_of(name, content))
