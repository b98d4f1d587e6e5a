"""The clinical summary → age, sex, body parts, treatments, work status and diagnoses, as stated."""

from imr_reports.records.clinical import NOTHING_KNOWN, ClinicalFacts
from imr_reports.records.identified import Diagnosis, Passage


def read_clinical(text: str, summary: Passage | None) -> tuple[ClinicalFacts, tuple[Diagnosis, ...]]:
    """Read what a letter says of the injured worker; what it denies or doesn't say is absent."""
    return NOTHING_KNOWN, ()
