"""Counts → rates with 95% confidence intervals, also where what is counted is alike within a letter."""

import math
from collections.abc import Sequence

from imr_reports.records.evaluation import Rate

_Z = 1.959963984540054
_LEVEL = 0.95

Count = tuple[int, int]
"""What was counted in one letter: part and whole."""


def wilson(share: float, size: float) -> tuple[float, float]:
    """Return Wilson's score interval of a proportion.

    Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212, as method 3 of R. G. Newcombe, Stat. Med. 17
    (1998) 857-872.

    Args:
        share: the proportion.
        size: trials; may be an effective sample size.

    Raises:
        ValueError: if there is no trial.
    """
    if size <= 0:
        raise ValueError("an interval needs at least one trial")
    spread = _Z * _Z / size
    middle = share + spread / 2
    half = math.sqrt(spread * (share * (1 - share) + spread / 4))
    # Exact limits of 0 and 1 suffer from rounding.
    low = 0.0 if share <= 0 else (middle - half) / (1 + spread)
    high = 1.0 if share >= 1 else (middle + half) / (1 + spread)
    return low, high


def letter_rate(part: int, whole: int) -> Rate:
    """Return the share of letters with its Wilson interval."""
    if not whole:
        return Rate(part=part, whole=whole)
    low, high = wilson(part / whole, whole)
    return Rate(part=part, whole=whole, low=low, high=high)


def clustered_rate(counts: Sequence[Count]) -> Rate:
    """Return a rate over letters, with an interval that allows for likeness within a letter.

    Entities of one letter stand or fall together, so they tell less than as many of different letters would.
    Wilson's interval is taken at the effective sample size: what was counted, divided by the design effect
    (at least 1), and scaled by Student's t for the number of letters. Where all or none were caught the
    letters tell of no design effect: it is taken as 1, and the size is no less than the number of letters,
    as if each letter were one trial. One letter alone gives no interval.

    Sources: design effect of a ratio over clusters, J. N. K. Rao and A. J. Scott, Biometrics 48 (1992)
    577-585; degrees of freedom, E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998) 193-201;
    Wilson's form, C. Franco et al., J. Surv. Stat. Methodol. 7 (2019) 334-364.

    Args:
        counts: part and whole of each letter; letters with a whole of 0 are left out.
    """
    counts = [count for count in counts if count[1]]
    part, whole = sum(count[0] for count in counts), sum(count[1] for count in counts)
    if len(counts) < 2:
        return Rate(part=part, whole=whole)
    size = whole / max(design_effect(counts), 1.0) * (_Z / student_t(len(counts) - 1)) ** 2
    if part in {0, whole}:
        size = max(size, len(counts))
    low, high = wilson(part / whole, size)
    return Rate(part=part, whole=whole, low=low, high=high)


def design_effect(counts: Sequence[Count]) -> float:
    """Return by how much clustering widens the variance of a proportion; 1 where the share is 0 or 1.

    Source: Rao and Scott 1992, section 2.

    Args:
        counts: part and whole of at least two letters, no whole being 0.
    """
    part, whole = sum(count[0] for count in counts), sum(count[1] for count in counts)
    share = part / whole
    if not 0 < share < 1:
        return 1.0
    residuals = sum((y - share * n) ** 2 for y, n in counts)
    variance = len(counts) / (len(counts) - 1) * residuals / whole**2
    return variance * whole / (share * (1 - share))


def student_t(freedom: int) -> float:
    """Return the 97.5th percentile of Student's t.

    Exact for 1 and 2 degrees of freedom; from 3 on by the expansion of M. Abramowitz and I. A. Stegun,
    Handbook of Mathematical Functions (1964), 26.7.5, within 0.01.

    Raises:
        ValueError: if there are no degrees of freedom.
    """
    if freedom < 1:
        raise ValueError("Student's t needs at least one degree of freedom")
    if freedom == 1:
        return math.tan(math.pi * _LEVEL / 2)
    if freedom == 2:
        return _LEVEL * math.sqrt(2 / (1 - _LEVEL**2))
    z, v = _Z, freedom
    terms = (
        (z**3 + z) / (4 * v),
        (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2),
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3),
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * v**4),
    )
    return z + sum(terms)
