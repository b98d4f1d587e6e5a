"""How often is a denial overturned, by service category? Prints a table with 95% intervals.

Runs as it stands with pandas and pyarrow: python examples/overturned.py
"""

from pathlib import Path

import pandas as pd

DATA = Path(__file__).resolve().parent.parent / "data"

issues = pd.read_parquet(DATA / "issues.parquet")
issues = issues[issues["decision"] != "not_stated"]
issues["overturned"] = issues["decision"] != "upheld"
# Items of one letter were decided together, so a case counts as one draw of the lot.
# An item whose case is not told counts as a case of its own.
issues["case"] = issues["case_key"].fillna(issues["issue_key"])


def interval(group: pd.DataFrame) -> pd.Series:
    """Share overturned, with an interval from the differences between cases."""
    share = group["overturned"].mean()
    by_case = group.groupby("case")["overturned"].agg(["sum", "size"])
    surplus = by_case["sum"] - share * by_case["size"]
    cases = len(by_case)
    spread = (surplus**2).sum() * cases / max(cases - 1, 1)
    error = spread**0.5 / len(group)
    return pd.Series(
        {
            "issues": len(group),
            "cases": cases,
            "overturned": share,
            "lower": max(0.0, share - 1.96 * error),
            "upper": min(1.0, share + 1.96 * error),
        }
    )


named = issues.assign(category=issues["service_category"].fillna("withheld or not classified"))
rows = {name: interval(group) for name, group in named.groupby("category")}
rows["all"] = interval(issues) if len(issues) else pd.Series(dtype=float)
table = pd.DataFrame(rows).T.astype({"issues": int, "cases": int}) if len(issues) else pd.DataFrame()
print(table.sort_values("issues", ascending=False).round(3).to_string() if len(table) else "no issues")
