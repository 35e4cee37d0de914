"""A transaction is whole or not at all, nobody writes between its reads and its writes, and the next one can begin."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from mechanism_kit.transactions import transaction, write_ahead


def opened(path: Path, timeout_s: float = 30.0) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=timeout_s, isolation_level=None)


def total(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT total FROM counted").fetchone()[0])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "counted.sqlite"
    with closing(opened(place)) as made:
        write_ahead(made)
        made.executescript("CREATE TABLE counted (total INTEGER PRIMARY KEY); INSERT INTO counted VALUES (0)")
    return place


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(opened(path)) as made:
        yield made


def test_who_opens_a_file_that_another_has_to_itself_waits_for_it(tmp_path: Path) -> None:
    place = tmp_path / "new.sqlite"
    with (
        closing(sqlite3.connect(place, isolation_level=None, check_same_thread=False)) as first,
        closing(opened(place, timeout_s=0)) as second,
    ):
        first.execute("CREATE TABLE made (id INTEGER)")
        first.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            second.execute("PRAGMA journal_mode=WAL")
        threading.Timer(0.3, first.execute, ("COMMIT",)).start()
        write_ahead(second)
        assert second.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_what_a_block_did_is_there_for_others_once_it_ends(db: sqlite3.Connection, path: Path) -> None:
    with closing(opened(path)) as other:
        with transaction(db) as given:
            assert given is db
            db.execute("UPDATE counted SET total = 1")
            assert total(other) == 0
        assert total(other) == 1


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_of_any_kind_takes_everything_back(db: sqlite3.Connection, error: type[BaseException]) -> None:
    with pytest.raises(error), transaction(db):
        db.execute("UPDATE counted SET total = 1")
        raise error
    with transaction(db):
        assert total(db) == 0


def test_a_second_one_may_not_even_read_meanwhile(db: sqlite3.Connection, path: Path) -> None:
    read = []
    with (
        closing(opened(path, timeout_s=0)) as other,
        transaction(db),
        pytest.raises(sqlite3.OperationalError, match="locked"),
        transaction(other),
    ):
        read.append(total(other))
    assert read == []


def test_a_second_one_waits_and_reads_what_the_first_wrote(db: sqlite3.Connection, path: Path) -> None:
    has_read = threading.Event()

    def count_as_well() -> None:
        with closing(opened(path)) as own, transaction(own):
            seen = total(own)
            has_read.set()
            own.execute("UPDATE counted SET total = ?", (seen + 1,))

    with ThreadPoolExecutor(1) as pool:
        with transaction(db):
            seen = total(db)
            other = pool.submit(count_as_well)
            assert not has_read.wait(0.3)
            db.execute("UPDATE counted SET total = ?", (seen + 1,))
        other.result()
    assert total(db) == 2


def test_a_commit_that_fails_leaves_nothing_open(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA foreign_keys=ON")
    db.execute("CREATE TABLE owed (total REFERENCES counted DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(sqlite3.IntegrityError), transaction(db):
        db.execute("INSERT INTO owed VALUES (99)")
    with transaction(db):
        assert db.execute("SELECT count(*) FROM owed").fetchone() == (0,)


def test_the_error_is_told_when_sqlite_took_everything_back_by_itself(db: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError), transaction(db):
        db.execute("INSERT OR ROLLBACK INTO counted VALUES (0)")
    assert not db.in_transaction
