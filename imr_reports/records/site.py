"""What a site knows of itself: its physicians, its clinics, and words that identify nobody there."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteClinic:
    """A clinic's name and the abbreviations that letters use for it, as the list has them."""

    name: str
    abbreviations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLists:
    """The lists of one site. Private: they hold names. Two are the same when their digests are.

    Attributes:
        digest: SHA-256 over the lists' contents, "" for a site without lists.
        physicians: names as listed, in any order of their parts.
        safe_terms: lower-case words and phrases with single blanks.
    """

    digest: str = ""
    physicians: tuple[str, ...] = field(default=(), compare=False, repr=False)
    clinics: tuple[SiteClinic, ...] = field(default=(), compare=False, repr=False)
    safe_terms: frozenset[str] = field(default=frozenset(), compare=False, repr=False)


NO_SITE = SiteLists()
