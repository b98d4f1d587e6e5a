"""A scrubbed text → its sentences, in the register of medical letters."""

import re

from imr_reports.vocabulary.sentence_ends import load_sentence_ends

_END = re.compile(r"[.!?]+[\"”’')\]]*(?=\s+[\"“(\[]?[A-Z0-9]|\s*$)|(?<=[a-z]{2}[.!?])(?=[A-Z][a-z])")
_TOKEN = re.compile(r"[\w.&'’-]+$")
_INITIAL = re.compile(r"(?:[A-Z]\.)+")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z])[.)]")


def split_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, white space collapsed.

    A full stop ends no sentence behind a title, an initial, or the number of a list item, nor in front of a
    small letter; behind a degree or a dose it does where the next word often begins a sentence.
    """
    plain = " ".join(text.split())
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(plain):
        if _ends_sentence(plain[start : match.end()], plain[match.end() :].lstrip()):
            sentences.append(plain[start : match.end()].strip())
            start = match.end()
    sentences.append(plain[start:].strip())
    return tuple(sentence for sentence in sentences if sentence)


def _ends_sentence(before: str, after: str) -> bool:
    if not after or before.rstrip("\"”’')]")[-1:] in "!?":
        return True
    words = load_sentence_ends()
    token = _TOKEN.search(before)
    last = token.group() if token else ""
    if _ENUMERATOR.fullmatch(before.strip()) or last.lower() in words.never_last:
        return False
    if last.lower() in words.perhaps_last or _INITIAL.fullmatch(last):
        word = re.match(r"[A-Za-z]+", after)
        return word is not None and word.group().lower() in words.often_first
    return True
