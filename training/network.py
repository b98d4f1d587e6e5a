"""The network of `imr_reports.scrub.model.reader` with its derivatives, as it is trained.

Written in numpy, so that training needs nothing that the package doesn't. Pieces of text are laid one behind
the other with gaps between them that no layer sees across.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from imr_reports.scrub.model.reader import REACHES, beside
from imr_reports.scrub.model.tokens import GAPS, KINDS, PREFIXES, SHAPES, SUFFIXES

Array = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]
TABLES = ("norm", "prefix", "suffix", "shape", "kinds")
SIZES = {"norm": 48, "prefix": 16, "suffix": 24, "shape": 12, "kinds": 28}
CLASSES = 7
_EPSILON = 1e-5


@dataclass(frozen=True)
class Batch:
    """Pieces of text, one behind the other.

    Attributes:
        features: tokens by five rows of tables.
        gaps: what stands before each token.
        real: 1 for tokens, 0 for the gaps between pieces.
        target: the right class of each token.
    """

    features: Rows
    gaps: Rows
    real: Array
    target: Rows


class Trainee:
    """Weights under training.

    Args:
        norms: how many words have a row of their own.
        width: of a token's vector.
        seed: of the first weights and of dropout.
    """

    def __init__(self, norms: int, width: int, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        counts = {"norm": norms + 1, "prefix": PREFIXES, "suffix": SUFFIXES, "shape": SHAPES, "kinds": KINDS}
        w: dict[str, Array] = {t: self._drawn(counts[t], SIZES[t], scale=0.3) for t in TABLES}
        w["gap"] = self._drawn(GAPS, width, scale=0.3)
        inputs = {"mix": sum(SIZES.values())} | {f"layer{i}": 3 * width for i in range(len(REACHES))}
        for name, size in inputs.items():
            w[name] = self._drawn(size, 2 * width, scale=(1.5 / size) ** 0.5)
            w[f"{name}_bias"] = np.zeros(2 * width, dtype=np.float32)
            w[f"{name}_gain"] = np.ones(width, dtype=np.float32)
        w["out"], w["out_bias"] = self._drawn(width, CLASSES, scale=0.1), np.zeros(CLASSES, dtype=np.float32)
        self.weights = w
        self._first = {k: np.zeros_like(v) for k, v in w.items()}
        self._second = {k: np.zeros_like(v) for k, v in w.items()}
        self._steps = 0

    def _drawn(self, *shape: int, scale: float) -> Array:
        return (self.random.standard_normal(shape) * scale).astype(np.float32)

    def step(self, batch: Batch, rate: float, dropout: float) -> float:
        """Learn from one batch and return its mean loss.

        Args:
            batch: what to learn from.
            rate: of learning.
            dropout: share of a token's vector that is hidden.
        """
        loss, slopes = self.slopes(batch, dropout)
        self._adjust(slopes, rate)
        return loss

    def slopes(self, batch: Batch, dropout: float) -> tuple[float, dict[str, Array]]:
        """Return the loss of a batch and its derivatives by all weights."""
        features, gaps, real, target = batch.features, batch.gaps, batch.real, batch.target
        w, mask = self.weights, real[:, None]
        inputs = np.concatenate([w[t][features[:, i]] for i, t in enumerate(TABLES)], axis=1)
        mixed, mix_memory = _maxout(inputs, w, "mix")
        kept = (self.random.random(mixed.shape) >= dropout).astype(np.float32) / (1 - dropout)
        state = (mixed * kept + w["gap"][gaps]) * mask
        memories = []
        for i, reach in enumerate(REACHES):
            added, memory = _maxout(beside(state, reach), w, f"layer{i}")
            memories.append(memory)
            state = (state + added) * mask
        scores = state @ w["out"] + w["out_bias"]
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        rows = np.arange(len(target))
        weight = real / max(1.0, float(real.sum()))
        loss = float(-(np.log(odds[rows, target] + 1e-9) * weight).sum())
        back = odds
        back[rows, target] -= 1
        back *= weight[:, None]
        g: dict[str, Array] = {"out": state.T @ back, "out_bias": back.sum(axis=0)}
        slope = back @ w["out"].T
        for i in reversed(range(len(REACHES))):
            slope = slope * mask
            slope = slope + _unbeside(_back(slope, memories[i], w, f"layer{i}", g), REACHES[i])
        slope = slope * mask
        g["gap"] = _gathered(slope, gaps, GAPS)
        below = _back(slope * kept, mix_memory, w, "mix", g)
        column = 0
        for i, t in enumerate(TABLES):
            g[t] = _gathered(below[:, column : column + SIZES[t]], features[:, i], len(w[t]))
            column += SIZES[t]
        return loss, g

    def _adjust(self, slopes: dict[str, Array], rate: float) -> None:
        """Take one step of Adam."""
        self._steps += 1
        length = float(np.sqrt(sum(float((g * g).sum()) for g in slopes.values())))
        shrink = np.float32(min(1.0, 1.0 / (length + 1e-9)))
        first_scale, second_scale = 1 - 0.9**self._steps, 1 - 0.999**self._steps
        for name, whole in slopes.items():
            slope = whole * shrink
            first, second = self._first[name], self._second[name]
            first += 0.1 * (slope - first)
            second += 0.001 * (slope * slope - second)
            change = (first / first_scale) / (np.sqrt(second / second_scale) + 1e-8)
            self.weights[name] -= (rate * change).astype(np.float32)


_Memory = tuple[Array, npt.NDArray[np.bool_], Array, Array]


def _maxout(rows: Array, w: dict[str, Array], name: str) -> tuple[Array, _Memory]:
    product = rows @ w[name] + w[f"{name}_bias"]
    half = product.shape[1] // 2
    left = product[:, :half] >= product[:, half:]
    best = np.where(left, product[:, :half], product[:, half:])
    centred = best - best.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + _EPSILON)
    normal = centred / spread
    return normal * w[f"{name}_gain"], (rows, left, spread, normal)


def _back(slope: Array, memory: _Memory, w: dict[str, Array], name: str, g: dict[str, Array]) -> Array:
    rows, left, spread, normal = memory
    g[f"{name}_gain"] = (slope * normal).sum(axis=0)
    slope = slope * w[f"{name}_gain"]
    slope = (
        slope - slope.mean(axis=1, keepdims=True) - normal * (slope * normal).mean(axis=1, keepdims=True)
    ) / spread
    both = np.concatenate([slope * left, slope * ~left], axis=1)
    g[name], g[f"{name}_bias"] = rows.T @ both, both.sum(axis=0)
    below: Array = both @ w[name].T
    return below


def _unbeside(slope: Array, reach: int) -> Array:
    count, width = len(slope), slope.shape[1] // 3
    below = slope[:, width : 2 * width].copy()
    below[: max(0, count - reach)] += slope[reach:, :width]
    below[reach:] += slope[: max(0, count - reach), 2 * width :]
    return below


def _gathered(slope: Array, rows: Rows, count: int) -> Array:
    """Return the slopes of a table: those of the same row added up."""
    order = np.argsort(rows, kind="stable")
    ordered = rows[order]
    firsts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    table = np.zeros((count, slope.shape[1]), dtype=np.float32)
    table[ordered[firsts]] = np.add.reduceat(slope[order], firsts, axis=0)
    return table
