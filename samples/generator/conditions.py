"""Templates and what is true of a case → the templates that may be used.

A template can begin with conditions ("?under65 None of the risk factors …"); one that names the day of an
operation needs a case with an operation.
"""

from collections.abc import Collection, Iterable

_IMPLIED = {"{d_surgery}": "surgery", "{surgery}": "surgery", "Post-operative": "surgery"}


def usable(templates: Iterable[str], facts: Collection[str]) -> list[str]:
    """Return the templates whose conditions hold, without the conditions.

    Raises:
        ValueError: if none is left.
    """
    kept: list[str] = []
    for template in templates:
        words = template
        conditions = {fact for mark, fact in _IMPLIED.items() if mark in template}
        while words.startswith("?"):
            condition, _, words = words[1:].partition(" ")
            conditions.add(condition)
        if conditions <= set(facts):
            kept.append(words)
    if not kept:
        raise ValueError("no template suits this case")
    return kept


def fitting(templates: Iterable[str], place: str) -> list[str]:
    """Return the templates for one part of the body; "text|low_back knee" names those it is for."""
    split = [template.partition("|") for template in templates]
    return [text for text, _, only in split if not only or place in only.split()]
