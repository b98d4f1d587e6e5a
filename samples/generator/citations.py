"""A family of services and a side → which works it cites, and how the letter words that."""

from dataclasses import dataclass
from random import Random
from typing import Any

CHRONIC_PAIN = ("MTUS", "Chronic Pain Medical Treatment", "2009")
ACUPUNCTURE = ("MTUS", "Acupuncture Treatment", "2007")
POSTSURGICAL = ("MTUS", "Postsurgical Treatment", "2009")


@dataclass(frozen=True, slots=True)
class Cited:
    """One cited work.

    Attributes:
        work: source, canonical title, edition.
        section: section or topic, or "".
        pages: as written, or "".
        chapter: number of an ACOEM chapter, or "".
    """

    work: tuple[str, str, str]
    section: str = ""
    pages: str = ""
    chapter: str = ""

    @property
    def canonical(self) -> tuple[str, str, str]:
        """Source, title and edition as a vocabulary has them, without a book's own subtitles."""
        source, title, edition = self.work
        if source == "ODG":
            title = (
                title.split(" (")[0]
                .split(" - ")[0]
                .replace("Neck and", "Neck &")
                .replace("Wrist, &", "Wrist &")
            )
        elif self.chapter in ("5", "7"):
            title = "General Approaches"
        return source, title.replace("Stress Related", "Stress-Related"), edition

    @property
    def is_mtus(self) -> bool:
        """Whether the work belongs to the MTUS."""
        return self.work[0] == "MTUS"


Statement = tuple[Cited, ...]


def _mtus_options(
    family: dict[str, Any], region: dict[str, Any], facts: set[str], rng: Random
) -> list[Cited]:
    options = [Cited(CHRONIC_PAIN, section, pages) for section, pages in family.get("mtus", [])]
    edition = "2007" if region["acoem"] == "Elbow Complaints" else "2004"
    options += [
        Cited(
            ("MTUS", region["acoem"], edition),
            section,
            rng.choice(region["acoem_pages"]),
            str(region["chapter"]),
        )
        for section in family.get("acoem", [])
        if region["acoem"]
    ]
    options += [
        Cited(("MTUS", title, "2004"), "", pages, chapter)
        for title, chapter, pages in family.get("acoem_works", [])
    ]
    if family.get("postsurgical") and "surgery" in facts:
        options += [Cited(POSTSURGICAL, "", rng.choice(["24-26", "26-27", "10-11", "18-20"]))] * 6
    if family.get("acupuncture"):
        options += [Cited(ACUPUNCTURE)] * 5
    if family.get("acoem15"):
        options.append(Cited(("MTUS", "Stress Related Conditions", "2004"), "", "402", "15"))
    return options


def _outside_options(family: dict[str, Any], region: dict[str, Any]) -> list[Cited]:
    chapter = family["odg_chapter"]
    chapter = region["odg"] if chapter == "region" else chapter
    options = [Cited(("ODG", chapter, ""), topic) for topic in family["odg_topic"]]
    return options + [Cited(("Other", title, "")) for title in family.get("other", [])]


def _trim(cited: Cited, rng: Random) -> Cited:
    """Leave out pages or section now and then, as letters do."""
    draw = rng.random()
    pages = "" if draw < 0.25 else cited.pages
    section = "" if 0.25 <= draw < 0.37 and cited.work != CHRONIC_PAIN else cited.section
    return Cited(cited.work, section, pages, cited.chapter)


def _sample(options: list[Cited], most: int, rng: Random) -> list[Cited]:
    count = min(most, 2 if rng.random() < 0.2 else 1)
    chosen: list[Cited] = []
    for cited in rng.sample(options, len(options)):
        if all(cited.section != other.section or cited.work != other.work for other in chosen):
            chosen.append(_trim(cited, rng))
        if len(chosen) == count:
            break
    return chosen


def _draw(
    family: dict[str, Any], region: dict[str, Any], facts: set[str], rng: Random, shares: tuple[float, ...]
) -> Statement:
    mtus, outside = _mtus_options(family, region, facts, rng), _outside_options(family, region)
    kind = rng.choices(("mtus", "both", "outside"), shares)[0]
    if not mtus:
        kind = "outside"
    cited: list[Cited] = []
    if kind in ("mtus", "both"):
        cited += _sample(mtus, 2, rng)
    if kind in ("both", "outside"):
        cited += _sample(outside, 1 if kind == "both" else 2, rng)
    # The MTUS is always named first.
    return tuple(sorted(cited, key=lambda one: not one.is_mtus))


def draw_statements(
    family: dict[str, Any], region: dict[str, Any], facts: set[str], rng: Random
) -> tuple[Statement, Statement]:
    """Return what the claims administrator and the reviewer cite; () for none."""
    reviewer = () if rng.random() < 0.035 else _draw(family, region, facts, rng, (0.68, 0.14, 0.18))
    draw = rng.random()
    if draw < 0.12:
        return (), reviewer
    if draw < 0.6 and reviewer:
        kept = reviewer[: rng.choice([1, len(reviewer)])]
        return tuple(_trim(cited, rng) for cited in kept), reviewer
    return _draw(family, region, facts, rng, (0.5, 0.25, 0.25)), reviewer


def _pages_2014(cited: Cited) -> str:
    return f" Page(s): {cited.pages}" if cited.pages else ""


def _mtus_2014(cited: Cited) -> str:
    if cited.chapter:
        number = f"Chapter {cited.chapter} "
        return f"ACOEM {number}{cited.work[1]}{_pages_2014(cited)}"
    name = cited.work[1].replace("Chronic Pain Medical Treatment", "Chronic Pain Treatment") + " Guidelines"
    return f"{name}{' ' + cited.section if cited.section else ''}{_pages_2014(cited)}"


def _mtus_2015(cited: Cited) -> str:
    section = f", Section(s): {cited.section}" if cited.section else ""
    return f"{cited.work[1]} {cited.work[2]}{section}"


def _outside(cited: Cited, rng: Random) -> str:
    if cited.work[0] != "ODG":
        return cited.work[1]
    book = rng.choice(["Official Disability Guidelines (ODG)", "Official Disability Guidelines", "ODG"])
    chapter = cited.work[1] if rng.random() < 0.7 else cited.work[1].split(" (")[0]
    chapter += rng.choice(["", " Chapter", " chapter"])
    joint = rng.choice([", ", ", ", ": "])
    return (
        f"{book}, {chapter}{joint}{cited.section}"
        if cited.section and rng.random() < 0.85
        else f"{book}, {chapter}"
    )


def word_statement(statement: Statement, *, reviewer: bool, sections: bool, rng: Random) -> str:
    """Word a guideline statement of the standard format; `sections` for the later "Section(s):" style."""
    if not statement:
        who = "Expert Reviewer" if reviewer else "Claims Administrator"
        return f"The {who} did not cite any medical evidence for its decision."
    word = _mtus_2015 if sections else _mtus_2014
    sentences: list[str] = []
    mtus = [word(cited) for cited in statement if cited.is_mtus]
    if mtus:
        sentences.append(f"Decision based on MTUS {', and '.join(mtus)}.")
    outside = [_outside(cited, rng) for cited in statement if not cited.is_mtus]
    if outside:
        stop = "." if rng.random() < 0.75 else ""
        sentences.append(f"Decision based on Non-MTUS Citation {'; '.join(outside)}{stop}")
    return rng.choice([" ", "  "]).join(sentences)


def _book(cited: Cited) -> str:
    if cited.chapter:
        book = f"ACOEM Practice Guidelines, 2nd Edition ({cited.work[2]}), Chapter {cited.chapter}"
        return f"{cited.work[1]} ({book})"
    if cited.is_mtus:
        return f"{cited.work[1]} Guidelines ({cited.work[2]})"
    return (
        f"Official Disability Guidelines (ODG), {cited.work[1]}" if cited.work[0] == "ODG" else cited.work[1]
    )


def word_notice(statement: Statement, *, who: str) -> str:
    """Word a guideline statement of the formats of 2013."""
    if not statement:
        return f"The {who} did not cite any evidence-based criteria in support of its decision."
    parts = []
    for cited in statement:
        section = f", {cited.section}" if cited.section else ""
        pages = f", page(s) {cited.pages}" if cited.pages else ""
        tail = ", which is part of the MTUS" if cited.is_mtus else ", which is not part of the MTUS"
        parts.append(f"the {_book(cited)}{section}{pages}{tail}")
    return f"The {who} based its decision on {', and on '.join(parts)}."


def basis(statement: Statement) -> str:
    """Return the basis code of a statement."""
    inside = any(cited.is_mtus for cited in statement)
    outside = any(not cited.is_mtus for cited in statement)
    if inside:
        return "mtus+non_mtus" if outside else "mtus"
    return "non_mtus" if outside else "none_cited"


def speak(cited: Cited, rng: Random) -> str:
    """Name a work within a sentence; always in the plural."""
    if cited.chapter:
        return rng.choice(
            [
                "the ACOEM guidelines",
                "the MTUS/ACOEM guidelines",
                f"the ACOEM guidelines in Chapter {cited.chapter}",
            ]
        )
    if cited.work == CHRONIC_PAIN:
        return rng.choice(
            [
                "the MTUS Chronic Pain Medical Treatment Guidelines",
                "the Chronic Pain Guidelines",
                "the California MTUS guidelines",
                "the MTUS guidelines",
            ]
        )
    if cited.is_mtus:
        return f"the {cited.work[1]} Guidelines"
    if cited.work[0] == "ODG":
        return rng.choice(
            [
                "the Official Disability Guidelines",
                "the ODG guidelines",
                "the Official Disability Guidelines (ODG)",
            ]
        )
    return "the sources cited"
