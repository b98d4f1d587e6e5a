"""The columns of the data set: complete, tidy, and refused where they are not."""

import pytest

from imr_reports.errors import ConfigurationError
from imr_reports.records.coded import Basis, Decision, GuidelineSource
from imr_reports.records.dataset import ColumnRole, ColumnType, Tier
from imr_reports.records.reasons import Reason
from imr_reports.vocabulary import dataset as loading
from imr_reports.vocabulary.clinical.body_parts import body_parts
from imr_reports.vocabulary.datafiles import read_toml
from imr_reports.vocabulary.dataset import dataset_spec, group_of, value_lists

_OPEN, _CONTROLLED = (dataset_spec().of(tier) for tier in Tier)


@pytest.mark.parametrize("spec", [_OPEN, _CONTROLLED], ids=["open", "controlled"])
def test_each_column_says_what_it_is(spec) -> None:
    for table in spec.tables:
        assert table.title
        assert table.description.endswith(".")
        for column in table.columns:
            assert column.title, column.name
            assert column.description.endswith("."), column.name
            assert "TODO" not in column.description
            assert all(label for _, label in column.values), column.name
            assert column.unit or column.type is not ColumnType.INTEGER or column.name == "number"
            blank_is_told = "Blank" in column.description or column.name == "case_key"
            assert column.required or blank_is_told, f"{column.name}: what does a blank mean?"


def test_the_open_tier_is_part_of_the_controlled_one_and_has_no_text() -> None:
    opened = {(table.name, column.name) for table in _OPEN.tables for column in table.columns}
    controlled = {(table.name, column.name) for table in _CONTROLLED.tables for column in table.columns}
    assert opened < controlled
    assert all(not table.of_role(ColumnRole.TEXT) for table in _OPEN.tables)
    assert [table.name for table in _CONTROLLED.tables if table.of_role(ColumnRole.TEXT)] == ["texts"]


def test_coded_values_are_those_of_the_program() -> None:
    values = {
        column.name: [value for value, _ in column.values]
        for table in _CONTROLLED.tables
        for column in table.columns
    }
    assert values["decision"] == [str(one) for one in Decision]
    assert values["reviewer_basis"] == [str(one) for one in Basis]
    assert values["source"] == [str(one) for one in GuidelineSource]
    assert values["reason"] == [str(one) for one in Reason]


def test_every_specialty_and_body_part_has_a_group() -> None:
    specialties = read_toml("specialties.toml", "codes")["codes"]
    assert set(group_of("specialties")) == set(specialties)
    assert set(group_of("regions")) == set(body_parts())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"role": "secret"}, "no known type, role or tier"),
        ({"tiers": ["shut"]}, "no known type, role or tier"),
        ({"colour": "red"}, "a key too many"),
        ({"description": None}, "one too few"),
        ({"values": "nothing"}, "no list nothing"),
        ({"required": False}, "primary key"),
        ({"name": "partition"}, "twice"),
    ],
)
def test_what_is_wrong_with_a_column_is_refused(monkeypatch, change: dict, told: str) -> None:
    entry = read_toml("dataset/cases.toml")
    first = {key: value for key, value in (entry["columns"][0] | change).items() if value is not None}
    changed = entry | {"columns": [first, *entry["columns"][1:]]}

    def reading(name: str, *required: str) -> dict:
        return changed if name == "dataset/cases.toml" else read_toml(name, *required)

    monkeypatch.setattr(loading, "read_toml", reading)
    with pytest.raises(ConfigurationError, match=told):
        dataset_spec.__wrapped__()


@pytest.mark.parametrize(
    ("steps", "is_right"),
    [
        ([{"value": "a", "below": 3}, {"value": "b", "below": 9}, {"value": "c"}], True),
        ([{"value": "a", "below": 9}, {"value": "b", "below": 3}, {"value": "c"}], False),
        ([{"value": "a", "below": 3}, {"value": "b", "below": 9}], False),
        ([{"value": "a"}, {"value": "b"}], False),
    ],
)
def test_bands_must_be_in_order_and_the_last_one_open(monkeypatch, steps: list, is_right: bool) -> None:
    monkeypatch.setattr(value_lists, "_steps", lambda _: steps)
    if is_right:
        assert value_lists.band_ends("bands.x") == (3, 9)
    else:
        with pytest.raises(ConfigurationError, match="out of order"):
            value_lists.band_ends("bands.x")
