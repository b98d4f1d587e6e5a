"""Scrubbed cases ↔ Parquet files by decision month.

A *part* is what one shard of letters contributes to one month: a file for each of the four tables. Files are
written aside and renamed, so a run that is cut off leaves none half written; the manifest says which parts
count, so a part that it doesn't name is as good as not there.
"""

from collections.abc import Collection, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from imr_reports.errors import ConfigurationError
from imr_reports.records.limited import LimitedCase
from imr_reports.store.rows import SCHEMAS, filled, tables

UNDATED = "undated"
_ALWAYS_KEPT = ("letter_key", "sequence", "decision", "outcome")  # a part that lacks them is damaged
DAMAGED = "the store is damaged; delete it with 'imr-report purge' and read the letters again"


def month_of(case: LimitedCase) -> str:
    """Return the month ("2015-03") under which a case is kept, or "undated"."""
    return f"{case.decided:%Y-%m}" if case.decided else UNDATED


def write_parts(folder: Path, shard: str, cases: Iterable[LimitedCase]) -> tuple[str, ...]:
    """Write a shard's cases and return its parts' names ("2015-03/k3f9").

    The same shard writes the same files again, so a shard can be repeated after a crash.
    """
    by_month: dict[str, list[LimitedCase]] = {}
    for case in cases:
        by_month.setdefault(month_of(case), []).append(case)
    parts = []
    for month, group in sorted(by_month.items()):
        write_part(folder, f"{month}/{shard}", tables(group))
        parts.append(f"{month}/{shard}")
    return tuple(parts)


def write_part(folder: Path, part: str, contents: dict[str, pa.Table]) -> None:
    """Write the four files of one part, readable by their owner alone."""
    for kind, table in contents.items():
        target = _file(folder, part, kind)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = target.with_suffix(".aside")
        pq.write_table(table, aside, compression="zstd")
        aside.chmod(0o600)
        aside.rename(target)


def read_parts(
    folder: Path,
    parts: Iterable[str],
    kind: str,
    columns: list[str] | None = None,
    keys: Collection[str] | None = None,
    *,
    coded: bool = False,
) -> pa.Table:
    """Return the rows of one table ("cases", "issues", "citations" or "texts") over some parts.

    Args:
        folder: the store's folder of parts.
        parts: their names.
        kind: which of the four tables.
        columns: the columns wanted, None for all.
        keys: the letter keys wanted, None for all; other rows never come into memory together.
        coded: whether text other than the letter keys comes as dictionary arrays.

    Raises:
        ConfigurationError: if a part that the manifest names is missing or damaged.
    """
    filters = None if keys is None else pc.field("letter_key").isin(pa.array(sorted(keys), pa.string()))
    schema = SCHEMAS[kind]
    wanted = schema if columns is None else pa.schema([schema.field(name) for name in columns])
    try:
        read = [_read(_file(folder, part, kind), wanted, filters, coded=coded) for part in sorted(parts)]
    except (OSError, pa.ArrowException):
        raise ConfigurationError(DAMAGED) from None
    return pa.concat_tables(read) if read else _coded(wanted.empty_table(), _names(wanted) if coded else ())


def _read(file: Path, wanted: pa.Schema, filters: pc.Expression | None, *, coded: bool) -> pa.Table:
    kept = set(pq.read_schema(file).names)
    columns = [name for name in wanted.names if name in kept or name in _ALWAYS_KEPT]
    names = _names(wanted) if coded else ()
    table = pq.read_table(file, columns=columns, filters=filters, partitioning=None, read_dictionary=names)
    return _coded(filled(table, wanted), names)


def _names(schema: pa.Schema) -> tuple[str, ...]:
    """Return the columns of text that repeat few values."""
    return tuple(
        field.name for field in schema if pa.types.is_string(field.type) and field.name != "letter_key"
    )


def _coded(table: pa.Table, names: Iterable[str]) -> pa.Table:
    for name in names:
        column = table[name]
        if not pa.types.is_dictionary(column.type):  # one that an earlier version did not keep
            table = table.set_column(table.schema.get_field_index(name), name, column.dictionary_encode())
    return table


def remove_part(folder: Path, part: str) -> None:
    """Delete a part's files; the month's folder goes when it is empty."""
    for kind in SCHEMAS:
        _file(folder, part, kind).unlink(missing_ok=True)
    month = (folder / part).parent
    if month.is_dir() and not any(month.iterdir()):
        month.rmdir()


def remove_strays(folder: Path, known: frozenset[str]) -> None:
    """Delete files of a run that was cut off: those of parts that the manifest does not name."""
    for file in sorted(folder.glob("*/*")):
        if f"{file.parent.name}/{file.name.split('.')[0]}" not in known or file.suffix == ".aside":
            file.unlink()


def _file(folder: Path, part: str, kind: str) -> Path:
    return folder / f"{part}.{kind}.parquet"
