"""This version and those before it → `CHANGELOG.md`: what each changed, as the ledger tells it."""

from collections.abc import Iterator, Mapping

from imr_reports.records.edition import EarlierEdition

_HEAD = """# Changelog

What each version of this tier and period changed against the one before, as the ledger of releases has it.
A version never changes once it is made.
"""


def changelog(now: EarlierEdition, earlier: tuple[EarlierEdition, ...]) -> bytes:
    """Return the changes of all versions, the latest first.

    Args:
        now: what the ledger will tell of this version.
        earlier: what it tells of the versions before, the latest first.
    """
    lines = [_HEAD]
    editions = (now, *earlier)
    for one, before in zip(editions, (*editions[1:], None), strict=True):
        lines += ["", f"## {one.version}.0.0, {one.as_of.isoformat()}", ""]
        lines += [f"- {change}" for change in _changes(one, before)]
    return ("\n".join(lines).replace("\n\n\n", "\n\n") + "\n").encode("utf-8")


def _changes(one: EarlierEdition, before: EarlierEdition | None) -> Iterator[str]:
    if before is None:
        sizes = ", ".join(f"{name} {rows:,}" for name, rows in one.rows.items())
        yield f"First version. Rows: {sizes}. k = {one.k}. Specification {one.spec_version}."
        return
    found = [
        *_changed("Specification", before.spec_version, one.spec_version),
        *_changed("k", str(before.k), str(one.k)),
        *_rows(before.rows, one.rows),
        *_columns(before.columns, one.columns),
        *_settings(before.settings, one.settings),
        *_changed("Program", before.program, one.program),
        *_files(before.sums, one.sums),
    ]
    yield from found or ["Only the words about the data set changed."]


def _changed(what: str, before: str, now: str) -> Iterator[str]:
    if before != now:
        yield f"{what}: {before} before, {now} now."


def _rows(before: Mapping[str, int], now: Mapping[str, int]) -> Iterator[str]:
    for name in dict.fromkeys((*before, *now)):
        yield from _changed(f"Rows of `{name}`", f"{before.get(name, 0):,}", f"{now.get(name, 0):,}")


def _columns(before: Mapping[str, tuple[str, ...]], now: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for name in dict.fromkeys((*before, *now)):
        had, has = before.get(name, ()), now.get(name, ())
        for word, columns in (
            ("new", [one for one in has if one not in had]),
            ("gone", [one for one in had if one not in has]),
        ):
            if columns:
                yield f"Columns of `{name}` that are {word}: {', '.join(f'`{one}`' for one in columns)}."


def _settings(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name in dict.fromkeys((*before, *now)):
        yield from _changed(name, before.get(name, "none"), now.get(name, "none"))


def _files(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Tell which tables hold other values; other files follow from what is told already."""
    tables = [name for name in now if name.startswith("data/") and name.endswith(".parquet")]
    changed = [name for name in tables if name in before and before[name] != now[name]]
    if changed:
        yield f"Tables whose content changed: {', '.join(f'`{name}`' for name in changed)}."
