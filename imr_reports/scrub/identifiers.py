"""Text → numbers and codes of persons, cases, accounts and devices; procedure and drug codes stay."""

import re

from presidio_analyzer import RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from imr_reports.scrub.recognizer import result_of
from imr_reports.scrub.rules import Check, RuleRecognizer
from imr_reports.vocabulary.lookalikes import AS_FIGURES

_YEAR = re.compile(r"(?:19|20)\d{2}")
_CLINICAL = re.compile(
    r"""
    (?:[CTLS]\d{1,2}|\d{1,2})(?:-(?:[CTLS]?\d{1,2}))+      # levels: L4-L5-S1
    | \d{5}(?:-(?:[A-Z0-9]{2}|\d{5}))+                     # CPT with modifiers, or a range of codes
    | \d{5}X\d{1,2} | \d{4}[TFU]                           # CPT times units, categories II and III
    | [A-TV-Z]\d[0-9AB][0-9A-Z]{0,3}[0-9ADSX]?             # ICD-10 without its point
    | [A-Z]\d{4}(?:-[A-Z0-9]{2})*                          # HCPCS with modifiers
    | (?:CPT|HCPCS|ICD|NDC|NCT|PMC|PMID|DSM|HLA|CYP)-?\d.*
    | \d{1,5}(?:[.,]\d+)?-\d{1,5}(?:[.,]\d+)?              # a range
    | (?:19|20)\d{2}-\d{2}-\d{2}T\d.*                     # a day and its hour
    | (?:CMS|HCFA|UB|DWC|PR|RU|DFR)-\d+                    # forms
    | (?:ACOEM|MTUS|ODG|SARS|COVID)-.*
    | .*\d(?:MG|MCG|ML|TABS?|CAPS?|HRS?|LBS?)\d*.*         # a dose glued to a quantity
    """,
    re.VERBOSE,
)
_MIXED = re.compile(r"[A-Z]{0,4}\d[A-Z0-9]{4,20}")
# What joins a second code to the first.
_ONE_MORE = re.compile(
    r"\s{0,2}(?:and|&|/|,|;|or)\s{0,3}(?P<hit>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?![\w/])"
)
_FEWEST_DIGITS_OF_NEXT = 5
# "/ GL 88": behind a stroke, an office's letters and its number.
_ONE_MORE_OFFICE = re.compile(
    r"\s{0,2}/\s{0,3}(?P<hit>(?P<office>[A-Z]{2,6})[ -]?\d{2,9})(?=\s*(?:[,;)\n]|\Z))"
)
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})\b|\d{1,2}/\d{1,4}\Z")
# Two numbers and a hyphen that are no range: a prescription's, an incident's ("16-058821", "220-9917").
_LONG_PAIR = re.compile(r"\d{1,6}-\d{3,7}")
_CODE_RANGE = re.compile(r"\d{5}-\d{5}|(?:19|20)\d\d-\d{1,4}")
_DIGITS_OF_RANGES = 6
# No range or year begins with a nought and has two figures more.
_ZEROS_LEAD = re.compile(r"(?<![\d.])0\d{2,}")
_IMAGING = re.compile(r"(?:MRI|MRA|CT|EMG|NCV|NCS|UDS|XR|PET|EKG|ECG|ESI)\b")
_YEARS = re.compile(r"(?:19|20)\d{2}(?:[-/](?:\d{4}|\d{2}))?")
# What is registered is never a procedure, whatever its shape; of prescriptions, "Rx 97110" may be one.
_REGISTERED = re.compile(
    r"lic|cert|plate|acct|account|serial|s/n|mr|chart|badge|invoice|accession|\w+\s?[:#]", re.IGNORECASE
)
_WEAK = re.compile(r"n(?:o|r|um|umber)\b|rx|script|id\b", re.IGNORECASE)
_CODE_SYSTEMS = re.compile(
    "CA|NDC|CPT|ICD|PMID|PMC|NCT|ISBN|ISSN|BOX|DOI|HCPCS|MAX|BP|DOS|DOB|DATE|MED|CCR|LC|TTD|PTD|RVU|NPWT|USD|"
    "ID|CIN|CSN|RX|RN|LVN|NP|PT|DC|MD|DO|PSY|OT|TEL|PH|FAX|EIN|FEIN|TIN|NPI|DEA|SSN|SS|MRN|CLM|CERT|LIC|ACCT|SBN|CSR|VIN|EAMS|WCAB|POL|REF|CDL|DL|"
    "FIN|DCN|CSN|HAR|JCN|MBI|LDL|HDL|AST|ALT|BUN|WBC|RBC|PLT|HGB|ESR|CRP|INR|TSH|BMI|HR|RR|WT|HT|ROM|VAS"
)
# A long number in parts that is a claim number has more digits than lists of weights, reps or degrees.
_DIGITS_OF_BARE_PARTS = 7
_DIGITS_OF_BARE_PAIRS = 9


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)


def has_five_digits(text: str, match: re.Match[str]) -> bool:
    """Accept a case number of which at least five characters are digits."""
    del text
    return _digits(match[0]) >= 5


def identifies(text: str, match: re.Match[str]) -> bool:
    """Accept a code behind a strong cue: three digits, or letters and two, and not a lone year."""
    del text
    code = match["hit"]
    if _YEAR.fullmatch(code):
        return False
    return _digits(code) >= 3 or (_digits(code) == 2 and any(character.isupper() for character in code))


def is_a_code(text: str, match: re.Match[str]) -> bool:
    """Accept a code behind a weak cue: long, or of letters and digits; no date, year, procedure or range."""
    code = match["hit"]
    if text[match.end() : match.end() + 1] == "/" or _IMAGING.match(code):
        return False
    if _ZEROS_LEAD.search(code) and _digits(code) >= _DIGITS_OF_RANGES:
        return True
    return not (_YEARS.fullmatch(code) or _is_date(code)) and _is_long(match, code)


def _is_long(match: re.Match[str], code: str) -> bool:
    """Return whether a code has more figures than counts and ranges have, and no shape of a procedure."""
    registered = _REGISTERED.match(match[0]) is not None
    if _LONG_PAIR.fullmatch(code) and _digits(code) > _DIGITS_OF_RANGES:
        return not _CODE_RANGE.fullmatch(code)
    if _CLINICAL.fullmatch(code) and not registered:
        return False
    if registered or any(character.isalpha() for character in code):
        return _digits(code.translate(AS_FIGURES) if registered else code) >= 4
    return _digits(code) >= (6 if _WEAK.match(match[0]) else 5)


def _is_date(code: str) -> bool:
    """Tell a day from a chart's number in three pairs ("95-45-35")."""
    found = _DATE.match(code)
    return found is not None and (found[1] is None or min(int(found[1]), int(found[2])) <= 12)


def letters_and_digits(text: str, match: re.Match[str]) -> bool:
    """Accept at least four digits together with a letter."""
    del text
    return 4 <= _digits(match[0]) < len(match[0])


def mixed_code(text: str, match: re.Match[str]) -> bool:
    """Accept one word of capitals and five digits or more that no code system of medicine writes."""
    code = match[0]
    if _digits(code) < 5 or code.isdigit() or not _MIXED.fullmatch(code):
        return False
    return unlike_clinical(text, match)


def no_code_system(text: str, match: re.Match[str]) -> bool:
    """Refuse letters that name a code system, a measurement, or what the number is."""
    del text
    office = match.groupdict().get("office") or match[0].split()[0]
    return _CODE_SYSTEMS.fullmatch(office) is None


def unlike_clinical(text: str, match: re.Match[str]) -> bool:
    """Accept a code without a cue unless it has the shape of a level, procedure, diagnosis, dose or range."""
    del text
    code = re.sub(r"[‐‑–—−]", "-", match[0]).replace("\n", "")
    if _CLINICAL.fullmatch(code) or ((parts := code.split("-")) and all(map(_YEAR.fullmatch, parts))):
        return False
    if not any(character.isalpha() for character in code):
        if "/" in code:
            return False
        if len(parts) == 2 and max(map(len, parts)) >= _DIGITS_OF_BARE_PARTS:
            return _digits(code) >= _DIGITS_OF_BARE_PAIRS
        rounded = all(int(part) % 5 == 0 for part in parts)
        return len(parts) > 2 and not rounded and _digits(code) >= _DIGITS_OF_BARE_PARTS
    return _digits(re.sub(r"(?<!\d)(?:19|20)\d{2}(?!\d)", "", code)) >= (4 if len(parts) < 3 else 3)


CHECKS: dict[str, Check] = {
    "has_five_digits": has_five_digits,
    "identifies": identifies,
    "is_a_code": is_a_code,
    "letters_and_digits": letters_and_digits,
    "mixed_code": mixed_code,
    "no_code_system": no_code_system,
    "unlike_clinical": unlike_clinical,
}


def _next_alike(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the code that a list joins to one found, made as that one is ("30-12345 and 30-67890")."""
    if more := _ONE_MORE_OFFICE.match(text, end):
        return more.span("hit") if no_code_system(text, more) else None
    more = _ONE_MORE.match(text, end)
    if not more or _digits(more["hit"]) < _FEWEST_DIGITS_OF_NEXT:
        return None
    return more.span("hit") if _make(more["hit"]) == _make(text[start:end]) else None


def _make(code: str) -> str:
    """Return a code's digits as 9, its letters as A."""
    return re.sub(r"[A-Za-z]", "A", re.sub(r"\d", "9", code))


class IdentifierRecognizer(RuleRecognizer):
    """Presidio recognizer of identifying numbers; results are named `identifiers.<rule>`."""

    def __init__(self) -> None:
        super().__init__("identifiers", CHECKS)

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Find numbers, each with those like it in its list; see `RuleRecognizer.analyze`."""
        results = super().analyze(text, entities, nlp_artifacts)
        for result in results:
            if more := _next_alike(text, result.start, result.end):
                # The list grows while it is gone over: a third is looked for behind the second.
                results.append(result_of(("ID", *more, result.score), "identifiers.joined", self.id))
        return results
