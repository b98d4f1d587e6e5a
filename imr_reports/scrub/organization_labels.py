"""A letter's labels ("Employer:", "TPA:", "Pharmacy:") → the organizations that stand behind them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from imr_reports.scrub.names import is_stop
from imr_reports.scrub.words import NAME, SAFE, TERM, Reading
from imr_reports.vocabulary.wordlists import read_sets

LABELLED = 0.95
_VALUE = r"(?:\r?\n[ \t]*)?(?P<value>[^\r\n:\t\f]{2,80})(?P<behind>:?)"
_GLUED = re.compile(
    r"\b(?:Employer|Insurer|Carrier|TPA|Pharmacy|Clinic|Facility|Hospital):"
    r"(?P<value>[A-Z][a-z]+(?:[A-Z][a-z]+)+?)"
    r"(?=(?:Occupation|Claim|Date|Phone|Fax|Insurer|Carrier|Adjuster|Job|Case|Policy)\b|[\s,;.]|\Z)"
)
_ENDS = re.compile(
    r"[ ]{2,}|[ ](?i:(?=(?:Claim|Date|Phone|Fax|Case|Policy|DOB|DOI|D/I|Tel|Adjuster|Attn|Adj|File|Ref|Room"
    r"|SSN|Occupation)\b(?![ ]?(?:Service|Manage|Admin|Handl|Adjust))))"
    r"|,[ ](?=P\.?[ ]?O\.?[ ]B|\d|ref|file|claim|policy|fax|tel|phone)|[.][ ](?=[A-Z][a-z]+[ ][a-z])"
)
_ENTRY = re.compile(
    r"(?:(?<=[,;/ ])(?:and\s|\d{1,2}\)\s?))?(?P<entry>[A-Z](?:(?!\s\d{1,2}\)|\sand\s)[^,;/\n])+)"
)
_NO_VALUE = re.compile(
    r"(?i)^(?:not\b|none|unknown|n/?a\b|decision\b|the\s(?:expert|claims|reviewer|injured|patient|employee)|mtus|odg"
    r"|same\b|\[|date\b"
    r"|see\b|case\b|claim\b|did\b|yes|no\b|maximus|contacted|on\sfile|ur\s(?:dept|denial))|^[\W\d]+$"
)
_SENTENCE = re.compile(
    r"\b(?:is|was|were|are|has|had|did|does|will|would|should|that|which|he|she|it|they)\b"
)
_LONGEST_NAME = 9


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    """Return the pattern of a label and its value, made of the labels in the vocabulary."""
    labels = read_sets("names", "labels")
    sure, loose = (
        "|".join(re.escape(name) for name in sorted(labels[group], key=len, reverse=True))
        for group in ("sure", "loose")
    )
    return re.compile(
        rf"(?im)(?:(?<=[\s;.,(])|^)(?:(?P<sure>{sure})|(?P<loose>{loose}))"
        rf"[ \t]*(?::[ \t]*|[ ]-[ ]){_VALUE}"
    )


def labelled(text: str) -> list[tuple[int, int, float]]:
    """Return what stands behind the label of an organization, to the next label or the end of its line."""
    spans = [(*match.span("value"), LABELLED) for match in _GLUED.finditer(text)]
    for match in _label().finditer(text):
        start = match.start("value")
        end = start + len(_value(match["value"], labels=bool(match["behind"])))
        if end > start and not _NO_VALUE.search(text[start:end]):
            begins_line = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
            sure = match["sure"] is not None and begins_line
            spans += [
                (*span, LABELLED)
                for part in _parts(text, match["sure"], start, end)
                for span in _names(text, *part, sure=sure)
            ]
    return spans


def _value(value: str, *, labels: bool) -> str:
    """Return a value without the label that follows it on its line, and without what is no name."""
    if labels:
        words = Reading(value)
        known = read_sets("names", "labels")["following"]
        first = len(words) - 1
        while first > 0 and words.lowers[first - 1] in known:
            first -= 1
        value = value[: words.starts[first]] if len(words) else ""
    ends = _ENDS.search(value)
    return (value[: ends.start()] if ends else value).rstrip(" ,(-.")


def _parts(text: str, label: str | None, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the entries of a value behind a label of several ("Prior jobs:"), else the value."""
    if label is None or label.lower() not in read_sets("names", "labels")["several"]:
        yield start, end
        return
    for part in _ENTRY.finditer(text, start, end):
        yield part.span("entry")


def _names(text: str, start: int, end: int, *, sure: bool) -> Iterator[tuple[int, int]]:
    """Yield the names in a value: all of it on a line of its own, else its row of capitals that is one."""
    words = Reading(text[start:end])
    if not words or not (words.capitals[0] or text[start].isdigit()):
        if sure and words and len(words) <= 4 and not _SENTENCE.search(words.text) and _is_telling(words):
            yield start, end
        return
    telling = len(words) > 1 or _is_telling(words)
    if sure and not _SENTENCE.search(words.text) and len(words) <= _LONGEST_NAME and telling:
        yield start, end
        return
    last = 0
    while last < len(words) and (
        words.capitals[last] or (words.lowers[last] in _SMALL and last + 1 < len(words))
    ):
        last += 1
        if words.gap(last - 1).strip(" &-'’.\n\r") or (
            words.gap(last - 1).startswith(". ") and not words.is_initial(last - 1)
        ):
            break
    while last and not words.capitals[last - 1]:
        last -= 1
    if last and _is_telling(Reading(words.text[: words.ends[last - 1]])):
        yield start, start + words.tails[last - 1]


_SMALL = frozenset({"of", "the", "and", "de", "la", "del", "on", "for"})


def _is_telling(words: Reading) -> bool:
    """Return whether one word of a value is no term of the subject."""
    brand = read_sets("names", "slots")["brand"]
    return any(
        not is_stop(lower)
        and (not kinds & TERM or (kinds & NAME and not kinds & TERM & SAFE) or lower in brand)
        for lower, kinds in zip(words.lowers, words.kinds, strict=True)
    ) or (len(words) == 1 and words.is_all_capitals(0) and not words.kinds[0])
