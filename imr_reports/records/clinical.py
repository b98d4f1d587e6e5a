"""What a letter says of the injured worker's condition, as codes: holds no words of a letter."""

from dataclasses import dataclass
from enum import StrEnum

from imr_reports.records.services import BodySite
from imr_reports.records.stated import Stated


class Sex(StrEnum):
    """Sex as the letter states it."""

    FEMALE = "female"
    MALE = "male"


class Treatment(StrEnum):
    """Kinds of treatment that an injured worker has had or is having."""

    SURGERY = "surgery"
    INJECTION = "injection"
    PHYSICAL_THERAPY = "physical_therapy"
    CHIROPRACTIC = "chiropractic"
    ACUPUNCTURE = "acupuncture"
    PSYCHOTHERAPY = "psychotherapy"
    MEDICATION = "medication"
    EQUIPMENT = "equipment"
    HOME_EXERCISE = "home_exercise"


class WorkStatus(StrEnum):
    """Work status; the last one stated counts."""

    FULL_DUTY = "full_duty"
    MODIFIED_DUTY = "modified_duty"
    OFF_WORK = "off_work"
    NOT_WORKING = "not_working"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicalFacts:
    """Facts of the clinical summary; what the letter doesn't state, or denies, is absent.

    Attributes:
        age: in years.
        sites: injured or complained-of body parts, each once.
        treatments: each kind once, where it is first said to have taken place.
    """

    age: Stated[int] | None = None
    sex: Stated[Sex] | None = None
    sites: tuple[Stated[BodySite], ...] = ()
    treatments: tuple[Stated[Treatment], ...] = ()
    work_status: Stated[WorkStatus] | None = None


NOTHING_KNOWN = ClinicalFacts()
