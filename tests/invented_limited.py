"""Limited cases made by hand, for tests of what counts and stores them."""

from datetime import date
from typing import Any

from imr_reports.records.coded import Basis, Decision, GuidelineSource, LetterFormat, Priority, Work
from imr_reports.records.limited import SCRUB_SEAL, EntityType, LimitedCase, LimitedCitation, LimitedIssue
from imr_reports.records.services import Service

_WORK = Work(source=GuidelineSource.MTUS, title="Chronic Pain", edition="2009")


def limited_issue(**fields: Any) -> LimitedIssue:
    """An upheld request for an opioid, with some fields changed."""
    known: dict[str, Any] = {
        "sequence": 1,
        "request": "a request",
        "disputed_item": "an item",
        "was_partly_authorized": False,
        "decision": Decision.UPHELD,
        "service": Service(category="Pharmaceuticals", subcategory="Opioids"),
        "claims_administrator_basis": Basis.MTUS,
        "claims_administrator_guideline": "one",
        "claims_administrator_citations": (LimitedCitation(work=_WORK, pages=("24",)),),
        "reviewer_basis": Basis.MTUS,
        "reviewer_guideline": "two",
        "reviewer_citations": (),
        "rationale": "a rationale",
    }
    return LimitedIssue(**known | fields)


def limited_case(reference: str, *issues: LimitedIssue) -> LimitedCase:
    """A case of the standard format, decided in March 2015."""
    return LimitedCase(
        seal=SCRUB_SEAL,
        reference=reference,
        format=LetterFormat.STANDARD,
        priority=Priority.STANDARD,
        decided=date(2015, 3, 31),
        assigned=None,
        received=date(2015, 2, 2),
        ur_denial=None,
        injury=None,
        latest_date=None,
        reviewer_specialties=("Pain Management",),
        reviewer_states=("California",),
        summary="a summary",
        issues=issues or (limited_issue(),),
        quality=(),
        findings={EntityType.NAME: 2},
    )
