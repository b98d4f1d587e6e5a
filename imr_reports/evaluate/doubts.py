"""Tagged letters → what looks unlike the tags that scores are made for, as counts alone."""

import re
from collections.abc import Iterable

from imr_reports.evaluate.tags import TaggedText
from imr_reports.records.evaluation import TagType

_TITLE = re.compile(r"\s*(?:drs?|doctor|mr|mrs|ms|miss|prof|professor)\b\.?\s*\S", re.IGNORECASE)
# A town with its state behind it; the state is no identifier, and is kept.
_STATE = re.compile(
    r"""[^\W\d_],?\s+(?:(?-i:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI
    |S[CD]|T[NX]|UT|V[AT]|W[AIVY])|California|Nevada|Oregon|Arizona|Texas|Florida|New\s+York|Washington)\s*\Z""",
    re.IGNORECASE | re.VERBOSE,
)


def doubtful_tags(letters: Iterable[TaggedText]) -> tuple[str, ...]:
    """Say how many tags hold a title or a state: scrubbing keeps them, so they would count as missed."""
    titled = stated = 0
    for letter in letters:
        for entity in letter.entities:
            text = letter.text[entity.start : entity.end]
            titled += entity.type is TagType.NAME and bool(_TITLE.match(text))
            stated += entity.type is TagType.LOCATION and bool(_STATE.search(text))
    notes = []
    if titled:
        notes.append(f"NAME tags that begin with a title: {titled:,}; a title is kept, tag the name alone")
    if stated:
        notes.append(f"LOCATION tags that end with a state: {stated:,}; a state is kept, tag the town alone")
    return tuple(notes)
