"""Scrubbed texts → how many of them could be found again in the published letters by their wording.

The state publishes the letters themselves. A run of words that stands in one case alone finds that case's
letter by any search, as long as no placeholder stands in it; so the share of texts with such a run is the
share that can be matched. Measured on the texts that are released, as runs ("shingles", Broder 1997) of
eight words.
"""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from imr_reports.protect.microdata.hashing import Numbers, mixed
from imr_reports.records.dataset import TextMatch

WORDS = 8
_NO_WORD = r"[^a-z0-9\[\]]+"


def match_texts(texts: pd.DataFrame) -> tuple[TextMatch, ...]:
    """Return for each kind of text how many hold a run of words that no other case has.

    Args:
        texts: with `case` (whose it is), `kind` and `text`.
    """
    found = [_match(str(kind), of_kind) for kind, of_kind in texts.groupby("kind", sort=True, observed=True)]
    return tuple(found)


def _match(kind: str, texts: pd.DataFrame) -> TextMatch:
    words, ends = _words(texts["text"])
    runs, text = _runs(words, ends)
    case = pd.factorize(texts["case"].to_numpy())[0][text]
    code, distinct = pd.factorize(runs)
    low = np.full(len(distinct), np.iinfo(np.int64).max)
    high = np.full(len(distinct), -1, dtype=np.int64)
    np.minimum.at(low, code, case)
    np.maximum.at(high, code, case)
    matched = np.bincount(text[(low == high)[code]], minlength=len(texts)) > 0
    long_enough = np.bincount(text, minlength=len(texts)) > 0
    return TextMatch(kind=kind, words=WORDS, texts=int(long_enough.sum()), matched=int(matched.sum()))


def _words(texts: "pd.Series[str]") -> tuple[Numbers, NDArray[np.int64]]:
    """Return the words of all texts as numbers, 0 for a placeholder, and where each text ends."""
    plain = pc.utf8_lower(pa.array(texts, pa.string()))
    marked = pc.replace_substring_regex(plain, pattern=r"\[[^\]]*\]", replacement=" [] ")
    lists = pc.split_pattern(
        pc.utf8_trim(pc.replace_substring_regex(marked, pattern=_NO_WORD, replacement=" "), characters=" "),
        pattern=" ",
    )
    coded = lists.flatten().dictionary_encode()
    numbers = mixed(np.arange(len(coded.dictionary), dtype=np.uint64))
    numbers[pc.equal(coded.dictionary, "[]").to_numpy(zero_copy_only=False)] = 0
    codes = coded.indices.to_numpy(zero_copy_only=False)
    lengths = pc.list_value_length(lists).to_numpy(zero_copy_only=False).astype(np.int64)
    return numbers[codes], np.cumsum(lengths)


def _runs(words: Numbers, ends: NDArray[np.int64]) -> tuple[Numbers, NDArray[np.int64]]:
    """Return the runs that hold no placeholder and cross no end of a text, and the text of each."""
    if len(words) < WORDS:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    text = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0))
    inside = text[: 1 - WORDS] == text[WORDS - 1 :]
    total = np.zeros(len(words) - WORDS + 1, dtype=np.uint64)
    for place in range(WORDS):
        part = words[place : len(words) - WORDS + 1 + place]
        inside &= part != 0
        total = mixed(total * np.uint64(3) + part)
    return total[inside], text[: 1 - WORDS][inside]
