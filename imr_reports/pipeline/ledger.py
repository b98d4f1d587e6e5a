"""`imr-report ledger`: what was released from a store, and whether its ledger is whole."""

from collections.abc import Callable, Iterator

from imr_reports.errors import ConfigurationError
from imr_reports.pipeline.listing import aligned
from imr_reports.pipeline.operating import plural
from imr_reports.records.ledger import Release
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
