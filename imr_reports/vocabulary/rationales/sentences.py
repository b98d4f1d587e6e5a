"""A text → its sentences, in the register of medical letters; the words of `sentence_ends.toml` decide."""

import re
from collections.abc import Iterator

from imr_reports.vocabulary.rationales.sentence_ends import SentenceEnds, load_sentence_ends

# It begins with a mark, so that the search leaps from mark to mark; of a run of marks the first alone is
# looked at, so that a page of dots costs no more than a page of words.
_END = re.compile(
    r"[.!?](?<![.!?]{2})[.!?]*+(?:(?<=[a-z]{2}[.!?])(?=[A-Z][a-z])"
    r"|[\"”’')\]]*+(?=\s+[\"“(\[]?[A-Z0-9]|\s*+$))"
)
_INITIAL = re.compile(r"(?:[A-Z]\.)+")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z])[.)]")
_NEXT_WORD = re.compile(r"\s*([A-Za-z]+)")
_LONGEST_TOKEN = 16  # the longest word that matters has seven letters


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a text stands, without the white space around it.

    A full stop ends no sentence behind a title, an initial, or the number of a list item, nor in front of a
    small letter; behind a degree or a dose it does where the next word often begins a sentence.
    """
    words = load_sentence_ends()
    start = 0
    for match in _END.finditer(text):
        if _ends_sentence(text, start, match.end(), words):
            yield from _trimmed(text, start, match.end())
            start = match.end()
    yield from _trimmed(text, start, len(text))


def split_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, white space collapsed."""
    plain = " ".join(text.split())
    return tuple(plain[start:end] for start, end in sentence_spans(plain))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends_sentence(text: str, start: int, end: int, words: SentenceEnds) -> bool:
    if end == len(text) or text[end - 1] in "!?":
        return True
    near = text[max(start, end - _LONGEST_TOKEN) : end].split()
    last = near[-1].lstrip('("“[')
    if last.lower() in words.never_last or _is_enumerator(text, start, end):
        return False
    if last.lower() in words.perhaps_last or (last[:1].isupper() and _INITIAL.fullmatch(last)):
        word = _NEXT_WORD.match(text, end)
        return word is not None and word[1].lower() in words.often_first
    return True


def _is_enumerator(text: str, start: int, end: int) -> bool:
    return end - start < 8 and _ENUMERATOR.fullmatch(text[start:end].strip()) is not None
