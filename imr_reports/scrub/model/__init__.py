"""The name model of this package: a small network that knows names by their place, and its weights."""

from imr_reports.scrub.model.reader import Mention, mentions_in

__all__ = ["Mention", "mentions_in"]
