"""The store's scrubbed texts: of chosen issues for a report, of whole cases for a data set."""

from collections.abc import Collection, Mapping

import pandas as pd
import pyarrow as pa

from imr_reports.records.limited import IssueText
from imr_reports.store.layout import LEDGER
from imr_reports.store.letters import Letters, places_of
from imr_reports.store.parts import PINS_KIND, read_part, read_parts
from imr_reports.store.rows import CONTENT_DIGITS
from imr_reports.store.working import Store

KINDS = ("summary", "disputed_item", "claims_administrator_guideline", "reviewer_guideline", "rationale")
"""Kinds of text, by the store's names; the summary belongs to the case, the others to an issue."""


def read_texts(
    store: Store, chosen: Collection[tuple[str, int]], *, as_pinned: bool = False
) -> tuple[IssueText, ...]:
    """Return the scrubbed texts of issues, by (reference, sequence), ordered by reference.

    Args:
        store: where they are.
        chosen: which issues.
        as_pinned: whether the issues come from public frames: then a case that a release pinned, and whose
            letter another one has replaced since, has no texts, as in `read_case_texts`.
    """
    letters = Letters.of_references(store, {reference for reference, _ in chosen})
    if as_pinned:
        letters = letters.not_of_cases(_replaced(store, {reference for reference, _ in chosen}))
    table = read_parts(store.cases_folder, letters.parts(store), "texts", keys=letters.keys.to_pylist())
    places = places_of(table["letter_key"], letters.keys)
    texts = table.to_pandas().assign(reference=letters.references.take(pa.array(places)).to_pylist())
    rows = {
        (str(row["reference"]), int(row["sequence"])): row
        for row in texts.sort_values(["reference", "sequence"]).to_dict("records")
    }
    return tuple(
        IssueText(
            reference=key[0],
            sequence=key[1],
            disputed_item=str(rows[key]["disputed_item"]),
            claims_administrator_guideline=str(rows[key]["claims_administrator_guideline"]),
            reviewer_guideline=str(rows[key]["reviewer_guideline"]),
            rationale=str(rows[key]["rationale"]),
            allowed=str(rows[key]["allowed"]),
        )
        for key in sorted(set(chosen))
        if key in rows
    )


def read_case_texts(store: Store, references: Collection[str]) -> pd.DataFrame:
    """Return the scrubbed texts of some cases.

    A case that a release pinned, and whose letter another one has replaced since, has none: its coded rows
    stay those of the letter that was pinned.

    Args:
        store: where they are.
        references: of the cases.

    Returns:
        One row a text, empty ones left out: `reference`, `sequence` (0 for the summary), `kind` (one of
        `KINDS`), `text`; by reference, sequence and kind.
    """
    letters = Letters.of(store).of_cases(references)
    letters = letters.not_of_cases(_replaced(store, references))
    columns = ("letter_key", "sequence", *KINDS)
    keys = letters.keys
    table = read_parts(store.cases_folder, letters.parts(store), "texts", columns, keys.to_pylist())
    places = pa.array(places_of(table["letter_key"], keys))
    wide = table.drop_columns(["letter_key"]).to_pandas()
    wide.insert(0, "reference", letters.references.take(places).to_pylist())
    texts = wide.melt(["reference", "sequence"], list(KINDS), "kind", "text")
    texts = texts[texts["text"] != ""]
    texts["kind"] = pd.Categorical(texts["kind"], KINDS, ordered=True)
    ordered: pd.DataFrame = texts.sort_values(["reference", "sequence", "kind"], ignore_index=True)
    return ordered.astype({"kind": "str"})


def _replaced(store: Store, references: Collection[str]) -> pa.Array:
    """Return those cases whose letter is another one than that which a release pinned."""
    pinned = {reference: content for reference, content in _pinned(store).items() if reference in references}
    rows = store.connection.execute("SELECT reference, content FROM current_letters")
    replaced = [
        reference
        for reference, content in rows
        if reference in pinned and content[:CONTENT_DIGITS] != pinned[reference]
    ]
    return pa.array(replaced, pa.string())


def _pinned(store: Store) -> Mapping[str, str]:
    """Return reference → digest of the letter of each case that a release pinned."""
    found: dict[str, str] = {}
    for release in store.ledger.releases():
        if release.snapshot:
            pins = read_part(
                store.folder, f"{LEDGER}/{release.snapshot}", PINS_KIND, ("reference", "content")
            )
            found |= dict(zip(pins["reference"].to_pylist(), pins["content"].to_pylist(), strict=True))
    return found
