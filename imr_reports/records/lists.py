"""Columns of lists → one row an entry; columns of names → categoricals. No row is touched by Python."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def explode(frame: pd.DataFrame, lists: Mapping[str, str], keep: Sequence[str]) -> pd.DataFrame:
    """Return one row for each entry of a frame's lists.

    Args:
        frame: lists stand in Arrow columns, or in columns of Python lists.
        lists: the columns exploded, and the names of what comes out; lists of one row are equally long.
        keep: columns that are repeated for each entry.
    """
    names = list(lists)
    first, *others = (_as_list(frame[name]) for name in names)
    lengths = pc.fill_null(pc.list_value_length(first), 0).to_numpy(zero_copy_only=False)
    rows = np.repeat(np.arange(len(frame)), lengths)
    exploded = frame[list(keep)].take(rows).reset_index(drop=True)
    for name, values in zip(names, (first, *others), strict=True):
        exploded[lists[name]] = categorical(values.flatten())
    return exploded


def split_sites(sites: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return body sites ("knee:left") with a column for the `part` and one for the `side` ("" for none)."""
    codes, named = sites[column].cat.codes.to_numpy(), sites[column].cat.categories
    pairs = [str(name).partition(":") for name in named]
    parts = pd.Categorical([part for part, _, _ in pairs])
    sides = pd.Categorical([side for _, _, side in pairs])
    return sites.drop(columns=column).assign(part=parts.take(codes), side=sides.take(codes))


def categorical(values: pa.Array | pa.ChunkedArray) -> pd.Categorical:
    """Return text as a categorical of the values that occur, in order."""
    if isinstance(values, pa.ChunkedArray):
        values = values.unify_dictionaries().combine_chunks()
    if not pa.types.is_dictionary(values.type):
        values = values.cast(pa.string()).dictionary_encode()
    codes = pc.fill_null(values.indices, -1).to_numpy(zero_copy_only=False)
    names = values.dictionary.to_pandas().astype("str")
    occurs = np.bincount(codes[codes >= 0], minlength=len(names)) > 0
    order = names[occurs].sort_values().index.to_numpy()
    ranks = np.full(len(names) + 1, -1, dtype=np.int32)  # the last is for nothing
    ranks[order] = np.arange(len(order), dtype=np.int32)
    return pd.Categorical.from_codes(ranks[codes], pd.Index(names[order], name=None))


def _as_list(column: "pd.Series[list[str]]") -> pa.ListArray:
    values = pa.array(column)
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    return values if pa.types.is_list(values.type) else pa.array([[]] * len(column), pa.list_(pa.string()))
