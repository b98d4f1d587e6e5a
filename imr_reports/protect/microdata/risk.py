"""Profiles → how likely a person is found again, and what their class tells.

The formulas are those of El Emam, Guide to the De-Identification of Personal Health Information (2013), and
of Dankar and El Emam, A method for evaluating marketer re-identification risk (PAIS 2010). f(j) is the
number of records in class j of J classes, n of all records; F(j) is how many people of the population
belong to it.

- Prosecutor: the attacker knows that the person is in the data. Highest 1 / min f(j); average J / n.
- Journalist: the attacker doesn't know. Highest 1 / min F(j); average max(J / sum F(j), sum f(j)/F(j) / n).
- Marketer: the share of all records that would be matched rightly, sum f(j)/F(j) / n.

A data set holds all cases that the store has of its period, so the population that an attacker would match
it with is at least that large: F(j) is taken to be f(j), which bounds the journalist's and the marketer's
risk from above.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imr_reports.protect.microdata.hashing import Numbers, mixed
from imr_reports.protect.microdata.profiles import codes_of, hashes
from imr_reports.records.dataset import Column, ColumnRole, DatasetSpec, Diversity, Risk

_LINKED = frozenset({ColumnRole.QUASI_IDENTIFIER, ColumnRole.SENSITIVE, ColumnRole.OTHER})
Rows = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]


def risk_of(profile: Numbers, k: int) -> Risk:
    """Return the risks of some profiles, one a case."""
    _, sizes = np.unique(profile, return_counts=True)
    small, records = sizes[sizes < k], len(profile)
    highest = 1 / int(sizes.min()) if records else 0.0
    average = len(sizes) / records if records else 0.0
    return Risk(
        k=k,
        records=records,
        classes=len(sizes),
        classes_below_k=len(small),
        records_below_k=int(small.sum()),
        unique=int((sizes == 1).sum()),
        prosecutor_highest=highest,
        prosecutor_average=average,
        journalist_highest=highest,
        journalist_average=average,
        marketer=average,
    )


def diversity_of(profile: Numbers, issues: pd.DataFrame) -> Diversity:
    """Return how many decisions a class holds, over the issues of its cases (with `case`, -1 for none)."""
    linked = issues[issues["case"] >= 0]
    code, classes = pd.factorize(profile)
    decision = codes_of(linked["decision"])
    kinds = int(decision.max(initial=0)) + 1
    pairs = np.unique(code[linked["case"].to_numpy()] * kinds + decision)
    held = np.bincount(pairs // kinds, minlength=len(classes))
    return Diversity(
        classes=len(classes),
        lowest=int(held.min()) if len(held) else 0,
        average=float(held.mean()) if len(held) else 0.0,
        homogeneous=float((held[code] == 1).mean()) if len(code) else 0.0,
    )


def linked_share(rows: Rows, spec: DatasetSpec) -> float:
    """Return the share of cases that no other equals in all coded columns of all tables together.

    Who reads the letters that the state publishes could tell which of them these records are. Whom a letter
    is about it doesn't say; that is the letters' own risk, not one that the data set adds to.

    Args:
        rows: cases, issues (with `case`), citations and reasons (with `issue`).
        spec: of the tier.
    """
    cases, issues, citations, reasons = rows
    numbers = _numbers(issues, _columns(spec, "issues"), 100)
    for place, (name, frame) in enumerate((("citations", citations), ("reasons", reasons))):
        of_rows = mixed(_numbers(frame, _columns(spec, name), 1000 * (place + 1)))
        np.add.at(numbers, frame["issue"].to_numpy(), of_rows)
    own = mixed(_numbers(cases, _columns(spec, "cases"), 0))
    linked = issues["case"].to_numpy() >= 0
    np.add.at(own, issues["case"].to_numpy()[linked], mixed(numbers)[linked])
    _, sizes = np.unique(own, return_counts=True)
    return float((sizes == 1).sum() / len(own)) if len(own) else 0.0


def _columns(spec: DatasetSpec, table: str) -> tuple[Column, ...]:
    return tuple(
        column
        for column in spec.table(table).columns
        if column.role in _LINKED and column.name not in ("issue_count", "number")
    )


def _numbers(frame: pd.DataFrame, columns: tuple[Column, ...], first: int) -> Numbers:
    values, _ = hashes(frame, columns, first)
    total: NDArray[np.uint64] = values.sum(axis=0, dtype=np.uint64)
    return total
