"""Issues that ask for drugs → decisions by drug class and by ingredient."""

import pandas as pd

from imr_reports.aggregate.counting import APPEALED, ISSUE_KEY, DecisionColumns, make_rows
from imr_reports.aggregate.families import (
    MERGED,
    main_lines,
    stated_lines,
    stated_or_not,
    with_decision,
    without_rare,
)
from imr_reports.aggregate.funnel import with_limits
from imr_reports.aggregate.joining import distinct
from imr_reports.aggregate.once import once
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import Table

_INGREDIENT = ("drug_class", "ingredient")
_CLASS_NOT_KNOWN, _NO_INGREDIENT = "Class not known", "Ingredient not stated"
_OVERLAP = (
    "An issue that asks for several drugs counts under each, so that these rows do not add up. The share is "
    "of all issues in the period, % overturned of the row's issues."
)


def decisions_by_drug_class(frames: CaseFrames) -> Table:
    """Count issues by the classes of the drugs that they ask for: for the data holder alone.

    The public reads the class of the first drug in the table by service category. Two such tables would
    differ by a handful of issues here and there, and tell those handfuls.
    """
    columns = DecisionColumns.of(frames)
    measures = columns.measures()
    labels = ("A drug is asked for", "No drug is asked for")
    rows = once(_classes)
    lines = stated_lines(columns, frames, "drug_class", rows, labels=labels, label_of={"": _CLASS_NOT_KNOWN})
    table = Table(
        key="decisions_by_drug_class",
        title="Decisions by drug class",
        definition=(
            "Issues by the class of each drug that the disputed item asks for, injected drugs included. "
            f"{_OVERLAP} {APPEALED}"
        ),
        unit="issues",
        dimension="drug_class",
        row_header="Drug class",
        measures=measures,
        rows=make_rows(measures, [*lines, columns.total(frames)]),
        sums=columns.sums,
        rows_are_partition=False,
        design_effect=columns.design_effect(frames, rows, ["drug_class"]),
        ordered_by_size=True,
        relations=stated_or_not(columns, "drug_class"),
    )
    return with_limits(table)


def decisions_by_ingredient(frames: CaseFrames) -> Table:
    """Count issues by the ingredients of the drugs that they ask for, within the class: internal."""
    columns = DecisionColumns.of(frames)
    measures = columns.measures()
    rows = once(without_rare(frames, _INGREDIENT, once(_drugs)))
    labels = {(0, ""): _CLASS_NOT_KNOWN} | {(1, key): label for key, label in _labels(frames).items()}
    lines = main_lines(columns, frames, _INGREDIENT, rows, labels=labels, all_details=True)
    table = Table(
        key="decisions_by_ingredient",
        title="Decisions by ingredient",
        definition=(
            "Issues by each drug that the disputed item asks for, brand or generic, by its ingredients; "
            "those of a combination or a compound stand together, and its class above them. "
            f"{_OVERLAP} {MERGED} {APPEALED}"
        ),
        unit="issues",
        dimension="ingredient",
        row_header="Drug class and ingredients",
        measures=measures,
        rows=make_rows(measures, [*lines, columns.total(frames)]),
        sums=columns.sums,
        rows_are_partition=False,
        design_effect=columns.design_effect(frames, rows, _INGREDIENT),
        ordered_by_size=True,
    )
    return with_limits(table)


def _drugs(frames: CaseFrames) -> pd.DataFrame:
    """Return issue × drug by class and ingredients in one order, with the decision."""
    drugs = frames.drugs[[*ISSUE_KEY, "drug_class", "ingredients"]]
    orders = {text: "/".join(sorted(text.split("/"))) for text in drugs["ingredients"].cat.categories}
    drugs = drugs.assign(ingredient=drugs["ingredients"].map(orders))
    drugs = distinct(drugs, [*ISSUE_KEY, *_INGREDIENT])
    return with_decision(frames, drugs)


def _classes(frames: CaseFrames) -> pd.DataFrame:
    """Return issue × drug class, with the decision."""
    return with_decision(frames, distinct(frames.drugs, [*ISSUE_KEY, "drug_class"]))


def _labels(frames: CaseFrames) -> dict[str, str]:
    """Return ingredients → their names in the order in which most requests give them."""
    sizes = _drugs(frames).groupby(["ingredient", "ingredients"], observed=True).size()
    usual = sizes.sort_values(ascending=False, kind="stable").index
    labels: dict[str, str] = {}
    for key, written in usual:
        labels.setdefault(str(key), str(written))
    return {key: text[:1].upper() + text[1:] or _NO_INGREDIENT for key, text in labels.items()}
