"""Tier → under which licences a data set is handed over."""

from dataclasses import dataclass

from imr_reports.records.dataset import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence.

    Attributes:
        identifier: its SPDX identifier, or `LicenseRef-` and a name of our own.
        title: its name.
        place: where its text stands: an address, or a file of the data set.
    """

    identifier: str
    title: str
    place: str

    def described(self) -> dict[str, str]:
        """Return it as a data package names it."""
        return {"name": self.identifier, "title": self.title, "path": self.place}


_RIGHTS = Licence(
    identifier="CC-BY-4.0",
    title="Creative Commons Attribution 4.0 International",
    place="https://creativecommons.org/licenses/by/4.0/",
)
_TERMS = Licence(
    identifier="LicenseRef-IMR-Use-Terms", title="Terms of use of this data set", place="USE-TERMS.md"
)


def licences(tier: Tier) -> tuple[Licence, ...]:
    """Return what a tier is handed over under; all of them apply together."""
    return (_RIGHTS, _TERMS) if tier is Tier.OPEN else (_TERMS,)


def expression(tier: Tier) -> str:
    """Return the same as an SPDX expression."""
    return " AND ".join(one.identifier for one in licences(tier))
