"""Cases → who reviewed them: specialties, licenses, and whether a specialty's field names the service."""

import numpy as np
import pandas as pd

from imr_reports.aggregate.counting import (
    APPEALED,
    TOTAL,
    DecisionColumns,
    Line,
    Value,
    by_size,
    cases_and_share,
    count,
    make_rows,
)
from imr_reports.aggregate.joining import each_with
from imr_reports.aggregate.outcomes import all_cases
from imr_reports.aggregate.tallies import places
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import CountName, Measure, MeasureKind, Relation, RelationKind, Table
from imr_reports.vocabulary.services.reading import unclassified
from imr_reports.vocabulary.services.specialty_fit import Fit, fit_of

_CALIFORNIA = frozenset({"california", "ca", "calif."})
_LICENCES = {
    "california": "Licensed in California",
    "elsewhere": "Licensed in other states alone",
    "not_stated": "Not stated",
}
_UNKNOWN = "unknown"
_FITS = {
    str(Fit.NAMED): "A specialty whose field names the service",
    str(Fit.GENERAL): "A general specialty alone",
    str(Fit.OTHER): "Another specialty",
    _UNKNOWN: "No specialty stated, or service not classified",
}
_SERVICE = ["service_category", "service_subcategory"]
_BY_A_LIST = (
    "A list of this project (docs/reports.md) says which service categories the field of a specialty names; "
    "general specialties, such as occupational medicine, family practice or physical medicine and "
    "rehabilitation, treat injured workers as a whole. Of several specialties the one that fits best counts. "
    "The list knows neither the body part nor the reviewer's own practice, and is no judgement on a reviewer."
)


def reviewer_specialties(frames: CaseFrames) -> Table:
    """Count cases by their reviewer's specialties."""
    measures = cases_and_share()
    sizes = frames.specialties.drop_duplicates().groupby("specialty").size()
    lines = [Line(key=str(key), label=str(key), values={"cases": int(size)}) for key, size in sizes.items()]
    return Table(
        key="reviewer_specialties",
        title="Reviewers' specialties",
        definition=(
            "Cases by the specialties in which their letter says that the reviewer is certified; a reviewer "
            "with several counts under each, so that rows do not add up. The share is of all cases in the "
            "period."
        ),
        unit="cases",
        dimension="reviewer_specialty",
        row_header="Specialty",
        measures=measures,
        rows=make_rows(measures, [*by_size(lines, "cases"), all_cases(frames)]),
        rows_are_partition=False,
        ordered_by_size=True,
    )


def california_license(frames: CaseFrames) -> Table:
    """Count cases by whether their reviewer holds a Californian license."""
    measures = cases_and_share()
    states = frames.reviewer_states
    is_ours = states["state"].astype("str").str.strip().str.casefold().isin(_CALIFORNIA)
    stated = frames.cases["reference"].isin(states["reference"].unique())
    ours = frames.cases["reference"].isin(states["reference"][is_ours].unique())
    sizes = {
        "california": int(ours.sum()),
        "elsewhere": int((stated & ~ours).sum()),
        "not_stated": int((~stated).sum()),
    }
    lines = [Line(key=key, label=label, values={"cases": sizes[key]}) for key, label in _LICENCES.items()]
    return Table(
        key="california_license",
        title="Reviewers' licenses",
        definition="Cases by the states in which their letter says the reviewer is licensed to practice.",
        unit="cases",
        dimension="california_license",
        row_header="License",
        measures=measures,
        rows=make_rows(measures, [*lines, all_cases(frames)]),
    )


def _unclassified() -> tuple[str, str]:
    """Return the categories of services that aren't classified."""
    return "", unclassified()


def specialty_fit(frames: CaseFrames) -> Table:
    """Count issues by whether a specialty of the reviewer names the disputed service as part of its field."""
    columns = DecisionColumns.of(frames)
    measures = columns.measures()
    counts = columns.by(frames, ["fit"], _with_fit)
    lines = [
        Line(key=key, label=label, values=counts.get((key,), columns.nothing()))
        for key, label in _FITS.items()
        if key != _UNKNOWN or (key,) in counts
    ]
    return Table(
        key="specialty_fit",
        title="Reviewers' specialties and the disputed service",
        definition=(
            f"Issues by whether the reviewer's specialties fit the disputed service. {_BY_A_LIST} The share "
            f"is of all issues in the period, % overturned of the row's issues. {APPEALED}"
        ),
        unit="issues",
        dimension="specialty_fit",
        row_header="Reviewer's specialty",
        measures=measures,
        rows=make_rows(measures, [*lines, columns.total(frames)]),
        sums=columns.sums,
        relations=tuple(map(_unclassified_fit, ("issues", *columns.sums[0][1]))),
        design_effect=columns.design_effect(frames),
    )


def _unclassified_fit(measure: str) -> Relation:
    """Return that of services which aren't classified it is unknown whether a specialty fits them."""

    def named(dimension: str, row: str) -> CountName:
        return CountName(unit="issues", dimension=dimension, row=row, measure=measure)

    return Relation(
        total=named("specialty_fit", _UNKNOWN),
        parts=tuple((1, named("service_category", row)) for row in _unclassified()),
        kind=RelationKind.CONTAINS,
    )


def specialty_fit_by_category(frames: CaseFrames) -> Table:
    """Return by service category how often the reviewer's specialties fit the service."""
    sizes = _with_fit(frames).groupby(["service_category", "fit"], observed=True).size().unstack(fill_value=0)
    shown = [key for key in _FITS if key in sizes]
    measures = (
        count("issues", "Issues"),
        *(
            Measure(
                key=f"share:{key}",
                label=f"{_FITS[key]}, %",
                kind=MeasureKind.NUMBER,
                denominator="issues",
                decimals=1,
            )
            for key in shown
        ),
    )
    lines = [
        Line(key=str(category), label=str(category) or "Not classified", values=_shares(sizes.loc[category]))
        for category in sizes.index
    ]
    total = Line(key=TOTAL, label="All categories", values=_shares(sizes.sum()), is_total=True)
    return Table(
        key="specialty_fit_by_category",
        title="Reviewers' specialties and the disputed service, by service category",
        definition=f"Percent of each category's issues by the reviewer's specialties. {_BY_A_LIST}",
        unit="issues",
        dimension="service_category_fit",
        row_header="Service category",
        measures=measures,
        rows=make_rows(measures, [*by_size(lines, "issues"), total]),
        ordered_by_size=True,
    )


def _shares(sizes: "pd.Series[int]") -> dict[str, Value]:
    issues = int(sizes.sum())
    shares = {f"share:{fit}": 100 * float(size) / issues if issues else None for fit, size in sizes.items()}
    return {"issues": issues} | shares


def _with_fit(frames: CaseFrames) -> pd.DataFrame:
    """Return a period's issues with their `fit`: the best one of the reviewer's specialties."""
    issues = frames.issues[["reference", "sequence", "decision", *_SERVICE]]
    reviewed, number = each_with(issues, frames.specialties, "specialty")
    place, services = places(reviewed, ["specialty", *_SERVICE])
    order = list(Fit)
    ranks = np.array([order.index(fit_of(*service)) for service in services], dtype=np.int64)
    best = np.full(len(issues), len(order))
    np.minimum.at(best, number, ranks[place])
    best[issues["service_category"].isin(_unclassified())] = len(order)
    return issues.assign(fit=pd.Categorical.from_codes(best, pd.Index([*map(str, order), _UNKNOWN])))
