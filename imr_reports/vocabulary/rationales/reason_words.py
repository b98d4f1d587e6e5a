"""Codes of reasons → the words in which a report names them."""

from imr_reports.records.reasons import Reason

REASON_WORDS: dict[Reason, str] = {
    Reason.CRITERIA_MET: "Criteria of the guideline met",
    Reason.CRITERIA_NOT_MET: "Criteria of the guideline not met",
    Reason.NOT_RECOMMENDED: "Not recommended by the guideline",
    Reason.EXCEEDS_RECOMMENDED: "More than the guideline recommends",
    Reason.NO_FUNCTIONAL_IMPROVEMENT: "No improvement shown",
    Reason.BENEFIT_SHOWN: "Benefit shown",
    Reason.DOCUMENTATION_INSUFFICIENT: "Documentation insufficient",
    Reason.REQUEST_INCOMPLETE: "Request incomplete",
    Reason.FIRST_LINE_NOT_TRIED: "First-line treatment not tried",
    Reason.FIRST_LINE_FAILED: "First-line treatment failed",
    Reason.FINDINGS_ABSENT: "Supporting findings absent",
    Reason.FINDINGS_PRESENT: "Supporting findings present",
    Reason.DUPLICATIVE: "Repeats another service",
    Reason.DEPENDS_ON_DENIED: "Goes with a service that is not necessary",
    Reason.DEPENDS_ON_APPROVED: "Goes with a service that is necessary",
    Reason.NOT_ADDRESSED: "Not addressed by the guideline",
    Reason.NEW_OR_WORSENING: "New or worsening condition",
    Reason.RISK_OR_HARM: "Risk or harm",
    Reason.OTHER: "Another reason",
}
