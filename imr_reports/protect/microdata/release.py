"""Frames of a period, and texts → `ReleaseDataset`, its risks measured before and after."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from imr_reports.errors import UsageError
from imr_reports.protect.microdata.assembling import Named, assemble, long_texts
from imr_reports.protect.microdata.keys import draw, partitions
from imr_reports.protect.microdata.linking import few_gone, link, suppress_unlinked
from imr_reports.protect.microdata.profiles import COUNT, codes_of, profiles
from imr_reports.protect.microdata.rare_values import coarsen_citations, coarsen_reasons
from imr_reports.protect.microdata.recheck import check_classes
from imr_reports.protect.microdata.recodes import Recoded, recode
from imr_reports.protect.microdata.risk import diversity_of, linked_share, risk_of
from imr_reports.protect.microdata.scattering import blank_exact, scatter_cells, scatter_rows
from imr_reports.protect.microdata.small_counts import Counted, blank_small
from imr_reports.protect.microdata.suppression import suppress
from imr_reports.protect.microdata.wording import match_texts
from imr_reports.records.dataset import ColumnRole, DatasetSpec, ReleaseDataset, Tier
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import PROTECT_SEAL
from imr_reports.vocabulary.dataset import dataset_spec

SMALLEST_CLASS: Mapping[Tier, int] = {Tier.OPEN: 11, Tier.CONTROLLED: 5}
"""k: the cell size of CMS and CalHHS for anyone; 5 for those who are bound by terms of use."""
_MANY = "issues of cases with very many"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetPlan:
    """What is to be released.

    Attributes:
        period: as the user named it.
        secret: the store's own key for data sets (`dataset_secret`).
        is_sample: whether the letters are invented samples.
    """

    tier: Tier
    period: str
    secret: bytes
    is_sample: bool = False


def protect_dataset(
    frames: CaseFrames, plan: DatasetPlan, texts: pd.DataFrame | None = None
) -> ReleaseDataset:
    """Return the data set of some cases in one tier.

    Args:
        frames: the cases that are counted in the period, with all details.
        plan: what is to be released.
        texts: in the controlled tier: scrubbed texts, one a row: `reference`, `sequence` (0 for the summary
            of the case), `kind`, `text`.

    Raises:
        UsageError: if there are too few cases, or texts are given in the open tier or lack in the other.
        PrivacyGateError: if the result doesn't keep the rule.
    """
    if (texts is None) is (plan.tier is Tier.CONTROLLED):
        raise UsageError("texts go into the controlled tier, and into no other")
    spec, k = dataset_spec().of(plan.tier), SMALLEST_CLASS[plan.tier]
    given = recode(frames, spec, plan.tier)
    if len(given.cases) < k:
        raise UsageError(f"a data set needs at least {k} cases; choose a longer period")
    named = _named(given, plan)
    shown, named, gone = _protected(given, named, spec, plan.tier)
    frames_out = {name: getattr(shown, name) for name in ("cases", "issues", "citations", "reasons")}
    if texts is not None:
        owners = shown.issues.assign(case=named.owner)
        told = long_texts(texts, given.cases["reference"].to_numpy(), owners)
        keys = draw(plan.secret, plan.tier, "text", told["thing"]).keys
        frames_out["texts"] = told.assign(text_key=keys.astype("str"))
    return ReleaseDataset(
        seal=PROTECT_SEAL,
        spec=spec,
        tier=plan.tier,
        period=plan.period,
        k=k,
        tables=assemble(frames_out, named, spec),
        risk_before=risk_of(profiles(given.cases, given.issues, spec), k),
        risk_after=risk_of(profile := profiles(shown.cases, shown.issues, spec), k),
        suppressed=_suppressed(given, shown, spec),
        diversity=diversity_of(profile, shown.issues),
        linked_before=linked_share(_rows(given), spec),
        linked_after=linked_share(_rows(shown), spec),
        text_matches=match_texts(frames_out["texts"]) if "texts" in frames_out else (),
        left_out=_told({**given.left_out, _MANY: gone, **_withheld_rows(given, shown)}, k),
        is_sample=plan.is_sample,
    )


def _named(given: Recoded, plan: DatasetPlan) -> Named:
    references = given.cases["reference"].to_numpy()
    owner = given.issues["case"].to_numpy()
    things = [
        f"{references[one]}|{number}" for one, number in zip(owner, given.issues["sequence"], strict=True)
    ]
    cases = draw(plan.secret, plan.tier, "case", references)
    return Named(
        cases=cases,
        issues=draw(plan.secret, plan.tier, "issue", things),
        sides=partitions(cases.numbers),
        owner=owner,
    )


def _protected(given: Recoded, named: Named, spec: DatasetSpec, tier: Tier) -> tuple[Recoded, Named, int]:
    """Return the columns that may be shown, their keys, and how many issues had to go."""
    k = SMALLEST_CLASS[tier]
    most = next(column.maximum for column in spec.table("cases").columns if column.name == COUNT) or 1
    cases, issues, gone, most = _linked(given, named, spec, tier, most)
    while tier is Tier.OPEN and few_gone(issues, gone, named.owner, k):
        if most == 1:
            raise UsageError("too few cases have several issues for a data set; choose a longer period")
        # Of more issues without a case more are alike, so that fewer have to go.
        cases, issues, gone, most = _linked(given, named, spec, tier, most - 1)
    if tier is Tier.OPEN:
        blank_exact((given.cases, given.issues), (cases, issues), spec, k)
    shown, named = _without(replace(given, cases=cases, issues=issues), gone, named)
    if tier is Tier.OPEN:
        blank_small(shown.cases, shown.issues, named.owner, spec, k)
        shown = _coarsened(shown, named, k)
    check_classes(shown.cases, shown.issues, spec, k)
    return shown, named, len(gone)


def _linked(
    given: Recoded, named: Named, spec: DatasetSpec, tier: Tier, most: int
) -> tuple[pd.DataFrame, pd.DataFrame, "np.ndarray", int]:
    """Return cases, issues of which a case keeps at most so many, which must go, and how many one keeps."""
    k = SMALLEST_CLASS[tier]
    linked = link(given.issues, named.issues.keys, most, k, by_decision=tier is Tier.OPEN)
    sizes = np.bincount(linked[linked >= 0], minlength=len(given.cases))
    cases, issues = given.cases.assign(**{COUNT: sizes}), given.issues.assign(case=linked)
    if tier is Tier.OPEN:
        scatter_cells(issues, _never_blank(spec), named.issues.numbers, k)
        blank_small(cases, issues, named.owner, spec, k)
    suppress(cases, issues, spec, k)
    gone = suppress_unlinked(issues, named.owner, spec, k)
    return cases, issues, gone, max(1, int(sizes.max(initial=1)))


def _never_blank(spec: DatasetSpec) -> tuple[str, ...]:
    """Return the columns of issues of which no rule withholds anything: they are no quasi-identifiers."""
    return spec.table("issues").of_role(ColumnRole.OTHER)


def _coarsened(given: Recoded, named: Named, k: int) -> Recoded:
    """Return citations and reasons that few cases have less exactly, and a few not at all."""
    issues, draws = given.issues, named.issues.numbers
    counted = Counted(decision=codes_of(issues["decision"]), owner=named.owner, k=k)
    citations = scatter_rows(given.citations, issues, ("side", "source"), draws, k)
    citations = scatter_rows(citations, issues, ("side", "title"), draws, k)
    reasons = scatter_rows(given.reasons, issues, ("reason",), draws, k)
    return replace(
        given,
        citations=coarsen_citations(citations, counted),
        reasons=coarsen_reasons(reasons, counted),
    )


def _without(given: Recoded, gone: "np.ndarray", named: Named) -> tuple[Recoded, Named]:
    """Return everything without some issues and what belongs to them."""
    stays = np.ones(len(given.issues), dtype=bool)
    stays[gone] = False
    place = np.where(stays, np.cumsum(stays) - 1, -1)

    def of_those(rows: pd.DataFrame) -> pd.DataFrame:
        rows = rows.assign(issue=place[rows["issue"].to_numpy()])
        return rows[rows["issue"] >= 0].reset_index(drop=True)

    kept = replace(
        given,
        issues=given.issues[stays].reset_index(drop=True),
        citations=of_those(given.citations),
        reasons=of_those(given.reasons),
    )
    return kept, named.without(stays)


def _rows(tables: Recoded) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    return tables.cases, tables.issues, tables.citations, tables.reasons


def _suppressed(given: Recoded, shown: Recoded, spec: DatasetSpec) -> dict[str, float]:
    """Return the share of values withheld, of those that were there."""
    shares = {}
    for table in spec.tables:
        before, after = getattr(given, table.name, None), getattr(shown, table.name, None)
        if before is None or after is None:
            continue
        for column in table.columns:
            is_counted = column.role in (ColumnRole.QUASI_IDENTIFIER, ColumnRole.OTHER)
            if is_counted and column.name in before and (there := int(before[column.name].notna().sum())):
                left = int(after[column.name].notna().sum())
                shares[f"{table.name}.{column.name}"] = max(0.0, 1 - left / there)
    linked = shown.issues["case"].to_numpy() >= 0
    return {"issues.case_key": float(1 - linked.mean()), **shares}


def _withheld_rows(given: Recoded, shown: Recoded) -> dict[str, int]:
    """Return how many citations and reasons are not shown at all."""
    return {
        f"{name} that are not shown": len(getattr(given, name)) - len(getattr(shown, name))
        for name in ("citations", "reasons")
    }


def _told(counts: Mapping[str, int], k: int) -> dict[str, int | None]:
    return {name: None if 0 < count < k else count for name, count in counts.items()}
