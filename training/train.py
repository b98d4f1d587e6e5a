"""Train the name model on invented letters and write its weights into the package.

    OMP_NUM_THREADS=1 python -m training.train [--tokens 3400000] [--rounds 3] [--seed 7] [--out FILE]

Prints how the network scores on sentences of other templates with other names. Same seed, same machine, same
weights.
"""

import argparse
import io
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from imr_reports.scrub.model.reader import LABELS, Array, Network, network_of
from imr_reports.scrub.model.tokens import UNKNOWN, Features, features_of, norm_of, tokens
from training.documents import Author, Piece
from training.network import Batch, Rows, Trainee

_WEIGHTS = Path(__file__).parents[1] / "imr_reports" / "scrub" / "model" / "weights.npz"
_RECAST = 0.25
_SEPARATION = 8
_BATCH = 3_000
_SEEN = 12
_MOST_NORMS = 9_000
_DROPOUT = 0.15
_RATE = 0.004
_HIDDEN_WORD, _HIDDEN_KINDS, _HIDDEN_ENDS = 0.10, 0.08, 0.15
_SCORED = 150_000
_THRESHOLDS = (0.3, 0.5, 0.7, 0.9, 0.95)

Encoded = tuple[Rows, Rows, Rows]
"""Features, gaps and classes of a piece's tokens."""


def written(author: Author, count: int, recast: float) -> Iterator[Piece]:
    """Yield pieces until they hold about so many tokens."""
    total = 0
    while total < count:
        piece = author.recast() if author.rng.random() < recast else author.piece()
        total += len(piece.text) // 5
        yield piece


def targets_of(piece: Piece, starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    """Return the class of each token: 0 for none, and for each label one to begin with and one to go on."""
    classes = [0] * len(starts)
    for label, first, last in piece.spans:
        begun = False
        for i in range(len(starts)):
            if starts[i] < last and ends[i] > first:
                classes[i] = 1 + 2 * LABELS.index(label) + begun
                begun = True
    return classes


def common_words(pieces: Iterable[Piece]) -> list[str]:
    """Return the words that get a row of their own: those often seen outside of names."""
    counts: Counter[str] = Counter()
    for piece in pieces:
        forms, starts, ends, _ = tokens(piece.text)
        classes = targets_of(piece, starts, ends)
        counts.update(norm_of(form) for form, kind in zip(forms, classes, strict=True) if not kind)
    return [word for word, count in counts.most_common(_MOST_NORMS) if count >= _SEEN]


def encoded(pieces: Iterable[Piece], norms: dict[str, int]) -> list[Encoded]:
    """Return the pieces as the network reads them."""
    seen: dict[str, Features] = {}
    result = []
    for piece in pieces:
        forms, starts, ends, gaps = tokens(piece.text)
        for form in forms:
            if form not in seen:
                seen[form] = features_of(form, norms)
        features = np.array([seen[form] for form in forms], dtype=np.intp)
        classes = np.array(targets_of(piece, starts, ends), dtype=np.intp)
        result.append((features, np.array(gaps, dtype=np.intp), classes))
    return result


def batches(pieces: list[Encoded], random: np.random.Generator) -> Iterator[Batch]:
    """Yield the pieces in random order, as many at a time as a batch holds, with gaps between them."""
    held: list[Encoded] = []
    size = 0
    for i in random.permutation(len(pieces)):
        held.append(pieces[i])
        size += len(pieces[i][0]) + _SEPARATION
        if size >= _BATCH:
            yield _joined(held, size, random)
            held, size = [], 0


def _joined(held: list[Encoded], size: int, random: np.random.Generator) -> Batch:
    features, gaps = np.zeros((size, 5), dtype=np.intp), np.zeros(size, dtype=np.intp)
    target, real = np.zeros(size, dtype=np.intp), np.zeros(size, dtype=np.float32)
    at = 0
    for rows, before, classes in held:
        end = at + len(rows)
        features[at:end], gaps[at:end], target[at:end], real[at:end] = rows, before, classes, 1
        at = end + _SEPARATION
    return Batch(hidden(features, random), gaps, real, target)


def hidden(features: Rows, random: np.random.Generator) -> Rows:
    """Return features of which some are left out, so that the network leans on none of them alone."""
    features = features.copy()
    draws = random.random((len(features), 4))
    features[draws[:, 0] < _HIDDEN_WORD, 0] = UNKNOWN
    features[draws[:, 1] < _HIDDEN_ENDS, 1] = 0
    features[draws[:, 2] < _HIDDEN_ENDS, 2] = 0
    features[draws[:, 3] < _HIDDEN_KINDS, 4] = 0
    return features


def trained(pieces: list[Encoded], norms: int, width: int, rounds: int, seed: int) -> Trainee:
    """Return a network that has learned from the pieces."""
    trainee = Trainee(norms, width, seed)
    total = rounds * sum(len(p[0]) + _SEPARATION for p in pieces) / _BATCH
    begun, done, mean = time.perf_counter(), 0, 0.0
    for _ in range(rounds):
        for batch in batches(pieces, trainee.random):
            done += 1
            rate = _RATE * min(1.0, done / 200) * max(0.02, 1 - done / total)
            loss = trainee.step(batch, rate, _DROPOUT)
            mean += (loss - mean) * max(0.01, 1 / done)
            if done % 250 == 0:
                print(f"{done:5}/{total:.0f} loss {mean:.4f} {time.perf_counter() - begun:.0f} s", flush=True)
    return trainee


def packed(weights: dict[str, Array], norms: list[str]) -> bytes:
    """Return the weights as the package reads them, at half precision."""
    buffer = io.BytesIO()
    arrays: dict[str, Any] = {name: array.astype(np.float16) for name, array in weights.items()}
    np.savez_compressed(buffer, norms=np.frombuffer("\n".join(norms).encode(), dtype=np.uint8), **arrays)
    return buffer.getvalue()


def print_scores(network: Network, seed: int) -> None:
    """Print recall of names, by label, and wrong words per 1,000, at several thresholds."""
    pieces = list(written(Author(seed + 1, held_out=True), _SCORED, 0))
    tagged: Counter[str] = Counter()
    caught: dict[float, Counter[str]] = {t: Counter() for t in _THRESHOLDS}
    wrong, safe = Counter[float](), 0
    for piece in pieces:
        read = tokens(piece.text)
        forms, starts, ends, _ = read
        likely = 1 - network.probabilities([read])[0][:, 0]
        words = [i for i, form in enumerate(forms) if form[0].isalnum()]
        classes = targets_of(piece, starts, ends)
        safe += sum(not classes[i] for i in words)
        for label, first, last in piece.spans:
            tagged[label] += 1
            inside = [likely[i] for i in words if starts[i] < last and ends[i] > first]
            for threshold in _THRESHOLDS:
                caught[threshold][label] += min(inside, default=0) >= threshold
        for threshold in _THRESHOLDS:
            wrong[threshold] += sum(not classes[i] and likely[i] >= threshold for i in words)
    print(f"held-out split: {len(pieces)} pieces, {tagged.total()} names, {safe} other words")
    print("threshold " + "".join(f"{label:>10}" for label in LABELS) + "  wrong per 1,000 words")
    for threshold in _THRESHOLDS:
        shares = "".join(f"{caught[threshold][label] / max(1, tagged[label]):10.3f}" for label in LABELS)
        print(f"{threshold:9} {shares}  {1000 * wrong[threshold] / max(1, safe):.2f}")


def main() -> None:
    """Train, write the weights, print the scores."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tokens", type=int, default=3_400_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=_WEIGHTS)
    parser.add_argument(
        "--score", action="store_true", help="score the weights that are there; train nothing"
    )
    given = parser.parse_args()
    if given.score:
        print_scores(network_of(given.out.read_bytes()), given.seed)
        return
    begun = time.perf_counter()
    pieces = list(written(Author(given.seed), given.tokens, _RECAST))
    norms = common_words(pieces)
    table = {word: i + 1 for i, word in enumerate(norms)}
    data = encoded(pieces, table)
    count = sum(len(piece[0]) for piece in data)
    print(f"{len(data)} pieces, {count} tokens, {len(norms)} words, {time.perf_counter() - begun:.0f} s")
    trainee = trained(data, len(norms), given.width, given.rounds, given.seed)
    given.out.write_bytes(packed(trainee.weights, norms))
    print(f"{given.out.stat().st_size / 1e6:.2f} MB, {time.perf_counter() - begun:.0f} s")
    print_scores(network_of(given.out.read_bytes()), given.seed)


if __name__ == "__main__":
    main()
