"""What a version of the data set says of itself, beside its tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from imr_reports.records.tables import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierEdition:
    """What the ledger tells of a version.

    Attributes:
        version: its number.
        as_of: its date.
        spec_version: of the specification of its columns.
        k: the smallest class allowed.
        rows: rows by table.
        columns: names of columns by table.
        program: version of the program, with its digest.
        settings: what else decides over the tables, in words, by name.
        sums: SHA-256 by file.
    """

    version: int
    as_of: date
    spec_version: str
    k: int
    rows: Mapping[str, int]
    columns: Mapping[str, tuple[str, ...]]
    program: str
    settings: Mapping[str, str]
    sums: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A version of the data set: its name, its date, and how it was made. Nothing of it is from a letter.

    Attributes:
        series: what all versions of a period and tier are called.
        version: its number, from 1.
        as_of: its date, as the ledger has it.
        period_words: the period in words.
        title: heading of the data set.
        organization: who makes it, "" when not set.
        method: how the letters were de-identified, in words.
        settings: what decides over the tables, in words, by name.
        privacy: policy, models, lists, gate and control letters.
        provenance: what `provenance.json` says beside that.
        earlier: the versions before it, the latest first.
    """

    series: str
    version: int
    as_of: date
    period_words: str
    title: str
    organization: str
    method: str
    program: str
    settings: Mapping[str, str]
    privacy: tuple[Fact, ...]
    provenance: Mapping[str, object]
    earlier: tuple[EarlierEdition, ...] = ()

    @property
    def name(self) -> str:
        """What the version and its folder are called."""
        return f"{self.series}-v{self.version}"
