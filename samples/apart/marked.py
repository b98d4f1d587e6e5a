"""Text with inline tags, `⟦TYPE|text⟧`: making it, taking it apart, and putting it together again."""

import re

TYPES = ("NAME", "DATE", "AGE", "LOCATION", "ORG", "CONTACT", "ID", "DONTCARE")
TAG = re.compile(r"⟦(" + "|".join(TYPES) + r")\|([^⟦⟧|]+)⟧")

# A stretch of text and its type; None for what identifies nobody.
Segment = tuple[str | None, str]


def tag(kind: str, text: str) -> str:
    """Return `text` inside a tag of that type."""
    if kind not in TYPES or not text or set(text) & set("⟦⟧|"):
        raise ValueError(f"no tag of type {kind} can hold this text")
    return f"⟦{kind}|{text}⟧"


def segments(marked: str) -> list[Segment]:
    """Return the stretches of a tagged text, in order."""
    found: list[Segment] = []
    end = 0
    for match in TAG.finditer(marked):
        if match.start() > end:
            found.append((None, marked[end : match.start()]))
        found.append((match[1], match[2]))
        end = match.end()
    if end < len(marked):
        found.append((None, marked[end:]))
    return found


def join(parts: list[Segment]) -> str:
    """Return the tagged text of these stretches."""
    return "".join(tag(kind, text) if kind else text for kind, text in parts)


def plain(marked: str) -> str:
    """Return the text without its tags."""
    return TAG.sub(lambda match: match[2], marked)


def capitalized(marked: str) -> str:
    """Return the text with its first letter, inside a tag or not, as a capital."""
    parts = segments(marked)
    if not parts:
        return marked
    kind, text = parts[0]
    return join([(kind, text[:1].upper() + text[1:]), *parts[1:]])


def wrap(marked: str, width: int) -> str:
    """Return the text broken at blanks into lines of at most `width` signs; tags take no room."""
    signs = list(plain(marked))
    start, blank = 0, -1
    for i, sign in enumerate(signs):
        if sign == "\n":
            start, blank = i + 1, -1
        elif sign == " ":
            blank = i
        if i - start >= width and blank > start:
            signs[blank] = "\n"
            start, blank = blank + 1, -1
    broken = "".join(signs)
    wrapped: list[Segment] = []
    at = 0
    for kind, text in segments(marked):
        wrapped.append((kind, broken[at : at + len(text)]))
        at += len(text)
    return join(wrapped)
