"""An attack on public excerpts: what do the cards of a page tell beyond its tables?"""

from collections import Counter

import highspy
import numpy as np
import pandas as pd
import pytest

from imr_reports.aggregate import (
    aggregate_tables,
    cases_by_month,
    count_quoted,
    public_candidates,
    typical,
)
from imr_reports.protect import (
    PublicRelease,
    protect_excerpts,
    protect_for_public,
    protect_tables,
    quotable_rows,
)
from imr_reports.records.limited import CaseFrames, IssueText
from imr_reports.records.tables import Audience, CellStatus, Excerpt, ProtectedTable, Table
from tests.invented_frames import invent_coverage, invent_frames
from tests.properties.test_protect import THRESHOLD, Attack, true_values

TABLE = "decisions_by_category"
MOST_ATTACKED = 25


class Page:
    """A public report: its tables and cards; the attack knows of each card which issue it is, too."""

    def __init__(self, frames: CaseFrames) -> None:
        self.frames = frames
        self.tables: tuple[Table, ...] = aggregate_tables(frames, invent_coverage(frames), decided_only=True)
        whole = protect_for_public(self.tables)
        self.protected: tuple[ProtectedTable, ...] = whole.shown
        requests = public_candidates(frames, quotable_rows(self.protected, THRESHOLD))
        texts = [
            IssueText(
                reference=item.reference,
                sequence=item.sequence,
                disputed_item=f"{item.reference} {item.sequence}",
                claims_administrator_guideline="",
                reviewer_guideline="",
                rationale="It is medically necessary.",
            )
            for item in requests
        ]
        release = PublicRelease(
            protected=whole,
            cases_by_month=cases_by_month(frames),
            count=lambda items: count_quoted(
                frames, [(item.request.reference, item.request.sequence) for item in items]
            ),
        )
        self.excerpts: tuple[Excerpt, ...] = protect_excerpts(
            typical(requests, texts), Audience.PUBLIC, release
        )

    @property
    def quoted(self) -> pd.DataFrame:
        """The quoted issues."""
        keys = [item.disputed_item.split() for item in self.excerpts]
        wanted = pd.DataFrame(
            {"reference": [key for key, _ in keys], "sequence": [int(place) for _, place in keys]}
        )
        return self.frames.issues.merge(wanted, on=["reference", "sequence"])


def raise_floors(attack: Attack, counts: Counter[tuple[str, str, str]]) -> None:
    """Tell the attack that a count is at least as large as the number of its cards."""
    for name, number in counts.items():
        if name in attack.names:
            low, high = attack.bounds[attack.names[name]]
            attack.bounds[attack.names[name]] = (max(low, number), high)


def withheld(attack: Attack) -> list[tuple[str, str, str]]:
    return [name for name, place in attack.names.items() if attack.bounds[place][1] == highspy.kHighsInf]


def some(names: list[tuple[str, str, str]], seed: int) -> list[tuple[str, str, str]]:
    places = np.random.default_rng(seed).permutation(len(names))[:MOST_ATTACKED]
    return [names[place] for place in places]


PAGES = [(220, 1), (320, 2), (700, 5), (1500, 3)]


@pytest.fixture(scope="module", params=PAGES, ids=[str(cases) for cases, _ in PAGES])
def page(request: pytest.FixtureRequest) -> Page:
    cases, seed = request.param
    return Page(invent_frames(cases, seed, months=14, overturned=0.2))


def test_cards_stand_only_for_counts_that_the_page_shows(page: Page) -> None:
    table = next(table for table in page.protected if table.key == TABLE)
    places = {measure.key: place for place, measure in enumerate(table.measures)}
    cells = {row.label: row.cells for row in table.rows if row.depth == 0}
    for (label, kind), number in Counter(
        (item.service_category, item.kind) for item in page.excerpts
    ).items():
        cell = cells[label][places[kind]]
        assert cell.status is CellStatus.SHOWN
        assert cell.value is not None
        assert cell.value >= THRESHOLD
        assert number <= {"overturned": 2, "upheld": 1}[kind]


def test_no_withheld_count_gets_narrower_by_what_cards_say(page: Page) -> None:
    attack, with_cards = Attack(page.protected), Attack(page.protected)
    table = next(table for table in page.protected if table.key == TABLE)
    keys = {row.label: row.key for row in table.rows if row.depth == 0}
    counts = Counter((TABLE, keys[item.service_category], item.kind) for item in page.excerpts)
    counts += Counter((TABLE, keys[item.service_category], "issues") for item in page.excerpts)
    raise_floors(with_cards, counts)
    for name in some(withheld(attack), 1):
        place = attack.names[name]
        assert attack.extremes(place) == with_cards.extremes(place), name


def test_no_small_count_is_known_to_one_who_finds_each_card_in_every_table(page: Page) -> None:
    attack, truth = Attack(page.protected), true_values(page.tables)
    counts: Counter[tuple[str, str, str]] = Counter()
    months = page.frames.cases.set_index("reference")["decided"].dt.strftime("%Y-%m")
    for issue in page.quoted.to_dict("records"):
        decision = "upheld" if issue["decision"] == "upheld" else "overturned"
        ours, theirs = issue["claims_administrator_basis"], issue["reviewer_basis"]
        rows = [
            (TABLE, issue["service_category"]),
            (TABLE, f"{issue['service_category']}/{issue['service_subcategory']}"),
            ("decisions_by_claims_administrator_basis", ours),
            ("decisions_by_reviewer_basis", theirs),
            ("basis_cross", ours),
            ("basis_cross", f"{ours}/{theirs}"),
            ("partly_authorized", "yes" if issue["was_partly_authorized"] else "no"),
            ("outcomes_by_month", months[issue["reference"]]),
        ]
        counts.update((table, row, measure) for table, row in rows for measure in ("issues", decision))
    raise_floors(attack, counts)
    small = [name for name in withheld(attack) if truth.get(name, THRESHOLD) < THRESHOLD]
    for name in some(small, 2):
        assert attack.extremes(attack.names[name])[1] >= THRESHOLD, name


def test_large_pages_have_cards() -> None:
    assert len(Page(invent_frames(1500, 3, months=14, overturned=0.2)).excerpts) >= 6


def test_which_issues_are_asked_for_depends_on_no_date() -> None:
    frames = invent_frames(600, 4, months=14, overturned=0.2)
    tables = protect_tables(
        aggregate_tables(frames, invent_coverage(frames), decided_only=True), Audience.PUBLIC
    )
    rows = quotable_rows(tables, THRESHOLD)
    turned = frames.cases.assign(decided=frames.cases["decided"].to_numpy()[::-1])
    assert public_candidates(
        CaseFrames(cases=turned, issues=frames.issues, citations=frames.citations), rows
    ) == public_candidates(frames, rows)


def test_a_year_on_the_label_over_two_months_of_letters_has_no_cards() -> None:
    assert Page(invent_frames(700, 5, months=2, overturned=0.2)).excerpts == ()


def test_a_handful_of_undecided_issues_does_not_cost_the_public_the_main_figures() -> None:
    frames = invent_frames(900, 6, months=3, overturned=0.2)
    issues = frames.issues.copy()
    decisions = issues["decision"].astype("str")
    decisions.iloc[[3, 200, 500]] = "not_stated"
    issues["decision"] = decisions.astype("category")
    changed = CaseFrames(cases=frames.cases, issues=issues, citations=frames.citations)
    tables = aggregate_tables(changed, invent_coverage(frames), decided_only=True)
    found = {table.key: table for table in protect_tables(tables, Audience.PUBLIC)}
    cells = {row.key: row.cells[0] for row in found["outcomes_issues"].rows}
    assert all(cell.status is CellStatus.SHOWN for cell in cells.values())
    assert cells["total"].value == len(issues) - 3
