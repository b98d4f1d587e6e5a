"""Sentence files and word lists: loading them, and choosing between `[one|another]`."""

import re
import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

_DATA = Path(__file__).parent / "data"
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_CONDITION = re.compile(r"([+-])([a-z_,]+): ")


@cache
def table(name: str) -> dict[str, Any]:
    """Return a TOML file of the data folder."""
    return tomllib.loads((_DATA / f"{name}.toml").read_text("utf-8"))


@cache
def comma_list(text: str) -> tuple[str, ...]:
    """Return the words of a comma-separated list, which may run over lines."""
    words = (word.strip() for word in text.replace("\n", " ").split(","))
    return tuple(word for word in words if word)


def listed(name: str) -> tuple[str, ...]:
    """Return one of the short lists of words."""
    return comma_list(table("lists")[name])


@cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """Return a sentence file as sections with their lines."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in (_DATA / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("== "):
            heading = line[3:].strip()
            found[heading] = []
        elif line.strip() and not line.startswith("#"):
            found[heading].append(line.strip())
    return {heading: tuple(lines) for heading, lines in found.items()}


def suited(lines: tuple[str, ...], facts: set[str]) -> list[str]:
    """Return the lines that suit the facts (the part of the body, a drug), without their conditions."""
    found = []
    for line in lines:
        condition = _CONDITION.match(line)
        if condition is None:
            found.append(line)
        elif bool(facts & set(condition[2].split(","))) == (condition[1] == "+"):
            found.append(line[condition.end() :])
    return found


def choose(text: str, rng: Random) -> str:
    """Return the text with each `[a|b]` decided, from the innermost outwards."""
    while match := _CHOICE.search(text):
        text = text[: match.start()] + rng.choice(match[1].split("|")) + text[match.end() :]
    return text


def weighted(weights: dict[str, float], rng: Random) -> str:
    """Return a key, drawn by its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]
