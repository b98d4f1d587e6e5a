"""Any text → text that can't steer how a page is read: what is invisible or turns direction made visible."""

import re
import unicodedata
from functools import cache

from markupsafe import Markup

_LAID_OUT = frozenset("\n\t")
# Soft hyphens and joiners only say where a line may or may not break: taking them out loses nothing.
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_JOINED = re.compile(r"(?<=[/+;])(?=[^\s\u200b]{12})")
_ENDLESS = re.compile(r"[^\s\u200b]{24}(?=[^\s\u200b]{12})")


@cache
def _visible(character: str) -> str:
    if character in _DROPPED:
        return ""
    return f"[U+{ord(character):04X}]"


def visible_text(text: str) -> str:
    """Replace control, bidirectional and unpaired surrogate characters by their code, "[U+202E]".

    Line breaks and tabs stay; characters that only regulate line breaking are removed.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character
        if character in _LAID_OUT or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
        else _visible(character)
        for character in text
    )


def printed_on_screen(value: object) -> object:
    """Make what a template prints inert, as Jinja's `finalize`; markup of our own macros passes as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible_text(value)
    return value


def printed_on_paper(value: object) -> object:
    """Make what a template prints inert, and let words that no line can hold be broken."""
    # Without a place to break, WeasyPrint tries a long word again for each of its characters: 10,000 of them
    # in a table take minutes. Joined names break between them, so that each can still be read.
    if isinstance(value, str) and not isinstance(value, Markup):
        text = visible_text(value)
        return _ENDLESS.sub("\\g<0>\u200b", _JOINED.sub("\u200b", text) if _ENDLESS.search(text) else text)
    return value
