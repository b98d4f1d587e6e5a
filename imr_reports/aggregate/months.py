"""Days → the months that they lie in, as categoricals."""

import numpy as np
import pandas as pd

from imr_reports.records.limited import COUNTED


def months_counted(cases: pd.DataFrame, undated: str = "") -> pd.Categorical:
    """Return the months in which cases are counted: those of their decision, if frames name no others."""
    if COUNTED not in cases:
        return months_of(cases["decided"], undated)
    return pd.Categorical(cases[COUNTED].astype("category").cat.remove_unused_categories())


def months_of(days: "pd.Series[pd.Timestamp]", undated: str = "") -> pd.Categorical:
    """Return the months ("2015-03") of some days; `undated` where there is none, NA when that is ""."""
    months = days.to_numpy().astype("datetime64[M]")
    number = np.where(np.isnat(months), -1, months.astype(np.int64))
    known = np.unique(number[number >= 0])
    names = [str(month) for month in known.astype("datetime64[M]")]
    places = np.searchsorted(known, number)
    places[number < 0] = len(names) if undated else -1
    return pd.Categorical.from_codes(places, pd.Index([*names, undated] if undated else names, dtype="str"))
