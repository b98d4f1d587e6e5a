"""What tables tell of each other, written down here a second time: no small count follows from it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from imr_reports.aggregate import aggregate_tables
from imr_reports.errors import UsageError
from imr_reports.protect import Protected, ledger_content, ledger_for, protect_for_public
from imr_reports.protect.attacker import Attacker, weak_points
from imr_reports.protect.linked import LinkedSystem, Quantity
from imr_reports.records.limited import CaseFrames
from imr_reports.records.period import parse_period
from imr_reports.records.tables import CellStatus, CountName
from imr_reports.vocabulary.services.reading import unclassified
from tests.invented_frames import invent_frames
from tests.unit.protect.test_releases import within

MONTH = "2015-01"
DECISIONS = ("issues", "upheld", "overturned")


def protect(frames: CaseFrames, threshold: int = 11) -> Protected:
    own = within(frames, MONTH)
    ledger = ledger_for(parse_period(MONTH), {})
    return protect_for_public(aggregate_tables(own, None, decided_only=True), ledger, threshold=threshold)


def some(values: "pd.Series[str]", share: float, other: str, seed: int) -> "pd.Series[str]":
    """Replace a share of a column's values."""
    chosen = np.random.default_rng(seed).random(len(values)) < share
    return values.astype("str").mask(chosen, other).astype("category")


def told(dimension: str, row: str, measure: str, unit: str = "issues") -> CountName:
    return CountName(unit=unit, dimension=dimension, row=row, measure=measure, period=MONTH)


def leaks(protected: Protected, ties: Iterator[tuple[Mapping[CountName, int], bool]]) -> list[str]:
    """Return what is known too well to a reader who knows of some sums besides.

    Each sum is of counts with their weights; whether it is zero, or leaves a count of persons.
    """
    system = protected.system
    quantities, equations = list(system.quantities), list(system.equations)
    for terms, leaves in ties:
        row = {system.places[name]: weight for name, weight in terms.items() if name in system.places}
        value = sum(weight * quantities[place].value for place, weight in row.items())
        assert value >= 0 if leaves else value == 0
        if leaves:
            row[len(quantities)] = -1
            quantities.append(
                Quantity(value=value, published=False, is_count=True, floor=0, weight=0.0, table="left")
            )
        equations.append(row)
    wider: LinkedSystem = replace(system, quantities=tuple(quantities), equations=tuple(equations))
    known = {system.places[name]: value for name, value in protected.published().items()}
    return [str(quantities[place]) for place in weak_points(wider, Attacker(wider, known))]


@pytest.mark.parametrize("seed", [31, 32])
def test_citations_that_are_not_told_of_one_side_stand_in_two_tables(seed: int) -> None:
    frames = invent_frames(900, seed, overturned=0.15)
    issues = frames.issues.assign(
        reviewer_basis=some(frames.issues["reviewer_basis"], 0.03, "not_stated", seed),
        claims_administrator_basis=some(
            frames.issues["claims_administrator_basis"], 0.01, "not_stated", seed + 1
        ),
    )
    protected = protect(replace(frames, issues=issues))

    def ties() -> Iterator[tuple[Mapping[CountName, int], bool]]:
        for measure in DECISIONS:
            pairs = [
                name
                for name in protected.system.places
                if name.dimension == "claims_administrator_basis" and name.measure == measure
                if "not_stated" in name.row.split("/")[-2:] and "/" in name.row
            ]
            assert pairs
            yield {told("agreement", "not_stated", measure): -1, **dict.fromkeys(pairs, 1)}, False

    assert leaks(protected, ties()) == []


@pytest.mark.parametrize("seed", [31, 32])
def test_who_gives_no_reason_gives_no_other_one(seed: int) -> None:
    protected = protect(invent_frames(900, seed, overturned=0.15))

    def ties() -> Iterator[tuple[Mapping[CountName, int], bool]]:
        for name in protected.system.places:
            none = replace(name, row="none")
            if (
                name.dimension.startswith("reason_")
                and name.row != "none"
                and none in protected.system.places
            ):
                total = CountName(unit="issues", measure=name.measure, period=MONTH)
                yield {total: 1, none: -1, name: -1}, True

    assert leaks(protected, ties()) == []


@pytest.mark.parametrize("seed", [31, 32])
def test_the_sum_of_issues_is_exact_where_no_case_has_five(seed: int) -> None:
    frames = invent_frames(300, seed, overturned=0.15)
    few = frames.cases[frames.cases["issue_count"] < 5]
    issues = frames.issues[frames.issues["reference"].isin(few["reference"])]
    protected = protect(replace(frames, cases=few, issues=issues))

    def ties() -> Iterator[tuple[Mapping[CountName, int], bool]]:
        sizes = {told("issue_count", str(size), "cases", "cases"): size for size in (1, 2, 3, 4)}
        yield {CountName(unit="issues", measure="issues", period=MONTH): -1, **sizes}, False

    assert leaks(protected, ties()) == []


@pytest.mark.parametrize("seed", [31, 32])
def test_no_specialty_fits_what_is_not_classified(seed: int) -> None:
    frames = invent_frames(2400, seed, overturned=0.15)
    category = some(frames.issues["service_category"], 0.08, unclassified(), seed)
    is_none = category == unclassified()
    sub = frames.issues["service_subcategory"].astype("str").mask(is_none, "").astype("category")
    protected = protect(
        replace(frames, issues=frames.issues.assign(service_category=category, service_subcategory=sub))
    )

    def ties() -> Iterator[tuple[Mapping[CountName, int], bool]]:
        for measure in DECISIONS:
            fit = told("specialty_fit", "unknown", measure)
            assert fit in protected.system.places
            yield {fit: 1, told("service_category", unclassified(), measure): -1}, True

    assert leaks(protected, ties()) == []


def test_limits_are_told_whether_a_row_lies_outside_them_or_not() -> None:
    for seed in (31, 32, 33):
        shown = {table.key: table for table in protect(invent_frames(900, seed, overturned=0.09)).shown}
        for key in ("decisions_by_category", "decisions_by_body_part", "decisions_by_specialty"):
            assert shown[key].note_header
            assert "bears no mark" in shown[key].definition


def test_quartiles_go_with_how_many_cases_took_long() -> None:
    rows = 0
    for seed in range(31, 36):
        days = next(table for table in protect(invent_frames(600, seed)).shown if table.key == "days")
        counts = [place for place, item in enumerate(days.measures) if item.kind == "count"]
        others = [place for place, item in enumerate(days.measures) if item.kind == "number"]
        for row in days.rows:
            if any(row.cells[place].status is CellStatus.WITHHELD for place in counts):
                rows += 1
                assert all(row.cells[place].value is None for place in others)
    assert rows


def test_the_threshold_of_a_year_stays() -> None:
    frames = invent_frames(300, 1)
    ledger = ledger_for(parse_period("2015-02"), {1: ledger_content(protect(frames))})
    own = aggregate_tables(within(frames, "2015-02"), None, decided_only=True)
    assert protect_for_public(own, ledger).shown
    with pytest.raises(UsageError, match="threshold of 11"):
        protect_for_public(own, ledger, threshold=15)
