"""Text, its findings and a policy → text in which each finding is replaced."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from imr_reports.records.limited import GATE, EntityType, Finding
from imr_reports.records.policy import KeyedPolicy, Operator, Policy
from imr_reports.scrub.identities import Identity, identities
from imr_reports.scrub.mentions import plain_word
from imr_reports.scrub.place_kinds import first_three, kind_of_place
from imr_reports.scrub.policy import OLDEST_AGE, default_terms
from imr_reports.scrub.roles import ROLES
from imr_reports.scrub.shifting import days_from, moved, shift_of
from imr_reports.scrub.surrogates import Surrogates
from imr_reports.scrub.years import latest_year, written_in, year_of

CAPPED_AGE = f"{OLDEST_AGE + 1}+"
WITHHELD = "[withheld]"

_BARE = {
    EntityType.NAME: "[name]",
    EntityType.ORG: "[organization]",
    EntityType.LOCATION: "[place]",
    EntityType.DATE: "[date]",
    EntityType.CONTACT: "[contact]",
    EntityType.ID: "[identifier]",
    EntityType.AGE: "[age]",
}
# What `apply_findings` writes; nothing is ever looked for in it, so scrubbing twice changes nothing.
PLACEHOLDER = re.compile(
    r"\[(?:name|organization|place|contact|identifier|age|withheld|patient"
    rf"|(?:{'|'.join((*ROLES, 'organization', 'place'))}) \d+"
    r"|zip \d{3}|date(?: \d{4}| [+-]\d+ days)?)\]|\b90\+"
)
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePolicy:
    """A policy as it is applied to one case.

    Attributes:
        keyed: the policy with its secret.
        reference: the case's random reference; shifts and surrogates are drawn by it.
        injury: the day of the injury, where it is known; offsets count from it.
    """

    keyed: KeyedPolicy
    reference: str = ""
    injury: date | None = None

    @property
    def policy(self) -> Policy:
        """The policy itself."""
        return self.keyed.policy


class Redaction:
    """A text whose findings are replaced; any stretch of it can be read.

    Args:
        text: the text that the findings index.
        findings: sorted, not overlapping.
        terms: the policy; Safe Harbor by default.
    """

    def __init__(self, text: str, findings: Sequence[Finding], terms: CasePolicy | None = None) -> None:
        self._text = text
        self._ends = [finding.end for finding in findings]
        replace = _Replacer(text, findings, terms or CasePolicy(keyed=default_terms()))
        self._replacements = [(finding.start, finding.end, replace(finding)) for finding in findings]

    def stretch(self, start: int, end: int) -> str:
        """Return the text from `start` to `end`; a finding that is cut through is replaced as a whole."""
        parts: list[str] = []
        position = start
        for first, last, placeholder in self._replacements[bisect_right(self._ends, start) :]:
            if first >= end:
                break
            parts += (self._text[position : max(position, first)], placeholder)
            position = min(last, end)
        parts.append(self._text[position:end])
        return "".join(parts)


def apply_findings(text: str, findings: Sequence[Finding], terms: CasePolicy | None = None) -> str:
    """Return a text with its findings (sorted, not overlapping) replaced."""
    return Redaction(text, findings, terms).stretch(0, len(text))


class _Replacer:
    """Says what stands for each finding of a text."""

    def __init__(self, text: str, findings: Sequence[Finding], terms: CasePolicy) -> None:
        self._text = text
        self._terms = terms
        self._oldest_year, self._latest_year = written_in(text) - OLDEST_AGE, latest_year(text)
        self._identities = identities(text, findings)
        policy = terms.policy
        names = [finding for finding in findings if finding.entity_type is EntityType.NAME]
        self._named = _words_of(text, names) if policy.uses(Operator.KEEP) else frozenset()
        self._shift = shift_of(terms.keyed.key, terms.reference) if policy.uses(Operator.SHIFT) else None
        self._surrogates = (
            Surrogates(policy, terms.reference, text) if policy.uses(Operator.SURROGATE) else None
        )

    def __call__(self, finding: Finding) -> str:
        if finding.recognizer.startswith(GATE):
            return WITHHELD
        found = self._text[finding.start : finding.end]
        identity = self._identities.get(finding.start)
        opening = found.rfind("(")
        if finding.entity_type is EntityType.NAME and opening > 0 and ")" not in found[opening:]:
            # A bracket that closes behind the finding stays open: "Dr. [physician 1] ([physician 1], …)".
            parts = (found[:opening].rstrip(), found[opening + 1 :].lstrip())
            blank = found[len(parts[0]) : opening]
            first, second = (self._replaced(finding, part, identity) for part in parts)
            return f"{first}{blank}({second}"
        return self._replaced(finding, found, identity)

    def _replaced(self, finding: Finding, found: str, identity: Identity | None) -> str:
        operator = self._terms.policy.operator(finding.entity_type, self._kind(finding, found, identity))
        replacement: str | None = None
        match operator:
            case Operator.PLACEHOLDER if identity:
                replacement = identity.placeholder
            case Operator.SURROGATE if identity and self._surrogates:
                replacement = self._surrogates.stand_in(identity, found)
            case Operator.CAP:
                replacement = CAPPED_AGE
            case Operator.ZIP3:
                replacement = f"[zip {first_three(found)}]"
            case Operator.KEEP:
                # A town whose name a person of the letter bears may be that person.
                named = identity.placeholder if identity else None
                replacement = named if _words_in(found) & self._named else found
            case Operator.YEAR | Operator.OFFSET | Operator.SHIFT:
                replacement = self._date(operator, found)
        return replacement or _BARE[finding.entity_type]

    @staticmethod
    def _kind(finding: Finding, found: str, identity: Identity | None) -> str:
        if finding.entity_type is EntityType.LOCATION:
            return kind_of_place(found)
        return identity.kind if identity else ""

    def _date(self, operator: Operator, found: str) -> str | None:
        year = year_of(found)
        # A year so long ago can only be the birth of someone over 89, or tell of it.
        # One that lies behind the letter is misread.
        if year is None or not self._oldest_year <= year <= self._latest_year:
            return None
        if operator is Operator.YEAR:
            return f"[date {year}]"
        if operator is Operator.SHIFT:
            return moved(found, self._shift) if self._shift else None
        days = days_from(self._terms.injury, found)
        return None if days is None else f"[date {days:+d} days]"


def _words_of(text: str, findings: Sequence[Finding]) -> frozenset[str]:
    return frozenset().union(*(_words_in(text[one.start : one.end]) for one in findings))


def _words_in(found: str) -> frozenset[str]:
    return frozenset(plain_word(match[0]) for match in _WORD.finditer(found))
