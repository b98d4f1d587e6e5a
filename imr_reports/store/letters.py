"""The letters that count, one a case: their random keys in the parts, and the references of their cases."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from imr_reports.records.period import Period
from imr_reports.store.working import Store

_BATCH = 50_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Letters:
    """Letters as two columns, keys and references of their cases: no Python object for each of millions."""

    keys: pa.Array
    references: pa.Array

    def __len__(self) -> int:
        """Return how many letters these are."""
        return len(self.keys)

    @classmethod
    def of(cls, store: Store, period: Period | None = None, *, undated_alone: bool = False) -> Self:
        """Return the letters that count.

        Args:
            store: where they are.
            period: those alone that state a decision date in it, or none.
            undated_alone: those alone that state no decision date.
        """
        dated, days = "WHERE decided = ''" if undated_alone else "", list[str]()
        if period is not None and period.first is not None and period.last is not None:
            dated = "WHERE decided = '' OR decided BETWEEN ? AND ?"
            days = [period.first.isoformat(), period.last.isoformat()]
        rows = store.connection.execute(f"SELECT letter_key, reference FROM current_letters {dated}", days)  # noqa: S608 - no input in it
        keys, references = [], []
        while batch := rows.fetchmany(_BATCH):
            keys.append(pa.array([key for key, _ in batch], pa.string()))
            references.append(pa.array([reference for _, reference in batch], pa.string()))
        return cls(
            keys=pa.chunked_array(keys, pa.string()).combine_chunks(),
            references=pa.chunked_array(references, pa.string()).combine_chunks(),
        )

    def of_cases(self, wanted: Collection[str]) -> Self:
        """Return the letters of some cases."""
        chosen = pc.is_in(self.references, value_set=pa.array(sorted(wanted), pa.string()))
        return type(self)(keys=self.keys.filter(chosen), references=self.references.filter(chosen))


def places_of(keys: pa.ChunkedArray, known: pa.Array) -> NDArray[np.int64]:
    """Return where each key stands among the known ones, -1 for nowhere."""
    places = pc.fill_null(pc.index_in(keys, value_set=known), -1)
    return np.asarray(places.to_numpy(), dtype=np.int64)
