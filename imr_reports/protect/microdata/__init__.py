"""Frames of a period → a research data set that may leave.

`protect_dataset` recodes, links, withholds, checks and seals. The rule it keeps stands in `suppression.py`,
what it does for single counts in `small_counts.py`, what risk is left in `risk.py` and `wording.py`.
"""

from imr_reports.protect.microdata.release import SMALLEST_CLASS, DatasetPlan, protect_dataset

__all__ = ["SMALLEST_CLASS", "DatasetPlan", "protect_dataset"]
