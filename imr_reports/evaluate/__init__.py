"""Tagged letters and findings → how many identities were caught, and what was lost besides."""

from imr_reports.evaluate.doubts import doubtful_tags
from imr_reports.evaluate.examples import examples_of
from imr_reports.evaluate.figures import figures_of
from imr_reports.evaluate.scores import LetterScore, score_letter
from imr_reports.evaluate.tags import Entity, TagFaultError, TaggedText, read_tags

__all__ = [
    "Entity",
    "LetterScore",
    "TagFaultError",
    "TaggedText",
    "doubtful_tags",
    "examples_of",
    "figures_of",
    "read_tags",
    "score_letter",
]
