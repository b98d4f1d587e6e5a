"""A de-identification policy: which operator replaces which type of finding."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from imr_reports.records.limited import EntityType

DEFAULT_POLICY = "safe-harbor"


class Standard(StrEnum):
    """What a policy claims to meet."""

    SAFE_HARBOR = "safe-harbor"
    LIMITED = "limited"
    EXPERT = "expert"

    @property
    def notice(self) -> str:
        """What every sheet of a report says of it, "" for Safe Harbor."""
        return _NOTICES[self]


_WORDS = {
    Standard.SAFE_HARBOR: "Safe Harbor rules, 45 CFR 164.514(b)(2)",
    Standard.LIMITED: "limited data set, 45 CFR 164.514(e)",
    Standard.EXPERT: "expert determination, 45 CFR 164.514(b)(1)",
}
# What a policy may keep, in words, by type and sub-kind.
_KEPT = {
    (EntityType.DATE, ""): "dates",
    (EntityType.AGE, ""): "ages over 89",
    (EntityType.LOCATION, "town"): "towns",
    (EntityType.LOCATION, "county"): "counties",
    (EntityType.LOCATION, "zip"): "ZIP codes",
}
_NOTICES = {
    Standard.SAFE_HARBOR: "",
    Standard.LIMITED: "Limited data set: for internal use under a data use agreement",
    Standard.EXPERT: "De-identified by expert determination, not by Safe Harbor",
}


class Operator(StrEnum):
    """What becomes of a finding."""

    REDACT = "redact"
    PLACEHOLDER = "placeholder"
    SURROGATE = "surrogate"
    YEAR = "year"
    OFFSET = "offset"
    SHIFT = "shift"
    CAP = "cap"
    ZIP3 = "zip3"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy as read from its file and found safe.

    Attributes:
        name: its name.
        standard: what it claims to meet.
        operators: (entity type, sub-kind, operator); the sub-kind "" stands for all others.
        surnames: invented surnames, where it replaces names by surrogates.
        first_names: invented first names for the same.
        determined: the day of the expert's determination, None where the file names none.
        digest: SHA-256 of the file.
    """

    name: str
    standard: Standard
    operators: tuple[tuple[EntityType, str, Operator], ...]
    digest: str
    surnames: tuple[str, ...] = ()
    first_names: tuple[str, ...] = ()
    determined: date | None = None

    def operator(self, entity_type: EntityType, kind: str = "") -> Operator:
        """Return what becomes of a finding of a type and sub-kind."""
        plain = Operator.REDACT
        for known, sub_kind, operator in self.operators:
            if known is entity_type and sub_kind == kind:
                return operator
            if known is entity_type and not sub_kind:
                plain = operator
        return plain

    def uses(self, operator: Operator) -> bool:
        """Return whether any type of finding goes through an operator."""
        return any(used is operator for _, _, used in self.operators)

    def kept(self, *types: EntityType) -> str:
        """Return what of some types, or of all, it leaves as it stands: "dates and towns", "" for nothing."""
        words = [
            word
            for (kind, sub_kind), word in _KEPT.items()
            if (not types or kind in types) and self.operator(kind, sub_kind) is Operator.KEEP
        ]
        return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))

    @property
    def words(self) -> str:
        """What it claims to meet and what it leaves, as a report and its manifest say it."""
        says = []
        if kept := self.kept():
            says.append(f"{kept} are kept in the texts")
        if self.uses(Operator.SHIFT):
            says.append("dates of the text are shifted, not removed")
        if self.standard is Standard.LIMITED:
            says.append("for internal use under a data use agreement")
        return _WORDS[self.standard] + (": " + "; ".join(says) if says else "")

    @property
    def may_be_published(self) -> bool:
        """Whether what it lets through may reach the public."""
        if self.standard is Standard.EXPERT:
            return self.determined is not None
        return self.standard is Standard.SAFE_HARBOR

    @property
    def moves_days(self) -> bool:
        """Whether it writes days relative to something hidden; bare years of the case then go too."""
        return self.uses(Operator.OFFSET) or self.uses(Operator.SHIFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedPolicy:
    """A policy and the secret by which it moves dates, b"" where it moves none."""

    policy: Policy
    key: bytes = field(default=b"", repr=False)
