"""A version of the data set → what is written about it for readers: datasheet, terms, licence, citation."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from string import Template

import pandas as pd

from imr_reports.export.licences import expression
from imr_reports.export.privacy import privacy_words
from imr_reports.records.dataset import Column, ColumnRole, ReleaseDataset, TableSpec, Tier
from imr_reports.records.edition import Edition

_TEXTS = files("imr_reports.export") / "texts"
_OF_FILES = {
    "data/": "the tables, each as Parquet and as CSV{lines}",
    "dictionary.md": "each column: what it says, how it was made, what its values mean",
    "dictionary.csv": "the same for programs",
    "datapackage.json": "schemas of the CSV files, as a Frictionless data package",
    "croissant.json": "the Parquet files for machine-learning tools, in the Croissant format",
    "examples/": "questions answered in pandas and SQL",
    "USE-TERMS.md": "what may be done with the data, and what must not",
    "LICENSE": "rights and licence",
    "PRIVACY.md": "how identities were removed, and what risk is left, in figures",
    "CHANGELOG.md": "what each version changed",
    "CITATION.cff": "how to cite it",
    "provenance.json": "program, configuration, policy, lists and models by which it was made",
    "SHA256SUMS": "checksums of all files",
}
_CITATION = "Independent Medical Review", "workers' compensation", "utilization review"


@cache
def text(name: str) -> Template:
    """Return a text of this package, with places for a version's own words."""
    return Template((_TEXTS / name).read_text("utf-8"))


def described(dataset: ReleaseDataset, edition: Edition) -> str:
    """Return the data set in one sentence."""
    sizes = ", ".join(f"{len(frame):,} {name}" for name, frame in dataset.tables.items())
    return (
        "Decisions of Independent Medical Review in California's workers' compensation, "
        f"{edition.period_words}: {sizes}. De-identified, {dataset.tier} tier."
    )


def documents(dataset: ReleaseDataset, edition: Edition) -> dict[str, bytes]:
    """Return the documents by file name."""
    terms = text("use-terms.md").substitute(method=edition.method, below=dataset.k - 1)
    if dataset.tier is Tier.CONTROLLED:
        terms += text("use-terms-controlled.md").substitute()
    licence = text(f"licence-{dataset.tier}.txt").substitute(
        title=edition.title, version=edition.version, expression=expression(dataset.tier)
    )
    written = {
        "README.md": _readme(dataset, edition),
        "USE-TERMS.md": terms,
        "LICENSE": licence,
        "PRIVACY.md": text("privacy.md").substitute(privacy_words(dataset, edition)),
        "CITATION.cff": _citation(dataset, edition),
    }
    return {file: words.encode("utf-8") for file, words in written.items()}


def _readme(dataset: ReleaseDataset, edition: Edition) -> str:
    has_texts = "texts" in dataset.tables
    cases = dataset.tables["cases"]
    return text("readme.md").substitute(
        title=edition.title,
        period_words=edition.period_words,
        version=edition.version,
        tier=dataset.tier,
        as_of=f"{edition.as_of:%B} {edition.as_of.day}, {edition.as_of.year}",
        sample="The letters are invented samples: no case in it is real.\n\n" if dataset.is_sample else "",
        with_texts=" with the scrubbed texts of the letters" if has_texts else "",
        how_long=", and how long it takes" if has_texts else "",
        texts_belong="; texts to cases and issues" if has_texts else "",
        files="\n".join(
            f"| `{file}` | {what.format(lines='; texts as JSON lines too' if has_texts else '')} |"
            for file, what in _OF_FILES.items()
        ),
        maker=edition.organization or "the makers of the program imr_reports",
        tables="\n".join(_sizes(dataset)),
        shares="\n\n".join(_shares(dataset)),
        partitions=", ".join(
            f"{side} {(cases['partition'] == side).sum():,} cases" for side in ("train", "validation", "test")
        ),
        program=edition.program,
        method=edition.method,
        intervals=", and days between dates stand only where both are stated" if has_texts else "",
        k=dataset.k,
        others=dataset.k - 1,
        left_out="\n".join(_left_out(dataset)),
        text_limits=_TEXT_LIMITS if has_texts else "",
    )


_TEXT_LIMITS = """- The texts are outside the protection by classes. They can be found in published letters by
  their wording: `PRIVACY.md` says how many.
"""


def _sizes(dataset: ReleaseDataset) -> Iterator[str]:
    yield from ("| table | rows | what a row is |", "|---|---|---|")
    for table in dataset.spec.tables:
        what = table.description.split(". ")[0].rstrip(".")
        yield f"| `{table.name}` | {len(dataset.tables[table.name]):,} | {what} |"


def _shares(dataset: ReleaseDataset) -> Iterator[str]:
    """Yield a table for each column that says what was decided: how many rows hold each value."""
    for table in dataset.spec.tables:
        frame = dataset.tables[table.name]
        for column in table.columns:
            if column.role is ColumnRole.SENSITIVE and column.values and column.required:
                yield "\n".join(_counted(frame, table, column))


def _counted(frame: pd.DataFrame, table: TableSpec, column: Column) -> Iterator[str]:
    yield f"| {table.title} by {column.title.lower()} | number | share |"
    yield "|---|---|---|"
    for value, label in column.values:
        count = int((frame[column.name] == value).sum())
        yield f"| {label} (`{value}`) | {count:,} | {count / max(len(frame), 1):.1%} |"


def _left_out(dataset: ReleaseDataset) -> Iterator[str]:
    yield from ("| what | how many |", "|---|---|")
    for what, count in dataset.left_out.items():
        yield f"| {what} | {f'1 to {dataset.k - 1}' if count is None else f'{count:,}'} |"


def _citation(dataset: ReleaseDataset, edition: Edition) -> str:
    lines = [
        "cff-version: 1.2.0",
        "message: Please cite this data set as below.",
        "type: dataset",
        f'title: "{edition.title}, {dataset.tier} tier"',
        "authors:",
        f'  - name: "{edition.organization or "The imr_reports team"}"',
        f"version: {edition.version}.0.0",
        f"date-released: {edition.as_of.isoformat()}",
        f'abstract: "{described(dataset, edition)}"',
        "keywords:",
        *(f'  - "{word}"' for word in _CITATION),
    ]
    if dataset.tier is Tier.OPEN:
        lines.append("license: CC-BY-4.0")
    return "\n".join(lines) + "\n"
