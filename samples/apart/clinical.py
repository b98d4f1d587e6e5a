"""Clinical facts of a case: the part of the body, its findings, and values that look like identifiers."""

from collections.abc import Callable
from random import Random

from samples.apart.phrases import table

_LISTED = {
    "complaint": "complaint",
    "exam": "exam",
    "exam2": "exam",
    "exam3": "exam",
    "image": "image",
    "study": "study",
    "dx": "dx",
    "dx2": "dx",
    "index": "index",
    "index_start": "index",
}


class Body:
    """What is wrong with somebody; nothing is drawn from a list twice before the list is used up."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        regions = table("regions")
        self.region = rng.choices(list(regions), [region["weight"] for region in regions.values()])[0]
        self.facts = regions[self.region]
        self._left: dict[str, list[str]] = {}
        self._side = rng.choice(["right", "left"])
        self._operation = rng.choice(self.facts["operation"])
        self._mechanism = rng.choice(self.facts["mechanism"])
        self._part = rng.choice(self.facts["part"])

    def draw(self, name: str, stock: list[str]) -> str:
        """Return something of the stock that wasn't drawn before."""
        left = self._left.setdefault(name, [])
        if not left:
            left.extend(self._rng.sample(stock, len(stock)))
        return left.pop()

    def _score(self, low: int, high: int) -> str:
        n = self._rng.randrange(low, high)
        return self._rng.choice(
            [f"{n}/10", f"{n}/10", f"{n}-{n + 1}/10", f"{n} out of 10", f"{n} on a scale of 0-10"]
        )

    def _drugs(self) -> str:
        names = [self.draw("drugs", table("clinical")["drugs"]) for _ in range(self._rng.choice([2, 3, 3]))]
        return ", ".join(names[:-1]) + " and " + names[-1]

    def slots(self) -> dict[str, Callable[[], str]]:
        """Return the makers of the clinical slots."""
        rng = self._rng
        words = table("clinical")

        def listed(name: str) -> Callable[[], str]:
            return lambda: self.draw(name, self.facts[name])

        def worded(name: str) -> Callable[[], str]:
            return lambda: self.draw(name, words[name])

        def between(low: int, high: int, step: int) -> Callable[[], str]:
            return lambda: str(rng.randrange(low, high, step))

        others = ["left elbow", "right hip", "neck", "right ankle", "left wrist", "upper back"]
        return {
            **{slot: listed(name) for slot, name in _LISTED.items()},
            "side": lambda: self._side,
            "part": lambda: self._part,
            "operation": lambda: self._operation,
            "mechanism": lambda: self._mechanism,
            "other_part": lambda: rng.choice([part for part in others if part not in self._part]),
            "drug": worded("drugs"),
            "drugs": self._drugs,
            "therapy": worded("therapy"),
            "therapy2": worded("therapy"),
            "comorbid": worded("comorbid"),
            "comorbid2": worded("comorbid"),
            "restrict": worded("restrict"),
            "score": lambda: self._score(3, 7),
            "score2": lambda: self._score(7, 10),
            "str": lambda: rng.choice(["4/5", "4-/5", "4+/5", "3+/5", "5-/5"]),
            "deg": between(25, 55, 5),
            "sdeg": between(40, 75, 5),
            "edeg": between(5, 20, 5),
            "bigdeg": between(80, 165, 5),
            "kdeg": between(95, 135, 5),
            "mm": between(2, 8, 1),
            "qty": between(30, 121, 30),
            "odi": between(28, 62, 2),
        }
