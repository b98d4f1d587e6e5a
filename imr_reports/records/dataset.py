"""The research data set: what its columns are, what is known of its risks, and its sealed tables."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import pandas as pd

from imr_reports.records.tables import PROTECT_SEAL

KEY_PATTERN = "[bcdfghjklmnpqrst]{20}"
"""What every key of the data set looks like: no vowel, so no word; no digit, so no date and no number."""


class Tier(StrEnum):
    """For whom a data set is made: anyone, or researchers who have signed its terms of use."""

    OPEN = "open"
    CONTROLLED = "controlled"


class ColumnType(StrEnum):
    """What a column's values are; each stands for one nullable pandas type."""

    STRING = "string"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    YEAR = "year"

    @property
    def dtype(self) -> str:
        """The pandas type of a column of `ReleaseDataset.tables`; a blank is always `pd.NA`."""
        return {"string": "string", "boolean": "boolean"}.get(self.value, "Int64")


class ColumnRole(StrEnum):
    """What a column means for disclosure.

    A quasi-identifier is what others can know of a person, and is protected by k-anonymity; a sensitive
    column is what they would learn. PARTITION is the train/validation/test column.
    """

    KEY = "key"
    QUASI_IDENTIFIER = "quasi_identifier"
    SENSITIVE = "sensitive"
    PARTITION = "partition"
    OTHER = "other"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the data set.

    Attributes:
        title: heading, in words.
        description: what it says, where it comes from, what a blank means.
        tiers: in which tiers it stands. One name can stand twice, coarser in the open tier.
        values: (value, label) pairs of a closed list; empty where any value of the type can stand.
        unit: of its numbers, "" for none.
        recode: how it was made coarser, in words; "" where it was not.
        required: whether it is never blank.
        weight: of a quasi-identifier: how much is lost by one blank, against the other columns.
        minimum: least value of an integer or year, None for no bound.
        maximum: largest one; where `recode` says so it stands for itself and all above.
        within: the column that it details; blank wherever that one is, "" for none.
        ends: of a column of bands: for each value but the last the first number that is too large for it.
    """

    name: str
    type: ColumnType
    role: ColumnRole
    title: str
    description: str
    tiers: tuple[Tier, ...]
    values: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    recode: str = ""
    required: bool = False
    weight: float = 1.0
    minimum: int | None = None
    maximum: int | None = None
    within: str = ""
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """A table of the data set.

    Attributes:
        primary_key: columns that tell its rows apart; never blank.
        foreign_keys: (column, table) pairs: the column, where not blank, is that table's primary key.
    """

    name: str
    title: str
    description: str
    primary_key: tuple[str, ...]
    foreign_keys: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    tiers: tuple[Tier, ...]

    def of_role(self, role: ColumnRole) -> tuple[str, ...]:
        """Return the names of the columns that have a role."""
        return tuple(column.name for column in self.columns if column.role is role)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetSpec:
    """All tables of the data set.

    Attributes:
        version: of the specification, as "major.minor".
    """

    version: str
    tables: tuple[TableSpec, ...]

    def of(self, tier: Tier) -> "DatasetSpec":
        """Return the tables and columns of one tier."""
        tables = tuple(
            replace(table, columns=tuple(column for column in table.columns if tier in column.tiers))
            for table in self.tables
            if tier in table.tiers
        )
        return replace(self, tables=tables)

    def table(self, name: str) -> TableSpec:
        """Return a table by its name.

        Raises:
            KeyError: if there is none.
        """
        found = {table.name: table for table in self.tables}
        return found[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """How likely a person is found again, by the quasi-identifiers of a case and of all its issues.

    Formulas and their sources: `protect/microdata/risk.py`. Probabilities, 0 to 1.

    Attributes:
        k: the smallest class allowed.
        records: cases.
        classes: of cases that agree in all quasi-identifiers, their own and those of all their issues.
        classes_below_k: classes of fewer than k cases.
        records_below_k: cases in them.
        unique: cases that are alone in their class.
    """

    k: int
    records: int
    classes: int
    classes_below_k: int
    records_below_k: int
    unique: int
    prosecutor_highest: float
    prosecutor_average: float
    journalist_highest: float
    journalist_average: float
    marketer: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Diversity:
    """What the class of a case tells of its outcome, though it doesn't tell which record is whose.

    Attributes:
        classes: as in `Risk`, after protection.
        lowest: fewest different outcomes in a class (l of distinct l-diversity).
        average: different outcomes a class, on average.
        homogeneous: share of cases whose class has one outcome alone, 0 to 1.
    """

    classes: int
    lowest: int
    average: float
    homogeneous: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMatch:
    """How many texts of a kind could be found again in the published letters by their wording.

    Attributes:
        kind: of text, as in the table `texts`.
        words: length of the runs of words compared.
        texts: how many have so many words or more.
        matched: how many of them hold a run that stands in no other case.
    """

    kind: str
    words: int
    texts: int
    matched: int

    @property
    def share(self) -> float:
        """Share of the texts that could be found, 0 to 1."""
        return self.matched / self.texts if self.texts else 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReleaseDataset:
    """A data set that may leave, in one tier. Made by `protect` alone.

    Attributes:
        spec: of this tier.
        period: as the user named it ("2015").
        k: every combination of quasi-identifiers stands in so many cases or more.
        tables: by name, in the order of `spec`: its columns in order, of the pandas types of
            `ColumnType.dtype`, rows in the order of their primary key.
        risk_before: of the recoded records, before anything was withheld.
        risk_after: of what is released.
        suppressed: "table.column" → share of its values that were withheld, of those that were there, 0 to 1.
        diversity: of the outcome.
        linked_before: share of cases that no other case equals in all coded columns together, whatever their
            role, citations and reasons included, before protection.
        linked_after: the same of what is released. Who holds the published letters could find these.
        text_matches: by kind of text; empty in the open tier.
        left_out: what was left out and how often, in words; counts of 1 to k - 1 as None.
        is_sample: whether the letters are invented samples.
    """

    seal: object
    spec: DatasetSpec
    tier: Tier
    period: str
    k: int
    tables: Mapping[str, pd.DataFrame]
    risk_before: Risk
    risk_after: Risk
    suppressed: Mapping[str, float]
    diversity: Diversity
    linked_before: float
    linked_after: float
    text_matches: tuple[TextMatch, ...] = ()
    left_out: Mapping[str, int | None]
    is_sample: bool = False

    def __post_init__(self) -> None:
        if self.seal is not PROTECT_SEAL:
            raise TypeError("only imr_reports.protect makes release data sets")
