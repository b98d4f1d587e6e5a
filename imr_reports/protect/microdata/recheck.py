"""What is about to be released → refused unless it keeps the rule, by its values and nothing else."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from imr_reports.errors import PrivacyGateError
from imr_reports.protect.microdata.profiles import codes_of
from imr_reports.records.dataset import ColumnRole, DatasetSpec

_UNLINKED = -1


def check_classes(cases: pd.DataFrame, issues: pd.DataFrame, spec: DatasetSpec, k: int) -> None:
    """Refuse tables in which some combination of quasi-identifiers stands in fewer than k cases.

    Looked at are the cases, each issue with its case, the issues without one, and each case with all its
    issues. Written apart from the suppression: no hashes, no lattice.

    Args:
        cases: with `issue_count`.
        issues: with `case`, -1 for none.
        spec: of the tier.
        k: smallest class.

    Raises:
        PrivacyGateError: if one is smaller.
    """
    own = _grouped(cases, spec, "cases")
    place = issues["case"].to_numpy()
    asked = _grouped(issues, spec, "issues")
    of_case = np.append(own, _UNLINKED)[place]
    pairs = pd.DataFrame({"case": of_case, "issue": asked, "person": place})
    linked = pairs[place >= 0]
    persons = linked.drop_duplicates().groupby(["case", "issue"]).size()
    alone = pairs[place < 0].groupby("issue").size()
    counts = (pd.Series(own).value_counts(), persons, alone, *_whole_sets(linked, own))
    if any(sizes.min() < k for sizes in counts if len(sizes)):
        raise PrivacyGateError(
            f"the data set was not released: some quasi-identifiers together stand in fewer than {k} cases"
        )


def _whole_sets(linked: pd.DataFrame, own: np.ndarray) -> "Iterator[pd.Series[int]]":
    """Yield for each number of issues how many cases have the same ones and own columns."""
    ordered = linked.sort_values(["person", "issue"])
    sizes = ordered.groupby("person").size()
    for size in sizes.unique():
        members = sizes.index[sizes == size]
        issues = ordered["issue"].to_numpy()[ordered["person"].isin(members)].reshape(-1, size)
        wide = pd.DataFrame(issues).assign(own=own[members])
        yield wide.groupby(list(wide)).size()


def _grouped(frame: pd.DataFrame, spec: DatasetSpec, table: str) -> np.ndarray:
    columns = spec.table(table).of_role(ColumnRole.QUASI_IDENTIFIER)
    codes = {name: codes_of(frame[name]) for name in columns}
    groups: np.ndarray = pd.DataFrame(codes).groupby(list(codes)).ngroup().to_numpy()
    return groups
