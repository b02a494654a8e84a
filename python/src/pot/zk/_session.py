"""One process of ``pot serve --stdio``, and the conversation with it."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any, Optional

from pot.zk import _frames
from pot.zk.errors import ProgramCrashedError, ProverTimeoutError, from_answer

PROTOCOL = 1
STDERR_KEPT = 1 << 16
PATIENCE = 2.0
"""Seconds that an ending process is given for each thing it still has to do."""

Event = dict[str, Any]

_CONTENT = {"ready": "protocol", "progress": "phase", "answer": "answer", "error": "error"}
"""The events there are, and what each of them must carry."""


class Session:
    """A running program. Any number of threads may call it at once.

    Once it has ended, for whatever reason, every call fails: a new session has to be made.

    Three threads serve it, one for each pipe, which closes that pipe in the end. Callers touch no
    pipe, so that none can be caught in one by a program that has stopped reading.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        start_timeout: Optional[float] = None,
        env: Optional[Mapping[str, str]] = None,
    ) -> None:
        """Starts the program and waits until it is ready.

        Args:
            command: the launcher and its arguments before ``serve``.
            start_timeout: seconds, or None for ever; a checkout may have to be built first.
            env: the environment of the program; None for that of this process.

        Raises:
            ProgramCrashedError: it ended, or is no program that we know how to talk to.
            ProverTimeoutError: it was not ready in time.
        """
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._waiting: dict[int, queue.SimpleQueue[Event]] = {}
        self._end: Optional[ProgramCrashedError] = None
        self._errors = bytearray()
        self._ready: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._outgoing: queue.SimpleQueue[Optional[Sequence[bytes]]] = queue.SimpleQueue()
        try:
            self._process = subprocess.Popen(
                [*command, "serve", "--stdio"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=None if env is None else dict(env),
                # A group of its own: stopping it stops a build that the launcher has begun, and
                # Ctrl-C between two calls does not reach it.
                start_new_session=True,
            )
        except OSError as e:
            raise ProgramCrashedError(f"{command[0]} cannot be started: {e}") from e
        self._drainer = threading.Thread(target=self._drain, daemon=True)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._writer = threading.Thread(target=self._write, daemon=True)
        for thread in (self._drainer, self._reader, self._writer):
            thread.start()
        self._await_ready(start_timeout)

    @property
    def alive(self) -> bool:
        """Whether calls can still be made."""
        return self._end is None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process that was started."""
        return self._process.pid

    def call(
        self,
        command: str,
        request: Mapping[str, Any],
        *,
        on_progress: Optional[Callable[[str], None]] = None,
        timeout: Optional[float] = None,
    ) -> Event:
        """Sends a request and waits for its answer.

        Args:
            command: such as ``"prove"``.
            request: with NumPy arrays where tensors are meant.
            on_progress: told of each phase, in the calling thread.
            timeout: seconds, or None for ever. The program is stopped when they have passed, and
                with it whatever else it is doing; so it is when the call is interrupted.

        Raises:
            PotError: what the program says is wrong, or how it ended.
        """
        ident = next(self._ids)
        pieces = _frames.encode({"id": ident, "command": command, "request": request})
        answers: queue.SimpleQueue[Event] = queue.SimpleQueue()
        with self._lock:
            if self._end is not None:
                raise self._copy_of_end()
            self._waiting[ident] = answers
        try:
            self._outgoing.put(pieces)
            return self._await(answers, on_progress, timeout)
        except KeyboardInterrupt:
            self.kill("the call was interrupted")
            raise
        finally:
            with self._lock:
                self._waiting.pop(ident, None)

    def _await(
        self,
        answers: queue.SimpleQueue[Event],
        on_progress: Optional[Callable[[str], None]],
        timeout: Optional[float],
    ) -> Event:
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            try:
                left = None if deadline is None else max(0.0, deadline - time.monotonic())
                event = answers.get(timeout=left)
            except queue.Empty:
                self.kill(f"a call took more than {timeout} s")
                raise ProverTimeoutError(
                    f"no answer within {timeout} s: the program was stopped; "
                    "allow more time, or prove a smaller step"
                ) from None
            kind = event["event"]
            if kind == "progress":
                if on_progress is not None:
                    on_progress(str(event["phase"]))
            elif kind == "answer":
                return event
            elif kind == "error":
                raise from_answer(event["error"])
            else:
                raise self._copy_of_end()

    def close(self) -> None:
        """Lets the program finish what it is doing for a moment, then ends it."""
        with self._lock:
            if self._end is None:
                self._end = ProgramCrashedError("the prover was closed")
        self._outgoing.put(None)
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._signal(number)
        for thread in (self._reader, self._writer, self._drainer):
            thread.join(PATIENCE)

    def kill(self, why: str) -> None:
        """Ends the program at once; every call that waits for it fails with the reason."""
        self._fail(ProgramCrashedError(f"the program was stopped: {why}"))
        self._signal(signal.SIGKILL)

    def abandon(self) -> None:
        """In a forked child: the program is the parent's. Its pipes must not stay open here, or
        the program would not learn that the parent has closed them."""
        null = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            # The numbers stay taken, as the objects that own them will close them.
            with contextlib.suppress(ValueError):
                os.dup2(null, _pipe(pipe).fileno(), inheritable=False)
        os.close(null)

    def _signal(self, number: int) -> None:
        # The second error is what some systems say of a group that has just ended.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self._process.poll() is None:
                os.killpg(self._process.pid, number)

    # --- the threads ---

    def _write(self) -> None:
        stdin = _pipe(self._process.stdin)
        with contextlib.suppress(OSError, ValueError):
            # If it fails the program has gone: the reader learns why, and tells every caller.
            while (pieces := self._outgoing.get()) is not None:
                for piece in pieces:
                    _write_all(stdin.fileno(), piece)
        with contextlib.suppress(OSError):
            stdin.close()

    def _read(self) -> None:
        error: Optional[ProgramCrashedError] = None
        with _pipe(self._process.stdout) as stdout:
            try:
                for line in iter(stdout.readline, b""):
                    self._dispatch(_parse(line, stdout))
            except ProgramCrashedError as e:
                error = e
            except Exception as e:  # a thread that died of it would leave its callers waiting
                error = ProgramCrashedError(f"the program cannot be read: {e!r}")
            if error is not None:
                self._signal(signal.SIGKILL)
            ended = self._ended()
        if error is not None:
            ended = ProgramCrashedError(error.message, status=ended.status, stderr=ended.stderr)
        self._fail(ended)

    def _dispatch(self, event: Event) -> None:
        if event["event"] == "ready":
            self._ready.put(event)
            return
        with self._lock:
            waiting = self._waiting.get(event["id"])
        # Nobody waits for a call that its own on_progress has ended.
        if waiting is not None:
            waiting.put(event)

    def _drain(self) -> None:
        with contextlib.suppress(OSError, ValueError), _pipe(self._process.stderr) as stderr:
            for line in iter(stderr.readline, b""):
                self._errors += line
                del self._errors[:-STDERR_KEPT]

    # --- the end ---

    def _await_ready(self, timeout: Optional[float]) -> None:
        try:
            event = self._ready.get(timeout=timeout)
        except queue.Empty:
            self.kill("it did not start in time")
            self._drainer.join(PATIENCE)
            raise ProverTimeoutError(
                f"the program was not ready within {timeout} s; allow more with start_timeout",
                stderr=self._stderr(),
            ) from None
        except KeyboardInterrupt:
            self.kill("starting was interrupted")
            raise
        if event["event"] != "ready":
            raise self._copy_of_end()
        if event["protocol"] != PROTOCOL:
            self.kill("it speaks another protocol")
            raise ProgramCrashedError(
                f"the program speaks protocol {event['protocol']!r}, this package {PROTOCOL}; "
                "use the package that comes with the program"
            )

    def _ended(self) -> ProgramCrashedError:
        """How the program ended; one that says no more is made to end."""
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait()
        self._drainer.join(PATIENCE)
        status, stderr = self._process.returncode, self._stderr()
        last = stderr.strip().splitlines()[-1:] or ["it printed nothing on standard error"]
        return ProgramCrashedError(
            f"the program ended with status {status}: {last[0]}", status=status, stderr=stderr
        )

    def _stderr(self) -> str:
        return bytes(self._errors).decode("utf-8", "replace")

    def _fail(self, error: ProgramCrashedError) -> None:
        with self._lock:
            if self._end is None:
                self._end = error
            waiting = list(self._waiting.values())
        for answers in waiting:
            answers.put({"event": "end"})
        self._ready.put({"event": "end"})
        self._outgoing.put(None)

    def _copy_of_end(self) -> ProgramCrashedError:
        """Each thread raises an exception of its own, so that none gets another's traceback."""
        end = self._end or ProgramCrashedError("the program ended")
        return ProgramCrashedError(end.message, status=end.status, stderr=end.stderr)


def _parse(line: bytes, stdout: IO[bytes]) -> Event:
    """The event of a line, with the frames that follow it in place.

    Raises:
        ProgramCrashedError: it is none that we could pass on to a caller.
    """
    try:
        event: Event = json.loads(line)
        kind = event["event"]
        content = event[_CONTENT[kind]]
        frames = [_exactly(stdout, size) for size in event.get("frames", ())]
        if kind in ("answer", "error") and not isinstance(content, dict):
            raise ValueError("an answer is an object")
        if kind == "answer":
            event["answer"] = _frames.decode(content, frames)
        nobodys = kind == "error" and event["id"] is None
        if kind != "ready" and not nobodys and not isinstance(event["id"], int):
            raise ValueError("an id is one that we gave")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, MemoryError) as e:
        shown = line[:80].decode("ascii", "replace").strip()
        raise ProgramCrashedError(
            f"the program said {shown!r}, which is no event of the serve protocol; "
            "is it pot, and of this version?"
        ) from e
    if nobodys:
        # Whose request it was cannot be told, nor whether what follows is read as we mean it.
        raise ProgramCrashedError(f"the program could not read a request: {content.get('message')}")
    return event


def _pipe(pipe: Optional[IO[bytes]]) -> IO[bytes]:
    assert pipe is not None  # all three were asked for
    return pipe


def _write_all(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def _exactly(stdout: IO[bytes], size: object) -> bytes:
    if not isinstance(size, int) or size < 0:
        raise ValueError("no size of a frame")
    try:
        frame = stdout.read(size)
    except OverflowError as e:
        raise ValueError("no size of a frame") from e
    if len(frame) != size:
        raise ValueError("a frame ends early")
    return frame
