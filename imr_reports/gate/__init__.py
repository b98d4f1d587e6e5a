"""Text that is about to be kept or published → what in it must not be: the second, independent look.

It shares no detector with `scrub`: a vocabulary of what is safe, the letter's own identifiers, and the shapes
of identifiers. What it doesn't know is withheld.
"""

from imr_reports.gate.kept import OWN, SHAPE, UNKNOWN, GateFinding, check_kept
from imr_reports.gate.own import OwnIdentifiers, passage_around
from imr_reports.gate.shapes import find_identifier, find_shapes
from imr_reports.gate.unknown import unknown_tokens, withhold_unknown

__all__ = [
    "OWN",
    "SHAPE",
    "UNKNOWN",
    "GateFinding",
    "OwnIdentifiers",
    "check_kept",
    "find_identifier",
    "find_shapes",
    "passage_around",
    "unknown_tokens",
    "withhold_unknown",
]
