"""Where blinding seeds are kept, by the root that they belong to."""

from __future__ import annotations

import fcntl
import json
import os
import re
import stat
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Optional

from pot.zk.errors import unusable
from pot.zk.program import PathLike


@dataclass(frozen=True)
class OpeningRecord:
    """What is needed to prove about a commitment.

    Attributes:
        root: 64 hex digits.
        blinding_seed: 64 hex digits, secret.
        kind: ``"weights"`` or ``"batch"``.
        hparams_hash: 64 hex digits, of the hyper-parameters given when it was made.
        hyperparameters: those, complete.
    """

    root: str
    blinding_seed: str = field(repr=False)
    kind: str
    hparams_hash: str
    hyperparameters: dict[str, Any] = field(repr=False)


class OpeningStore:
    """Keeps opening records, in memory or in a file of the owner's.

    Losing a record means that nothing can be proven about its commitment any more; showing one
    lets others test guesses of the data. How often a commitment has been opened is not kept here:
    the program counts that by itself.
    """

    def __init__(self, path: Optional[PathLike] = None) -> None:
        """
        Args:
            path: a file, made with access for its owner only; None keeps records in memory.

        Raises:
            UnusableRequestError: the file can be read by others, or is no such file.
        """
        self._path = None if path is None else Path(path)
        self._lock = threading.Lock()
        self._records: dict[str, OpeningRecord] = {}
        self._declared: dict[str, dict[str, Any]] = {}
        self._read_to = 0
        if self._path is not None:
            os.close(self._open())
            self._refresh()

    def put(self, record: OpeningRecord) -> None:
        """Keeps a record, durably if the store has a file. One that is kept already is not kept
        twice; the same root may be put again under other hyper-parameters.

        Raises:
            UnusableRequestError: another seed is kept for this root, or this is no record.
        """
        fault = _fault(record)
        if fault:
            raise unusable("record", fault, "a record of a commitment", "correct it")
        with self._lock:
            if self._path is not None:
                self._refresh()
            known = self._records.get(record.root)
            if known is not None and known.blinding_seed != record.blinding_seed:
                raise unusable(
                    "record",
                    f"a second blinding seed for the root {record.root[:12]}...",
                    "the one that is kept",
                    "put what commit answered",
                )
            if record == known:
                return
            if self._path is not None:
                self._append(record)
            self._remember(record)

    def get(self, root: bytes) -> Optional[OpeningRecord]:
        """The record of a commitment, or None."""
        key = root.hex()
        with self._lock:
            if key not in self._records and self._path is not None:
                self._refresh()
            return self._records.get(key)

    def hyperparameters(self, hparams_hash: bytes) -> Optional[dict[str, Any]]:
        """The hyper-parameters of that hash, if some commitment was made under them."""
        key = hparams_hash.hex()
        with self._lock:
            if key not in self._declared and self._path is not None:
                self._refresh()
            return self._declared.get(key)

    def _remember(self, record: OpeningRecord) -> None:
        self._records[record.root] = record
        self._declared[record.hparams_hash] = record.hyperparameters

    def __len__(self) -> int:
        return len(self._records)

    def __repr__(self) -> str:
        where = "in memory" if self._path is None else str(self._path)
        return f"OpeningStore({where}, {len(self)} records)"

    # --- the file: one record a line, appended under a lock ---

    def _open(self) -> int:
        assert self._path is not None
        place = f"store {self._path}"
        flags = os.O_RDWR | os.O_CLOEXEC | os.O_NONBLOCK
        try:
            try:
                handle = os.open(self._path, flags)
            except FileNotFoundError:
                handle = _create(self._path, flags)
        except OSError as e:
            raise unusable(place, str(e), "a file to read and write", "name another") from e
        found = os.fstat(handle)
        fault, action = "", ""
        if not stat.S_ISREG(found.st_mode):
            fault, action = "no ordinary file", "name another"
        elif found.st_uid != os.geteuid():
            fault, action = "a file of another user's", "name another"
        elif found.st_mode & 0o077:
            fault, action = "a file that others may read", "chmod 600 it"
        if fault:
            os.close(handle)
            raise unusable(place, fault, "one for its owner alone", action)
        return handle

    def _append(self, record: OpeningRecord) -> None:
        line = json.dumps(asdict(record), separators=(",", ":")).encode() + b"\n"
        handle = self._open()
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            end = _end_of_lines(handle)
            os.ftruncate(handle, end)
            _write_all(handle, line, end)
            os.fsync(handle)
        finally:
            os.close(handle)

    def _refresh(self) -> None:
        handle = self._open()
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            data = _read_all(handle, self._read_to)
        finally:
            os.close(handle)
        end = data.rfind(b"\n") + 1
        for line in data[:end].splitlines():
            self._remember(self._parse(line))
        self._read_to += end

    def _parse(self, line: bytes) -> OpeningRecord:
        try:
            record = OpeningRecord(**json.loads(line))
            fault = _fault(record)
            if fault:
                raise ValueError(fault)
            return record
        except (ValueError, TypeError) as e:
            raise unusable(
                f"store {self._path}",
                "a line that is no opening record",
                "a file that this class wrote",
                "restore it from a copy, or name another",
            ) from e


def _fault(record: OpeningRecord) -> str:
    """What is wrong with a record; nothing of its seed is said."""
    for name in ("root", "blinding_seed", "hparams_hash"):
        value = getattr(record, name)
        if not isinstance(value, str) or not _HEX.fullmatch(value):
            return f"a {name} that is not 64 hex digits"
    if record.kind not in ("weights", "batch"):
        return "a kind that is neither weights nor batch"
    return "" if isinstance(record.hyperparameters, dict) else "hyperparameters that are no object"


_HEX = re.compile("[0-9a-f]{64}")


def _create(path: Path, flags: int) -> int:
    """The file, made for its owner alone, or opened if another process was faster."""
    try:
        handle = os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return os.open(path, flags)
    # The file's name must outlive a crash as its lines do.
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return handle


def _end_of_lines(handle: int) -> int:
    """Where the last whole line ends: what a crash left of a line is no record."""
    end = os.fstat(handle).st_size
    if end == 0 or os.pread(handle, 1, end - 1) == b"\n":
        return end
    return _read_all(handle).rfind(b"\n") + 1


def _write_all(handle: int, data: bytes, start: int) -> None:
    while data:
        written = os.pwrite(handle, data, start)
        data, start = data[written:], start + written


def _read_all(handle: int, start: int = 0) -> bytes:
    chunks = []
    while chunk := os.pread(handle, 1 << 20, start):
        chunks.append(chunk)
        start += len(chunk)
    return b"".join(chunks)


_default = OpeningStore()


def default_store() -> OpeningStore:
    """The store in memory that builder and prover share when none is given."""
    return _default


__all__ = ["OpeningRecord", "OpeningStore", "default_store"]
