"""What a reader of reports knows: which counts are the same, and how they add up, in and between releases.

Written from the definitions under the tables and from docs/reports.md alone. Each count has a name, the
same in all tables and releases that show it; a release's count is the sum of its months' counts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.attack.published import WITHHELD, Column, Figure, Line, Published, Release
from tests.attack.worlds import Worlds

Name = tuple[str, ...]
Stretch = frozenset[str]
"""Months that are always told together."""

OTHERS = "rolled_up"
LEFT_OUT = "Rarely counted rows are left out."
NO_WORK = "No work stated"
MOST_IN_A_CASE = 1_000
BASES = ("mtus", "mtus+non_mtus", "non_mtus", "none_cited", "not_stated")
SIDES = ("claims_administrator", "reviewer")
DECISIONS = ("issues", "upheld", "overturned")

PARTITIONS = {
    "outcomes_cases",
    "outcomes_issues",
    "issues_per_case",
    "late_cases",
    "partly_authorized",
    "decisions_by_category",
    "decisions_by_claims_administrator_basis",
    "decisions_by_reviewer_basis",
    "basis_cross",
    "california_license",
    "guidelines_differ",
    "specialty_fit",
}
"""Tables in which each issue or case stands in one row, and in one detail of it."""

OVERLAPPING = {
    "guidelines_claims_administrator",
    "guidelines_reviewer",
    "reviewer_specialties",
    "decisions_by_specialty",
    "reasons_overturned",
    "reasons_upheld",
}
"""Tables in which an issue or case can stand in several rows."""

STATED_OR_NOT = {"decisions_by_body_part"}
"""Tables whose rows are a partition and their details are not."""

BY_MONTH = {"outcomes_by_month", "trend"}
ALONE = {"days", "findings", "coverage", "reference_figures"}
KNOWN = PARTITIONS | OVERLAPPING | STATED_OR_NOT | BY_MONTH | ALONE

SAME_ROWS = {
    "basis_cross": "decisions_by_claims_administrator_basis",
    "decisions_by_specialty": "reviewer_specialties",
}
"""Tables whose (main) rows count what those of another table count."""


def name_of(table: Published, line: Line, column: Column) -> Name:
    """Return the name of a count, the same wherever it stands."""
    if table.key == "coverage":
        return ("coverage", line.key)
    if line.is_total or table.key in BY_MONTH:
        return ("all", column.key)
    if table.key == "outcomes_issues":
        return ("all", line.key)
    shared = SAME_ROWS.get(table.key, table.key) if line.depth == 0 else table.key
    return (shared, line.key, column.key)


@dataclass(frozen=True, slots=True)
class Cell:
    """A count that was published or withheld."""

    period: str
    name: Name
    place: int
    tables: tuple[str, ...]


class Reader:
    """Puts releases together.

    Attributes:
        worlds: all that agree with what was published.
        cells: withheld counts, by release and name.
        left: what is not printed and counts persons all the same: remainders, and months that follow.
    """

    def __init__(self, releases: Sequence[Release]) -> None:
        if unknown := {key for release in releases for key in release.tables} - KNOWN:
            raise ValueError(f"tables that the attack knows nothing of: {', '.join(sorted(unknown))}")
        self.releases = releases
        self.worlds = Worlds()
        self.cells: dict[tuple[str, Name], Cell] = {}
        self.left: dict[Name, int] = {}
        self.small_shown: list[str] = []
        self.stretches = _stretches(releases)
        self.rows = _all_rows(releases)
        for stretch in self.stretches:
            self._add_structure(stretch)
        for release in releases:
            for table in release.tables.values():
                self._read(release, table)
        self._add_left()

    # Counts and their sums over time.

    def within(self, months: Iterable[str]) -> list[Stretch]:
        """Return the stretches of which some months consist."""
        wanted = set(months)
        return [stretch for stretch in self.stretches if stretch <= wanted]

    def one(self, name: Name, stretch: Stretch) -> int:
        """Return the place of a count in a stretch."""
        return self.worlds.place((name, stretch))

    def over(self, name: Name, months: Iterable[str]) -> int:
        """Return the place of a count in a period."""
        stretches = self.within(months)
        if len(stretches) == 1:
            return self.one(name, stretches[0])
        whole = (name, frozenset(months))
        if whole not in self.worlds.places:
            place = self.worlds.place(whole)
            self.worlds.state([(-1, place), *((1, self.one(name, stretch)) for stretch in stretches)], 0, 0)
        return self.worlds.places[whole]

    # What a table says.

    def _read(self, release: Release, table: Published) -> None:
        listed = {line.key for line in table.lines}
        for line, column, figure in table.cells():
            months = (line.key,) if table.key in BY_MONTH and not line.is_total else release.months
            if column.kind == "count":
                self._read_count(release, table, line, column, figure, months)
            elif figure is not None and table.key != "reference_figures":
                self._read_share(table, line, column, figure, months)
        for name, parent in self.rows.get(table.key, {}).items():
            if name not in listed:
                self._read_absence(release, table, name, parent, listed)

    def _read_count(
        self,
        release: Release,
        table: Published,
        line: Line,
        column: Column,
        figure: Figure,
        months: Sequence[str],
    ) -> None:
        if table.key == "reference_figures" or figure is None:
            return
        name = name_of(table, line, column)
        if name[0] == "coverage":
            name = (*name, release.period)
        where = f"{release.period}: {table.key} / {line.key} / {column.key}"
        if figure != WITHHELD and 0 < float(figure) < release.threshold and table.key != "coverage":
            self.small_shown.append(where)
        if OTHERS in line.key.rpartition("/")[2]:
            place = self._others(release, table, line, column)
        elif name[0] == "coverage":
            place = self.worlds.place(name)
        else:
            place = self.over(name, months)
        if figure != WITHHELD:
            self.worlds.state([(1, place)], float(figure), float(figure))
            return
        self.worlds.state([(1, place)], 1, float("inf"))
        label = release.period if months == release.months else months[0]
        known = self.cells.get((label, name))
        tables = (*(known.tables if known else ()), f"{table.key} / {line.key} / {column.key}")
        self.cells[label, name] = Cell(label, name, place, tables)

    def _others(self, release: Release, table: Published, line: Line, column: Column) -> int:
        """Return the place of a row of merged ones: what the release merges, however others do."""
        parent = line.key.rpartition("/")[0]
        listed = {item.key for item in table.lines}
        whole = self.worlds.place((table.key, line.key, column.key, release.period))
        merged = [key for key, above in self.rows[table.key].items() if above == parent and key not in listed]
        parts = [(table.key, key, column.key) for key in merged]
        parts.append((table.key, f"{parent}/(rest)", column.key))
        self.worlds.state([(-1, whole), *((1, self.over(name, release.months)) for name in parts)], 0, 0)
        return whole

    def _read_absence(
        self, release: Release, table: Published, key: str, parent: str, listed: set[str]
    ) -> None:
        """Take in that a row is not there: none is counted, unless it is left out or one of the others."""
        if parent and not any(item.startswith(f"{parent}/") for item in listed):
            return
        others = f"{parent}/{OTHERS}" if parent else OTHERS
        if others in listed or table.key in BY_MONTH | ALONE:
            return
        most = float("inf") if LEFT_OUT in table.definition else 0
        first = table.counts[0]
        shared = SAME_ROWS.get(table.key, table.key) if not parent else table.key
        self.worlds.state([(1, self.over((shared, key, first.key), release.months))], 0, most)

    def _read_share(
        self, table: Published, line: Line, column: Column, figure: Figure, months: Sequence[str]
    ) -> None:
        """Take in a percentage, or that a statistic rests on enough cases."""
        if column.kind == "number" and column.denominator:
            name = (table.key, line.key, column.denominator)
            if figure != WITHHELD:
                self.worlds.state([(1, self.over(name, months))], 11, float("inf"))
        if column.kind != "percent" or figure == WITHHELD or OTHERS in line.key:
            return
        above = self.over(self._sibling(table, line, column.numerator), months)
        if column.of_total:
            below = self.over(("all", column.denominator), months)
        else:
            below = self.over(self._sibling(table, line, column.denominator), months)
        slack = 0.5 * 10**-column.decimals + 1e-9
        value = float(figure or 0)
        self.worlds.state([(100, above), (-(value - slack), below)], 0, float("inf"))
        self.worlds.state([(100, above), (-(value + slack), below)], -float("inf"), 0)

    def _sibling(self, table: Published, line: Line, key: str) -> Name:
        (column,) = [item for item in table.columns if item.key == key]
        return name_of(table, line, column)

    # How counts of one stretch of time hang together.

    def _add_structure(self, stretch: Stretch) -> None:
        for key, rows in self.rows.items():
            self._add_margins(key, rows, stretch)
        for whole, parts in self._equalities():
            self._compare(whole, parts, stretch, 0)
        for whole, parts in self._inclusions():
            self._compare(whole, parts, stretch, float("inf"))

    def _compare(self, whole: Name, parts: Sequence[tuple[int, Name]], stretch: Stretch, most: float) -> None:
        """State that a count is that of its parts, or up to so much more."""
        known = [(-weight, name) for weight, name in parts if name in self.names]
        if whole in self.names and known:
            terms = [(weight, self.one(name, stretch)) for weight, name in known]
            self.worlds.state([(1, self.one(whole, stretch)), *terms], 0, most)

    def _add_margins(self, table: str, rows: dict[str, str], stretch: Stretch) -> None:
        columns = {column.key for item in self._all(table) for column in item.counts}
        merges = {key.rpartition("/")[0] for item in self._all(table) for key in _keys(item) if OTHERS in key}
        shared = SAME_ROWS.get(table, table)
        for column in columns:
            for parent in {"", *rows.values()}:
                parts = [key for key, above in rows.items() if above == parent]
                names = [((shared if not parent else table), key, column) for key in parts]
                whole: Name = (shared, parent, column) if parent else ("all", column)
                if table == "outcomes_issues":
                    names = [("all", key) for key in parts]
                is_partition = table in PARTITIONS or (table in STATED_OR_NOT and not parent)
                terms = [(1, self.one(name, stretch)) for name in names]
                if is_partition:
                    if parent in merges or OTHERS in parent:
                        terms.append((1, self.one((table, f"{parent}/(rest)", column), stretch)))
                    self.worlds.state([(-1, self.one(whole, stretch)), *terms], 0, 0)
                elif table in OVERLAPPING | STATED_OR_NOT:
                    self._add_overlap(parts, terms, self.one(whole, stretch))
                    is_complete = all(LEFT_OUT not in item.definition for item in self._all(table))
                    if terms and is_complete and (parent or table.startswith("reasons_")):
                        self.worlds.state([(-1, self.one(whole, stretch)), *terms], 0, float("inf"))

    def _add_overlap(self, keys: list[str], terms: list[tuple[float, int]], whole: int) -> None:
        """State what holds where one can stand in several rows; who names none stands in no other."""
        nobody = [term for key, term in zip(keys, terms, strict=True) if _names_none(key)]
        for key, term in zip(keys, terms, strict=True):
            others = [] if _names_none(key) else nobody
            self.worlds.state([(-1, whole), term, *others], -float("inf"), 0)

    def _all(self, table: str) -> list[Published]:
        return [release.tables[table] for release in self.releases if table in release.tables]

    @property
    def names(self) -> set[Name]:
        """Names of all counts that any release has."""
        if not hasattr(self, "_names"):
            self._names = {
                name_of(table, line, column)
                for release in self.releases
                for table in release.tables.values()
                for line in table.lines
                for column in table.counts
            }
        return self._names

    def _equalities(self) -> Iterator[tuple[Name, list[tuple[int, Name]]]]:
        rows = {(name[0], name[1]) for name in self.names if len(name) == 3}
        for table, row in sorted(rows):
            yield (table, row, "issues"), [(1, (table, row, "upheld")), (1, (table, row, "overturned"))]
        yield ("all", "issues"), [(1, ("all", "upheld")), (1, ("all", "overturned"))]
        yield (
            ("all", "any_overturn"),
            [(1, ("outcomes_cases", key, "cases")) for key in ("overturn", "partial_overturn")],
        )
        for measure in DECISIONS:
            yield from self._equal_bases(measure)

    def _equal_bases(self, measure: str) -> Iterator[tuple[Name, list[tuple[int, Name]]]]:
        def crossed(firsts: Sequence[str], seconds: Sequence[str]) -> list[tuple[int, Name]]:
            return [(1, ("basis_cross", f"{one}/{two}", measure)) for one in firsts for two in seconds]

        for basis in BASES:
            yield ("decisions_by_reviewer_basis", basis, measure), crossed(BASES, (basis,))
        for side in SIDES:
            bases = [(1, (f"decisions_by_{side}_basis", basis, measure)) for basis in BASES[:2]]
            yield (f"guidelines_{side}", "MTUS", measure), bases
        none, unstated = BASES[3:4], BASES[4:]
        yield ("guidelines_differ", "reviewer_only", measure), crossed(none, BASES[:3])
        yield ("guidelines_differ", "claims_administrator_only", measure), crossed(BASES[:3], none)
        yield ("guidelines_differ", "neither", measure), crossed(none, none)
        pairs = [*crossed(unstated, BASES), *crossed(BASES[:4], unstated)]
        yield ("guidelines_differ", "not_stated", measure), pairs

    def _inclusions(self) -> Iterator[tuple[Name, list[tuple[int, Name]]]]:
        for measure in DECISIONS:
            both = [("basis_cross", f"{one}/{two}", measure) for one in BASES[:2] for two in BASES[:2]]
            apart = [("basis_cross", key, measure) for key in ("mtus/non_mtus", "non_mtus/mtus")]
            same = [("guidelines_differ", key, measure) for key in ("same_work", "same_source")]
            yield same[0], [(-1, same[1]), *((1, name) for name in both)]
            yield ("guidelines_differ", "different", measure), [(1, name) for name in apart]
            yield from self._other_sources(measure)
        cases: Name = ("all", "cases")
        yield (
            ("all", "issues"),
            [
                (size, ("issues_per_case", key, "cases"))
                for size, key in enumerate(("1", "2", "3", "4", "5+"), 1)
            ],
        )
        # Without a case of five or more the sum is exact; with one it may be anything.
        sizes = [(-size, ("issues_per_case", str(size), "cases")) for size in (2, 3, 4)]
        many = (-MOST_IN_A_CASE, ("issues_per_case", "5+", "cases"))
        yield ("issues_per_case", "1", "cases"), [(1, ("all", "issues")), *sizes, many]
        yield ("all", "overturned"), [(1, ("all", "any_overturn"))]
        yield cases, [(1, ("all", "any_overturn"))]
        yield ("all", "upheld"), [(1, ("outcomes_cases", "uphold", "cases"))]
        for name in sorted(self.names):
            if name[0] == "reviewer_specialties" and name[2] == "issues":
                yield name, [(1, (name[0], name[1], "cases"))]
            if name[0] in {"findings", "days"} and name[2] == "cases":
                yield cases, [(1, name)]
            if name[0] == "findings" and name[2] == "findings":
                yield name, [(1, (name[0], name[1], "cases"))]
            if name[0] == "days" and name[2] == "cases":
                kinds = [(name[0], name[1], key) for key in ("standard", "expedited")]
                yield name, [(1, kind) for kind in kinds]
                for kind in kinds:
                    yield kind, [(1, (*kind[:2], f"{kind[2]}_above"))]

    def _other_sources(self, measure: str) -> Iterator[tuple[Name, list[tuple[int, Name]]]]:
        """Whoever cites another source than the MTUS rests on other works, alone or beside it."""
        for side in SIDES:
            rows = self.rows.get(f"guidelines_{side}", {})
            for key, parent in rows.items():
                bases = [(f"decisions_by_{side}_basis", basis, measure) for basis in BASES[1:3]]
                if not parent and key != "MTUS":
                    yield bases[0], [(-1, bases[1]), (1, (f"guidelines_{side}", key, measure))]

    # What is not printed and counts persons all the same.

    def _add_left(self) -> None:
        for release in self.releases:
            self._add_rests_of_cases(release)
            self._add_rests_of_sources(release)
            for table in release.tables.values():
                if table.key in OVERLAPPING | STATED_OR_NOT:
                    self._add_rests_of_rows(release, table)
        for stretch in self.stretches:
            for name in self.names:
                if (name, stretch) in self.worlds.places:
                    self.left[(*name, ",".join(sorted(stretch)))] = self.one(name, stretch)

    def _add_rests_of_cases(self, release: Release) -> None:
        """Add cases that lack a date, a priority or a finding, and those in time."""
        for key in ("days", "findings"):
            table = release.tables.get(key)
            for line in table.lines if table else ():
                cases = (key, line.key, "cases")
                self._add_rest(release, [("all", "cases")], [cases])
                if line.figures.get("standard") is not None:
                    kinds = [(key, line.key, kind) for kind in ("standard", "expedited")]
                    self._add_rest(release, [cases], kinds)
                    for kind in kinds:
                        self._add_rest(release, [kind], [(*kind[:2], f"{kind[2]}_above")])

    def _add_rests_of_sources(self, release: Release) -> None:
        """Add issues that rest on other works and do not cite one source of them."""
        for side in SIDES:
            for key, parent in self.rows.get(f"guidelines_{side}", {}).items():
                for measure in DECISIONS if not parent and key != "MTUS" else ():
                    bases: list[Name] = [
                        (f"decisions_by_{side}_basis", basis, measure) for basis in BASES[1:3]
                    ]
                    self._add_rest(release, bases, [(f"guidelines_{side}", key, measure)])

    def _add_rests_of_rows(self, release: Release, table: Published) -> None:
        parent = ""
        for line in table.lines:
            parent = line.key if line.depth == 0 else parent
            if line.is_total or (table.key in STATED_OR_NOT and line.depth == 0):
                continue
            for column in table.counts:
                part = name_of(table, line, column)
                nobody = [
                    name_of(table, other, column)
                    for other in table.lines
                    if _names_none(other.key) and other.depth == line.depth and not _names_none(line.key)
                ]
                for parts in ([part], *([[part, *nobody]] if nobody else [])):
                    self._add_rest(release, [("all", column.key)], parts)
                    if line.depth:
                        self._add_rest(release, [(table.key, parent, column.key)], parts)

    def _add_rest(self, release: Release, wholes: Sequence[Name], parts: Sequence[Name]) -> None:
        """Name what is left of some counts without others, and look at it as at a count."""
        if not self.names.issuperset({*wholes, *parts}):
            return
        words = [" + ".join("/".join(name) for name in names) for names in (wholes, parts)]
        name = (release.period, f"{words[0]} without {words[1]}")
        rest = self.worlds.place(name)
        terms = [(-1, self.over(whole, release.months)) for whole in wholes]
        terms += [(1, self.over(part, release.months)) for part in parts]
        self.worlds.state([*terms, (1, rest)], 0, 0)
        self.left[name] = rest


def _names_none(key: str) -> bool:
    return key in {"none", "not_stated"} or NO_WORK in key


def _keys(table: Published) -> list[str]:
    return [line.key for line in table.lines]


def _stretches(releases: Sequence[Release]) -> list[Stretch]:
    """Return the finest division of time that releases show."""
    spans = {tuple(release.months) for release in releases}
    spans |= {
        (line.key,)
        for release in releases
        for key in BY_MONTH & release.tables.keys()
        for line in release.tables[key].lines
        if not line.is_total
    }
    signs: dict[tuple[bool, ...], set[str]] = {}
    for month in sorted({month for span in spans for month in span}):
        signs.setdefault(tuple(month in span for span in sorted(spans)), set()).add(month)
    return [frozenset(months) for months in signs.values()]


def _all_rows(releases: Sequence[Release]) -> dict[str, dict[str, str]]:
    """Return the rows that any release lists, with the row that each details, by table."""
    found: dict[str, dict[str, str]] = {}
    for release in releases:
        for table in release.tables.values():
            if table.key in ALONE | BY_MONTH:
                continue
            rows, parent = found.setdefault(table.key, {}), ""
            for line in table.lines:
                if line.depth == 0:
                    parent = line.key
                if not line.is_total and OTHERS not in line.key.rpartition("/")[2]:
                    rows[line.key] = parent if line.depth else ""
    return found
