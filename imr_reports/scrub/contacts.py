"""Text → telephone and fax numbers, e-mail, web and IP addresses; public guideline sites stay."""

import re
from functools import cache
from importlib.resources import files

from imr_reports.scrub.rules import Check, RuleRecognizer

_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
# What stands before, or in, the first half of an address that says "at" for the sign.
_ANNOUNCED = re.compile(
    r"(?:\be-?mail\w*|\bmail|\baddress|\bcontact)\b[^.;\n]{0,20}\Z|[(<:]\s?\Z", re.IGNORECASE
)
_MAILBOX = re.compile(r"[\w-]+[._+\d][\w.+-]*")


@cache
def _public_hosts() -> frozenset[str]:
    source = files("imr_reports.scrub").joinpath("patterns", "public_hosts.txt").read_text(encoding="utf-8")
    return frozenset(line for line in source.splitlines() if line and not line.startswith("#"))


def _is_public(host: str) -> bool:
    parts = host.lower().split(".")
    return any(".".join(parts[index:]) in _public_hosts() for index in range(len(parts)))


def not_public(text: str, match: re.Match[str]) -> bool:
    """Accept a web address unless its host is a known publisher's or an agency's."""
    del text
    host = _HOST.search(re.sub(r"\s", "", match[0]))
    return host is None or not _is_public(host[0])


def announced_address(text: str, match: re.Match[str]) -> bool:
    """Accept "name at host" that is announced as an address, or whose name can only be a mailbox."""
    mailbox = match[0].split()[0]
    announced = _ANNOUNCED.search(text[max(0, match.start() - 40) : match.start()])
    return (announced is not None or _MAILBOX.fullmatch(mailbox) is not None) and not_public(text, match)


def mostly_digits(text: str, match: re.Match[str]) -> bool:
    """Accept a number of which at least seven characters are digits."""
    del text
    return sum(character.isdigit() for character in match[0]) >= 7


def long_enough(text: str, match: re.Match[str]) -> bool:
    """Accept an international number of at least eight digits."""
    del text
    return sum(character.isdigit() for character in match[0]) >= 8


def not_public_said(text: str, match: re.Match[str]) -> bool:
    """Accept a dictated host unless it is a known publisher's or an agency's, or no host ("a dot com")."""
    del text
    host = re.sub(r"\sdash\s", "-", re.sub(r"\sdot\s", ".", match[0], flags=re.IGNORECASE))
    return host.partition(".")[0].lower() not in {"a", "the", "an"} and not _is_public(host)


def no_plain_number(text: str, match: re.Match[str]) -> bool:
    """Accept a word that is no year, date or count, and no word that ends a sentence."""
    del text
    name = match["hit"]
    return not re.fullmatch(r"[\d./:-]+|[A-Za-z]+|[A-Za-z]+\.[A-Z][a-z]+", name)


def four_octets(text: str, match: re.Match[str]) -> bool:
    """Accept four numbers of at most 255, the first of two digits: 3.3.1.2 is a section."""
    del text
    octets = [int(part) for part in match[0].split(".")]
    return octets[0] >= 10 and max(octets) <= 255


def spoken_number(text: str, match: re.Match[str]) -> bool:
    """Accept seven to eleven digits, at least three of them in words."""
    del text
    words = re.findall(r"[a-z]+", match[0].lower())
    digits = sum(character.isdigit() for character in match[0])
    return len(words) >= 3 and 7 <= digits + len(words) <= 12


CHECKS: dict[str, Check] = {
    "not_public": not_public,
    "announced_address": announced_address,
    "mostly_digits": mostly_digits,
    "long_enough": long_enough,
    "not_public_said": not_public_said,
    "no_plain_number": no_plain_number,
    "four_octets": four_octets,
    "spoken_number": spoken_number,
}


class ContactRecognizer(RuleRecognizer):
    """Presidio recognizer of contacts; results are named `contacts.<rule>`."""

    def __init__(self) -> None:
        super().__init__("contacts", CHECKS)
