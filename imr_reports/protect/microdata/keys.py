"""References of the store → keys of a data set, and the side on which each case stands."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imr_reports.errors import PrivacyGateError
from imr_reports.records.dataset import Tier

_LETTERS = np.frombuffer(b"bcdfghjklmnpqrst", dtype=np.uint8)
_LENGTH = 20  # letters of 4 bits: 80 of the 256 bits of the hash
_SHARES = (("train", 0.8), ("validation", 0.1), ("test", 0.1))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """What the store's secret gives to the things of a kind.

    Attributes:
        keys: a key of each, as letters.
        numbers: a number of each, which has nothing to do with its key and stays inside.
    """

    keys: NDArray[Any]
    numbers: NDArray[np.uint64]


def draw(secret: bytes, tier: Tier, kind: str, things: Iterable[str]) -> Drawn:
    """Return keys of one tier: HMAC-SHA256 of what they stand for, under the store's own random secret.

    The same secret, tier and thing give the same key in every version. Without the secret nobody can compute
    a key from a reference of the store, nor one tier's from the other's: to do so is to tell HMAC-SHA256 from
    a random function (Bellare, CRYPTO 2006).

    Args:
        secret: random bytes of the store, which never leave it.
        tier: keys of different tiers have nothing in common.
        kind: "case", "issue" or "text".
        things: references, or what is told by one.

    Raises:
        PrivacyGateError: if two things would have the same key.
    """
    start = f"imr_reports data set|{tier}|{kind}|".encode()
    joined = b"".join(hmac.digest(secret, start + thing.encode("utf-8"), "sha256") for thing in things)
    digests = np.frombuffer(joined, dtype=np.uint8).reshape(-1, 32)
    half = _LENGTH // 2
    nibbles = np.stack([digests[:, :half] >> 4, digests[:, :half] & 15], axis=2).reshape(
        len(digests), _LENGTH
    )
    keys = np.ascontiguousarray(_LETTERS[nibbles]).view(f"S{_LENGTH}").ravel()
    if len(np.unique(keys)) < len(keys):
        raise PrivacyGateError("two rows of the data set would have the same key")
    numbers = np.ascontiguousarray(digests[:, half : half + 8]).view(">u8").ravel().astype(np.uint64)
    return Drawn(keys=keys, numbers=numbers)


def partitions(numbers: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the side of each case, by its place in `SIDES`: 80%, 10% and 10%, whatever else is there."""
    ends = np.cumsum([share for _, share in _SHARES[:-1]])
    return np.searchsorted(ends, numbers / 2.0**64, side="right")


SIDES = tuple(name for name, _ in _SHARES)
