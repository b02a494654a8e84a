"""Where blinding seeds are kept, by the root that they belong to."""

from __future__ import annotations

import fcntl
import json
import os
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
        self._read_to = 0
        if self._path is not None:
            os.close(self._open())
            self._refresh()

    def put(self, record: OpeningRecord) -> None:
        """Keeps a record, durably if the store has a file."""
        with self._lock:
            if self._path is not None:
                self._append(record)
            self._records[record.root] = record

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
            if self._path is not None:
                self._refresh()
            for record in self._records.values():
                if record.hparams_hash == key:
                    return record.hyperparameters
        return None

    def __len__(self) -> int:
        return len(self._records)

    def __repr__(self) -> str:
        where = "in memory" if self._path is None else str(self._path)
        return f"OpeningStore({where}, {len(self)} records)"

    # --- the file: one record a line, appended under a lock ---

    def _open(self) -> int:
        assert self._path is not None
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as e:
            raise unusable(
                f"store {self._path}", str(e), "a file to read and write", "name another"
            ) from e
        if os.fstat(handle).st_mode & 0o077:
            os.close(handle)
            raise unusable(
                f"store {self._path}",
                "a file that others may read",
                "one for its owner alone",
                "chmod 600 it",
            )
        return handle

    def _append(self, record: OpeningRecord) -> None:
        line = json.dumps(asdict(record), separators=(",", ":")).encode() + b"\n"
        handle = self._open()
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            data = _read_all(handle)
            # What a crash left of a line is no record.
            end = data.rfind(b"\n") + 1
            os.ftruncate(handle, end)
            os.pwrite(handle, line, end)
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
            record = self._parse(line)
            self._records[record.root] = record
        self._read_to += end

    def _parse(self, line: bytes) -> OpeningRecord:
        try:
            return OpeningRecord(**json.loads(line))
        except (ValueError, TypeError) as e:
            raise unusable(
                f"store {self._path}",
                "a line that is no opening record",
                "a file that this class wrote",
                "restore it from a copy, or name another",
            ) from e


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
