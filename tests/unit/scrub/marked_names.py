"""Sentences with names marked «so» → their text and findings, as the tests of identities take them."""

import re

from imr_reports.records.limited import EntityType, Finding

_MARKED = re.compile(r"«(?:(?P<type>ORG|LOCATION|GATE):)?(?P<name>[^»]+)»")


def read_marked(marked: str) -> tuple[str, list[Finding]]:
    """Return a text without its marks, and the findings that they stand for; NAME unless a type says else."""
    text, findings, position = "", [], 0
    for match in _MARKED.finditer(marked):
        text += marked[position : match.start()]
        kind = match["type"] or "NAME"
        findings.append(
            Finding(
                entity_type=EntityType.NAME if kind == "GATE" else EntityType(kind),
                start=len(text),
                end=len(text) + len(match["name"]),
                score=1.0,
                recognizer="gate.unknown" if kind == "GATE" else "test",
            )
        )
        text += match["name"]
        position = match.end()
    return text + marked[position:], findings
