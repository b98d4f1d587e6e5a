"""A token and the pieces beside it → whether they are one word that a blank has broken."""

import re

from imr_reports.gate import known
from imr_reports.gate.words import Kind, misread_kind, word_kind

_PIECE_BEHIND = re.compile(r"[ ]([a-z]+)(?![\w'’])")
_PIECE_BEFORE = re.compile(r"(?<![\w'’-])([A-Za-z]+)[ ]\Z")
_LONGEST_PIECE, _SHORTEST_JOINED = 16, 6


def is_broken(text: str, start: int, end: int) -> bool:
    """Return whether a token and the small letters beside it are one word ("supraspinat us", "fi ling")."""
    token = text[start:end]
    behind = _PIECE_BEHIND.match(text, end)
    if behind and _is_joined(token + behind[1]):
        return True
    before = _PIECE_BEFORE.search(text, max(0, start - _LONGEST_PIECE), start) if token.islower() else None
    return before is not None and _is_joined(before[1] + token)


def _is_joined(word: str) -> bool:
    lower = word.lower()
    if len(lower) < _SHORTEST_JOINED:
        return False
    if lower in known.words("frequent") or lower in known.words("drugs") or lower in known.words("plain"):
        return word_kind(lower) is Kind.SAFE and word_kind(word) is Kind.SAFE
    return word.islower() and misread_kind(lower) is Kind.FORGIVEN
