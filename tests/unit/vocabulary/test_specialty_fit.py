"""Which services the field of a reviewer's specialty names."""

import pytest

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.letters.specialties import specialty_code
from imr_reports.vocabulary.services import specialty_fit
from imr_reports.vocabulary.services.specialty_fit import Fit, fit_of

DRUGS, THERAPY = "Pharmaceuticals", "Rehabilitation"


@pytest.mark.parametrize(
    ("specialty", "category", "subcategory", "fit"),
    [
        ("Orthopedic Surgery", "Surgery", "Spine", Fit.NAMED),
        ("Orthopedic Surgery", "Psych Services", "Therapies", Fit.OTHER),
        ("Pain Management", DRUGS, "Opioids", Fit.NAMED),
        ("Pain Management", DRUGS, "Antidiabetics", Fit.OTHER),
        ("Pain Management", "Injection", "Facet Injection", Fit.NAMED),
        ("Psychology", "Psych Services", "Therapies", Fit.NAMED),
        ("Psychology", DRUGS, "Antidepressant", Fit.OTHER),
        ("Oriental Medicine", THERAPY, "Acupuncture", Fit.NAMED),
        ("Oriental Medicine", THERAPY, "Chiropractic", Fit.OTHER),
        ("Occupational Medicine", "Surgery", "Spine", Fit.GENERAL),
        ("Family Practice", DRUGS, "Proton Pump Inhibitors", Fit.NAMED),
        ("Family Practice", "Psych Services", "Therapies", Fit.GENERAL),
        ("Physical Medicine & Rehabilitation", "Home Health", "Home Health", Fit.GENERAL),
        ("Other", DRUGS, "Opioids", Fit.OTHER),
    ],
)
def test_the_field_of_a_specialty(specialty: str, category: str, subcategory: str, fit: Fit) -> None:
    assert fit_of(specialty, category, subcategory) is fit


def test_a_credential_is_read_before_it_is_fitted() -> None:
    assert fit_of(specialty_code("Physiatry"), THERAPY, "Acupuncture") is Fit.NAMED


@pytest.mark.parametrize(
    ("fits", "complaint"),
    [
        ({"Neurology": ["Telepathy"]}, "Telepathy is no service"),
        ({"Palmistry": ["Programs"]}, "Palmistry is no known specialty"),
    ],
)
def test_a_name_that_is_none_is_refused(
    monkeypatch: pytest.MonkeyPatch, fits: dict[str, list[str]], complaint: str
) -> None:
    monkeypatch.setattr(specialty_fit, "read_toml", lambda *_: {"groups": {}, "fits": fits})
    specialty_fit._fields.cache_clear()
    with pytest.raises(ConfigurationError, match=complaint):
        fit_of("Neurology", "Programs", "Programs")
    specialty_fit._fields.cache_clear()
