"""Excerpts → the cards that a medium has room for: overturned decisions, and typical rationales."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from imr_reports.records.tables import Audience, Excerpt, OverturnedCount, Report, Showing
from imr_reports.render.room import SCREEN, Bounds

_KINDS = {
    "overturned": "overturned",
    "partially_overturned": "overturned in part",
    "upheld": "upheld",
}
# The card's own label says it already.
_BASED_ON = re.compile(r"\s*(?:the )?decision (?:is |was )?based on:?\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptView:
    """A card.

    Attributes:
        decision: what was decided, in words.
        details: of the service, from the general to the special, beyond its category.
        facts: (label, words) of what stands beneath the excerpt.
    """

    anchor: str
    excerpt: Excerpt
    decision: str
    details: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptGroup:
    """Cards of one service category.

    Attributes:
        count: how many issues of it were overturned, None where that isn't what the group shows.
    """

    key: str
    title: str
    views: tuple[ExcerptView, ...]
    count: OverturnedCount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overturned:
    """The overturned decisions of a report.

    Attributes:
        issues: how many issues were overturned.
        in_part: of these, in part.
        shown: how many stand here.
        on_screen: how many more the HTML report shows.
        nowhere: how many no report shows.
    """

    issues: int
    in_part: int
    shown: int
    on_screen: int
    nowhere: int
    groups: tuple[ExcerptGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rationales:
    """Examples of rationales, by service category.

    Attributes:
        on_screen: categories that the HTML report shows besides.
    """

    groups: tuple[ExcerptGroup, ...]
    on_screen: int


def compose_overturned(report: Report, bounds: Bounds) -> Overturned:
    """Lay out the overturned decisions of an internal report by service category.

    Over a medium's bound those kept are the first by rank, so that they stand for all of them.
    """
    held = [item for item in report.excerpts if item.showing is Showing.OVERTURNED]
    kept = sorted(held, key=lambda item: item.rank)[: bounds.overturned]
    issues = sum(count.issues for count in report.overturned)
    on_screen = min(len(held), SCREEN.overturned)
    groups = [
        _group(f"overturned-{place}", count.service_category, _in_category(kept, count), count)
        for place, count in enumerate(report.overturned, 1)
    ]
    return Overturned(
        issues=issues,
        in_part=sum(count.in_part for count in report.overturned),
        shown=len(kept),
        on_screen=on_screen - len(kept),
        nowhere=issues - on_screen,
        groups=tuple(group for group in groups if group.views),
    )


def compose_rationales(report: Report, bounds: Bounds) -> Rationales:
    """Lay out the examples of rationales by service category; for the public, all excerpts that it reads."""
    examples: dict[str, list[Excerpt]] = {}
    for item in report.excerpts:
        if report.audience is Audience.PUBLIC or item.showing is not Showing.OVERTURNED:
            examples.setdefault(item.service_category, []).append(item)
    most = bounds.categories
    if report.audience is Audience.PUBLIC:
        most += bounds.overturned // 3  # it has no cards of overturned decisions, and up to three a category
    kept = list(examples.items())[:most]
    groups = [_group(f"example-{place}", title, items) for place, (title, items) in enumerate(kept, 1)]
    return Rationales(groups=tuple(groups), on_screen=len(examples) - len(kept))


def _in_category(excerpts: Iterable[Excerpt], count: OverturnedCount) -> list[Excerpt]:
    """Return the excerpts of a category; like services stand together."""
    mine = [item for item in excerpts if item.service_category == count.service_category]
    return sorted(mine, key=lambda item: (item.service_details, item.disputed_item.lower(), item.rank))


def _group(
    key: str, title: str, excerpts: Sequence[Excerpt], count: OverturnedCount | None = None
) -> ExcerptGroup:
    views = tuple(_card(f"{key}-{place}", item) for place, item in enumerate(excerpts, 1))
    return ExcerptGroup(key=key, title=title, views=views, count=count)


def _card(anchor: str, excerpt: Excerpt) -> ExcerptView:
    return ExcerptView(
        anchor=anchor,
        excerpt=excerpt,
        decision=_KINDS[excerpt.kind],
        details=tuple(name for name in excerpt.service_details if name != excerpt.service_category),
        facts=tuple(_facts(excerpt)),
    )


def _facts(excerpt: Excerpt) -> Iterable[tuple[str, str]]:
    if excerpt.allowed:
        yield "Allowed", excerpt.allowed
    yield "Claims administrator’s basis", _basis(excerpt.claims_administrator_guideline)
    yield "Reviewer’s basis", _basis(excerpt.reviewer_guideline)
    if excerpt.reference:
        yield "Reference", excerpt.reference


def _basis(text: str) -> str:
    label = _BASED_ON.match(text)
    return text[label.end() if label else 0 :] or "Nothing stated"
