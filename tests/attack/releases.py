"""Stores that were generated, and the reports that come out of them one after the other."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
import synthetic_pools
from synthetic_store import add_letters, write_store

from imr_reports.records.period import parse_period
from tests.attack.published import Release, read_json

Run = Callable[..., tuple[int, str]]
"""Runs `imr-report` with some arguments: its exit code, and what it said."""


def calendar(year: int, months: int = 12) -> list[str]:
    """Return the periods of a year in the order in which they end: months, quarters, the year."""
    periods: list[str] = []
    for month in range(1, months + 1):
        periods.append(f"{year}-{month:02d}")
        if month % 3 == 0:
            periods.append(f"{year}Q{month // 3}")
    return [*periods, str(year)] if months == 12 else periods


def use_few_kinds(patch: pytest.MonkeyPatch) -> None:
    """Have stores made of a few services, works, specialties, body parts and reasons: small tables, fast."""
    services = synthetic_pools.services_pool()
    services = _first(_first(services, ["category", "subcategory"], 1), ["category"], 2).head(8)
    works = _first(synthetic_pools.works_pool(), ["source"], 2).head(6)
    pools = {
        "services_pool": services,
        "works_pool": works,
        "specialties": synthetic_pools.specialties()[:4],
        "site_lists": synthetic_pools.site_lists().slice(0, 5),
        "reason_lists": synthetic_pools.reason_lists().slice(0, 6),
    }
    for name, pool in pools.items():
        patch.setattr(f"synthetic_store.{name}", lambda pool=pool: pool)


def _first(pool: pd.DataFrame, columns: list[str], number: int) -> pd.DataFrame:
    """Return the first rows of each kind."""
    return pool.groupby(columns, sort=False).head(number).reset_index(drop=True)


class Series:
    """Releases of one store, with letters that come late in between.

    Attributes:
        store: the store's folder.
        output: where reports go.
        late: about how many letters come late before each release, of all months that are over.
    """

    def __init__(self, folder: Path, run: Run, *, cases: int, year: int = 2015, late: int = 0) -> None:
        self.store, self.output = folder / "store", folder / "output"
        self.run, self.late, self.year = run, late, year
        self.next = cases * 12
        self.folders: dict[str, Path] = {}
        write_store(self.store, cases * 12, 12, f"{year}-12")

    def publish(self, periods: list[str], formats: str = "json") -> Iterator[Release]:
        """Release periods one after the other, and read each back."""
        for number, period in enumerate(periods):
            if number and self.late:
                self.let_letters_come(periods[number - 1], self.late + number % 3)
            self.folders[period] = self._written("release", period, "--format", formats)
            yield self._read(period)

    def draft(self, period: str) -> Release:
        """Make a public draft, and read it back."""
        self.folders[period] = self._written("--period", period, "--audience", "public", "--format", "json")
        return self._read(period)

    def _read(self, period: str) -> Release:
        return read_json((self.folders[period] / "report.json").read_bytes())

    def _written(self, *arguments: str) -> Path:
        """Run the command; return the folder of its report."""
        code, said = self.run(*arguments, "--store", self.store, "--output", self.output)
        if code:
            raise AssertionError(f"{' '.join(arguments)} ended with {code}: {said}")
        (folder,) = {Path(path).parent for path in re.findall(r"wrote (\S+)", said)}
        return folder

    def let_letters_come(self, released: str, cases: int) -> None:
        """Add letters decided in the first month of a period that is released."""
        first = parse_period(released).month_keys[0]
        add_letters(self.store, first, self.next, cases)
        self.next += cases
