"""What an operator asks of a store: what is in it, and to delete it."""

from pathlib import Path

from imr_reports.errors import ConfigurationError
from imr_reports.ingest import MEMBER_SEPARATOR
from imr_reports.pipeline.policies import keyed_policy
from imr_reports.pipeline.reading import version_in
from imr_reports.pipeline.sites import site_of
from imr_reports.pipeline.stores import LETTERS_STORE, SAMPLES_STORE, open_existing_store
from imr_reports.records.policy import DEFAULT_POLICY
from imr_reports.store import (
    Store,
    count_months,
    count_store,
    has_ledger,
    is_store,
    purge_folder,
    unread_files,
)

_LISTED_RULE = "gate.unknown"
_UNLISTED = "shapes of identifiers, and identifiers of their own letter"


def status_lines(
    store: Store,
    *,
    show_files: bool,
    site: Path | None = None,
    policy: str = DEFAULT_POLICY,
    key_file: Path | None = None,
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
    version = version_in(store, site_of(site), keyed_policy(policy, key_file, store.shift_key))
    if unfinished := len(store.unfinished_files(version)):
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
    further = _withheld_unlisted(store)
    if not words and not further:
        return ["The gate withheld nothing in the letters of this store."]
    tail = [f"{plural(further, 'further stretch', 'further stretches')} withheld and not listed: {_UNLISTED}"]
    if not words:
        return tail
    head = f"{'times':>8}{'letters':>9}  {'type':<9}word"
    return [
        head,
        *(
            f"{one.count:>8,}{one.letters:>9,}  {one.entity_type:<9}{' '.join(one.token.split())}"
            for one in words
        ),
        *(tail if further else ()),
    ]


def _withheld_unlisted(store: Store) -> int:
    counts = store.count_withheld(frozenset(store.references().values()))
    return sum(count for rule, count in counts.items() if rule != _LISTED_RULE)


def plural(count: int, one: str, many: str = "") -> str:
    """Return a number with what it counts, in the singular for 1."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def purge_store(chosen: Path | None, *, ledger: bool = False) -> str:
    """Delete a store, also a damaged one, and say what was deleted.

    Args:
        chosen: the store that the user named.
        ledger: whether its ledger of releases is deleted too.

    Raises:
        ConfigurationError: if there is none, or it is damaged and has a ledger that is not to go.
    """
    folder = next(
        (path for path in ([chosen] if chosen else [LETTERS_STORE, SAMPLES_STORE]) if is_store(path)), None
    )
    if folder is None:
        raise ConfigurationError("there is no store to delete; name one with --store")
    try:
        with open_existing_store(folder) as store:
            purged = store.purge(ledger=ledger)
    except ConfigurationError as error:
        if "in use" in str(error):
            raise
        if has_ledger(folder) and not ledger:
            raise ConfigurationError(
                "the store is damaged and holds a ledger of releases; restore it from a copy, or delete both "
                "with --ledger"
            ) from None
        return f"deleted a damaged store: {plural(purge_folder(folder), 'file')}"
    letters, cases = plural(purged.letters, "letter"), plural(purged.cases, "case")
    what = "letters" if purged.ledger_kept else "store"
    kept = "; kept the ledger of releases, which later ones are protected against (--ledger deletes it too)"
    told = f"deleted the {what}: {letters} read, {cases}, {plural(purged.files, 'file')}"
    return f"{told}{kept if purged.ledger_kept else ''}"
