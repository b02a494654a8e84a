"""Blinding seeds are kept, and nobody else sees them."""

from __future__ import annotations

import json
import multiprocessing
import os
import stat
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from pot.zk.errors import UnusableRequestError
from pot.zk.store import OpeningRecord, OpeningStore

SEED = "5e" * 32


def record(i: int) -> OpeningRecord:
    return OpeningRecord(f"{i:064x}", SEED, "weights", f"{i + 1000:064x}", {"batch": i})


def root(i: int) -> bytes:
    return bytes.fromhex(f"{i:064x}")


def test_in_memory() -> None:
    store = OpeningStore()
    store.put(record(1))
    assert store.get(root(1)) == record(1)
    assert store.get(root(2)) is None
    assert store.hyperparameters(root(1001)) == {"batch": 1}
    assert store.hyperparameters(root(1)) is None
    assert len(store) == 1


def test_a_file_outlives_the_process(tmp_path: Path) -> None:
    path = tmp_path / "openings"
    OpeningStore(path).put(record(1))
    again = OpeningStore(path)
    assert again.get(root(1)) == record(1)
    again.put(record(2))
    assert OpeningStore(path).hyperparameters(root(1002)) == {"batch": 2}


def test_a_store_sees_what_others_add(tmp_path: Path) -> None:
    path = tmp_path / "openings"
    first, second = OpeningStore(path), OpeningStore(path)
    first.put(record(1))
    assert second.get(root(1)) == record(1)
    second.put(record(2))
    assert first.hyperparameters(root(1002)) == {"batch": 2}


def test_the_file_is_the_owners(tmp_path: Path) -> None:
    path = tmp_path / "openings"
    OpeningStore(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    with pytest.raises(UnusableRequestError, match="others may read"):
        OpeningStore(path)


def test_secrets_are_not_printed(tmp_path: Path) -> None:
    store = OpeningStore(tmp_path / "openings")
    store.put(record(1))
    assert SEED not in repr(record(1)) + repr(store) + str(store)


def test_a_torn_last_line_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / "openings"
    store = OpeningStore(path)
    store.put(record(1))
    with path.open("ab") as f:
        f.write(b'{"root":"12')
    again = OpeningStore(path)
    assert again.get(root(1)) == record(1)
    again.put(record(2))
    third = OpeningStore(path)
    assert third.get(root(1)) == record(1)
    assert third.get(root(2)) == record(2)
    assert store.get(root(2)) == record(2)


def test_other_damage_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "openings"
    OpeningStore(path).put(record(1))
    with path.open("ab") as f:
        f.write(b"something else\n")
    with pytest.raises(UnusableRequestError, match="no opening record"):
        OpeningStore(path)


@pytest.mark.parametrize(
    "change",
    [
        {"blinding_seed": "5e" * 31},
        {"root": 7},
        {"hparams_hash": "x" * 64},
        {"kind": "other"},
        {"hyperparameters": []},
    ],
)
def test_a_line_that_is_no_record_is_an_error(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "openings"
    OpeningStore(path).put(record(1))
    with path.open("a") as f:
        f.write(json.dumps({**asdict(record(2)), **change}) + "\n")
    with pytest.raises(UnusableRequestError, match="no opening record") as e:
        OpeningStore(path)
    assert SEED not in str(e.value)
    with pytest.raises(UnusableRequestError, match="record: found a|record: found hyper"):
        OpeningStore().put(replace(record(2), **change))


@pytest.mark.parametrize("in_a_file", [False, True])
def test_the_same_root_again(tmp_path: Path, in_a_file: bool) -> None:
    path = tmp_path / "openings"
    store = OpeningStore(path if in_a_file else None)
    for _ in range(3):
        store.put(record(1))
    assert not in_a_file or path.read_text().count("\n") == 1
    # A schedule: the root fits other batches and rates too, and both are found.
    store.put(replace(record(1), hparams_hash="ab" * 32, hyperparameters={"batch": 9}))
    assert store.hyperparameters(root(1001)) == {"batch": 1}
    assert store.hyperparameters(b"\xab" * 32) == {"batch": 9}
    with pytest.raises(UnusableRequestError, match="second blinding seed") as e:
        store.put(replace(record(1), blinding_seed="6f" * 32))
    assert SEED not in str(e.value) and "6f6f" not in str(e.value)


def test_what_is_no_ordinary_file(tmp_path: Path) -> None:
    """Opening a pipe for reading would wait for a writer."""
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(UnusableRequestError, match="no ordinary file"):
        OpeningStore(tmp_path / "pipe")


def test_a_file_of_another_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    OpeningStore(tmp_path / "openings")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(UnusableRequestError, match="another user"):
        OpeningStore(tmp_path / "openings")


def test_places_that_are_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing" / "openings"):
        with pytest.raises(UnusableRequestError, match="store"):
            OpeningStore(path)


def _add(path: Path, first: int) -> None:
    store = OpeningStore(path)
    for i in range(first, first + 50):
        store.put(record(i))


def test_many_processes_at_once(tmp_path: Path) -> None:
    path = tmp_path / "openings"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_add, args=(path, 50 * i)) for i in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    store = OpeningStore(path)
    assert [store.get(root(i)) for i in range(200)] == [record(i) for i in range(200)]
