"""Text that went through a wrong encoding on its way → the text that was meant.

UTF-8 read as Windows-1252 shows each sign outside ASCII as two or three others ("â€™" for an apostrophe).
Only whole sequences of that kind are put right; no letter of this register holds one by chance.
"""

import re
import unicodedata
from functools import cache

# What letters of this kind use outside ASCII: Latin-1, typographic signs, a few of mathematics, ligatures.
_SIGNS = (
    *range(0xA0, 0x180), *range(0x2010, 0x2044), 0x20AC, 0x2122, 0x2190, 0x2192, 0x2212, 0x2264, 0x2265,
    0xFEFF,
)  # fmt: skip
_LEADS = ("Ã", "Â", "â", "Å", "Ä", "ï")  # one of them begins every such sequence
_LIGATURES = range(0xFB00, 0xFB07)
# Signs that no reader sees: soft hyphens, zero-width blanks, byte order marks within a text.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))


def repaired(text: str) -> str:
    """Return a text with mojibake put right, ligatures taken apart and unseen signs left out."""
    if text.isascii():
        return text
    if any(lead in text for lead in _LEADS):
        sequences, pattern = _sequences()
        text = pattern.sub(lambda match: sequences[match.group()], text)
    return text.translate(_plain())


@cache
def _plain() -> dict[int, str | None]:
    return {**_UNSEEN, **{sign: unicodedata.normalize("NFKC", chr(sign)) for sign in _LIGATURES}}


@cache
def _sequences() -> tuple[dict[str, str], re.Pattern[str]]:
    found = {"Â ": " "}
    for sign in map(chr, _SIGNS):
        data = sign.encode("utf-8")
        found[data.decode("latin-1")] = sign
        once = _as_windows(data)
        found[once] = sign
        found[_as_windows(once.encode("utf-8"))] = sign  # twice
    # The last byte of a closing quote means nothing in Windows-1252, and is marked or lost.
    found |= {"â€\ufffd": "”", "â€": "”"}
    longest_first = sorted(found, key=len, reverse=True)
    return found, re.compile("|".join(map(re.escape, longest_first)))


def _as_windows(data: bytes) -> str:
    """Return bytes as Windows-1252 shows them; one that it lacks as the sign of that number."""
    return "".join(
        character if character != "\ufffd" else chr(byte)
        for byte in data
        for character in bytes([byte]).decode("cp1252", "replace")
    )
