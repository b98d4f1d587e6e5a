"""A sealed data set of invented rows, for tests of what writes and checks it."""

from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from imr_reports.export import export_edition, export_tables
from imr_reports.records.dataset import (
    Column,
    ColumnRole,
    ColumnType,
    Diversity,
    ReleaseDataset,
    Risk,
    TableSpec,
    TextMatch,
    Tier,
)
from imr_reports.records.edition import Edition
from imr_reports.records.tables import PROTECT_SEAL, Fact
from imr_reports.vocabulary.dataset import dataset_spec

_LETTERS = "bcdfghjklmnpqrst"
K = {Tier.OPEN: 11, Tier.CONTROLLED: 5}
TEXT = "The request for physical therapy twice weekly for six weeks is medically necessary."


def invented_key(random: np.random.Generator) -> str:
    return "".join(random.choice(list(_LETTERS), 20))


def invent_dataset(
    tier: Tier = Tier.OPEN, cases: int = 90, seed: int = 7, text: str = TEXT
) -> ReleaseDataset:
    """Return a data set whose cases are of three classes, with one issue each and two for each third case."""
    random = np.random.default_rng(seed)
    spec = dataset_spec().of(tier)
    keys = [invented_key(random) for _ in range(cases)]
    sides = random.choice(["train", "validation", "test"], cases)
    owners = [place for place in range(cases) for _ in range(2 if place % 3 == 0 else 1)]
    issue_keys = [invented_key(random) for _ in owners]
    classes = {"cases": [place % 3 for place in range(cases)], "issues": [place % 3 for place in owners]}
    given: dict[str, dict[str, list[Any]]] = {
        "cases": {"case_key": keys, "partition": list(sides)},
        "issues": {
            "issue_key": issue_keys,
            "case_key": [keys[place] for place in owners],
            "partition": [sides[place] for place in owners],
        },
        "citations": {"issue_key": issue_keys, "number": [1] * len(owners)},
        "reasons": {"issue_key": issue_keys},
        "texts": {
            "text_key": [invented_key(random) for _ in owners],
            "case_key": [keys[place] for place in owners],
            "issue_key": issue_keys,
            "partition": [sides[place] for place in owners],
            "kind": ["rationale"] * len(owners),
            "text": [text] * len(owners),
        },
    }
    tables = {
        table.name: _frame(table, given[table.name], classes.get(table.name), random) for table in spec.tables
    }
    return release(tier, tables)


def release(tier: Tier, tables: dict[str, pd.DataFrame]) -> ReleaseDataset:
    """Return tables as a sealed data set; its risks are invented, too."""
    risk = Risk(
        k=K[tier],
        records=90,
        classes=3,
        classes_below_k=0,
        records_below_k=0,
        unique=0,
        prosecutor_highest=1 / 30,
        prosecutor_average=1 / 30,
        journalist_highest=1 / 30,
        journalist_average=1 / 30,
        marketer=1 / 30,
    )
    match = TextMatch(kind="rationale", words=8, texts=120, matched=60)
    return ReleaseDataset(
        seal=PROTECT_SEAL,
        spec=dataset_spec().of(tier),
        tier=tier,
        period="2015",
        k=K[tier],
        tables=MappingProxyType(tables),
        risk_before=risk,
        risk_after=risk,
        suppressed={"cases.age_band": 0.125},
        diversity=Diversity(classes=3, lowest=2, average=2.5, homogeneous=0.0),
        linked_before=0.5,
        linked_after=0.25,
        text_matches=(match,) if tier is Tier.CONTROLLED else (),
        left_out={"issues whose decision could not be read": None},
        is_sample=True,
    )


def _frame(
    table: TableSpec, given: dict[str, list[Any]], classes: list[int] | None, random: np.random.Generator
) -> pd.DataFrame:
    size = len(next(iter(given.values())))
    columns = {
        column.name: pd.array(
            given[column.name] if column.name in given else _values(column, size, classes, random),
            dtype=column.type.dtype,
        )
        for column in table.columns
    }
    return pd.DataFrame(columns).sort_values(list(table.primary_key)).reset_index(drop=True)


def _values(column: Column, size: int, classes: list[int] | None, random: np.random.Generator) -> list[Any]:
    choices = _choices(column)
    if column.role is ColumnRole.QUASI_IDENTIFIER and classes is not None:
        return [choices[one % len(choices)] for one in classes]
    return [choices[place] for place in random.integers(0, len(choices), size)]


def _choices(column: Column) -> list[Any]:
    blank = [] if column.required else [pd.NA]
    if column.type is ColumnType.BOOLEAN:
        return [True, False, *blank]
    if column.type is ColumnType.YEAR:
        return [2015, *blank]
    if column.type is ColumnType.INTEGER:
        first = column.minimum or 0
        last = first + 9 if column.maximum is None else column.maximum
        return [*range(first, min(last, first + 9) + 1), *blank]
    return [*(value for value, _ in column.values[:6]), *blank] if column.values else [pd.NA]


def export_dataset(dataset: ReleaseDataset, edition: Edition) -> dict[str, bytes]:
    """Return all files of a version."""
    return export_edition(dataset, edition, export_tables(dataset))


EDITION = Edition(
    series="imr-2015-open",
    version=1,
    as_of=date(2015, 12, 31),
    period_words="January to December 2015",
    title="Independent Medical Review data set",
    organization="",
    method="Safe Harbor, 45 CFR 164.514(b)(2)",
    program="imr_reports 0.1.0",
    settings={"Policy": "safe-harbor"},
    privacy=(Fact(label="De-identification", value="Safe Harbor, 45 CFR 164.514(b)(2)"),),
    provenance={"program": "imr_reports", "version_of_program": "0.1.0"},
)
