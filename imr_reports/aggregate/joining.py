"""Rows of long frames ↔ their issues: what merging on their keys gives, by numbers, for millions of rows."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import union_categoricals

from imr_reports.aggregate.tallies import Codes, codes_of, places
from imr_reports.records.limited import ISSUE


def places_among(issues: pd.DataFrame, rows: pd.DataFrame) -> Codes:
    """Return where the issue of each row stands among some issues, -1 where it is none of them."""
    letter, sequence = _numbered(issues, issues)
    sizes = np.zeros(len(letter) and letter.max() + 1, dtype=np.int64)  # the highest number of each letter
    np.maximum.at(sizes, letter, sequence + 1)
    first = np.cumsum(sizes) - sizes
    table = np.full(sizes.sum() + 1, -1, dtype=np.int64)
    table[first[letter] + sequence] = np.arange(len(issues))
    owner, number = _numbered(rows, issues)
    known = (owner >= 0) & (owner < len(sizes))
    known[known] = number[known] < sizes[owner[known]]
    slots = np.full(len(rows), len(table) - 1)
    slots[known] = first[owner[known]] + number[known]
    found: Codes = table[slots]
    return found


def are_among(issues: pd.DataFrame, rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which issues some rows belong to."""
    found = np.zeros(len(issues) + 1, dtype=bool)  # the last is for rows of no issue
    found[places_among(issues, rows)] = True
    return found[:-1]


def with_columns(rows: pd.DataFrame, issues: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return rows with columns of their issues; rows of no issue are left out."""
    place = places_among(issues, rows)
    if (place < 0).any():
        rows, place = rows[place >= 0], place[place >= 0]
    return rows.assign(**{name: issues[name].array.take(place) for name in columns})


def with_columns_of_case(rows: pd.DataFrame, cases: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return rows with columns of their cases; each case stands once, and rows of no case are left out."""
    owner = codes_like(cases["reference"], cases["reference"])[0]
    table = np.full(len(cases) and owner.max() + 2, -1, dtype=np.int64)  # the last is for nothing
    table[owner] = np.arange(len(cases))
    wanted = codes_like(rows["reference"], cases["reference"])[0]
    place = table[np.where(wanted < len(table), wanted, -1)]
    if (place < 0).any():
        rows, place = rows[place >= 0], place[place >= 0]
    return rows.assign(**{name: cases[name].array.take(place) for name in columns})


def each_with(rows: pd.DataFrame, others: pd.DataFrame, column: str) -> tuple[pd.DataFrame, Codes]:
    """Return each row with each value that a column of others has for its case, and the row's number."""
    owner, cases = codes_like(others["reference"], others["reference"])
    order = np.argsort(owner, kind="stable")
    sizes = np.bincount(owner, minlength=cases + 1)  # the last is for rows of other cases
    first = np.cumsum(sizes) - sizes
    wanted = codes_like(rows["reference"], others["reference"])[0]
    lengths = sizes[wanted]
    number = np.repeat(np.arange(len(rows)), lengths)
    within = np.arange(len(number)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    values = others[column].array.take(order[first[wanted][number] + within])
    return rows.take(number).assign(**{column: values}).reset_index(drop=True), number


def distinct(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return the first of the rows that are alike in some columns."""
    return rows[~pd.Series(numbered(rows, columns, rows)).duplicated().to_numpy()]


def stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return frames of the same columns one below another; names stay categoricals."""
    columns = {}
    for name in frames[0]:
        if not isinstance(frames[0][name].dtype, pd.CategoricalDtype):
            columns[name] = pd.concat([frame[name] for frame in frames], ignore_index=True)
            continue
        columns[name] = pd.Series(_union([frame[name].astype("category").array for frame in frames]))
    return pd.DataFrame(columns)


def _union(parts: "list[pd.Categorical[str]]") -> "pd.Categorical[str]":
    dtype = parts[0].dtype
    if any(part.dtype is not dtype for part in parts):
        return union_categoricals(parts)
    return pd.Categorical.from_codes(np.concatenate([part.codes for part in parts]), dtype=dtype)


def replaced(column: "pd.Series[str]", where: NDArray[np.bool_], value: str) -> "pd.Series[str]":
    """Return a column with another value in some rows, as a categorical."""
    names = column.astype("category")
    if value not in names.cat.categories:
        names = names.cat.add_categories([value])
    return names.mask(where, value)


def is_one_of(
    rows: pd.DataFrame, columns: Sequence[str], wanted: Collection[tuple[str, ...]]
) -> NDArray[np.bool_]:
    """Return of each row whether its values in some columns, as text, are wanted."""
    place, keys = places(rows, columns)
    is_wanted: NDArray[np.bool_] = np.array([*(key in wanted for key in keys), False])[place]
    return is_wanted


def are_in(numbers: Codes, known: Codes) -> NDArray[np.bool_]:
    """Return which numbers are among the known ones."""
    known = np.append(np.sort(known), np.iinfo(np.int64).max)
    found: NDArray[np.bool_] = known[np.searchsorted(known, numbers)] == numbers
    return found


def numbered(rows: pd.DataFrame, columns: Sequence[str], like: pd.DataFrame) -> Codes:
    """Return a number for the values of each row in some columns, the same as their number in `like`."""
    number = np.zeros(len(rows), dtype=np.int64)
    for name in columns:
        code, size = codes_like(rows[name], like[name])
        number = number * (size + 1) + code + 1
    return number


def _numbered(rows: pd.DataFrame, like: pd.DataFrame) -> tuple[Codes, Codes]:
    reference, sequence = ISSUE
    return codes_like(rows[reference], like[reference])[0], rows[sequence].to_numpy().astype(np.int64)


def codes_like(column: "pd.Series[str]", like: "pd.Series[str]") -> tuple[Codes, int]:
    """Return the codes of a column's values among those of another, -1 for others, and how many there are."""
    if pd.api.types.is_integer_dtype(like.dtype):
        return column.to_numpy().astype(np.int64), int(like.max()) + 1 if len(like) else 0
    known = codes_of(like)[1]
    codes, names = codes_of(column)
    if names is known:
        return codes, len(known)
    table = np.append(known.get_indexer(names), -1)  # the last is for nothing
    return table[codes], len(known)
