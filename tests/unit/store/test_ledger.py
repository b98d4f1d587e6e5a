"""The ledger only grows, and whoever changes it past the program is found out."""

import sqlite3
import stat
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from imr_reports.errors import ConfigurationError
from imr_reports.records.coded import Decision
from imr_reports.records.ledger import Release, ReleaseKind
from imr_reports.records.period import parse_period
from imr_reports.store import Selection, Store, append_release, read_public_frames
from tests.invented_store import add, case

DAY = date(2015, 7, 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store", create=True) as opened:
        for month in (1, 2, 3):
            day = date(2015, month, 5)
            add(opened, (f"{month}.txt", f"CM15-{month}", case(f"k{month}", day)), shard=f"S{month}")
        yield opened


def release(store: Store, period: str, kind: ReleaseKind = ReleaseKind.REPORT, **content: object) -> Release:
    return append_release(
        store,
        Selection(period=parse_period(period)),
        kind=kind,
        label=period,
        recorded=DAY,
        content=content,
    )


def three(store: Store) -> None:
    for month in (1, 2, 3):
        release(store, f"2015-0{month}", cells=[{"row": "Drugs “A”", "value": month}, None, 1.5])


def tampered(store: Store, *statements: str) -> tuple[str, ...]:
    """Return what is found after someone went past the triggers."""
    triggers = store.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'releases'"
    ).fetchall()
    with store.connection as connection:
        for (name,) in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    return again(store)


def again(store: Store) -> tuple[str, ...]:
    """Return what is found when the store is opened anew."""
    store.close()
    with Store(store.folder) as opened:
        return opened.ledger.verify()


def test_what_is_released_is_read_back(store: Store) -> None:
    three(store)
    made = release(store, "2015Q1", ReleaseKind.DATASET, summary={"shown": 10, "withheld": 2})
    entries = store.ledger.releases()
    assert [entry.number for entry in entries] == [1, 2, 3, 4]
    assert entries[1].content == {"cells": [{"row": "Drugs “A”", "value": 2}, None, 1.5]}
    assert entries[1].months == ("2015-02",)
    assert entries[-1] == made
    assert (made.months, made.snapshot, made.period, made.recorded) == ((), "", "2015Q1", DAY)
    assert store.ledger.releases(ReleaseKind.DATASET) == (made,)
    assert store.ledger.verify() == ()
    assert again(store) == ()


def test_an_entry_says_what_its_digest_is_taken_of(store: Store) -> None:
    """Whoever holds the digest of the last entry can check all of them without this program."""
    import hashlib
    import json

    three(store)
    previous = ""
    for entry in store.ledger.releases():
        fields = {
            "number": entry.number,
            "kind": str(entry.kind),
            "label": entry.label,
            "period": entry.period,
            "recorded": entry.recorded.isoformat(),
            "months": list(entry.months),
            "content": dict(entry.content),
            "snapshot": entry.snapshot,
        }
        text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert entry.previous == previous
        assert entry.digest == hashlib.sha256(f"{previous}{text}".encode()).hexdigest()
        previous = entry.digest


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE releases SET label = 'x'",
        "DELETE FROM releases WHERE number = 3",
        "INSERT OR REPLACE INTO releases SELECT * FROM releases",
    ],
)
def test_nothing_in_it_can_be_changed_or_deleted(store: Store, statement: str) -> None:
    three(store)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"), store.connection as connection:
        connection.execute(statement)
    assert store.ledger.verify() == ()


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE releases SET label = '2015-04' WHERE number = 2", "release 2 was changed"),
        ("UPDATE releases SET kind = 'dataset' WHERE number = 1", "release 1 was changed"),
        ("UPDATE releases SET recorded = '2015-07-02' WHERE number = 3", "release 3 was changed"),
        ("UPDATE releases SET months = '[]' WHERE number = 2", "release 2 was changed"),
        ("UPDATE releases SET snapshot = '' WHERE number = 2", "release 2 was changed"),
        ("UPDATE releases SET content = x'00' WHERE number = 2", "release 2 was changed"),
        (
            "UPDATE releases SET content = (SELECT content FROM releases WHERE number = 1) WHERE number = 2",
            "release 2 was changed",
        ),
        ("UPDATE releases SET digest = previous WHERE number = 2", "release 2 was changed"),
        ("DELETE FROM releases WHERE number = 1", "release 1 is missing"),
        ("DELETE FROM releases WHERE number = 2", "release 2 is missing"),
        ("DELETE FROM releases WHERE number = 3", "the last release in it is not the one last written"),
        ("DELETE FROM releases", "the last release in it is not the one last written"),
        ("DELETE FROM meta WHERE name = 'ledger'", "the last release in it is not the one last written"),
    ],
)
def test_whatever_is_changed_past_the_triggers_is_told(store: Store, statement: str, problem: str) -> None:
    three(store)
    assert any(found.startswith(problem) for found in tampered(store, statement))


def test_entries_that_change_places_are_told(store: Store) -> None:
    three(store)
    found = tampered(store, "UPDATE releases SET number = -number", "UPDATE releases SET number = number + 4")
    assert "release 1 does not follow the one before it" in found
    assert "release 1 was changed" in found


def cut(file: Path) -> None:
    file.unlink()


def turn_a_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("kind", ["cases", "issues", "citations", "pins"])
@pytest.mark.parametrize(("deed", "told"), [(cut, "is missing"), (turn_a_byte, "was changed")])
def test_a_snapshot_that_is_touched_is_told(
    store: Store, kind: str, deed: Callable[[Path], None], told: str
) -> None:
    three(store)
    second = store.ledger.releases()[1].snapshot
    deed(store.folder / "ledger" / f"{second}.{kind}.parquet")
    assert again(store) == (f"the snapshot of release 2 {told}",)


def test_nothing_public_is_made_past_a_damaged_ledger(store: Store) -> None:
    three(store)
    tampered(store, "DELETE FROM releases WHERE number = 3")
    with Store(store.folder) as opened:
        for asked in (
            lambda: read_public_frames(opened, Selection(period=parse_period("2015-03"))),
            lambda: release(opened, "2015-04"),
            opened.ledger.releases,
            opened.ledger.pinned_months,
        ):
            with pytest.raises(ConfigurationError, match=r"damaged: .* last written"):
                asked()


def test_an_entry_that_can_not_be_written_pins_nothing(store: Store) -> None:
    release(store, "2015-01")
    with pytest.raises(ValueError, match="JSON"):
        release(store, "2015-02", share=float("nan"))
    assert list(store.ledger.pinned_months()) == ["2015-01"]
    store.connection.execute(
        "CREATE TRIGGER no_more BEFORE INSERT ON releases BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    with pytest.raises(sqlite3.IntegrityError):
        release(store, "2015-02")
    store.connection.execute("DROP TRIGGER no_more")
    assert list(store.ledger.pinned_months()) == ["2015-01"]
    assert store.ledger.verify() == ()
    release(store, "2015-03")
    names = {file.name.split(".")[0] for file in (store.folder / "ledger").iterdir()}
    assert names == {entry.snapshot for entry in store.ledger.releases()}, "the leftover is gone"


def test_a_month_is_pinned_but_once(store: Store) -> None:
    three(store)
    assert release(store, "2015H1").months == ("2015-04", "2015-05", "2015-06")
    with pytest.raises(ValueError, match="once"):
        store.ledger.append(
            kind=ReleaseKind.REPORT, label="x", period="x", recorded=DAY, content={}, months=["2015-06"]
        )


def test_only_the_owner_can_read_it(store: Store) -> None:
    three(store)
    folder = store.folder / "ledger"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert len(list(folder.iterdir())) == 12


def test_a_manifest_that_is_gone_is_not_made_anew_beside_a_ledger(store: Store) -> None:
    three(store)
    store.close()
    for file in (store.folder / "cases").rglob("*.parquet"):
        file.unlink()
    (store.folder / "manifest.sqlite").unlink()
    with pytest.raises(ConfigurationError, match="damaged"):
        Store(store.folder)


def test_a_store_from_before_the_ledger_gets_one(store: Store) -> None:
    with store.connection as connection:
        connection.executescript("DROP TABLE releases; UPDATE meta SET value = '4' WHERE name = 'schema';")
    store.close()
    with Store(store.folder) as opened:
        assert opened.ledger.releases() == ()
        assert len(read_public_frames(opened, Selection(period=parse_period("2015Q1"))).frames.cases) == 3
        release(opened, "2015-01")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            opened.connection.execute("DELETE FROM releases")


def test_a_purge_keeps_what_was_released_and_only_that(store: Store) -> None:
    release(store, "2015-01")
    (reference,) = read_public_frames(store, Selection(period=parse_period("2015-01"))).frames.cases[
        "reference"
    ]
    purged = store.purge()
    assert (purged.letters, purged.cases, purged.ledger_kept) == (3, 3, True)
    assert not (store.folder / "cases").exists()
    for file in store.folder.rglob("*"):
        assert not file.is_file() or not any(gone in file.read_bytes() for gone in (b"CM15-2", b"CM15-3"))
    with Store(store.folder) as opened:
        assert opened.ledger.verify() == ()
        for table in ("letters", "files", "parts", "withheld", "controls", "index_values"):
            assert opened.connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        assert opened.connection.execute("SELECT * FROM refs").fetchall() == [(reference, "case:CM15-1")]
        # The letters are read again: the one that was released is known again, the others are new.
        for month in (1, 2):
            day = date(2015, month, 5)
            letter = case(f"again{month}", day, Decision.OVERTURNED)
            add(opened, (f"{month}.txt", f"CM15-{month}", letter), shard=f"T{month}")
        found = read_public_frames(opened, Selection(period=parse_period("2015Q1")))
        assert list(found.frames.cases["counted"]).count("2015-01") == 1
        assert len(found.frames.cases) == 2
        of_pinned = found.frames.issues["reference"] == reference
        assert list(found.frames.issues.loc[of_pinned, "decision"]) == ["upheld"]
        assert found.corrected == 1
        assert opened.purge(ledger=True).ledger_kept is False
    assert not store.folder.exists()


def test_a_store_of_which_nothing_was_released_is_purged_whole(store: Store) -> None:
    assert store.purge().ledger_kept is False
    assert not store.folder.exists()
