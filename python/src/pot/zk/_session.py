"""One process of ``pot serve --stdio``, and the conversation with it."""

from __future__ import annotations

import itertools
import json
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any, Optional

from pot.zk import _frames
from pot.zk.errors import PotError, ProgramCrashedError, ProverTimeoutError, from_answer

PROTOCOL = 1
STDERR_KEPT = 1 << 16
PATIENCE = 2.0
"""Seconds that an ending process is given for each thing it still has to do."""

Event = dict[str, Any]


class Session:
    """A running program. Any number of threads may call it at once.

    Once it has ended, for whatever reason, every call fails: a new session has to be made.
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
        self._writing = threading.Lock()
        self._waiting: dict[int, queue.SimpleQueue[Event]] = {}
        self._end: Optional[PotError] = None
        self._errors = bytearray()
        self._ready: queue.SimpleQueue[Event] = queue.SimpleQueue()
        try:
            self._process = subprocess.Popen(
                [*command, "serve", "--stdio"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=None if env is None else dict(env),
            )
        except OSError as e:
            raise ProgramCrashedError(f"{command[0]} cannot be started: {e}") from e
        self._drainer = threading.Thread(target=self._drain, daemon=True)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._drainer.start()
        self._reader.start()
        self._await_ready(start_timeout)

    @property
    def alive(self) -> bool:
        """Whether calls can still be made."""
        return self._end is None

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
            self._send(pieces)
            return self._await(answers, on_progress, timeout)
        except KeyboardInterrupt:
            self.kill("the call was interrupted")
            raise
        finally:
            with self._lock:
                self._waiting.pop(ident, None)

    def _send(self, pieces: Sequence[bytes]) -> None:
        stdin = _pipe(self._process.stdin)
        try:
            with self._writing:
                for piece in pieces:
                    stdin.write(piece)
                stdin.flush()
        except (OSError, ValueError):
            # It has gone: the reader learns why, and tells every waiting call.
            pass

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
        try:
            with self._writing:
                _pipe(self._process.stdin).close()
        except OSError:
            pass
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(PATIENCE)
        self._drainer.join(PATIENCE)
        for pipe in (self._process.stdout, self._process.stderr):
            _pipe(pipe).close()

    def kill(self, why: str) -> None:
        """Ends the program at once; every call that waits for it fails with the reason."""
        self._fail(ProgramCrashedError(f"the program was stopped: {why}"))
        self._process.kill()

    # --- the threads ---

    def _read(self) -> None:
        stdout = _pipe(self._process.stdout)
        try:
            for line in iter(stdout.readline, b""):
                self._dispatch(self._parse(line, stdout))
            self._fail(self._ended())
        except ProgramCrashedError as e:
            self._process.kill()
            self._fail(e)
        except (OSError, ValueError) as e:
            self._fail(ProgramCrashedError(f"the program cannot be read: {e}"))

    def _parse(self, line: bytes, stdout: IO[bytes]) -> Event:
        try:
            event = json.loads(line)
            kind = event["event"]
            frames = [_exactly(stdout, int(size)) for size in event.get("frames", ())]
            if kind == "answer":
                event["answer"] = _frames.decode(event["answer"], frames)
        except (ValueError, KeyError, TypeError, IndexError) as e:
            shown = line[:80].decode("ascii", "replace").strip()
            raise ProgramCrashedError(
                f"the program said {shown!r}, which is no event of the serve protocol; "
                "is it pot, and of this version?",
                stderr=self._stderr(),
            ) from e
        return dict(event)

    def _dispatch(self, event: Event) -> None:
        if event["event"] == "ready":
            self._ready.put(event)
            return
        with self._lock:
            waiting = self._waiting.get(event.get("id", -1))
        if waiting is not None:
            waiting.put(event)

    def _drain(self) -> None:
        stderr = _pipe(self._process.stderr)
        try:
            for line in iter(stderr.readline, b""):
                self._errors += line
                del self._errors[:-STDERR_KEPT]
        except (OSError, ValueError):
            pass

    # --- the end ---

    def _await_ready(self, timeout: Optional[float]) -> None:
        try:
            event = self._ready.get(timeout=timeout)
        except queue.Empty:
            self.kill("it did not start in time")
            raise ProverTimeoutError(
                f"the program was not ready within {timeout} s; allow more with start_timeout"
            ) from None
        except KeyboardInterrupt:
            self.kill("starting was interrupted")
            raise
        if event["event"] != "ready":
            raise self._copy_of_end()
        if event.get("protocol") != PROTOCOL:
            self.kill("it speaks another protocol")
            raise ProgramCrashedError(
                f"the program speaks protocol {event.get('protocol')!r}, this package {PROTOCOL}; "
                "use the package that comes with the program"
            )

    def _ended(self) -> ProgramCrashedError:
        try:
            status: object = self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = "unknown"
        self._drainer.join(PATIENCE)
        stderr = self._stderr()
        last = stderr.strip().splitlines()[-1:] or ["it printed nothing on standard error"]
        return ProgramCrashedError(
            f"the program ended with status {status}: {last[0]}", stderr=stderr
        )

    def _stderr(self) -> str:
        return bytes(self._errors).decode("utf-8", "replace")

    def _fail(self, error: PotError) -> None:
        with self._lock:
            if self._end is None:
                self._end = error
            waiting = list(self._waiting.values())
        for answers in waiting:
            answers.put({"event": "end"})
        self._ready.put({"event": "end"})

    def _copy_of_end(self) -> PotError:
        """Each thread raises an exception of its own, so that none gets another's traceback."""
        end = self._end or ProgramCrashedError("the program ended")
        return type(end)(end.message, stderr=end.stderr)


def _pipe(pipe: Optional[IO[bytes]]) -> IO[bytes]:
    assert pipe is not None  # all three were asked for
    return pipe


def _exactly(stdout: IO[bytes], size: int) -> bytes:
    frame = stdout.read(size)
    if len(frame) != size:
        raise ValueError("a frame ends early")
    return frame
