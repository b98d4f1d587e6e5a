"""`ledger list` and `ledger verify` say what was released and whether it still is what it was."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from imr_reports.records.ledger import ReleaseKind
from imr_reports.records.period import parse_period
from imr_reports.store import Selection, Store, append_release
from tests.functional.conftest import Run
from tests.invented_store import add, case

STORE = Path("own-store")


def release(label: str, kind: ReleaseKind = ReleaseKind.REPORT, **content: object) -> None:
    with Store(STORE, create=True) as store:
        append_release(
            store,
            Selection(period=parse_period(label[:7])),
            kind=kind,
            label=label,
            recorded=date(2015, 7, 1),
            content=content,
        )


@pytest.fixture
def store(run: Run) -> Path:  # `run` has gone into a folder of its own
    with Store(STORE, create=True) as opened:
        for month in (1, 2):
            letter = case(f"k{month}", date(2015, month, 5))
            add(opened, (f"{month}.txt", f"CM15-{month}", letter), shard=f"S{month}")
    release("2015-01", summary={"shown": 1234, "withheld": 5})
    release("2015-02 open v1", ReleaseKind.DATASET)
    return STORE


def test_releases_are_listed(run: Run, store: Path) -> None:
    done = run("ledger", "list", "--store", store)
    assert done.code == 0
    heading, first, second = done.out.splitlines()
    assert heading.split() == ["number", "kind", "label", "recorded", "shown", "withheld"]
    assert first.split() == ["1", "report", "2015-01", "2015-07-01", "1,234", "5"]
    assert second.split() == ["2", "dataset", "2015-02", "open", "v1", "2015-07-01"]


def test_a_store_without_releases_says_so(run: Run) -> None:
    Store(STORE, create=True).close()
    assert run("ledger", "list", "--store", STORE).out == "nothing was released from this store\n"
    done = run("ledger", "verify", "--store", STORE)
    assert (done.code, done.out) == (0, "the ledger is whole: 0 releases, 0 months pinned\n")


def test_a_ledger_is_verified(run: Run, store: Path) -> None:
    done = run("ledger", "verify", "--store", store)
    assert done.code == 0
    whole, digest = done.out.splitlines()
    assert whole == "the ledger is whole: 2 releases, 2 months pinned"
    with Store(store) as opened:
        assert digest.endswith(opened.ledger.releases()[-1].digest)


def test_each_thing_that_is_wrong_is_a_line_and_nothing_public_is_made(run: Run, store: Path) -> None:
    with closing(sqlite3.connect(store / "manifest.sqlite")) as connection, connection:
        connection.execute("DROP TRIGGER releases_unchanged")
        connection.execute("UPDATE releases SET label = 'x'")
    done = run("ledger", "verify", "--store", store)
    assert done.code == 5
    assert done.out.splitlines() == ["release 1 was changed", "release 2 was changed"]
    assert len(done.err.splitlines()) == 1
    for arguments in (
        ("ledger", "list", "--store", store),
        ("--period", "2015-02", "--audience", "public", "--store", store),
    ):
        done = run(*arguments)
        assert (done.code, len(done.err.splitlines())) == (5, 1)
        assert "the ledger of releases is damaged: release 1 was changed" in done.err
    assert not Path("output").exists()


def test_a_purge_keeps_the_ledger_unless_it_is_told(run: Run, store: Path) -> None:
    done = run("purge", "--yes", "--store", store)
    assert done.code == 0
    assert done.out.startswith("deleted the letters: 2 letters read, 2 cases, ")
    assert "kept the ledger of releases" in done.out
    assert "--ledger" in done.out
    assert len(done.out.splitlines()) == 1
    assert run("ledger", "verify", "--store", store).code == 0
    assert not list(store.glob("cases/**/*.parquet"))
    done = run("purge", "--yes", "--ledger", "--store", store)
    assert done.out.startswith("deleted the store: 0 letters read")
    assert not store.exists()


@pytest.mark.parametrize("damage", ["manifest", "ledger"])
def test_a_damaged_store_keeps_its_ledger_too(run: Run, store: Path, damage: str) -> None:
    if damage == "manifest":
        (store / "manifest.sqlite").write_bytes(b"no database, just bytes" * 100)
    else:
        for file in (store / "ledger").glob("*.pins.parquet"):
            file.unlink()
    done = run("purge", "--yes", "--store", store)
    assert done.code == 5
    assert "holds a ledger of releases" in done.err
    assert (store / "ledger").exists()
    assert run("purge", "--yes", "--ledger", "--store", store).code == 0
    assert not store.exists()


def test_a_store_that_is_not_there_releases_no_samples(run: Run) -> None:
    done = run("release", "2015-01", "--store", "mistyped", "--format", "json")
    assert (done.code, len(done.err.splitlines())) == (5, 1)
    assert "no store" in done.err
    assert not Path("mistyped").exists()
    assert not Path("output").exists()


def test_a_released_report_is_verified_with_the_day_of_its_release(run: Run) -> None:
    with Store(STORE, create=True) as opened:
        add(opened, ("1.txt", "CM15-1", case("k1", date(2015, 1, 5))), shard="S1")
    arguments = ("--store", STORE, "--output", "out", "--format", "html,json")
    assert run("release", "2015-01", *arguments).code == 0
    done = run("verify", "out/2015-01-release")
    assert done.code == 0, done.err
    today = date.today()
    notice = f"Release 1 of {today:%B} {today.day}, {today.year}"
    assert notice in Path("out/2015-01-release/report.html").read_text("utf-8")
