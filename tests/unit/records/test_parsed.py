"""The schema of a parse's JSON is the records' own, is published as it is, and both outputs fit it.

`IMR_REFRESH_GOLDEN=1 pytest tests/unit/records/test_parsed.py` rewrites docs/case.schema.json: read
the change.
"""

import os

import pytest
from jsonschema import Draft202012Validator

from imr_reports.parse import case_to_dict
from imr_reports.pipeline import parse_schema
from imr_reports.records.json_values import LEFT_OUT_WHEN_EMPTY
from imr_reports.records.parsed_schema import case_schema
from imr_reports.scrub import Scrubber
from imr_reports.scrub.serialize import limited_to_dict
from tests.conftest import ROOT
from tests.invented_cases import filled_case

SCHEMA = ROOT / "docs" / "case.schema.json"


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(case_schema())
    return Draft202012Validator(case_schema())


def keys(value: object, path: str = "") -> set[str]:
    """Return the paths of all keys in some JSON."""
    if isinstance(value, dict):
        own = {f"{path}.{key}" for key in value}
        return own.union(*(keys(part, f"{path}.{key}") for key, part in value.items()))
    if isinstance(value, list):
        return set().union(*(keys(part, path) for part in value))
    return set()


def test_the_published_schema_is_current() -> None:
    if os.environ.get("IMR_REFRESH_GOLDEN") == "1":
        SCHEMA.write_text(parse_schema() + "\n", encoding="utf-8")
    assert SCHEMA.read_text("utf-8") == parse_schema() + "\n"


def test_every_key_is_described() -> None:
    schema = case_schema()
    parts = {"case": schema, **schema["$defs"]}
    undescribed = [
        f"{name}.{key}"
        for name, part in parts.items()
        for key, value in part.get("properties", {}).items()
        if "description" not in value
    ]
    assert undescribed == []


def test_identified_and_deidentified_have_one_shape(validator: Draft202012Validator) -> None:
    case = filled_case()
    identified = case_to_dict(case, "REFERENCE")
    limited = limited_to_dict(Scrubber().scrub_case(case, "REFERENCE"))
    for values in (identified, limited):
        assert [error.message for error in validator.iter_errors(values)] == []
    assert (identified["is_deidentified"], limited["is_deidentified"]) == (False, True)
    assert set(identified) - set(limited) == {"spans"}
    assert keys(limited) - keys(identified) == {f".findings.{kind}" for kind in limited["findings"]}


def test_only_spans_and_the_reference_may_be_missing(validator: Draft202012Validator) -> None:
    values = case_to_dict(filled_case())
    assert "reference" not in values
    for key in values:
        cut = {name: value for name, value in values.items() if name != key}
        assert validator.is_valid(cut) is (key in LEFT_OUT_WHEN_EMPTY), key
    assert not validator.is_valid(values | {"patient": "somebody"})
