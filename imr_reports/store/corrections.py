"""Cases that are pinned to a month, and that the store now holds otherwise."""

import pandas as pd
import pyarrow as pa

from imr_reports.records.period import Period
from imr_reports.store.columns import concatenated
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
    then = Found(cases=then.cases[then.cases["reference"].isin(now.cases["reference"])], keys=then.keys)
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
    return Letters.of(store).of_cases(pinned.cases["reference"][is_gone])


def _replaced(store: Store, then: pd.DataFrame) -> set[str]:
    """Return the cases whose letter is in the store still, but no longer the one that counts."""
    rows = store.connection.execute(
        "SELECT l.reference, l.content FROM letters l JOIN current_letters c ON c.reference = l.reference "
        "WHERE l.reason = '' AND l.content != c.content AND l.reference IN ("
        "SELECT reference FROM letters WHERE reference IS NOT NULL GROUP BY reference HAVING count(*) > 1)"
    )
    held = {(reference, content[:CONTENT_DIGITS]) for reference, content in rows}
    return {
        reference
        for reference, content in zip(then["reference"], then["content"], strict=True)
        if (reference, content) in held
    }


def _differing(store: Store, then: Found, now: Found) -> set[str]:
    """Return the cases of which a date, an outcome or an issue differs."""
    both = then.cases.merge(now.cases, on="reference", suffixes=("", "_now"))
    moved = both["decided_now"].notna() & (both["decided"] != both["decided_now"])
    other = both["outcome"].astype("str") != both["outcome_now"].astype("str")
    issues = concatenated([_issues(store, found) for found in (then, now)])
    alone = ~issues.duplicated(keep=False)
    return {*both.loc[moved | other, "reference"], *issues.loc[alone, "reference"].astype("str")}


def _issues(store: Store, found: Found) -> pd.DataFrame:
    _, inside = placed(found)
    return rows_of(store.folder, inside, "issues", _OF_ISSUE)
