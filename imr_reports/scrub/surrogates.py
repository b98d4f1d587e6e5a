"""People of a case → invented names that stand for them, the same throughout the case."""

import random
import re

from imr_reports.records.policy import Policy
from imr_reports.scrub.identities import Identity
from imr_reports.scrub.mentions import plain_word, read_mention

_WORD = re.compile(r"[^\W\d_]+")


class Surrogates:
    """Hands out the invented names of one case.

    Args:
        policy: holds the lists.
        reference: the case's random reference, from which the order of the names is drawn; nothing of the
            letter goes into it.
        text: the letter; a name whose parts stand in it is not used.
    """

    def __init__(self, policy: Policy, reference: str, text: str) -> None:
        there = {plain_word(match[0]) for match in _WORD.finditer(text)}
        self._surnames = _shuffled(policy.surnames, reference, there)
        self._first_names = _shuffled(policy.first_names, reference, there)
        self._numbers: dict[Identity, int] = {}

    def stand_in(self, identity: Identity, written: str) -> str:
        """Return the invented name of a person, in the form in which the true one is written."""
        number = self._numbers.setdefault(identity, len(self._numbers))
        if number >= len(self._surnames):
            return identity.placeholder
        surname = self._surnames[number]
        first = self._first_names[number % len(self._first_names)]
        mention = read_mention(written, 0, len(written))
        if not mention.surname:
            name = surname
        elif "," in written:
            name = f"{surname}, {first}"
        else:
            name = f"{first} {surname}"
        return name.upper() if written.isupper() else name.lower() if written.islower() else name


def _shuffled(names: tuple[str, ...], reference: str, there: set[str]) -> list[str]:
    free = [name for name in names if name.lower() not in there] or list(names)
    random.Random(reference).shuffle(free)  # noqa: S311 - the order hides nothing; the names are nobody's
    return free
