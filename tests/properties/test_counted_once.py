"""Whatever arrives and whatever is released, in any order: each case is counted in one month, for good."""

import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imr_reports.records.coded import Decision
from imr_reports.records.ledger import ReleaseKind
from imr_reports.records.period import parse_period
from imr_reports.store import Selection, Store, append_release, read_public_frames
from tests.invented_store import add, case

FIRST, DAYS = date(2015, 1, 1), 450  # to March 2016
WHOLE = "2015-01..2016-06"
MONTHS = parse_period(WHOLE).month_keys
PERIODS = (
    *(f"2015-{month:02d}" for month in range(1, 13)),
    *(f"2015Q{part}" for part in range(1, 5)),
    *("2015H1", "2015H2", "2015", "2016-01", "2016Q1"),
)
DECISIONS = (Decision.UPHELD, Decision.OVERTURNED)

letters = st.tuples(
    st.just("letter"),
    st.integers(1, 14),
    st.one_of(st.none(), st.integers(0, DAYS), st.integers(0, 100)),
    st.sampled_from(DECISIONS),
)
releases = st.tuples(st.just("release"), st.sampled_from(PERIODS))
purges = st.tuples(st.just("purge"))
steps = st.lists(st.one_of(letters, letters, letters, releases, releases, purges), min_size=4, max_size=20)


@dataclass
class Told:
    """What is to be counted, kept by hand: case number → letters, and → what it is pinned to."""

    letters: dict[str, list[tuple[str, str, Decision]]] = field(default_factory=dict)
    pinned: dict[str, tuple[str, Decision]] = field(default_factory=dict)
    months: set[str] = field(default_factory=set)

    def counted(self) -> dict[str, tuple[str, Decision]]:
        """Return case number → the month in which it is counted, and as what."""
        found = dict(self.pinned)
        for number, known in self.letters.items():
            # The latest decided counts, and of several on one day the first in the order of their contents.
            first_last = sorted(known, key=lambda letter: letter[1], reverse=True)
            decided, _, decision = max(reversed(first_last), key=lambda letter: letter[0])
            if number not in found and decided:
                found[number] = (next(m for m in self.after(decided[:7]) if m not in self.months), decision)
        return found

    @staticmethod
    def after(month: str) -> tuple[str, ...]:
        return (*MONTHS[MONTHS.index(month) :], "later")

    def release(self, period: str) -> None:
        months = set(parse_period(period).month_keys)
        self.pinned |= {
            number: told for number, told in self.counted().items() if told[0] in months - self.months
        }
        self.months |= months


def selection(period: str) -> Selection:
    return Selection(period=parse_period(period))


def counted(store: Store, period: str) -> dict[str, tuple[str, Decision]]:
    """Return what a period counts: case number → month and decision."""
    frames = read_public_frames(store, selection(period)).frames
    references = frames.cases["reference"].astype("str")
    decided = dict(zip(frames.issues["reference"].astype("str"), frames.issues["decision"], strict=True))
    assert len(set(references)) == len(references)
    return {
        store.resolve(reference): (month, Decision(decided[reference]))
        for reference, month in zip(references, frames.cases["counted"], strict=True)
    }


def apply(store: Store, told: Told, number: int, step: tuple[Any, ...]) -> Store:
    match step:
        case ("letter", subject, day, decision):
            decided = None if day is None else FIRST + timedelta(day)
            key, name = f"k{number:03d}", f"CM15-{subject}"
            add(store, (f"{key}.txt", name, case(key, decided, decision)), shard=f"S{number}")
            told.letters.setdefault(name, []).append((decided.isoformat() if decided else "", key, decision))
        case ("release", period):
            append_release(
                store,
                selection(period),
                kind=ReleaseKind.REPORT,
                label=period,
                recorded=date(2016, 1, 1),
                content={"summary": {}},
            )
            told.release(period)
        case _:
            folder = store.folder
            store.purge()
            told.letters.clear()
            store = Store(folder, create=True)
    return store


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps, st.integers(1, 4))
def test_each_case_is_counted_in_one_month_for_good(sequence: list[tuple[Any, ...]], quarter: int) -> None:
    told = Told()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "store", create=True)
        try:
            for number, step in enumerate(sequence):
                store = apply(store, told, number, step)
                if step[0] != "letter" or number == len(sequence) - 1:
                    inside = {name: pair for name, pair in told.counted().items() if pair[0] != "later"}
                    assert counted(store, WHOLE) == inside
            assert store.ledger.verify() == ()
            for period in (f"2015Q{quarter}", f"2015H{(quarter + 1) // 2}", "2015"):
                _check_sum(store, period, told.counted())
        finally:
            store.close()


def _check_sum(store: Store, period: str, whole: Mapping[str, tuple[str, Decision]]) -> None:
    """A period is the sum of its months, each read alone, and its history says the same of them."""
    months = parse_period(period).month_keys
    expected = {name: pair for name, pair in whole.items() if pair[0] in months}
    assert counted(store, period) == expected
    assert {name: pair for month in months[:3] for name, pair in counted(store, month).items()} == {
        name: pair for name, pair in expected.items() if pair[0] in months[:3]
    }
    history = read_public_frames(store, selection(period)).frames.history
    assert history is not None
    inside = history.loc[history["month"].isin(months), "month"]
    assert Counter(inside) == Counter(month for month, _ in expected.values())
