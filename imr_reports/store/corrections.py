"""Cases that are pinned to a month, and that the store now holds otherwise."""

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.util import hash_pandas_object

from imr_reports.records.period import Period
from imr_reports.store.frames import Selection, dated, find_cases
from imr_reports.store.inside import Found, placed, rows_of
from imr_reports.store.letters import Letters, places_of
from imr_reports.store.pinned import Months, find_pinned
from imr_reports.store.rows import CONTENT_DIGITS, DATE_FIELDS
from imr_reports.store.working import Store

_OF_CASE = (*DATE_FIELDS, "outcome")
_OF_ISSUE = ("sequence", "decision", "service_category", "service_subcategory")


def count_corrected(store: Store, selection: Selection, months: Months, pinned: Found) -> int:
    """Return how many cases pinned to the months of a period would be counted otherwise today.

    Another letter of the case counts now, or its decision date, its outcome, or the decision or the
    category of an issue is another. Only letters read again since the release can tell anything new.

    Args:
        store: where the cases are.
        selection: the period.
        months: its months.
        pinned: the cases pinned to them.
    """
    read_again = _read_again(store, pinned)
    if not len(read_again):
        return 0
    found = find_cases(store, read_again, read_again.parts(store), _OF_CASE)
    now = Found(cases=dated(store, found.cases, selection.infer_dates), keys=found.keys)
    then = find_pinned(store, months, months.of_period, _OF_CASE, "content")
    return len(_replaced(store, then.cases) | _differing(store, then, now))


def _read_again(store: Store, pinned: Found) -> Letters:
    """Return the letters that now count of those pinned cases whose letter was not the same then."""
    if pinned.cases.empty:
        return Letters.none()
    days = pinned.cases["decided"]
    period = Period(label="", first=days.min().date(), last=days.max().date())
    keys = pa.chunked_array(pinned.keys.values(), pa.string()).take(pa.array(pinned.cases.index.to_numpy()))
    is_gone = places_of(keys, Letters.of(store, period).keys) < 0
    if not is_gone.any():
        return Letters.none()
    return Letters.of(store).of_cases(pinned.cases["reference"][is_gone].tolist())


def _replaced(store: Store, then: pd.DataFrame) -> set[str]:
    """Return the cases whose letter is in the store still, but no longer the one that counts."""
    rows = store.connection.execute(
        "SELECT l.reference, l.content FROM letters l JOIN current_letters c ON c.reference = l.reference "
        "WHERE l.reason = '' AND l.content != c.content AND l.reference IN ("
        "SELECT reference FROM letters WHERE reference IS NOT NULL GROUP BY reference HAVING count(*) > 1)"
    )
    held = {(reference, content[:CONTENT_DIGITS]) for reference, content in rows}
    of_several = then[then["reference"].isin([reference for reference, _ in held])]
    pairs = zip(of_several["reference"], of_several["content"], strict=True)
    return {reference for reference, content in pairs if (reference, content) in held}


def _differing(store: Store, then: Found, now: Found) -> set[str]:
    """Return the cases of which the date, the outcome or an issue differs."""
    both = _summed_up(store, then).merge(_summed_up(store, now), on="reference", suffixes=("", "_now"))
    moved = both["decided_now"].notna() & (both["decided"] != both["decided_now"])
    return set(both.loc[moved | (both["said"] != both["said_now"]), "reference"])


def _summed_up(store: Store, found: Found) -> pd.DataFrame:
    """Return of each case its date, and a number that stands for its outcome and what its issues say."""
    cases, inside = placed(found)
    issues = rows_of(store.folder, inside, "issues", _OF_ISSUE)
    said = hash_pandas_object(cases["outcome"], index=False).to_numpy()
    of_issues = hash_pandas_object(issues[list(_OF_ISSUE)], index=False).to_numpy()
    np.add.at(said, issues["reference"].cat.codes.to_numpy(), of_issues)
    return pd.DataFrame(
        {"reference": cases["reference"].astype("str"), "decided": cases["decided"], "said": said}
    )
