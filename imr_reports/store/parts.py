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
from imr_reports.store.rows import OF_ONE_LETTER, PINS, SCHEMAS, filled, tables

UNDATED = "undated"
PINS_KIND = "pins"
"""The table that a snapshot has beside those of a part."""
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
        target = file_of(folder, part, kind)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = target.with_suffix(".aside")
        pq.write_table(table, aside, compression="zstd")
        aside.chmod(0o600)
        aside.rename(target)


def read_parts(
    folder: Path,
    parts: Iterable[str],
    kind: str,
    columns: Collection[str] | None = None,
    keys: Collection[str] | None = None,
) -> pa.Table:
    """Return the rows of one table ("cases", "issues", "citations" or "texts") over some parts.

    Args:
        folder: the store's folder of parts.
        parts: their names.
        kind: which of the four tables.
        columns: the columns wanted, None for all.
        keys: the letter keys wanted, None for all; other rows never come into memory together.

    Raises:
        ConfigurationError: if a part that the manifest names is missing or damaged.
    """
    filters = None if keys is None else pc.field("letter_key").isin(pa.array(sorted(keys), pa.string()))
    wanted = _schema(kind, columns)
    read = [_read(file_of(folder, part, kind), wanted, filters) for part in sorted(parts)]
    return pa.concat_tables(read) if read else wanted.empty_table()


def read_part(folder: Path, part: str, kind: str, columns: Collection[str]) -> pa.Table:
    """Return the letter keys and some columns of one table of one part, of the types of `coded_schema`.

    Raises:
        ConfigurationError: if the part is missing or damaged.
    """
    return _read(file_of(folder, part, kind), coded_schema(kind, ("letter_key", *columns)))


def coded_schema(kind: str, columns: Collection[str]) -> pa.Schema:
    """Return columns of a table with text as dictionary arrays: it repeats, but for what names one letter."""
    return pa.schema(
        [
            field if field.name in OF_ONE_LETTER else field.with_type(_coded(field.type))
            for field in _schema(kind, columns)
        ]
    )


def _schema(kind: str, columns: Collection[str] | None) -> pa.Schema:
    schema = PINS if kind == PINS_KIND else SCHEMAS[kind]
    return schema if columns is None else pa.schema([schema.field(name) for name in columns])


def _coded(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_list(kind):
        return pa.list_(_coded(kind.value_type))
    return pa.dictionary(pa.int32(), kind) if pa.types.is_string(kind) else kind


def _read(file: Path, wanted: pa.Schema, filters: pc.Expression | None = None) -> pa.Table:
    try:
        kept = set(pq.read_schema(file).names)
        columns = [name for name in wanted.names if name in kept or name in _ALWAYS_KEPT]
        coded = [f"{field.name}.list.element" for field in wanted if _is_coded_list(field.type)]
        coded += [field.name for field in wanted if pa.types.is_dictionary(field.type)]
        table = pq.read_table(
            file,
            columns=columns,
            filters=filters,
            partitioning=None,
            read_dictionary=coded,
            use_threads=False,
        )
    except (OSError, pa.ArrowException):
        raise ConfigurationError(DAMAGED) from None
    return filled(table, wanted)


def _is_coded_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) and pa.types.is_dictionary(kind.value_type))


def remove_part(folder: Path, part: str) -> None:
    """Delete a part's files; the month's folder goes when it is empty."""
    for kind in SCHEMAS:
        file_of(folder, part, kind).unlink(missing_ok=True)
    month = (folder / part).parent
    if month.is_dir() and not any(month.iterdir()):
        month.rmdir()


def remove_strays(folder: Path, known: frozenset[str]) -> None:
    """Delete files of a run that was cut off: those of parts that the manifest does not name."""
    for file in sorted(folder.glob("*/*")):
        if f"{file.parent.name}/{file.name.split('.')[0]}" not in known or file.suffix == ".aside":
            file.unlink()


def file_of(folder: Path, part: str, kind: str) -> Path:
    """Return where a table of a part stands."""
    return folder / f"{part}.{kind}.parquet"
