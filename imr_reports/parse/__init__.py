"""Letter → IdentifiedCase: format, header, reviewer, disputed items, decisions, guidelines, rationales."""

from imr_reports.parse.letter import parse_letter
from imr_reports.parse.serialize import case_to_dict
from imr_reports.parse.several import split_letters

__all__ = ["case_to_dict", "parse_letter", "split_letters"]
