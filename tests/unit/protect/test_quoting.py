"""Which rationales a public report quotes: of rows whose counts it shows, of a year, never one too many."""

from collections.abc import Sequence

import pytest

from imr_reports.protect import PublicRelease, protect_excerpts, protect_for_public, quotable_rows
from imr_reports.protect.quoting import QUOTED_FROM
from imr_reports.records.coded import Decision
from imr_reports.records.limited import IssueText
from imr_reports.records.rationales import RationaleRequest, SelectedRationale
from imr_reports.records.tables import Audience, Cell, Excerpt, Measure, MeasureKind, Row, Table
from tests.listed_tables import listed

EVEN = (30,) * 12
MEASURES = tuple(
    Measure(key=key, label=key, kind=MeasureKind.COUNT) for key in ("issues", "upheld", "overturned")
)


def row_of(key: str, upheld: int, overturned: int, depth: int = 0) -> Row:
    cells = tuple(Cell(value=value) for value in (upheld + overturned, upheld, overturned))
    return Row(key=key, label=key.title(), cells=cells, depth=depth, is_total=key == "total")


def categories(rows: dict[str, tuple[int, int]]) -> Table:
    """The table by category: a key with a stroke details the row above."""
    mains = [counts for key, counts in rows.items() if "/" not in key]
    sums = tuple(sum(counts[place] for counts in mains) for place in (0, 1))
    return Table(
        key=QUOTED_FROM,
        title="",
        definition="",
        unit="issues",
        dimension="service_category",
        row_header="",
        measures=MEASURES,
        rows=(
            *(row_of(key, *counts, depth=key.count("/")) for key, counts in rows.items()),
            row_of("total", sums[0], sums[1]),
        ),
        sums=(("issues", ("upheld", "overturned")),),
    )


def rationale(number: int, label: str, decision: Decision) -> SelectedRationale:
    reference = f"R{number:03d}"
    return SelectedRationale(
        request=RationaleRequest(reference=reference, sequence=1, decision=decision, service_category=label),
        text=IssueText(
            reference=reference,
            sequence=1,
            disputed_item="An item",
            claims_administrator_guideline="",
            reviewer_guideline="",
            rationale="The request is medically necessary.",
        ),
    )


def pool(labels: Sequence[str], decision: Decision = Decision.OVERTURNED) -> list[SelectedRationale]:
    """Many rationales of each row."""
    return [
        rationale(100 * place + number, label, decision)
        for place, label in enumerate(labels)
        for number in range(30)
    ]


def quoted(
    rows: dict[str, tuple[int, int]],
    texts: Sequence[SelectedRationale],
    *,
    months: Sequence[int] = EVEN,
    detail: str = "",
) -> tuple[Excerpt, ...]:
    """Excerpts of a public report of one table; all that is quoted belongs to one detail row, if named."""
    tables = [categories(rows)]

    def count(items: Sequence[SelectedRationale]) -> list[Table]:
        counts: dict[str, tuple[int, int]] = {}
        for item in items:
            upheld = item.request.decision is Decision.UPHELD
            for key in (item.request.service_category.lower(), *([detail] if detail else [])):
                before = counts.get(key, (0, 0))
                counts[key] = (before[0] + upheld, before[1] + (not upheld))
        return [categories(counts)]

    release = PublicRelease(
        protected=protect_for_public(tables, publishable=listed([categories({})])),
        cases_by_month=months,
        count=count,
    )
    return protect_excerpts(texts, Audience.PUBLIC, release)


def tally(excerpts: Sequence[Excerpt]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for item in excerpts:
        found[item.service_category, item.kind] = found.get((item.service_category, item.kind), 0) + 1
    return found


LARGE = {"drugs": (200, 40), "surgery": (90, 30)}


def test_each_row_that_is_shown_gives_two_overturned_and_one_upheld() -> None:
    texts = [*pool(["Drugs"]), *pool(["Surgery", "Drugs"], Decision.UPHELD)[30:]]
    texts += [item for item in pool(["", "", "Surgery"]) if item.request.service_category]
    assert tally(quoted(LARGE, texts)) == {
        ("Drugs", "overturned"): 2,
        ("Surgery", "overturned"): 2,
        ("Drugs", "upheld"): 1,
    }


def test_the_number_of_excerpts_does_not_tell_how_many_there_are() -> None:
    texts = pool(["Drugs", "Surgery"])
    few = quoted({"drugs": (200, 11), "surgery": (90, 11)}, texts)
    assert tally(few) == tally(quoted({"drugs": (200, 180), "surgery": (90, 30)}, texts))


def test_nothing_is_quoted_of_a_row_whose_count_is_withheld() -> None:
    rows = {"drugs": (200, 40), "surgery": (60, 4), "therapy": (70, 30), "imaging": (80, 50)}
    texts = [*pool(["Drugs", "Surgery", "Therapy", "Imaging"])]
    protected = protect_for_public([categories(rows)], publishable=listed([categories({})])).shown
    known = quotable_rows(protected, 11)
    assert "Surgery" not in known.overturned | known.upheld
    assert len(known.overturned) == 2  # one large row covers the small one
    assert {item.service_category for item in quoted(rows, texts)} == known.overturned


def test_no_upheld_one_is_quoted_where_the_upheld_count_is_withheld() -> None:
    rows = {"drugs": (200, 40), "surgery": (60, 4), "therapy": (70, 30)}
    texts = pool(["Drugs", "Surgery", "Therapy"], Decision.UPHELD)
    known = quotable_rows(
        protect_for_public([categories(rows)], publishable=listed([categories({})])).shown, 11
    )
    assert {item.service_category for item in quoted(rows, texts)} == known.upheld
    assert "Surgery" not in known.upheld


def test_rare_categories_are_quoted_under_the_label_of_the_merged_row() -> None:
    rows = {"drugs": (200, 40), "surgery": (3, 6), "therapy": (4, 6)}
    public = listed([categories({})], "Other categories")
    known = quotable_rows(protect_for_public([categories(rows)], publishable=public).shown, 11)
    assert known.label_of("surgery") == known.label_of("therapy") == "Other categories"
    assert known.label_of("drugs") == "Drugs"


def test_what_is_overturned_in_part_is_not_told_apart() -> None:
    excerpts = quoted(LARGE, pool(["Drugs"], Decision.PARTIALLY_OVERTURNED))
    assert {item.kind for item in excerpts} == {"overturned"}


def test_no_case_is_quoted_twice_and_none_by_reference() -> None:
    texts = [
        rationale(1, "Drugs", Decision.OVERTURNED),
        rationale(1, "Surgery", Decision.OVERTURNED),
        rationale(1, "Drugs", Decision.UPHELD),
    ]
    excerpts = quoted(LARGE, texts)
    assert len(excerpts) == 1
    assert excerpts[0].reference == ""


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ((), 0),
        ((300, 300), 0),
        ((30,) * 11, 0),
        ((30,) * 12, 2),
        ((1,) * 11 + (500,), 0),
        ((1,) * 20 + (500, 500), 0),
        ((20,) * 11 + (500,), 0),
        ((10,) * 30, 0),
        ((11,) * 30, 2),
    ],
)
def test_excerpts_need_cases_spread_over_a_year(months: tuple[int, ...], expected: int) -> None:
    assert len(quoted(LARGE, pool(["Drugs"]), months=months)) == expected


def test_excerpts_that_would_narrow_a_withheld_detail_too_far_are_left_out() -> None:
    # 12 are shown to be overturned; of two details one has 5 and may have up to 11, as long as the other has
    # one. Two excerpts of the other would tell that it has 10 at most.
    rows = {"drugs": (200, 12), "drugs/x": (100, 7), "drugs/y": (100, 5), "surgery": (90, 30)}
    texts = pool(["Drugs"])
    (table,) = protect_for_public([categories(rows)], publishable=listed([categories({})])).shown
    assert [row.cells[2].value for row in table.rows] == [12, None, None, 30, 42]
    assert quoted(rows, texts, detail="drugs/x") == ()
    assert len(quoted({**rows, "drugs": (200, 40), "drugs/x": (100, 35)}, texts, detail="drugs/x")) == 2
