"""Tables of several parts → one frame, with as few bytes a row as its values need."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.types import union_categoricals


class Gathered:
    """Rows gathered part by part, so that of each part no more than its codes stays in memory.

    Args:
        schema: the columns, text as dictionary arrays.
    """

    def __init__(self, schema: pa.Schema) -> None:
        self._empty = schema.empty_table()
        self._columns = {field.name: _column(field.type) for field in schema}
        self._is_empty = True

    def add(self, table: pa.Table) -> None:
        """Add some rows; columns that are not gathered are passed over."""
        self._is_empty = False
        for name, column in self._columns.items():
            column.add(table[name])

    def frame(self) -> pd.DataFrame:
        """Return all rows: text as categoricals, lists as Arrow's, the rest plain. Nothing is kept here."""
        if self._is_empty:
            self.add(self._empty)
        return pd.DataFrame({name: self._columns.pop(name).joined() for name in list(self._columns)})


def concatenated(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return frames of the same columns one below another; their categories are united."""
    return pd.DataFrame({name: _end_to_end([frame[name] for frame in frames]) for name in frames[0]})


def _end_to_end(parts: "Sequence[pd.Series[Any]]") -> Any:
    kind = parts[0].dtype
    if isinstance(kind, pd.CategoricalDtype):
        same = all(part.dtype == kind for part in parts)
        return union_categoricals([part.array for part in parts], sort_categories=not same)
    if isinstance(kind, pd.ArrowDtype):
        chunks = [chunk for part in parts for chunk in pa.chunked_array(pa.array(part.array)).chunks]
        return pd.arrays.ArrowExtensionArray(pa.chunked_array(chunks).unify_dictionaries())
    return pd.concat(parts, ignore_index=True)


class _Column(Protocol):
    def add(self, values: pa.ChunkedArray) -> None: ...

    def joined(self) -> Any: ...


def _column(kind: pa.DataType) -> _Column:
    return _Names() if pa.types.is_dictionary(kind) else _Lists() if pa.types.is_list(kind) else _Plain()


class _Names:
    """Text that repeats: the codes of each part become codes of one list of names."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._codes: list[np.ndarray[Any, Any]] = [np.zeros(0, dtype=np.int8)]

    def add(self, values: pa.ChunkedArray) -> None:
        for chunk in values.chunks:
            codes = pc.fill_null(chunk.indices, -1).to_numpy(zero_copy_only=False)
            occurs = np.zeros(len(chunk.dictionary) + 1, dtype=bool)  # the last is for nothing
            occurs[codes] = True
            places = [
                self._places.setdefault(name, len(self._places)) if used else -1
                for name, used in zip(chunk.dictionary.to_pylist(), occurs, strict=False)
            ]
            smallest = np.min_scalar_type(-1 - len(self._places))
            self._codes.append(np.array([*places, -1], dtype=smallest)[codes])

    def joined(self) -> pd.Categorical:
        codes = np.concatenate(self._codes)
        names = sorted(self._places)
        ranks = np.full(len(names) + 1, -1, dtype=codes.dtype)
        ranks[[self._places[name] for name in names]] = np.arange(len(names))
        return pd.Categorical.from_codes(ranks[codes], pd.Index(names, dtype="str"))


class _Lists:
    def __init__(self) -> None:
        self._chunks: list[pa.Array] = []

    def add(self, values: pa.ChunkedArray) -> None:
        self._chunks += values.chunks or [pa.array([], values.type)]

    def joined(self) -> pd.api.extensions.ExtensionArray:
        # One dictionary for all parts, so that rows of several can be taken together.
        return pd.arrays.ArrowExtensionArray(pa.chunked_array(self._chunks).unify_dictionaries())


class _Plain:
    def __init__(self) -> None:
        self._parts: list[pd.Series[Any]] = []

    def add(self, values: pa.ChunkedArray) -> None:
        self._parts.append(values.to_pandas(date_as_object=False))

    def joined(self) -> "pd.Series[Any]":
        return pd.concat(self._parts, ignore_index=True)
