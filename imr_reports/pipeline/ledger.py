"""`imr-report ledger`: what was released from a store, and whether its ledger is whole."""

from collections.abc import Callable, Iterator

from imr_reports.errors import ConfigurationError, UsageError
from imr_reports.pipeline.listing import aligned
from imr_reports.pipeline.operating import plural
from imr_reports.protect import explain_cell
from imr_reports.records.ledger import Release, ReleaseKind
from imr_reports.records.period import Period
from imr_reports.store import Store

_HEADINGS = ("number", "kind", "label", "recorded", "shown", "withheld")


def release_lines(store: Store) -> Iterator[str]:
    """Yield a heading and a line for each release, columns aligned; one line where there is none.

    Raises:
        ConfigurationError: if the ledger is damaged.
    """
    releases = store.ledger.releases()
    if not releases:
        yield "nothing was released from this store"
        return
    yield from aligned([_HEADINGS, *map(_row, releases)])


def _row(release: Release) -> tuple[str, ...]:
    """Return a release as it is listed; cells shown and withheld are told where its content sums them up."""
    summary = release.content.get("summary", {})
    cells = (f"{summary[key]:,}" if key in summary else "" for key in ("shown", "withheld"))
    return str(release.number), str(release.kind), release.label, release.recorded.isoformat(), *cells


def explain_lines(store: Store, period: Period, table: str, row: str, measure: str) -> tuple[str, ...]:
    """Return why a cell of a released report is withheld, or which cells of a table are.

    Raises:
        UsageError: if the period was not released, or its report has no such table, row or column.
        ConfigurationError: if the ledger is damaged.
    """
    releases = {item.number: item for item in store.ledger.releases(ReleaseKind.REPORT)}
    label = period.canonical_label
    number = next((number for number, item in releases.items() if item.period == label), None)
    if number is None:
        raise UsageError(f"{label} was not released; 'imr-report ledger list' says what was")
    contents = {item.number: item.content for item in releases.values()}
    return explain_cell(contents, number, table, row, measure)


def verify_ledger(store: Store, tell: Callable[[str], None]) -> None:
    """Check the ledger of a store, and tell what is wrong with it, a line each.

    Raises:
        ConfigurationError: if anything is.
    """
    problems = store.ledger.verify()
    for problem in problems:
        tell(problem)
    if problems:
        raise ConfigurationError(
            "the ledger of releases is damaged; restore the store from a copy, since nothing can be "
            "published from it as it is"
        )
    releases = store.ledger.releases()
    months = sum(len(release.months) for release in releases)
    tell(f"the ledger is whole: {plural(len(releases), 'release')}, {plural(months, 'month')} pinned")
    if releases:
        tell(f"digest of the last one, to be kept elsewhere: {releases[-1].digest}")
