"""How often is a denial overturned, by service category? Prints a table with 95% intervals.

Runs as it stands with pandas and pyarrow: python examples/overturned.py
"""

from pathlib import Path

import pandas as pd

DATA = Path(__file__).resolve().parent.parent / "data"
Z = 1.96  # of a 95% interval

issues = pd.read_parquet(DATA / "issues.parquet")
issues = issues[issues["decision"] != "not_stated"]
issues["overturned"] = issues["decision"] != "upheld"
# Items of one letter were decided together, so a case counts as one draw of the lot.
# An item whose case is not told counts as a case of its own.
issues["case"] = issues["case_key"].fillna(issues["issue_key"])


def interval(group: pd.DataFrame) -> pd.Series:
    """Share overturned, with Wilson's interval at the size that the differences between cases leave."""
    share = group["overturned"].mean()
    by_case = group.groupby("case")["overturned"].agg(["sum", "size"])
    surplus = by_case["sum"] - share * by_case["size"]
    cases = len(by_case)
    variance = (surplus**2).sum() / len(group) ** 2 * cases / max(cases - 1, 1)
    size = min(share * (1 - share) / variance, len(group)) if variance > 0 else cases
    centre = (share + Z**2 / (2 * size)) / (1 + Z**2 / size)
    half = Z * (share * (1 - share) / size + Z**2 / (4 * size**2)) ** 0.5 / (1 + Z**2 / size)
    return pd.Series(
        {"issues": len(group), "overturned": share, "lower": centre - half, "upper": centre + half}
    )


named = issues.assign(category=issues["service_category"].fillna("withheld or not classified"))
rows = {name: interval(group) for name, group in named.groupby("category")}
rows["all"] = interval(issues) if len(issues) else pd.Series(dtype=float)
table = pd.DataFrame(rows).T.astype({"issues": int}) if len(issues) else pd.DataFrame()
print(table.sort_values("issues", ascending=False).round(3).to_string() if len(table) else "no issues")
