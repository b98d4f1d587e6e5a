"""A letter → names on lines of their own: above an address, behind "cc", in a line of recipients."""

import re
from collections.abc import Iterator

from imr_reports.scrub.names import is_stop
from imr_reports.scrub.recognizer import Span, SpanRecognizer
from imr_reports.scrub.words import NAME, SERVICE, TERM, Reading
from imr_reports.vocabulary import names

ON_A_LINE = 0.9
_ADDRESS_LINE = re.compile(
    r"(?im)^[ \t]*(?:\d{1,6}[\w\-]*[ \t]+(?!mg|mcg|ml|of\b|out\b|to\b|sessions|visits|weeks|tab|cap|days"
    r"|months|years)[A-Za-z0-9][^\r\n]{2,60}|P\.?[ ]?O\.?[ ]?B(?:o)?x[ \t]*\d+[^\r\n]*"
    r"|R(?:oute|t|T)\.?[ ]\d+,?[ ]Box[^\r\n]*|One[ ][A-Z][^\r\n]{2,50})[ \t]*\r?\n(?:[ \t]*(?:Suite|Ste|Apt"
    r"|Unit|Bldg|Floor)[^\r\n]*\r?\n)?"
    r"[ \t]*[A-Z][A-Za-z .'’\-]{2,30},?[ \t]+(?:CA|Calif\.?|California|NV|AZ|OR|WA|TX)\.?[ \t]+\d[\dOlI]{4}"
)
_COPIES = re.compile(
    r"(?im)^[ \t]*(?:cc|c\.c\.|copies to|copy to|served(?:[ \t]+on)?(?:[ \t]+[\d/\-]+)?"
    r"|distribution)[ \t]*:(?P<line>[^\r\n]*(?:\r?\n(?![ \t]*\r?\n)[^\r\n]+){0,6})"
)
_PUBLIC = re.compile(
    r"(?i)division of|department of|maximus|independent medical|workers['’] comp|dwc\b"
    r"|administrative director|state of|determination|federal services"
)
_ROLE_TAIL = re.compile(
    r"(?i),[ ](?=(?:[A-Z]\.?){0,1}(?:esq|m\.?\s?d|d\.?\s?[oc]|ph\.?d|r\.?n|senior|claims|attorney|applicant"
    r"|adjuster|examiner|paralegal|manager|supervisor|director|hearing|defense|qme|inc|llp|apc|llc).*$).*$"
)
_ORGANIZED = re.compile(
    r"(?i)&|\b(?:inc|llc|llp|apc|corp|co|company|group|clinic|hospital|medical|center|law|offices?|services"
    r"|insurance|claims|mutual|indemnity|casualty|fund|associates|partners|administrators|institute|pharmacy"
    r"|county|city|district|attorneys)\b"
)
_MOST_LINES = 4
_MOST_WORDS = 9


class AddressBlocks(SpanRecognizer):
    """Recipients above an address and in copy lines."""

    label = "address blocks"
    types = ("NAME", "ORG")

    def find(self, text: str) -> Iterator[Span]:
        """Yield the recipients named in a text."""
        for entity_type, start, end in (*above_addresses(text), *copies(text)):
            yield entity_type, start, end, ON_A_LINE


def above_addresses(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the lines directly above each address, as names or organizations."""
    for match in _ADDRESS_LINE.finditer(text):
        end = match.start()
        for nth in range(_MOST_LINES):
            start = text.rfind("\n", 0, max(0, end - 1)) + 1
            line = text[start:end]
            if not line.strip() or start >= end or not _is_recipient(line):
                break
            yield from _of_line(text, start, line)
            if start == 0 or nth == _MOST_LINES:
                break
            end = start


def _is_recipient(line: str) -> bool:
    words = Reading(line.strip())
    small = [
        i
        for i in range(len(words))
        if not words.is_capitalized(i)
        and words.lowers[i] not in {"of", "the", "and", "for", "de", "la", "del", "at"}
    ]
    return (
        0 < len(words) <= _MOST_WORDS
        and not small
        and not line.rstrip().endswith((".", ":"))
        and ":" not in line
    ) or "attn" in line.lower()


def _of_line(text: str, start: int, line: str) -> Iterator[tuple[str, int, int]]:
    if _PUBLIC.search(line):
        return
    begin = start + len(line) - len(line.lstrip())
    label = re.match(r"(?i)(?:attn|attention|c/o|re)\s?[:.]?\s", text[begin : begin + 12])
    begin += label.end() if label else 0
    value = _ROLE_TAIL.sub("", text[begin : start + len(line)].rstrip())
    if value and not _is_role(value):
        yield "ORG" if _ORGANIZED.search(value) else "NAME", begin, begin + len(value)


def _is_role(value: str) -> bool:
    """Return whether a line or part of one names nobody: a role, a service, a body of the state."""
    words = Reading(value)
    return all(
        (words.kinds[i] & (SERVICE | TERM) and not words.kinds[i] & NAME) or is_stop(words.lowers[i])
        for i in range(len(words))
    )


def copies(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the recipients behind "cc:" and the like, separated by commas, semicolons, slashes or lines."""
    credentials = names.grammar("credentials") | names.grammar("ambiguous_credentials")
    for match in _COPIES.finditer(text):
        for part in re.finditer(r"[^;,/\r\n()|]+", match["line"]):
            value = part[0].strip()
            start = match.start("line") + part.start() + len(part[0]) - len(part[0].lstrip())
            if (
                not value
                or not value[0].isupper()
                or _PUBLIC.search(value)
                or _is_role(value)
                or ":" in value
            ):
                continue
            words = Reading(value)
            capitalized = all(
                words.is_capitalized(i) or words.lowers[i] in {"of", "de", "la", "del", "and", "the"}
                for i in range(len(words))
            )
            if (
                capitalized
                and words.lowers[0] not in credentials
                and not re.search(r"\d", value)
                and len(words) <= _MOST_WORDS
            ):
                yield "ORG" if _ORGANIZED.search(value) else "NAME", start, start + len(value)
