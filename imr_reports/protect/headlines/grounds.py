"""On what decisions rest: the reasons given, and the guidelines that either side cited."""

from imr_reports.protect.headlines.figures import TOTAL, Figures, many, percent


def commonest_ground(figures: Figures) -> str:
    """Name the reason that reviewers give most often for overturning."""
    table = "reasons_overturned"
    total = figures.get(table, TOTAL, "overturned")
    known = [
        (issues, row.label)
        for row in figures.main_rows(table)
        if (issues := figures.of(table, row, "overturned")) and row.key != "none"
    ]
    if not total or not known:
        return ""
    issues, label = max(known, key=lambda item: item[0])
    return (
        f"Where a denial was overturned, the ground found most often in the rationale is “{label}”: in "
        f"{percent(issues, total)} of {many(total, 'issue')}."
    )


def none_cited(figures: Figures) -> str:
    """Say for how many issues the claims administrator cited nothing, and what followed."""
    table = "decisions_by_claims_administrator_basis"
    total = figures.get(table, TOTAL, "issues")
    issues = figures.get(table, "none_cited", "issues")
    overturned = figures.get(table, "none_cited", "overturned")
    if not total or not issues:
        return ""
    sentence = (
        f"For {many(issues, 'issue')} ({percent(issues, total)}) the claims administrator is reported to "
        "have cited no evidence"
    )
    if overturned is None:
        return f"{sentence}."
    return f"{sentence}; {percent(overturned, issues)} of these were overturned."


def basis_differs(figures: Figures) -> str:
    """Say how often the two sides cite different works, and whether such denials stand less often."""
    table = "guidelines_differ"
    rates = {key: figures.get(table, key, "percent_overturned") for key in ("same_work", "different")}
    issues = figures.get(table, "different", "issues")
    same, differ = rates["same_work"], rates["different"]
    if not issues or same is None or differ is None:
        return ""
    return (
        f"In {many(issues, 'issue')} the two sides cite sources that have nothing in common: "
        f"{differ:.1f}% of these were overturned, and {same:.1f}% of those for which both cite the same work."
    )
