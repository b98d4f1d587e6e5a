"""A store of invented cases, written straight as Parquet and manifest, for measuring what reads it.

    python benchmarks/synthetic_store.py FOLDER [--cases 40000] [--months 12] [--last 2016-12]

Names are those of the vocabulary (`synthetic_pools.py`), texts are invented sentences. All is drawn by a
seeded generator, so the same arguments give the same cases. The store is one of samples: nothing in it was
ever a letter.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from synthetic_pools import (
    CONCLUSIONS,
    drug_pool,
    page_lists,
    pairs_of,
    reason_lists,
    section_lists,
    sentences,
    services_pool,
    site_lists,
    specialties,
    works_pool,
    zipf,
)

from imr_reports.pipeline.version import reading_version
from imr_reports.records.coded import Basis, CaseOutcome, Decision, GuidelineSource, LetterFormat
from imr_reports.store import PassedControl, Store
from imr_reports.store.parts import write_part
from imr_reports.store.rows import DRUG_COLUMNS, SCHEMAS
from imr_reports.vocabulary.datafiles import read_toml

SEED = 20_150_301
SIZES, SHARES_OF_SIZES = (1, 2, 3, 4, 6), (0.66, 0.2, 0.08, 0.04, 0.02)  # 1.6 issues a case
LETTERS = np.frombuffer(b"23456789BCDFGHJKMNPQRSTVWXZ", dtype=np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cases", type=int, default=40_000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--last", default="2016-12")
    options = parser.parse_args()
    started = time.perf_counter()
    write_store(options.folder, options.cases, options.months, options.last)
    print(f"{options.cases:,} cases in {time.perf_counter() - started:.0f} s")


def write_store(folder: Path, cases: int, months: int = 12, last: str = "2016-12") -> None:
    """Write a store of samples in which so many cases are spread evenly over months."""
    names = pd.period_range(end=last, periods=months, freq="M")
    edges = np.linspace(0, cases, months + 1).astype(int)
    with Store(folder, kind="samples", create=True) as store:
        store.connection.execute("PRAGMA synchronous = OFF")
        store.connection.execute("PRAGMA journal_mode = MEMORY")
        store.connection.execute("PRAGMA cache_size = -1000000")
        version = reading_version()
        for place, month in enumerate(names):
            made = Month.of(month, edges[place], edges[place + 1])
            part = f"{month}/{key_text(SEED + place, 12)}"
            write_part(store.cases_folder, part, made.tables())
            record(store, version, part, made)


def add_letters(folder: Path, month: str, first: int, cases: int) -> None:
    """Add cases decided in a month to a store, as if their letters had come late.

    Args:
        folder: a store that `write_store` made.
        month: such as "2016-03".
        first: number of the first case; no other case of the store may have it.
        cases: how many.
    """
    with Store(folder, kind="samples") as store:
        made = Month.of(pd.Period(month, "M"), first, first + cases)
        part = f"{month}/{key_text(SEED + first, 12)}"
        write_part(store.cases_folder, part, made.tables())
        record(store, reading_version(), part, made)


def key_text(number: int, length: int) -> str:
    return scrambled(np.array([number]), length)[0].decode()


def scrambled(numbers: np.ndarray, length: int) -> np.ndarray:
    """Return a different text for each number, in no order that tells it."""
    values = (numbers.astype(np.uint64) * np.uint64(7_368_787_213) + np.uint64(99_991)) % np.uint64(
        27**length
    )
    digits = np.empty((len(numbers), length), dtype=np.uint8)
    for place in range(length):
        digits[:, place] = LETTERS[(values % np.uint64(27)).astype(np.int64)]
        values //= np.uint64(27)
    return digits.view(f"S{length}").ravel()


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The cases of one month, as columns.

    Attributes:
        numbers: of its cases in the store.
        sizes: issues of each case.
        days: of the decisions.
    """

    random: np.random.Generator
    numbers: np.ndarray
    keys: np.ndarray
    sizes: np.ndarray
    days: np.ndarray

    @classmethod
    def of(cls, month: pd.Period, first: int, last: int) -> Month:
        random = np.random.default_rng((SEED, first))
        numbers = np.arange(first, last)
        keys = scrambled(numbers, 12)
        order = np.argsort(keys)
        return cls(
            random=random,
            numbers=numbers[order],
            keys=keys[order],
            sizes=random.choice(SIZES, len(numbers), p=SHARES_OF_SIZES),
            days=np.datetime64(month.start_time.date())
            + random.integers(0, 28, len(numbers)).astype("timedelta64[D]"),
        )

    def tables(self) -> dict[str, pa.Table]:
        owner = np.repeat(np.arange(len(self.keys)), self.sizes)
        sequence = np.arange(len(owner)) - np.repeat(np.cumsum(self.sizes) - self.sizes, self.sizes) + 1
        issues, decisions = self.issues(owner)
        citations, bases = self.citations(owner, sequence)
        issues |= bases
        tables = {
            "cases": self.cases(owner, decisions),
            "issues": {"letter_key": texts(self.keys[owner]), "sequence": sequence} | issues,
            "citations": citations,
            "texts": self.texts(owner, sequence),
        }
        return {kind: typed(columns, SCHEMAS[kind]) for kind, columns in tables.items()}

    def issues(self, owner: np.ndarray) -> tuple[dict[str, object], np.ndarray]:
        """Return the columns of issues, and what was decided on them."""
        count = len(owner)
        services = services_pool()
        service = self.pick(count, services["weight"])
        leaning = self.random.beta(0.6, 6, len(self.keys))[owner]  # issues of a letter are alike
        rate = leaning * services["rate"].to_numpy()[service]
        decision = np.where(self.random.random(count) < rate, 1, 0)
        decision[self.random.random(count) < 0.003] = 2
        decision[self.random.random(count) < 0.001] = 3
        is_drug = services["category"].to_numpy()[service] == "Pharmaceuticals"
        named = np.where(
            is_drug,
            self.drugs_of(services["subcategory"].to_numpy()[service]),
            len(drug_pool()["drug_names"]) - 1,
        )
        columns: dict[str, object] = {
            "decision": taken([str(item) for item in Decision], decision),
            "was_partly_authorized": self.random.random(count) < 0.05,
            "has_allowed": decision == 2,
            "procedure": taken(services["procedure"], service),
            "service_category": taken(services["category"], service),
            "service_subcategory": taken(services["subcategory"], service),
            **{name: drug_pool()[name].take(pa.array(named)) for name in DRUG_COLUMNS},
            "sites": site_lists().take(
                pa.array(np.where(is_drug, 0, self.pick(count, zipf(len(site_lists())))))
            ),
            "visits": pa.array(np.where(is_drug, 0, 12), pa.int32(), mask=is_drug),
            "codes": empties(count),
            "reasons": reason_lists().take(pa.array(self.pick(count, zipf(len(reason_lists()))))),
        }
        return columns, decision

    def drugs_of(self, classes: np.ndarray) -> np.ndarray:
        """Return for each issue a drug, or two, of its class."""
        pool = drug_pool()["of_class"]
        chosen = np.zeros(len(classes), dtype=np.int64)
        for name, places in pool.items():
            asked = np.flatnonzero(classes == name)
            chosen[asked] = np.asarray(places)[self.pick(len(asked), zipf(len(places)))]
        return chosen

    def citations(
        self, owner: np.ndarray, sequence: np.ndarray
    ) -> tuple[dict[str, object], dict[str, object]]:
        """Return the columns of citations, and the bases of the issues that follow from them."""
        pool = works_pool()
        is_mtus = pool["source"].to_numpy() == str(GuidelineSource.MTUS)
        bases: dict[str, object] = {}
        cited = []
        for side, name in enumerate(("claims_administrator", "reviewer")):
            number = self.random.choice(
                4, len(owner), p=((0.18, 0.42, 0.28, 0.12), (0.03, 0.37, 0.4, 0.2))[side]
            )
            issue = np.repeat(np.arange(len(owner)), number)
            work = self.pick(len(issue), pool["weight"].to_numpy())
            cited.append(pd.DataFrame({"issue": issue, "side": side, "work": work}).drop_duplicates())
            ours = cited[-1]
            mtus = np.bincount(ours["issue"][is_mtus[ours["work"]]], minlength=len(owner)) > 0
            others = np.bincount(ours["issue"][~is_mtus[ours["work"]]], minlength=len(owner)) > 0
            names = (Basis.NONE_CITED, Basis.MTUS, Basis.NON_MTUS, Basis.MTUS_AND_NON_MTUS)
            bases[f"{name}_basis"] = taken([str(item) for item in names], mtus + 2 * others)
        rows = pd.concat(cited).sort_values(["issue", "side"], kind="stable", ignore_index=True)
        work, issue = rows["work"].to_numpy(), rows["issue"].to_numpy()
        sections = pool["sections"].to_numpy()[work] + self.random.integers(0, 8, len(work))
        sections[self.random.random(len(work)) < 0.6] = 0
        pages = self.pick(len(work), zipf(len(page_lists())))
        pages[self.random.random(len(work)) < 0.6] = 0
        columns = {
            "letter_key": texts(self.keys[owner[issue]]),
            "sequence": sequence[issue],
            "side": taken(["claims_administrator", "reviewer"], rows["side"].to_numpy()),
            **{name: taken(pool[name], work) for name in ("source", "title", "edition")},
            "sections": section_lists().take(pa.array(sections)),
            "pages": page_lists().take(pa.array(pages)),
        }
        return columns, bases

    def cases(self, owner: np.ndarray, decisions: np.ndarray) -> dict[str, object]:
        count, random = len(self.keys), self.random
        received = self.days - random.integers(20, 60, count).astype("timedelta64[D]")
        upheld = np.bincount(owner, decisions == 0, count)
        overturned = np.bincount(owner, decisions == 1, count)
        stated = np.bincount(owner, decisions != 3, count)
        outcomes = (
            CaseOutcome.PARTIAL_OVERTURN,
            CaseOutcome.UPHOLD,
            CaseOutcome.OVERTURN,
            CaseOutcome.NOT_STATED,
        )
        outcome = np.select([stated == 0, upheld == stated, overturned == stated], [3, 1, 2], 0)
        findings = (9, 10, 0.01, 1, 2, 0.1, 3)
        columns: dict[str, object] = {
            "letter_key": texts(self.keys),
            "format": taken([str(LetterFormat.STANDARD)], np.zeros(count, dtype=int)),
            "priority": taken(["Standard", "Expedited"], (random.random(count) < 0.02).astype(int)),
            "decided": self.days,
            "assigned": received + random.integers(1, 15, count).astype("timedelta64[D]"),
            "received": received,
            "ur_denial": received - random.integers(1, 40, count).astype("timedelta64[D]"),
            "injury": received - random.integers(100, 4000, count).astype("timedelta64[D]"),
            "latest_date": self.days,
            "age": random.integers(20, 75, count),
            "sex": taken(["female", "male", ""], self.pick(count, (0.42, 0.55, 0.03))),
            "work_status": taken(["", "working", "not_working"], self.pick(count, (0.7, 0.2, 0.1))),
            "issue_count": self.sizes,
            "outcome": taken([str(item) for item in outcomes], outcome),
            "sites": site_lists().take(pa.array(self.pick(count, zipf(len(site_lists()))))),
        }
        pools = {
            "reviewer_specialties": pairs_of(specialties()),
            "reviewer_subspecialties": pa.array([[]], pa.list_(pa.string())),
            "reviewer_states": pairs_of(
                ("California", *sorted(set(read_toml("states.toml", "letters")["letters"].values())))
            ),
            "treatments": pairs_of(("medication", "physical_therapy", "surgery", "injection", "acupuncture")),
            "icd_codes": pa.array([[], ["ICD-10:M54.16"], ["ICD-9:724.2"]], pa.list_(pa.string())),
            "quality": pa.array([[], ["no_summary"], ["date_order"]], pa.list_(pa.string())),
        }
        columns |= {
            name: pool.take(pa.array(self.pick(count, zipf(len(pool))))) for name, pool in pools.items()
        }
        return columns | {
            f"findings_{kind}": random.poisson(mean, count)
            for kind, mean in zip(
                ("NAME", "DATE", "AGE", "LOCATION", "ORG", "CONTACT", "ID"), findings, strict=True
            )
        }

    def texts(self, owner: np.ndarray, sequence: np.ndarray) -> dict[str, object]:
        """Return a summary for each case and a rationale for each issue, in the order of the store."""
        firsts = np.cumsum(self.sizes) - self.sizes
        of_case = np.insert(owner, firsts, np.arange(len(self.keys)))
        number = np.insert(sequence, firsts, 0)
        count = len(number)
        lengths = self.random.integers(3, 7, count)
        ends = np.cumsum(lengths)
        chosen = self.random.integers(0, len(sentences()) - len(CONCLUSIONS), ends[-1])
        chosen[ends - 1] = len(sentences()) - 1 - self.pick(count, zipf(len(CONCLUSIONS)))
        offsets = pa.array(np.concatenate([[0], ends]), pa.int32())
        lists = pa.ListArray.from_arrays(offsets, sentences().take(pa.array(chosen)))
        whole = pc.binary_join(lists, " ")
        is_case = pa.array(number == 0)
        nothing = pa.scalar("")
        roles = np.where(np.isin(np.arange(ends[-1]), ends - 1), 1, 0)
        first_rank = np.arange(ends[-1]) - np.repeat(ends - lengths, lengths) + 2
        ranks = np.where(roles == 1, 1, first_rank)
        given = {
            "request": "a request",
            "disputed_item": "an item of the kind that is asked for, for some weeks",
            "claims_administrator_guideline": "The decision rests on the guideline of the work named",
            "reviewer_guideline": "The reviewer rests the decision on the work named and on its section",
        }
        kept = pc.if_else(is_case, pa.scalar([], lists.type), lists)
        same = pa.ListArray.from_arrays(
            kept.offsets, taken(["patient", "conclusion"], roles[repeated(number, lengths)])
        )
        worth = pa.ListArray.from_arrays(kept.offsets, pa.array(ranks[repeated(number, lengths)], pa.int32()))
        return {
            "letter_key": texts(self.keys[of_case]), "sequence": number,
            **{name: pc.if_else(is_case, nothing, pa.scalar(text)) for name, text in given.items()},
            "rationale": pc.if_else(is_case, nothing, whole),
            "sentences": kept, "sentence_roles": same, "sentence_ranks": worth,
            "summary": pc.if_else(is_case, whole, nothing), "diagnoses": empties(count),
        }  # fmt: skip

    def pick(self, count: int, weights: object) -> np.ndarray:
        """Return so many places, drawn by weight."""
        edges = np.cumsum(np.asarray(weights, dtype=float))
        return np.searchsorted(edges, self.random.random(count) * edges[-1], side="right")


def repeated(number: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return which sentences belong to issues and not to summaries."""
    return np.repeat(number > 0, lengths)


def record(store: Store, version: str, part: str, month: Month) -> None:
    """Write a month into the manifest, as if its letters had been read."""
    references = [text.decode() for text in scrambled(month.numbers, 8)]
    # In the order of numbers, so that SQLite writes them one behind another.
    digests = [f"{number:08x}{hashlib.sha256(b'%d' % number).hexdigest()[8:]}" for number in month.numbers]
    contents = [hashlib.sha256(b"content %d" % number).hexdigest() for number in month.numbers]
    keys = [key.decode() for key in month.keys]
    days = month.days.astype(str).tolist()
    rows = sorted(zip(digests, keys, references, contents, days, month.numbers.tolist(), strict=True))
    with store.connection as connection:
        connection.executemany(
            "INSERT INTO letters VALUES (?, ?, ?, '', ?, ?, ?, ?, ?, 1)",
            ((d, k, version, f"{r[:4]}-{r[4:]}", c, day, day, d) for d, k, r, c, day, _ in rows),
        )
        connection.executemany(
            "INSERT INTO refs VALUES (?, ?)",
            ((f"{r[:4]}-{r[4:]}", f"case:CM{n:09d}") for _, _, r, _, _, n in rows),
        )
        connection.executemany(
            "INSERT INTO files VALUES (?, ?, ?, ?)",
            ((f"/nowhere/{n}.txt".encode(), d, f"{n}.txt", f"nowhere/{n}.txt") for d, _, _, _, _, n in rows),
        )
        connection.execute("INSERT INTO parts VALUES (?, ?)", (part, part.partition("/")[0]))
    store.record(version, (), (), [PassedControl(number=number, planted=20) for number in range(1, 9)])


def texts(values: np.ndarray) -> pa.Array:
    return pa.array(values).cast(pa.string())


def taken(names: object, places: np.ndarray) -> pa.Array:
    return pa.array(list(names), pa.string()).take(pa.array(places))


def empties(count: int) -> pa.Array:
    return pa.ListArray.from_arrays(pa.array(np.zeros(count + 1), pa.int32()), pa.array([], pa.string()))


def typed(columns: dict[str, object], schema: pa.Schema) -> pa.Table:
    count = len(columns["letter_key"])
    arrays = []
    for field in schema:
        nothing = pa.scalar("" if pa.types.is_string(field.type) else None, field.type)
        values = columns.get(field.name, pa.repeat(nothing, count))
        arrays.append(
            values.cast(field.type) if isinstance(values, pa.Array) else pa.array(values, field.type)
        )
    return pa.table(arrays, schema=schema)


if __name__ == "__main__":
    main()
