"""Stores that were generated, and the reports that come out of them one after the other."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from synthetic_store import add_letters, write_store

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
        write_store(self.store, cases * 12, 12, f"{year}-12")

    def publish(self, periods: list[str], formats: str = "json") -> Iterator[Release]:
        """Release periods one after the other, and read each back."""
        for number, period in enumerate(periods):
            if number and self.late:
                self._let_letters_come(periods[number - 1], self.late + number % 3)
            yield read_json((self.release(period, formats) / "report.json").read_bytes())

    def release(self, period: str, formats: str) -> Path:
        """Release a period; return the folder of its report."""
        code, said = self.run(
            "release", period, "--store", self.store, "--output", self.output, "--format", formats
        )
        if code:
            raise AssertionError(f"releasing {period} ended with {code}: {said}")
        (folder,) = {Path(path).parent for path in re.findall(r"wrote (\S+)", said)}
        return folder

    def _let_letters_come(self, released: str, cases: int) -> None:
        """Add letters decided in a month that is released: the first of its period."""
        month = released if "-" in released else f"{self.year}-{(int(released[-1]) - 1) * 3 + 1:02d}"
        add_letters(
            self.store, month if "Q" in released or "-" in released else f"{self.year}-01", self.next, cases
        )
        self.next += cases
