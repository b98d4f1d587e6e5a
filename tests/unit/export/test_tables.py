"""What is written is what is read back, by pandas and DuckDB, from Parquet, CSV and JSON lines."""

import csv
import io
import json

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.export.delimited import disarmed, rearmed, to_csv
from imr_reports.records.dataset import Column, ColumnRole, ColumnType, TableSpec, Tier
from tests.invented_dataset import EDITION, export_dataset, invent_dataset

_OF_DUCKDB = {
    ColumnType.STRING: {"VARCHAR"},
    ColumnType.INTEGER: {"INTEGER", "BIGINT"},
    ColumnType.YEAR: {"SMALLINT", "BIGINT"},
    ColumnType.BOOLEAN: {"BOOLEAN"},
}
_RISKY = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'x", "＝1")


def column(name: str, kind: ColumnType, **more) -> Column:
    return Column(
        name=name,
        type=kind,
        role=ColumnRole.OTHER,
        title=name,
        description=name,
        tiers=tuple(Tier),
        **more,
    )


TABLE = TableSpec(
    name="things",
    title="Things",
    description="Things.",
    primary_key=("number",),
    foreign_keys=(),
    columns=(
        column("number", ColumnType.INTEGER),
        column("words", ColumnType.STRING),
        column("is_so", ColumnType.BOOLEAN),
    ),
    tiers=tuple(Tier),
)


def things(words: list[str | None], numbers: list[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "number": pd.array(numbers, dtype="Int64"),
            "words": pd.array(words, dtype="string"),
            "is_so": pd.array([True] * len(words), dtype="boolean"),
        }
    )


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def test_both_formats_hold_the_same_rows(dataset, folder) -> None:
    for table in dataset.spec.tables:
        expected = dataset.tables[table.name].astype("object")
        written = pd.read_parquet(folder / "data" / f"{table.name}.parquet").astype("object")
        assert written.columns.tolist() == expected.columns.tolist()
        pd.testing.assert_frame_equal(
            written.where(written.notna(), None), expected.where(expected.notna(), None), check_dtype=False
        )
        texts = pd.read_csv(folder / "data" / f"{table.name}.csv", dtype=str, keep_default_na=False)
        for name in expected:
            said = [_as_written(value) for value in expected[name]]
            assert [rearmed(text) for text in texts[name]] == said, name


def _as_written(value: object) -> str:
    if value is pd.NA or value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_both_formats_have_the_right_types_in_duckdb(dataset, folder) -> None:
    for table in dataset.spec.tables:
        for ending in ("parquet", "csv"):
            path = folder / "data" / f"{table.name}.{ending}"
            kinds = dict(
                duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{path}')").fetchall()
            )
            for one in table.columns:
                if dataset.tables[table.name][one.name].notna().any():
                    assert kinds[one.name] in _OF_DUCKDB[one.type], (table.name, one.name, ending)


def test_parquet_says_what_the_specification_says(dataset, folder) -> None:
    for table in dataset.spec.tables:
        schema = pq.read_schema(folder / "data" / f"{table.name}.parquet")
        assert json.loads(schema.metadata[b"primary_key"]) == list(table.primary_key)
        for one in table.columns:
            field = schema.field(one.name)
            assert field.metadata[b"description"].decode() == one.description
            assert field.metadata.get(b"unit", b"").decode() == one.unit
            assert json.loads(field.metadata.get(b"values", b"{}")) == dict(one.values)
            assert field.nullable is not one.required


def test_json_lines_are_the_texts(dataset, folder) -> None:
    if dataset.tier is Tier.OPEN:
        assert not list(folder.glob("data/*.jsonl"))
        return
    lines = (folder / "data" / "texts.jsonl").read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    texts = dataset.tables["texts"]
    assert [json.loads(line)["text"] for line in lines] == texts["text"].tolist()
    assert [json.loads(line)["text_key"] for line in lines] == texts["text_key"].tolist()


@given(st.text())
def test_a_text_comes_back_from_a_cell_and_is_no_formula(text: str) -> None:
    ((_, cell, _),) = cells(to_csv(things([text], [1]), TABLE))[1:]
    assert rearmed(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("text", _RISKY)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert disarmed(text) == f"'{text}"
    assert disarmed("pain = 7/10") == "pain = 7/10"


def test_numbers_keep_their_sign_and_blanks_are_empty_cells() -> None:
    content = to_csv(things(["a", None, 'say "no", or\nyes'], [-5, 0, 12]), TABLE)
    assert cells(content) == [
        ["number", "words", "is_so"],
        ["-5", "a", "true"],
        ["0", "", "true"],
        ["12", 'say "no", or\nyes', "true"],
    ]
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == 4


def test_the_same_tables_give_the_same_bytes(dataset, files) -> None:
    again = export_dataset(invent_dataset(dataset.tier), EDITION)
    assert [name for name in files if files[name] != again[name]] == []
