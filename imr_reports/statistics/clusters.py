"""Issues by letter → how alike the decisions of one letter are, and by how much that widens an interval."""

import math
from dataclasses import dataclass

from imr_reports.statistics.intervals import wilson

_FEWEST_CLUSTERS = 30
Z_95 = 1.959963984540054
"""A fortieth of chance at either end."""
Z_998 = 3.090232306167813
"""Half a thousandth of chance at either end: limits that chance passes twice in a thousand."""
FEWEST_COMPARED = 20
"""Issues from which a rate is compared: of fewer, every single decision moves it by five points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What is known of issues that come in letters; sums over letters of n issues, k of them counted.

    Attributes:
        letters: letters.
        n: issues.
        k: issues that are counted, such as overturned ones.
        nn: sum of n squared.
        nk: sum of n times k.
        kk: sum of k squared.
    """

    letters: int
    n: int
    k: int
    nn: int
    nk: int
    kk: int


def likeness(sums: Sums) -> float:
    """Return how alike decisions of one letter are, 0 (independent) to 1 (all the same): the ρ of Kish.

    The design effect of the proportion over letters, solved for ρ in `deff = 1 + (m − 1) ρ`, m being the
    issues of the letter of an average issue. From fewer than 30 letters it can't be told, and the worst is
    taken: 1.

    Sources: J. N. K. Rao and A. J. Scott, Biometrics 48 (1992) 577-585, section 2 (design effect of a ratio);
    L. Kish, Survey Sampling (1965), 5.4 (ρ).
    """
    if sums.letters < _FEWEST_CLUSTERS or not sums.n:
        return 1.0
    size = sums.nn / sums.n
    share = sums.k / sums.n
    if size <= 1 or not 0 < share < 1:
        return 1.0
    residuals = sums.kk - 2 * share * sums.nk + share**2 * sums.nn
    effect = sums.letters / (sums.letters - 1) * residuals / (sums.n * share * (1 - share))
    return min(1.0, max(0.0, (effect - 1) / (size - 1)))


def design_effect_at(rho: float, n: int, nn: int) -> float:
    """Return by how much letters of n issues (sum of squares nn) widen the variance of a proportion."""
    return 1 + (nn / n - 1) * rho if n else 1.0


def interval(part: float, whole: float, effect: float = 1.0) -> tuple[float, float] | None:
    """Return Wilson's 95% interval of a percentage, 0 to 100, at the effective sample size; None of nothing.

    Source: C. Franco et al., J. Surv. Stat. Methodol. 7 (2019) 334-364.
    """
    if not whole:
        return None
    low, high = wilson(part / whole, whole / max(1.0, effect))
    return 100 * low, 100 * high


def limits_at(share: float, size: float, effect: float, z: float) -> tuple[float, float]:
    """Return the limits, 0 to 1, within which a proportion of a group stays when only chance moves it.

    Source: D. J. Spiegelhalter, Stat. Med. 24 (2005) 1185-1202, with the design effect as over-dispersion.
    """
    reach = z * math.sqrt(share * (1 - share) * max(1.0, effect) / size)
    return max(0.0, share - reach), min(1.0, share + reach)


def differs(now: tuple[float, float, float], then: tuple[float, float, float]) -> bool:
    """Return whether two proportions, each (part, whole, design effect), differ by more than chance explains.

    The test of two proportions with pooled variance at effective sample sizes, at 99.8%, since a report makes
    many such comparisons. Fewer than 20 on either side never differ.
    """
    (k1, n1, effect1), (k2, n2, effect2) = now, then
    if min(n1, n2) < FEWEST_COMPARED:
        return False
    share = (k1 + k2) / (n1 + n2)
    variance = share * (1 - share) * (max(1.0, effect1) / n1 + max(1.0, effect2) / n2)
    return variance > 0 and abs(k1 / n1 - k2 / n2) > Z_998 * math.sqrt(variance)
