"""How many cases does the smallest class hold? Reads which columns are quasi-identifiers from dictionary.csv.

Runs as it stands with pandas: python examples/classes.py
"""

from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).resolve().parent.parent

dictionary = pd.read_csv(FOLDER / "dictionary.csv").drop_duplicates(["table", "column"])
known = dictionary[dictionary["role"] == "quasi_identifier"].groupby("table")["column"].agg(list)


def lines(table: str) -> pd.DataFrame:
    """A line of text for each row: all its quasi-identifiers, blanks too."""
    rows = pd.read_csv(FOLDER / "data" / f"{table}.csv", dtype=str, keep_default_na=False)
    return rows.assign(line=rows[known[table]].agg("|".join, axis=1))


cases, issues = lines("cases").set_index("case_key"), lines("issues")
issues = issues[issues["case_key"] != ""]
of_issues = issues.groupby("case_key")["line"].agg(lambda one: "; ".join(sorted(one)))
classes = (cases["line"] + " / " + of_issues.reindex(cases.index).fillna("")).value_counts()
print(f"{len(cases)} cases, {len(classes)} classes, smallest class: {classes.min() if len(classes) else 0}")
