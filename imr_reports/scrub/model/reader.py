"""A text → how likely each of its words is part of a name, an organization or a place.

The network: what is known of a token (its word, beginning, end, shape, kinds) is made into a vector, once for
each distinct token; four layers, each of which looks at a token and its neighbours one, two, four and one
further, read the line; the last gives the odds. Everything runs on one thread, so that a letter comes out the
same on any number of cores.
"""

import io
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from imr_reports.errors import ConfigurationError
from imr_reports.scrub.model.tokens import Features, Tokens, features_of, tokens

LABELS = ("NAME", "ORG", "LOCATION")
REACHES = (1, 2, 4, 1)
"""How far each layer looks to both sides."""
LOWEST_SCORE = 0.5
"""How likely a word must be part of a name to be reported at all."""
KEPT_SENTENCES = 20_000
_AT_ONCE = 64
_SEPARATION = max(REACHES)
_NOTHING = ("",) * _SEPARATION
"""Blank tokens between two sentences: no layer looks further, and none writes to them."""
_KEPT_FORMS = 30_000
_SMALLEST_VARIANCE = 1e-5

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words in a row that the model takes for one name.

    Attributes:
        label: NAME, ORG or LOCATION.
        start: offset of its first character.
        end: offset behind its last.
        score: mean probability of its words to be part of any name.
    """

    label: str
    start: int
    end: int
    score: float


class Network:
    """The weights, and the vectors of the tokens seen so far.

    Args:
        weights: arrays by name, as training writes them.
        norms: the words that have a row of their own.
    """

    def __init__(self, weights: dict[str, Array], norms: list[str]) -> None:
        from blis.py import gemm  # noqa: PLC0415 (single-threaded, whatever numpy does)

        self._gemm: Any = gemm
        self._weights = {key: np.ascontiguousarray(value, dtype=np.float32) for key, value in weights.items()}
        self._norms = {word: i + 1 for i, word in enumerate(norms)}
        self._rows: dict[str, int] = {}
        self._vectors: Array = np.zeros((0, self._weights["mix_bias"].shape[0] // 2), dtype=np.float32)

    def probabilities(self, sentences: Sequence[Tokens]) -> list[Array]:
        """Return for each token of each sentence the odds of no name, and of beginning or going on with one.

        Sentences are read side by side; what is odds of one depends on no other.
        """
        w = self._weights
        forms: list[str] = []
        gaps: list[int] = []
        bounds: list[tuple[int, int]] = []
        for sentence in sentences:
            bounds.append((len(forms), len(forms) + len(sentence.forms)))
            forms += [*sentence.forms, *_NOTHING]
            gaps += [*sentence.gaps, *[0] * _SEPARATION]
        real = np.zeros((len(forms), 1), dtype=np.float32)
        for start, end in bounds:
            real[start:end] = 1
        state = (self._token_vectors(forms) + w["gap"][np.array(gaps, dtype=np.intp)]) * real
        for layer, reach in enumerate(REACHES):
            state = (state + self._maxout(beside(state, reach), f"layer{layer}")) * real
        scores = self._product(state, w["out"]) + w["out_bias"]
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        odds: Array = scores / scores.sum(axis=1, keepdims=True)
        return [odds[start:end] for start, end in bounds]

    def _product(self, a: Array, b: Array) -> Array:
        product: Array = self._gemm(np.ascontiguousarray(a), b)
        return product

    def _maxout(self, rows: Array, name: str) -> Array:
        w = self._weights
        product = self._product(rows, w[name]) + w[f"{name}_bias"]
        half = product.shape[1] // 2
        return normalized(np.maximum(product[:, :half], product[:, half:])) * w[f"{name}_gain"]

    def _token_vectors(self, forms: list[str]) -> Array:
        if len(self._rows) > _KEPT_FORMS:
            self._rows.clear()
        if new := [form for form in dict.fromkeys(forms) if form not in self._rows]:
            known = len(self._rows)
            self._make_room(known + len(new))
            self._vectors[known : known + len(new)] = self._mixed(
                [features_of(form, self._norms) for form in new]
            )
            self._rows.update((form, known + i) for i, form in enumerate(new))
        vectors: Array = self._vectors[np.array([self._rows[form] for form in forms], dtype=np.intp)]
        return vectors

    def _make_room(self, count: int) -> None:
        if count > len(self._vectors):
            grown = np.zeros((max(count, 2 * len(self._vectors)), self._vectors.shape[1]), dtype=np.float32)
            grown[: len(self._vectors)] = self._vectors
            self._vectors = grown

    def _mixed(self, features: list[Features]) -> Array:
        w = self._weights
        columns = np.array(features, dtype=np.intp).T
        tables = ("norm", "prefix", "suffix", "shape", "kinds")
        return self._maxout(
            np.concatenate([w[t][c] for t, c in zip(tables, columns, strict=True)], axis=1), "mix"
        )


def beside(state: Array, reach: int) -> Array:
    """Return each row between the rows that stand a reach before and behind it; outside are zeros."""
    count, width = state.shape
    rows = np.zeros((count, 3 * width), dtype=np.float32)
    rows[:, width : 2 * width] = state
    rows[reach:, :width] = state[: max(0, count - reach)]
    rows[: max(0, count - reach), 2 * width :] = state[reach:]
    return rows


def normalized(rows: Array) -> Array:
    """Return rows with mean 0 and variance 1."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    result: Array = centred / np.sqrt((centred * centred).mean(axis=1, keepdims=True) + _SMALLEST_VARIANCE)
    return result


_seen: dict[str, tuple[Mention, ...]] = {}
_lock = threading.Lock()


@lru_cache(maxsize=1)
def network() -> Network:
    """Return the network with the weights of this package.

    Raises:
        ConfigurationError: if the weights are missing or damaged.
    """
    try:
        packed = (files("imr_reports.scrub.model") / "weights.npz").read_bytes()
        return network_of(packed)
    except (OSError, ValueError, KeyError) as error:
        raise ConfigurationError("the weights of the name model can't be read") from error


def network_of(packed: bytes) -> Network:
    """Return the network with weights as training writes them."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
        norms = bytes(arrays["norms"]).decode("utf-8").split("\n")
        return Network({key: arrays[key] for key in arrays.files if key != "norms"}, norms)


def mentions_in(sentences: Sequence[str]) -> list[tuple[Mention, ...]]:
    """Return for each sentence what the model takes for names in it, from left to right.

    Sentences seen before are remembered, up to some number.

    Args:
        sentences: each is read by itself; offsets of the mentions are into it.
    """
    with _lock:
        if len(_seen) > KEPT_SENTENCES:
            _seen.clear()
        new = [sentence for sentence in dict.fromkeys(sentences) if sentence not in _seen]
        for first in range(0, len(new), _AT_ONCE):
            part = [tokens(sentence) for sentence in new[first : first + _AT_ONCE]]
            for sentence, read, odds in zip(
                new[first : first + _AT_ONCE], part, network().probabilities(part), strict=True
            ):
                _seen[sentence] = tuple(_mentions(read, odds))
        return [_seen[sentence] for sentence in sentences]


def _mentions(read: Tokens, odds: Array) -> Iterator[Mention]:
    likely = 1.0 - odds[:, 0]
    i = 0
    while i < len(likely):
        if likely[i] < LOWEST_SCORE:
            i += 1
            continue
        end = i + 1
        while end < len(likely) and likely[end] >= LOWEST_SCORE and not _begins(odds[end]):
            end += 1
        shares = odds[i:end, 1:].sum(axis=0)
        label = LABELS[int(np.argmax(shares[0::2] + shares[1::2]))]
        score = float(likely[i:end].mean())
        yield Mention(label=label, start=read.starts[i], end=read.ends[end - 1], score=score)
        i = end


def _begins(odds: Array) -> bool:
    return bool(odds[1::2].sum() > odds[2::2].sum())
