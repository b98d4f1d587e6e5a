"""What an operator asks of a store: what is in it, and to delete it."""

from pathlib import Path

from imr_reports.errors import ConfigurationError
from imr_reports.ingest import MEMBER_SEPARATOR
from imr_reports.pipeline.sites import site_of
from imr_reports.pipeline.stores import LETTERS_STORE, SAMPLES_STORE, open_existing_store
from imr_reports.pipeline.version import reading_version
from imr_reports.records.policy import DEFAULT_POLICY
from imr_reports.scrub.policy import load_policy
from imr_reports.store import Store, count_months, count_store, is_store, purge_folder, unread_files


def status_lines(
    store: Store, *, show_files: bool, site: Path | None = None, policy: str = DEFAULT_POLICY
) -> list[str]:
    """Say what is in a store; files are named only when asked for, since names can identify a person."""
    counts = count_store(store)
    lines = [f"This store holds {'invented samples' if store.kind == 'samples' else 'letters'}."]
    rows = [
        ("letters found", counts.found),
        ("  read", counts.read),
        ("  unread", sum(counts.unread.values())),
        *((f"    {reason}", number) for reason, number in counts.unread.items()),
        ("duplicates", counts.duplicates),
        ("replaced by a later letter", counts.replaced),
        ("cases", counts.cases),
    ]
    lines += [f"{label:<28}{number:>8,}" for label, number in rows]
    if unfinished := len(store.unfinished_files(reading_version(site_of(site), load_policy(policy)))):
        lines.append(
            f"not yet read, or read by another version of this program or its lists: {unfinished:,}; "
            "the next report reads them"
        )
    lines += ["", f"{'decided':<10}{'cases':>8}{'issues':>8}"]
    lines += [f"{month:<10}{cases:>8,}{issues:>8,}" for month, cases, issues in count_months(store)]
    if show_files:
        lines += ["", "unread files:" if counts.unread else "no unread files"]
        lines += [
            f"{reason}: {locator.replace(MEMBER_SEPARATOR, ' > ')}" for reason, locator in unread_files(store)
        ]
    elif counts.unread:
        lines += ["", "--show-files lists the unread files."]
    return lines


def withheld_lines(store: Store, limit: int) -> list[str]:
    """List what the gate withheld because nothing knows it as safe, the most frequent first; 0 means all.

    The words are as good as PHI: names that the scrubber missed are among them.
    """
    words = store.withheld(limit)
    if not words:
        return ["The gate withheld nothing in the letters of this store."]
    head = f"{'times':>8}{'letters':>9}  {'type':<9}word"
    return [
        head,
        *(
            f"{one.count:>8,}{one.letters:>9,}  {one.entity_type:<9}{' '.join(one.token.split())}"
            for one in words
        ),
    ]


def purge_store(chosen: Path | None) -> str:
    """Delete a store, also a damaged one, and say what was deleted.

    Raises:
        ConfigurationError: if there is none.
    """
    folder = next(
        (path for path in ([chosen] if chosen else [LETTERS_STORE, SAMPLES_STORE]) if is_store(path)), None
    )
    if folder is None:
        raise ConfigurationError("there is no store to delete; name one with --store")
    try:
        with open_existing_store(folder) as store:
            purged = store.purge()
    except ConfigurationError as error:
        if "in use" in str(error):
            raise
        return f"deleted a damaged store: {purge_folder(folder)} files"
    return f"deleted the store: {purged.letters} letters read, {purged.cases} cases, {purged.files} files"
