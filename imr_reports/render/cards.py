"""Excerpts → the cards that a medium has room for, by outcome."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from imr_reports.records.tables import Excerpt, Report
from imr_reports.render.room import SCREEN, Bounds

_KINDS = {
    "overturned": "overturned",
    "partially_overturned": "partially overturned",
    "upheld": "upheld",
}
_GROUPS = (
    ("overturned", "Overturned decisions", ("overturned", "partially_overturned")),
    ("upheld", "Typical upheld decisions", ("upheld",)),
)
# The card's own label says it already.
_BASED_ON = re.compile(r"\s*(?:the )?decision (?:is |was )?based on:?\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptView:
    """A card.

    Attributes:
        bases: (whose, on what the decision rested) of either side.
    """

    anchor: str
    decision: str
    excerpt: Excerpt
    bases: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptGroup:
    """Cards of one outcome.

    Attributes:
        on_screen: how many more the HTML report shows.
        nowhere: how many no report shows, for whatever reason.
    """

    key: str
    title: str
    views: tuple[ExcerptView, ...]
    on_screen: int
    nowhere: int


def compose_excerpts(report: Report, bounds: Bounds) -> tuple[ExcerptGroup, ...]:
    """Group the excerpts by outcome; over a medium's bound, those kept are spread evenly over the list."""
    left_out = dict(report.excerpts_left_out)
    groups = []
    for key, title, kinds in _GROUPS:
        excerpts = [excerpt for excerpt in report.excerpts if excerpt.kind in kinds]
        kept = _spread(excerpts, bounds.excerpts[key])
        on_screen = min(len(excerpts), SCREEN.excerpts[key])
        if excerpts:
            groups.append(
                ExcerptGroup(
                    key=key,
                    title=title,
                    views=tuple(_card(f"{key}-{index}", item) for index, item in enumerate(kept, 1)),
                    on_screen=on_screen - len(kept),
                    nowhere=sum(left_out.get(kind, 0) for kind in kinds) + len(excerpts) - on_screen,
                )
            )
    return tuple(groups)


def _card(anchor: str, excerpt: Excerpt) -> ExcerptView:
    bases = (
        ("Claims administrator’s basis", excerpt.claims_administrator_guideline),
        ("Reviewer’s basis", excerpt.reviewer_guideline),
    )
    return ExcerptView(
        anchor=anchor,
        decision=_KINDS[excerpt.kind],
        excerpt=excerpt,
        bases=tuple(
            (whose, _BASED_ON.sub("", text, count=1) if _BASED_ON.match(text) else text)
            for whose, text in bases
        ),
    )


def _spread(excerpts: Sequence[Excerpt], most: int) -> Sequence[Excerpt]:
    if len(excerpts) <= most:
        return excerpts
    return [excerpts[index * len(excerpts) // most] for index in range(most)]
