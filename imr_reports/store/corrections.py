"""Cases that are pinned to a month, and that the store now holds otherwise."""

from collections.abc import Iterable

import pandas as pd
import pyarrow as pa

from imr_reports.store.columns import Gathered, concatenated
from imr_reports.store.frames import Selection, dated, find_cases
from imr_reports.store.inside import Found, placed, rows_of
from imr_reports.store.layout import LEDGER
from imr_reports.store.letters import Letters, places_of
from imr_reports.store.parts import PINS_KIND, coded_schema, read_part
from imr_reports.store.rows import CONTENT_DIGITS, DATE_FIELDS
from imr_reports.store.working import Store

_ISSUE = ("decision", "service_category", "service_subcategory")
_PINS = ("reference", "counted", "content")
_OF_CASE = (*DATE_FIELDS, "outcome")


def count_corrected(store: Store, selection: Selection, snapshots: Iterable[str]) -> int:
    """Return how many cases pinned to the months of a period would be counted otherwise today.

    Another letter of the case counts now, or its decision date, its outcome, or the decision or the
    category of an issue is another. Only letters read again since the release can tell anything new.

    Args:
        store: where the cases are.
        selection: the period.
        snapshots: those of its pinned months.
    """
    first, *_, last = (*selection.period.month_keys, selection.period.month_keys[-1])
    then = _pinned(store, frozenset(selection.period.month_keys), snapshots)
    now = Letters.pinned(store, first, last)
    known = pa.chunked_array(then.keys.values(), pa.string()).combine_chunks()
    read_again = now.where(places_of(pa.chunked_array([now.keys]), known) < 0)
    if not len(read_again):
        return 0
    found = find_cases(store, read_again, read_again.parts(store), _OF_CASE)
    current = Found(cases=dated(store, found.cases, selection.infer_dates), keys=found.keys)
    then = Found(cases=then.cases[then.cases["reference"].isin(current.cases["reference"])], keys=then.keys)
    return len(_replaced(store, then.cases) | _differing(store, then, current))


def _pinned(store: Store, months: frozenset[str], snapshots: Iterable[str]) -> Found:
    """Return the cases that are pinned to some months, as they were."""
    cases, pins = Gathered(coded_schema("cases", _OF_CASE)), Gathered(coded_schema(PINS_KIND, _PINS))
    keys = {}
    for place in (f"{LEDGER}/{name}" for name in snapshots):
        table = read_part(store.folder, place, "cases", _OF_CASE)
        keys[place] = table["letter_key"].combine_chunks()
        cases.add(table)
        pins.add(read_part(store.folder, place, PINS_KIND, _PINS))
    named = pins.frame()
    rows = cases.frame().assign(
        reference=named["reference"].astype("str"), content=named["content"].astype("str")
    )
    return Found(cases=rows[named["counted"].isin(months)], keys=keys)


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
    return rows_of(store.folder, inside, "issues", ("sequence", *_ISSUE))
