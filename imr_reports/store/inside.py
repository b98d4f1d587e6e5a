"""The cases of a period and where their rows are: in parts of the store, or in snapshots of its ledger."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from imr_reports.store.columns import Gathered
from imr_reports.store.letters import places_of
from imr_reports.store.parts import coded_schema, read_part


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """Some cases, each with its `reference` as plain text, indexed by their rows over all places.

    Attributes:
        keys: place in the store's folder ("cases/2015-03/k3f9") → the keys of the letters there.
    """

    cases: pd.DataFrame
    keys: Mapping[str, pa.Array]

    @property
    def rows(self) -> int:
        """How many rows its places have, those of other cases among them."""
        return sum(map(len, self.keys.values()))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inside:
    """The cases of a period, as parts and snapshots hold them.

    Attributes:
        references: the categories of references, in order.
        letters: place → its letters' keys, and the code of each one's reference, -1 outside the period.
    """

    references: pd.CategoricalDtype
    letters: Mapping[str, tuple[pa.Array, NDArray[np.int32]]]


def placed(found: Found) -> tuple[pd.DataFrame, Inside]:
    """Return cases in the order of their references, now a categorical, and where they are."""
    cases = found.cases.sort_values("reference")
    references = pd.CategoricalDtype(pd.Index(cases.pop("reference"), name=None))
    code = np.full(found.rows, -1, dtype=np.int32)
    code[cases.index] = np.arange(len(cases))
    cases = cases.reset_index(drop=True)
    cases.insert(0, "reference", _coded(np.arange(len(cases)), references))
    letters = {}
    for place, keys in found.keys.items():
        letters[place] = (keys, code[: len(keys)])
        code = code[len(keys) :]
    return cases, Inside(references=references, letters=letters)


def rows_of(folder: Path, inside: Inside, kind: str, columns: Collection[str]) -> pd.DataFrame:
    """Return one table's rows of the cases of a period; those of a case stand together, as in its letter."""
    gathered = Gathered(coded_schema(kind, columns))
    owners = [np.zeros(0, dtype=np.int32)]
    for place, (keys, codes) in inside.letters.items():
        if not (codes >= 0).any():
            continue
        table = read_part(folder, place, kind, columns)
        owner = np.append(codes, np.int32(-1))[places_of(table["letter_key"], keys)]
        gathered.add(table if (owner >= 0).all() else table.filter(pa.array(owner >= 0)))
        owners.append(owner[owner >= 0])
    rows = gathered.frame()
    rows.insert(0, "reference", _coded(np.concatenate(owners), inside.references))
    return rows


def _coded(codes: NDArray[Any], references: pd.CategoricalDtype) -> "pd.Series[Any]":
    return pd.Series(pd.Categorical.from_codes(codes, dtype=references))
