"""A table of the data set → Parquet with its specification in the metadata; same rows, same bytes."""

import io
import json
from collections.abc import Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from imr_reports.records.dataset import Column, ColumnType, TableSpec

_TYPES = {
    ColumnType.STRING: pa.string(),
    ColumnType.INTEGER: pa.int32(),
    ColumnType.BOOLEAN: pa.bool_(),
    ColumnType.YEAR: pa.int16(),
}
_ROWS_OF_GROUP = 65_536


def to_parquet(frame: pd.DataFrame, table: TableSpec, facts: Mapping[str, str]) -> bytes:
    """Return a table as Parquet (zstd).

    Args:
        frame: its rows, columns as in the specification.
        table: the specification; each column's metadata says what it says.
        facts: what the file says of the data set it belongs to.
    """
    schema = pa.schema([_field(column) for column in table.columns])
    rows = pa.Table.from_pandas(frame[schema.names], schema=schema, preserve_index=False)
    said = {"title": table.title, "description": table.description, **facts}
    said["primary_key"] = json.dumps(list(table.primary_key))
    buffer = io.BytesIO()
    pq.write_table(
        rows.replace_schema_metadata(said), buffer, compression="zstd", row_group_size=_ROWS_OF_GROUP
    )
    return buffer.getvalue()


def _field(column: Column) -> pa.Field:
    said = {"title": column.title, "description": column.description, "role": str(column.role)}
    said |= {"unit": column.unit} if column.unit else {}
    said |= {"recode": column.recode} if column.recode else {}
    said |= {"values": json.dumps(dict(column.values))} if column.values else {}
    return pa.field(column.name, _TYPES[column.type], nullable=not column.required, metadata=said)
