"""Cases → who reviewed them: specialties, and whether licensed in California."""

from imr_reports.aggregate.counting import Line, by_size, cases_and_share, make_rows
from imr_reports.aggregate.outcomes import all_cases
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import Table

_CALIFORNIA = frozenset({"california", "ca", "calif."})
_LICENCES = {
    "california": "Licensed in California",
    "elsewhere": "Licensed in other states alone",
    "not_stated": "Not stated",
}


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
