"""A version of the data set → the figures of its privacy statement, in words."""

from collections.abc import Iterator

from imr_reports.export.checks import smallest_class
from imr_reports.records.dataset import ColumnRole, ReleaseDataset, Risk, TextMatch, Tier
from imr_reports.records.edition import Edition

_RISKS = (
    ("Cases", "records"),
    ("Classes", "classes"),
    ("Classes of fewer than k cases", "classes_below_k"),
    ("Cases in them", "records_below_k"),
    ("Cases alone in their class", "unique"),
    ("Prosecutor, highest", "prosecutor_highest"),
    ("Prosecutor, average", "prosecutor_average"),
    ("Journalist, highest", "journalist_highest"),
    ("Journalist, average", "journalist_average"),
    ("Marketer", "marketer"),
)
_PERSONS = frozenset({"records", "records_below_k", "unique"})


def privacy_words(dataset: ReleaseDataset, edition: Edition) -> dict[str, object]:
    """Return what stands in the places of the statement."""
    smallest = smallest_class(dataset)
    return {
        "title": edition.title,
        "version": edition.version,
        "facts": "\n".join(f"| {fact.label} | {fact.value} |" for fact in edition.privacy),
        "misses": " and in the texts of this tier" if dataset.tier is Tier.CONTROLLED else " as a wrong code",
        "quasi": ", ".join(_quasi_identifiers(dataset)),
        "k": dataset.k,
        "risks": "\n".join(_risks(dataset.risk_before, dataset.risk_after, dataset.k)),
        "diversity": _diversity(dataset),
        "suppressed": "\n".join(_suppressed(dataset)),
        "linked_before": _share(dataset.linked_before),
        "linked_after": _share(dataset.linked_after),
        "text_match": "".join(f"\n{line}\n" for line in _matches(dataset.text_matches)),
        "smallest": "no cases" if smallest is None else f"{smallest} cases",
    }


def _quasi_identifiers(dataset: ReleaseDataset) -> Iterator[str]:
    for table in dataset.spec.tables:
        for column in table.columns:
            if column.role is ColumnRole.QUASI_IDENTIFIER:
                yield f"{column.title.lower()} (`{table.name}.{column.name}`)"


def _risks(before: Risk, after: Risk, k: int) -> Iterator[str]:
    for label, name in _RISKS:
        values = [_risk(getattr(risk, name), k, of_persons=name in _PERSONS) for risk in (before, after)]
        yield f"| {label} | {values[0]} | {values[1]} |"


def _risk(value: float, k: int, *, of_persons: bool) -> str:
    if isinstance(value, int):
        return f"1 to {k - 1}" if of_persons and 0 < value < k else f"{value:,}"
    return f"{value:.4f}"


def _diversity(dataset: ReleaseDataset) -> str:
    one = dataset.diversity
    return (
        f"{one.classes:,} classes have {one.average:.2f} different outcomes on average and {one.lowest} "
        f"at least; {_share(one.homogeneous)} of cases are in a class of one outcome alone."
    )


def _suppressed(dataset: ReleaseDataset) -> Iterator[str]:
    for name, share in dataset.suppressed.items():
        yield f"| `{name}` | {_share(share)} |"


def _matches(matches: tuple[TextMatch, ...]) -> Iterator[str]:
    if not matches:
        return
    yield "## Texts"
    yield (
        "Free text can't be protected by classes. How many texts hold a run of words that stands in no other "
        "case, so that a search in published letters would find their letter:"
    )
    lines = ["| kind of text | words of the run | texts | could be found |", "|---|---|---|---|"]
    lines += [f"| {one.kind} | {one.words} | {one.texts:,} | {_share(one.share)} |" for one in matches]
    yield "\n".join(lines)


def _share(share: float) -> str:
    return f"{share:.1%}"
