"""A rationale → the reasons it gives, and what each of its sentences does."""

from imr_reports.records.identified import Passage
from imr_reports.records.reasons import RationaleSentence, StatedReason


def read_reasons(
    text: str, rationale: Passage | None
) -> tuple[tuple[StatedReason, ...], tuple[RationaleSentence, ...]]:
    """Read a rationale's sentences and the reasons that they give."""
    return (), ()
