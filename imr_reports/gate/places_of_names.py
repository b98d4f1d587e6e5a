"""A token and what stands around it → whether its place is a name's, a test's, an author's, a number's."""

import re
from collections.abc import Collection
from typing import Protocol

from imr_reports.gate import known
from imr_reports.gate.days import is_of_guideline
from imr_reports.gate.words import Kind, word_kind

Span = tuple[int, int]


_NAME_WORDS_BEFORE = re.compile(r"(?:(?<=[\s(/])(?:[A-Z]\.\s?|[A-Z][\w'’-]*\s(?:&\s|of\s|and\s)?|&\s)){1,4}$")
_NAME_WORDS_BEHIND = re.compile(
    r"(?:['’]s)?(?:\s(?:&\s|of\s|and\s|the\s|by\s)*(?:[A-Z]\.(?=\s[A-Z])|[A-Z][\w'’-]*)){1,4}(?!\s?:)"
)
_SMALL_HALF = re.compile(r"-[a-z]{2,12}(?![\w-])")
_LONGEST_NAME = 48


class Token(Protocol):
    """A token of a text."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def kind(self) -> Kind: ...  # noqa: D102


_SENTENCE_END = frozenset(".!?:;•·●*\x0c")
_COMPANY = re.compile(
    r"\b(?:tests?|testing|tested|signs?|maneuvers?|manoeuvres?|positive|negative|equivocal|syndrome|disease|fractures?"
    r"|deformity|contractures?|cysts?|neuroma|lesions?|nodes?|nodules?|palsy|phenomenon|tendinitis|tenosynovitis|scale"
    r"|inventory|questionnaire|index|scor\w+|criteria|classification|grade|type|stimulator|procedure|repair|release|reflex"
    r"|exercises?|method|technique|catheter|blocks?|impingement|compression|apprehension|thyroiditis|dynamometer|grip|assessment"
    r"|examination|arthroplasty|osteotomy|approach|angle|stage|tears?|points?|canal|tunnel|tendon|thrust|depression|anxiety"
    r"|sleepiness|disability|orthosis|brace|bandage|splint|report|law)\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"(?:['’]s)?\s*(?:\d/\d|(?:\([+-]\)|\+|-)(?!\s?[A-Za-z]{2}))|(?:['’]s)?\s+(?:neg|pos)\b", re.IGNORECASE
)
"""What a test came out with ("0/5", "+", "(-)", "neg")."""
_LOOK_BEHIND, _LOOK_AHEAD = 28, 44
_AUTHOR_AHEAD = re.compile(
    r"(?:['’]s)?(?:-[A-Z][\w-]*)?(?:,?\s+[A-Z]{1,3}\b\.?)?"
    r"(?:,?\s+(?:and|&)\s+[A-Z][\w'’-]+|(?:,\s+[A-Z][\w'’-]+(?:\s+[A-Z]{1,3})?){1,8})?"
    r",?\s+et\.?\s+al\b|(?:-[A-Z][\w-]*)?(?:,?\s+(?:and|&)\s+[A-Z][\w'’-]+)?,?\s+(?:19|20)\d\d[a-z]?\s?[);,.]"
)
_OPEN_BRACKET = re.compile(
    r"(?:[(\[;]\s?|\b[Ss]ee\s+(?:also\s+)?|\bcf\.\s+)(?:see\s+)?(?:[A-Z][\w'’-]+(?:,?\s+(?:and|&)|,)\s+)*$"
)
_AUTHOR_LISTED = re.compile(r"\s[A-Z]{1,3}(?:,|\.|\s(?:and|&)\s|;)")
_JOURNAL = re.compile(
    r"\bet\.? al\b|\b(?:19|20)\d\d\s?(?:[A-Z][a-z]{2}\s?\d{0,2})?\s?;\s?\d|\bdoi\b|\bPMID\b"
    r"|\d\(\d{1,3}\)\s?:\s?\d|\bEpub\b"
)
_ANNALS = re.compile(
    r"\.?\s(?:Intern|Rheum|Surg|Emerg|Neurol|Pharmacother|Phys|Thorac|Plast|Fam|Oncol|Med|N Y)\b"
)
_IN_A_LIST = 240
# "based on Cummings: Otolaryngology": a textbook goes by its first author.
_WORK_AHEAD = re.compile(r"(?:['’]s\s|:\s|,\s)(?:[A-Z]\w+\s){0,3}[A-Z]\w+")
_BASED_BEFORE = re.compile(
    r"\b(?:[Bb]ased\son|[Cc]itation:?|[Tt]extbook:?)\s(?:Non-MTUS\s)?(?:[Cc]itation:?\s)?$"
)
_MOST_INITIALS = 3
_SURNAME_BEHIND = re.compile(r"[A-Z][a-z'’-]+\s$")
_INITIAL_BEFORE = re.compile(r"(?<![\w.])[A-Z]\.\s?$")
_INITIAL_AFTER = re.compile(r",?\s[A-Z]\.(?!\w)(?=\s)")
_AGENT_BEFORE = re.compile(
    r"\b(?:per|by|saw|told|sees|named|called|nurse|physician|therapist|attorney|mother|father|wife|husband|son|daughter)\s+$"
)
_SPEAKS = re.compile(
    r"\s+(?:report(?:s|ed)|state[sd]|said|says|complain(?:s|ed)|note[sd]|denie[sd]|recommend(?:s|ed)|request(?:s|ed)"
    r"|opine[sd]|prescribe[sd]|examined|evaluated|performed|underwent|sustained|presented|presents|indicated|diagnosed|told"
    r"|return(?:s|ed)|works|worked|is a \d|was seen|was born|lives)\b"
)
_TITLE_AHEAD = re.compile(r"\.?(?:\s{1,3}|(?<=\.))((?:[A-Z]\.\s?)*)([A-Za-z][A-Za-z'’-]*)")
_AND_AHEAD = re.compile(r",?\s+(?:and|&|,)\s+([A-Z][a-z'’-]+)")
_NAME_BEHIND = re.compile(r"([A-Za-z][A-Za-z'’-]*),?\s{0,2}$")
_IDENTIFIER_CUE = re.compile(
    r"(?:\b(?:ssn?|social security|mrn|medical record|chart|account|acct|policy|member|claim|claimant|file"
    r"|badge|licen[sc]e|lic|plate|dea|npi|ein|tax|bill|invoice|serial|prescription|rx|case|id|patient|employee"
    r"|ending(?: in)?|last four|pin|extension|ext|group|adj|no|number|unit|suite|apt)"
    r"\s*(?:no|number|nos|num|id)?\s*[.:#]*\s*(?:is|was|in|of)?\s*#?\s*)$",
    re.IGNORECASE,
)
_CODE_CUE = re.compile(
    r"\b(?:CPT|HCPCS|codes?|ICD(?:-?(?:9|10))?(?:-?CM)?|procedures?|NDC|billing)\b", re.IGNORECASE
)
_STREET_AHEAD = re.compile(
    r"\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w'’.-]*\s+){1,4}(?:St|Street|Ave|Avenue|Blvd|Boulevard|Rd|Road|Dr|Drive|Ln|Lane|Way|Ct|Court"
    r"|Pl|Place|Pkwy|Parkway|Hwy|Highway|Cir|Circle|Ter|Terrace|Plaza|Suite)\b"
)
_CITED_NUMBER = re.compile(
    r"(?:\bPMID|\bPMC|\bNDC|\bdoi|\bISBN|\bISSN|;|\(\d{1,3}\)\s?:|\bGuideline|\bNCT)\W{0,4}(?:[\w./;()-]{0,40})$",
    re.IGNORECASE,
)
_TITLE_BEHIND = re.compile(r"\b(?:dr|drs|mr|mrs|ms|miss|prof|atty)\b\.?\s*(?:[A-Z]\.\s?)?$", re.IGNORECASE)
_CREDENTIAL_AHEAD = re.compile(r",?\s{1,2}([A-Z][\w.-]*\w\.?)")
_WORD_BEHIND = re.compile(r"([A-Za-z]+),?\s+$")
_WORD_AHEAD = re.compile(r"(?:'s)?\s+([A-Za-z]+)")
_LETTER_AND_FOUR = re.compile(r"[A-V]\d{4}(?:-[A-Z0-9]{2})?")


def begins_sentence(text: str, start: int) -> bool:
    """Return whether a token stands where a sentence, a heading or an entry of a list begins."""
    before = text[max(0, start - 12) : start]
    plain = before.rstrip(" \t\r\n\"'“‘(-–")
    if not plain:
        return len(before) == start or "\n" in before
    return plain[-1] in _SENTENCE_END or "\n\n" in before[len(plain) :] or "\n \n" in before[len(plain) :]


def is_author(text: str, start: int, end: int) -> bool:  # noqa: PLR0911 - each return is a way of citing
    """Return whether a name is an author's in a citation ("(Chou, 2009)", "Roe A, Doe B, et al.")."""
    if not text[start].isupper():
        return False
    ahead = text[end : end + 120]
    if _WORK_AHEAD.match(ahead) and _BASED_BEFORE.search(text[max(0, start - 60) : start]):
        return True
    if text[start:end] == "Ann" and _ANNALS.match(ahead):
        return True
    if end - start <= _MOST_INITIALS and text[start:end].isupper():
        listed = _SURNAME_BEHIND.search(text[max(0, start - 24) : start]) and ahead[:1] in {",", ".", ";"}
        return bool(listed) and bool(_JOURNAL.search(text[end : end + _IN_A_LIST]))
    if (match := _AUTHOR_AHEAD.match(ahead)) is not None:
        return "et" in match[0] or bool(_OPEN_BRACKET.search(text[max(0, start - 60) : start]))
    if not _AUTHOR_LISTED.match(ahead):
        return False
    return bool(_JOURNAL.search(text[end : end + _IN_A_LIST]))


def is_eponym(text: str, start: int, end: int) -> bool:
    """Return whether a surname stands for a test, a sign, a scale or a disease here."""
    word = text[start:end].lower().replace("’", "'")
    bare = word.removesuffix("'s").rstrip("'")
    around = text[max(0, start - _LOOK_BEHIND) : start] + "|" + text[end : end + _LOOK_AHEAD]
    if _COMPANY.search(around) or _RESULT.match(text, end):
        return True
    if bare in known.words("eponyms_common"):
        return False
    return not _AGENT_BEFORE.search(text[max(0, start - 16) : start])


def is_likely_person(text: str, start: int, end: int) -> bool:
    """Return whether a word that is rather a name is no word here."""
    bare = text[start:end].lower().replace("’", "'").removesuffix("'s")
    if bare in known.eponyms() and is_eponym(text, start, end):
        return False
    if is_author(text, start, end):
        return False
    if begins_sentence(text, start) or _in_capitals(text, start, end):
        return is_named(text, start, end) or bool(_SPEAKS.match(text, end))
    return True


def is_named(text: str, start: int, end: int) -> bool:
    """Return whether a word that people bear too stands in a name's position."""
    lower = text[start:end].lower()
    if is_author(text, start, end):
        return False
    before = text[max(0, start - 14) : start]
    if _INITIAL_BEFORE.search(before) or _INITIAL_AFTER.match(text, end):
        return not begins_sentence(text, start - 2) or bool(_SPEAKS.match(text, end))
    if lower in known.terms("states"):
        return False
    return bool(_AGENT_BEFORE.search(before)) and not text[end : end + 2].strip().isdigit()


def is_behind_title(text: str, start: int) -> bool:
    """Return whether the word before is a title."""
    return bool(_TITLE_BEHIND.search(text[max(0, start - 14) : start]))


def is_named_here(text: str, start: int, end: int, *, is_term: bool) -> bool:
    """Return whether an ordinary word that is one of the letter's own names means the person.

    Args:
        text: the letter.
        start: where the word begins.
        end: where it ends.
        is_term: whether it is a drug's or a test's name, which is capitalized within a sentence too.
    """
    if is_behind_title(text, start) or is_named(text, start, end):
        return True
    behind = _CREDENTIAL_AHEAD.match(text, end)
    if behind is not None and behind[1] in known.credentials():
        return True
    if _SPEAKS.match(text, end) and not is_term:
        return True
    if is_term or begins_sentence(text, start) or text[start:end].isupper():
        return False
    # Within a title or a heading the words around are capitalized too.
    before, ahead = _WORD_BEHIND.search(text[max(0, start - 24) : start]), _WORD_AHEAD.match(text, end)
    return before is not None and before[1].islower() and (ahead is None or ahead[1].islower())


def _in_capitals(text: str, start: int, end: int) -> bool:
    line = text[max(0, start - 20) : start] + text[end : end + 20]
    return text[start:end].isupper() and not any(sign.islower() for sign in line)


def is_beside(text: str, start: int, end: int, starts: Collection[int], ends: Collection[int]) -> bool:
    """Return whether a capitalized word has a name before or behind it, an initial between them or not."""
    if not text[start].isupper():
        return False
    before, behind = text[max(0, start - 5) : start], text[end : end + 6]
    gap = re.search(r"(?:[ \t\n-]{1,2}(?:[A-Z]\.? )?|,\s)$", before)
    if gap and start - len(gap[0]) in ends:
        return True
    gap_behind = re.match(r"(?:[ \t\n-]{1,2}(?:[A-Z]\.? )?|,\s)", behind)
    return bool(gap_behind) and end + len(gap_behind[0]) in starts  # type: ignore[index]


def names_beside(text: str, token: Token, extra: Collection[str]) -> list[Span]:
    """Return the words that a title, or the letters of a profession, make names of."""
    if token.kind is Kind.TITLE:
        spans = _behind_title(text, token.start, token.end)
    else:
        spans = _before_credential(text, token.start)
    return [(first, last) for first, last in spans if text[first:last].lower() not in extra]


def _behind_title(text: str, start: int, end: int) -> list[Span]:
    title = text[start:end]
    ahead = _TITLE_AHEAD.match(text, end)
    if not ahead or "'" in title or "’" in title:
        return []
    word = ahead[2]
    lower = word.lower().removesuffix("'s").removesuffix("’s")
    if lower in known.terms("not_behind_titles") or (len(lower) == 1 and not ahead[1]) or title == "ms":
        return []
    is_sure = (title.islower() and title != "doctor") or text[end : end + 1] == "."
    is_weak = not is_sure and (title.isupper() or title in {"Doctor", "doctor", "Miss", "miss"})
    if is_weak and not _is_bearable(word):
        return []
    if word.islower() and word_kind(word.capitalize()) is Kind.SAFE:
        return []
    spans = [(ahead.start(2), ahead.end(2))]
    also = _AND_AHEAD.match(text, ahead.end()) if title.lower() == "drs" else None
    if also is not None and also[1].lower() not in known.terms("not_behind_titles"):
        spans.append((also.start(1), also.end(1)))
    return spans


def _before_credential(text: str, start: int) -> list[Span]:
    first = max(0, start - 30)
    behind = _NAME_BEHIND.search(text[first:start])
    if not behind or not behind[1][0].isupper() or not _is_bearable(behind[1]):
        return []
    return [(first + behind.start(1), first + behind.end(1))]


def _is_bearable(word: str) -> bool:
    return word_kind(word) in {Kind.NAME_FIRST, Kind.NAME_TOO, Kind.EPONYM, Kind.UNKNOWN, Kind.SLIP}


def whole_name(text: str, start: int, end: int) -> Span:
    """Return an unsafe word with the capitalized words and initials beside it, of which a name can be made.

    Words in capitals throughout are not taken for part of it, nor is the word that begins a sentence.
    """
    if text[start:end].islower() and (half := _SMALL_HALF.match(text, end)):
        return start, half.end()
    if not text[start].isupper() or (text[start:end].isupper() and end - start > 1):
        return start, end
    before = _NAME_WORDS_BEFORE.search(text[max(0, start - _LONGEST_NAME) : start])
    first = start
    if before is not None:
        words = [match.start() for match in re.finditer(r"[A-Z]\S*", before[0])]
        offset = start - len(before[0])
        kept = [offset + at for at in words if not _is_no_part(text, offset + at)]
        first = min(kept, default=start)
    behind = _NAME_WORDS_BEHIND.match(text, end, end + _LONGEST_NAME)
    return first, behind.end() if behind and not behind[0].isupper() else end


def _is_no_part(text: str, at: int) -> bool:
    word = re.match(r"[\w'’-]+\.?", text[at : at + 30])
    lower = word[0].lower().rstrip(".") if word else ""
    return (
        lower in known.terms("not_behind_titles")
        or word_kind(lower) is Kind.TITLE
        or (begins_sentence(text, at) and len(lower) > 1)
    )


def is_identifier(text: str, start: int, end: int, kind: Kind) -> bool:
    """Return whether four or five figures are no quantity and no code here."""
    before = text[max(0, start - 40) : start]
    if kind is Kind.FOUR:
        return bool(_IDENTIFIER_CUE.search(before)) or bool(_STREET_AHEAD.match(text, end))
    if _IDENTIFIER_CUE.search(before) and not _CODE_CUE.search(before):
        return True
    token = text[start:end]
    digits = "".join(sign for sign in token if sign.isdigit())
    if is_cited_number(text, start) or _LETTER_AND_FOUR.fullmatch(token):
        return False
    return not (
        _CODE_CUE.search(text[max(0, start - 120) : end + 40])
        or token.upper() in codes()
        or digits in codes()
    )


def codes() -> frozenset[str]:
    """Return the codes of procedures that requests name often."""
    return known.terms("codes") | frozenset(code.upper() for code in known.terms("codes"))


def is_cited_number(text: str, start: int) -> bool:
    """Return whether a number belongs to a citation: volume, pages, PMID, DOI."""
    return is_of_guideline(text, start) or bool(_CITED_NUMBER.search(text[max(0, start - 60) : start]))
