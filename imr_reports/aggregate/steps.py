"""The steps between the dates of a case, and how many days each took."""

from dataclasses import dataclass

import pandas as pd

from imr_reports.records.coded import Priority

LIMITS = {Priority.STANDARD: 45, Priority.EXPEDITED: 4}
"""Days from assignment to final letter above which the reviewing organization reports a case as late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What happens between two dates of a case.

    Attributes:
        start: column of the date that begins it.
        end: column of the date that ends it.
        has_limit: whether days above a limit are counted.
    """

    key: str
    label: str
    start: str
    end: str
    has_limit: bool


RECEIVED_TO_DECIDED = Step(
    key="received_to_decided",
    label="Application received to decision",
    start="received",
    end="decided",
    has_limit=True,
)
ASSIGNED_TO_DECIDED = Step(
    key="assigned_to_decided",
    label="Assignment to decision",
    start="assigned",
    end="decided",
    has_limit=True,
)
DENIED_TO_RECEIVED = Step(
    key="ur_denial_to_received",
    label="UR denial to application received",
    start="ur_denial",
    end="received",
    has_limit=False,
)
STEPS = (RECEIVED_TO_DECIDED, ASSIGNED_TO_DECIDED, DENIED_TO_RECEIVED)


def elapsed(cases: pd.DataFrame, step: Step) -> "pd.Series[float]":
    """Return the calendar days that a step took; NaN where a date is missing or they run backwards."""
    taken = (cases[step.end] - cases[step.start]).dt.days.astype("float64")
    return taken.where(taken >= 0)


def late(cases: pd.DataFrame, taken: "pd.Series[float]", priority: Priority) -> "pd.Series[bool]":
    """Return which cases of one priority took more days than its limit."""
    return (cases["priority"] == str(priority)) & (taken > LIMITS[priority])
