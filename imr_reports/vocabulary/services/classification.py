"""The terms of a disputed item → the state's category of it, and its procedure.

The first term that names a service decides, except that what goes with a surgery is adjunct to it, a visit is
whose it is, and a procedure that says little yields to one that says more.
"""

from dataclasses import dataclass
from itertools import takewhile

from imr_reports.vocabulary.drugs.mentions import PHARMACEUTICALS
from imr_reports.vocabulary.matching.terms import Mention
from imr_reports.vocabulary.services.procedures import Procedure, in_sessions
from imr_reports.vocabulary.services.reading import ADJUNCT, Reading, Role, Sense

_RIGHT_BEFORE = 3  # characters
_RIGHT_BEHIND = 4  # words
_NEAR = 7  # words between a drug and what is done with it, or between a visit and what it is for
EQUIPMENT = ("DMEPOS", "DME")
SURGICAL_CONSULT = ("Surgery", "Surgical Consult")
SURGICAL_VISIT = "Surgery (unspecified) visit"
_SURGERY_AT_LARGE = frozenset({"Surgery", "Spine surgery"})
# A drug class of the taxonomy as well: what is asked for is to inject the drug.
INJECTED_DRUG = "Injection"
VISCOSUPPLEMENTATION = "Viscosupplementation"
# Drugs that people inject themselves, from the pharmacy.
_SELF_INJECTED = frozenset(
    {
        VISCOSUPPLEMENTATION, "Tumor necrosis factor (TNF) modified", "Antimigraine Agent", "Antidiabetics",
        "Anti-coagulant", "Hormones",
    }
)  # fmt: skip
# What goes with a surgery is adjunct to it; therapies and injections are not.
_GOES_WITH_SURGERY = frozenset(
    {
        "Diagnostic Testing",
        "DMEPOS",
        "Evaluation & Management",
        "Pharmaceuticals",
        "Home Health",
        "Psych Services",
    }
)
# A visit "for" one of these is the service itself.
_VISITED_FOR = frozenset(
    {"Diagnostic Testing", "Rehabilitation", "Programs", "Home Health", "Transportation"}
)
# Services that a drug named first is only part of.
_OVER_DRUG = frozenset(
    {
        "Iontophoresis",
        "Detoxification program",
        "Intrathecal pump refill or trial",
        "Intrathecal pump or peripheral nerve stimulator implant",
        "Drug test",
        "Genetic test",
        "Hormone and vitamin tests",
        "Allergy test",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDrug:
    """The first drug of a request: where its name begins, and its class."""

    start: int
    drug_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """The category of a disputed item, and the procedure with the stretch that names it.

    Attributes:
        procedure: "" where the vocabulary has no name for it.
    """

    category: str
    subcategory: str
    procedure: str = ""
    start: int = 0
    end: int = 0


def classify_named(reading: Reading, drug: NamedDrug | None = None) -> Classified | None:
    """Return what a request names, None where it names no service and no drug.

    Args:
        reading: the request's terms.
        drug: the first drug that the request names.
    """
    lead = next((place for place, mention in enumerate(reading) if mention.value.role in _LEADS), None)
    found = _of_drug_or_lead(reading, lead, drug)
    roles = {mention.value.role for mention in reading}
    if Role.ASSOCIATED in roles and (found is None or found.category not in ("Rehabilitation", "Injection")):
        return _adjunct(found)
    if Role.PREOPERATIVE in roles and _is_adjunct(found):
        return _adjunct(found)
    return found


def classify_weakly(reading: Reading) -> Classified | None:
    """Return what words that say little make likely, None where there are none such."""
    for mention in reading:
        if mention.value.role is Role.WEAK:
            return _classified(mention)
    if any(mention.value.role is Role.EQUIPMENT for mention in reading):
        return Classified(category=EQUIPMENT[0], subcategory=EQUIPMENT[1])
    return None


_LEADS = frozenset({Role.SERVICE, Role.VISIT, Role.SPECIALTY})


def _of_drug_or_lead(reading: Reading, lead: int | None, drug: NamedDrug | None) -> Classified | None:
    if drug is None:
        return None if lead is None else _resolved(reading, lead)
    if lead is not None and reading[lead].start <= drug.start:
        found = _resolved(reading, lead)
        if drug.drug_class == VISCOSUPPLEMENTATION and found.category == "Injection":
            return Classified(category=PHARMACEUTICALS, subcategory=VISCOSUPPLEMENTATION)
        return found
    return _of_drug(reading, drug)


def _of_drug(reading: Reading, drug: NamedDrug) -> Classified:
    """Return the category of a request that names a drug first: what is done with it may count more."""
    for mention in _beside(reading, drug):
        role, procedure = mention.value.role, mention.value.procedure
        if procedure.name in _OVER_DRUG:
            return _classified(mention)
        if role is Role.LEVEL:
            return Classified(category="Diagnostic Testing", subcategory="Lab & Pathology")
        if (
            role is Role.INJECTED or procedure.category == "Injection"
        ) and drug.drug_class not in _SELF_INJECTED:
            return Classified(
                category="Injection",
                subcategory="Injection",
                procedure=procedure.name or "Injection",
                start=mention.start,
                end=mention.end,
            )
    if drug.drug_class == INJECTED_DRUG:
        return Classified(category="Injection", subcategory="Injection")
    return Classified(category=PHARMACEUTICALS, subcategory=drug.drug_class)


def _beside(reading: Reading, drug: NamedDrug) -> Reading:
    """Return the terms behind a drug, and one right before it ("IM Toradol")."""
    return [mention for mention in reading if mention.end > drug.start - _RIGHT_BEFORE][:_NEAR]


def _resolved(reading: Reading, lead: int) -> Classified:
    """Return what the leading term stands for, read with the terms behind it."""
    mention = reading[lead]
    role, procedure = mention.value.role, mention.value.procedure
    if role is Role.SERVICE:
        if procedure.category == "Surgery" and _is_about_to_visit(reading, lead):
            return _consulted(mention, reading[lead + 1])
        if procedure.subcategory == "Supplies":
            return _supplied(reading, lead)
        if procedure.name in in_sessions() and _is_in_sessions(reading, lead):
            return _classified(mention, in_sessions()[procedure.name])
        return _particular(reading, lead) if procedure.is_broad else _classified(mention)
    if role is Role.SPECIALTY:
        return _classified(mention)
    return _visited(reading, lead)


def _is_about_to_visit(reading: Reading, lead: int) -> bool:
    """Return whether "surgery" is only whom a visit is with: "shoulder surgery consultation"."""
    if reading[lead].value.procedure.name not in _SURGERY_AT_LARGE or lead + 1 == len(reading):
        return False
    behind = reading[lead + 1]
    return behind.value.role is Role.VISIT and behind.first == reading[lead].last + 1


def _consulted(first: Mention[Sense], last: Mention[Sense]) -> Classified:
    category, subcategory = SURGICAL_CONSULT
    return Classified(
        category=category, subcategory=subcategory, procedure=SURGICAL_VISIT, start=first.start, end=last.end
    )


def _is_in_sessions(reading: Reading, lead: int) -> bool:
    """Return whether a service is asked for by the session, and not as a thing."""
    behind = list(takewhile(lambda mention: mention.value.role is not Role.SERVICE, reading[lead + 1 :]))
    if len(behind) < len(reading) - lead - 1:
        # Sessions farther behind are those of the next service.
        behind = [mention for mention in behind if mention.first - reading[lead].last <= _RIGHT_BEHIND]
    roles = {mention.value.role for mention in (*reading[:lead], *behind)}
    return Role.SESSIONS in roles and Role.EQUIPMENT not in roles


def _supplied(reading: Reading, lead: int) -> Classified:
    """Return the stimulator that supplies are for, else the supplies."""
    for mention in reading[lead + 1 :]:
        if mention.value.procedure.subcategory == "Electrical Stimulation":
            return _classified(mention)
    return _classified(reading[lead])


def _particular(reading: Reading, lead: int) -> Classified:
    """Return the first term that says more than the leading one within its category."""
    own = reading[lead].value.procedure
    for mention in reading[lead + 1 :]:
        other = mention.value.procedure
        is_of_kind = mention.value.role is Role.SERVICE and other.category == own.category
        if is_of_kind and not other.is_broad and other.subcategory != ADJUNCT[1]:
            return _classified(mention)
    return _classified(reading[lead])


def _visited(reading: Reading, lead: int) -> Classified:
    """Return whom a visit is with, or what it is for."""
    visit = reading[lead]
    for mention in reading[lead + 1 :]:
        role, procedure = mention.value.role, mention.value.procedure
        if mention.first - visit.last > 2 * _NEAR:
            break
        if role is Role.SPECIALTY or procedure.category == "Psych Services":
            return _classified(mention)
        if procedure.name in _SURGERY_AT_LARGE:
            return _consulted(visit, mention)
        if role is Role.SERVICE and mention.first - visit.last <= _NEAR:
            return _classified(mention) if procedure.category in _VISITED_FOR else _classified(visit)
    return _classified(visit)


def _is_adjunct(found: Classified | None) -> bool:
    if found is None:
        return True
    return found.category in _GOES_WITH_SURGERY or (found.category, found.subcategory) == SURGICAL_CONSULT


def _adjunct(found: Classified | None) -> Classified:
    return Classified(
        category=ADJUNCT[0],
        subcategory=ADJUNCT[1],
        procedure=found.procedure if found else "",
        start=found.start if found else 0,
        end=found.end if found else 0,
    )


def _classified(mention: Mention[Sense], read_as: Procedure | None = None) -> Classified:
    procedure = read_as or mention.value.procedure
    return Classified(
        category=procedure.category,
        subcategory=procedure.subcategory,
        procedure=procedure.name,
        start=mention.start,
        end=mention.end,
    )
