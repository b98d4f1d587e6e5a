"""References of the store → keys of a data set, and the side on which each case stands."""

import hmac
from collections.abc import Iterable

import numpy as np

from imr_reports.errors import PrivacyGateError
from imr_reports.records.dataset import Tier

_LETTERS = np.frombuffer(b"bcdfghjklmnpqrst", dtype=np.uint8)
_LENGTH = 20  # letters of 4 bits: 80 of the 256 bits of the hash
_SHARES = (("train", 0.8), ("validation", 0.1), ("test", 0.1))


class Keys:
    """Keys of one tier: HMAC-SHA256 of what they stand for, under the store's own random secret.

    The same secret, tier and case give the same key in every version. Without the secret nobody can compute a
    key from a reference of the store, nor one tier's from the other's: to do so is to break HMAC-SHA256 as a
    pseudo-random function (Bellare, CRYPTO 2006).

    Args:
        secret: 32 random bytes of the store, which never leave it.
        tier: keys of different tiers have nothing in common.
    """

    def __init__(self, secret: bytes, tier: Tier) -> None:
        self._secret = secret
        self._tier = tier

    def of(self, kind: str, things: Iterable[str]) -> np.ndarray:
        """Return the key of each thing of a kind ("case", "issue", "text"), as letters.

        Raises:
            PrivacyGateError: if two things would have the same key.
        """
        digests = self._digests(kind, things)[:, : _LENGTH // 2]
        nibbles = np.stack([digests >> 4, digests & 15], axis=2).reshape(len(digests), _LENGTH)
        keys: np.ndarray = np.ascontiguousarray(_LETTERS[nibbles]).view(f"S{_LENGTH}").ravel()
        if len(np.unique(keys)) < len(keys):
            raise PrivacyGateError("two rows of the data set would have the same key")
        return keys.astype(f"U{_LENGTH}")

    def partitions(self, references: Iterable[str]) -> np.ndarray:
        """Return the side of each case: 80% "train", 10% "validation", 10% "test", whatever else is there."""
        drawn = self._digests("partition", references)[:, :8].copy().view(">u8").ravel() / 2.0**64
        ends = np.cumsum([share for _, share in _SHARES[:-1]])
        names = np.array([name for name, _ in _SHARES])
        sides: np.ndarray = names[np.searchsorted(ends, drawn, side="right")]
        return sides

    def _digests(self, kind: str, things: Iterable[str]) -> np.ndarray:
        start = f"imr_reports data set|{self._tier}|{kind}|".encode()
        joined = b"".join(
            hmac.digest(self._secret, start + thing.encode("utf-8"), "sha256") for thing in things
        )
        return np.frombuffer(joined, dtype=np.uint8).reshape(-1, 32)
