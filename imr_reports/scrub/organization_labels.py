"""A letter's labels ("Employer:", "TPA:", "Pharmacy:") → the organizations that stand behind them."""

import re
from collections.abc import Iterator

from imr_reports.scrub.explained import titles
from imr_reports.scrub.names import is_stop
from imr_reports.scrub.words import NAME, SAFE, TERM, Reading
from imr_reports.vocabulary.wordlists import read_sets

LABELLED = 0.95
_MARK = re.compile(r":[ \t]*|[ ]-[ ]")
_VALUE = re.compile(r"(?:\r?\n[ \t]*)?(?P<value>[^\r\n:\t\f]{2,80})(?P<behind>:?)")
_WORDS_BEFORE = re.compile(r"(?<![\w/])[A-Za-z][A-Za-z.\-]*(?:[ ][A-Za-z][A-Za-z.\-]*){0,3}(?=[ \t]*\Z)")
_LONGEST_LABEL = 40
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


def labelled(text: str) -> list[tuple[int, int, float]]:
    """Return what stands behind the label of an organization, to the next label or the end of its line."""
    spans = [(*match.span("value"), LABELLED) for match in _GLUED.finditer(text)]
    for mark in _MARK.finditer(text):
        label = _label_before(text, mark.start())
        match = _VALUE.match(text, mark.end()) if label else None
        if not label or not match:
            continue
        start = match.start("value")
        end = start + len(_value(match["value"], labels=bool(match["behind"])))
        if end <= start or _NO_VALUE.search(text[start:end]):
            continue
        before = text[text.rfind("\n", 0, mark.start()) + 1 : mark.start()].strip().lower()
        sure = before == label and label in read_sets("names", "labels")["sure"]
        spans += [
            (*span, LABELLED)
            for part in _parts(text, label, start, end)
            for span in _names(text, *part, sure=sure)
        ]
    return spans


def _label_before(text: str, at: int) -> str | None:
    """Return the longest label of the vocabulary that ends before a colon, in lower case."""
    before = _WORDS_BEFORE.search(text[max(0, at - _LONGEST_LABEL) : at])
    words = before[0].lower().split() if before else []
    labels = read_sets("names", "labels")
    phrases = (" ".join(words[i:]) for i in range(len(words)))
    return next((phrase for phrase in phrases if phrase in labels["sure"] or phrase in labels["loose"]), None)


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


def _parts(text: str, label: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the entries of a value behind a label of several ("Prior jobs:"), else the value."""
    if label not in read_sets("names", "labels")["several"]:
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
    if len(words) == 1 and (words.lowers[0] in titles() or len(words.lowers[0]) == 1):
        return False
    return any(
        not is_stop(lower)
        and (not kinds & TERM or (kinds & NAME and not kinds & TERM & SAFE) or lower in brand)
        for lower, kinds in zip(words.lowers, words.kinds, strict=True)
    ) or (len(words) == 1 and words.is_all_capitals(0) and not words.kinds[0])
