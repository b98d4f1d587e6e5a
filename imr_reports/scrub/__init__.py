"""IdentifiedCase → LimitedCase (the only user of presidio and spaCy)."""

from imr_reports.scrub.scrubber import Scrubber

__all__ = ["Scrubber"]
