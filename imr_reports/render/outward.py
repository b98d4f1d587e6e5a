"""A page made by a user's templates → a refusal when it would ask for something outside itself."""

import re
from html.parser import HTMLParser

from imr_reports.errors import ConfigurationError

_ADDRESSES = frozenset(
    """action archive background cite classid codebase data formaction href longdesc manifest ping poster
    profile src srcdoc srcset usemap xlink:href
    """.split()  # noqa: SIM905
)
_WITHIN = re.compile(r"\s*(?:#|data:|$)", re.IGNORECASE)
_FETCHED = re.compile(r"@import|url\(\s*['\"]?\s*(?!#|data:)[^\s'\")]", re.IGNORECASE)
_ACTIVE = frozenset({"base", "embed", "form", "frame", "iframe", "object"})


class _Page(HTMLParser):
    """Reads a page for what it would fetch, lead to or run."""

    def __init__(self, policy: str) -> None:
        super().__init__(convert_charrefs=True)
        self._policy = policy
        self._tag = ""
        self.is_guarded = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag = tag
        if tag in _ACTIVE:
            self._refuse(f"the element <{tag}>")
        for name, value in attrs:
            self._attribute(name, value or "")
        named = dict(attrs)
        if tag == "meta" and (named.get("http-equiv") or "").lower() == "refresh":
            self._refuse("a refresh")
        if tag == "meta" and named.get("content") == self._policy:
            self.is_guarded = True
        if tag in {"style", "script"} and not self.is_guarded:
            raise ConfigurationError(
                "templates: the page must begin with its policy: "
                '<meta http-equiv="Content-Security-Policy" content="{{ policy }}">'
            )

    def _attribute(self, name: str, value: str) -> None:
        if name in _ADDRESSES and not _WITHIN.match(value):
            self._refuse(f"an address in '{name}'")
        if name == "style" and _FETCHED.search(value):
            self._refuse("an address in 'style'")
        if name.startswith("on"):
            self._refuse(f"a script in '{name}'")

    def handle_data(self, data: str) -> None:
        if self._tag == "style" and _FETCHED.search(data):
            self._refuse("an address in a style sheet")

    def _refuse(self, what: str) -> None:
        line, _ = self.getpos()
        raise ConfigurationError(
            f"templates: line {line} of the page would hold {what}; a page holds all that it needs and "
            "leads nowhere, so only '#…' and 'data:' are taken"
        )


def refuse_outward(page: str, policy: str) -> None:
    """Refuse a page that asks for or leads to anything outside itself, or lacks its policy.

    Args:
        page: HTML as it would be published.
        policy: the Content-Security-Policy that its head must hold before any style or script.

    Raises:
        ConfigurationError: if it does.
    """
    reader = _Page(policy)
    reader.feed(page)
    reader.close()
