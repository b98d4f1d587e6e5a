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
_MOST_NAMED = 10_000  # SQLite takes some 32,000 values in a query


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Letters:
    """Letters as columns, so that there is no Python object for each of millions.

    Attributes:
        keys: their random keys in the parts.
        references: those of their cases.
        months: the months under which they are kept ("2015-03" or "undated").
    """

    keys: pa.Array
    references: pa.Array
    months: pa.Array

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
        return cls._of(store, dated, days)

    @classmethod
    def of_references(cls, store: Store, references: Collection[str]) -> Self:
        """Return the letters that count of some cases, best of few."""
        wanted = sorted(references)
        if len(wanted) > _MOST_NAMED:
            return cls.of(store).of_cases(wanted)
        places = ", ".join("?" * len(wanted))
        return cls._of(store, f"WHERE reference IN ({places})", wanted)

    @classmethod
    def _of(cls, store: Store, where: str, values: list[str]) -> Self:
        month = "coalesce(nullif(substr(decided, 1, 7), ''), 'undated')"
        rows = store.connection.execute(
            f"SELECT letter_key, reference, {month} FROM current_letters {where}",  # noqa: S608 - no input in it
            values,
        )
        columns: tuple[list[pa.Array], ...] = ([], [], [])
        while batch := rows.fetchmany(_BATCH):
            for place, column in enumerate(columns):
                column.append(pa.array([row[place] for row in batch], pa.string()))
        keys, references, months = (pa.chunked_array(one, pa.string()).combine_chunks() for one in columns)
        return cls(keys=keys, references=references, months=months)

    @classmethod
    def none(cls) -> Self:
        """Return no letters."""
        nothing = pa.array([], pa.string())
        return cls(keys=nothing, references=nothing, months=nothing)

    def where(self, chosen: pa.Array | NDArray[np.bool_]) -> Self:
        """Return some of them."""
        mask = pa.array(chosen)
        return type(self)(
            keys=self.keys.filter(mask),
            references=self.references.filter(mask),
            months=self.months.filter(mask),
        )

    def parts(self, store: Store) -> tuple[str, ...]:
        """Return the parts of the months under which any of them is kept."""
        return store.parts(frozenset(self.months.unique().to_pylist()))

    def of_cases(self, wanted: Collection[str]) -> Self:
        """Return the letters of some cases."""
        return self.where(pc.is_in(self.references, value_set=pa.array(sorted(wanted), pa.string())))

    def not_of_cases(self, unwanted: pa.Array | pa.ChunkedArray) -> Self:
        """Return the letters of all but some cases."""
        return self.where(pc.invert(pc.is_in(self.references, value_set=unwanted)))


def places_of(keys: pa.ChunkedArray, known: pa.Array) -> NDArray[np.int64]:
    """Return where each key stands among the known ones, -1 for nowhere."""
    places = pc.fill_null(pc.index_in(keys, value_set=known), -1)
    return np.asarray(places.to_numpy(), dtype=np.int64)
