"""The conversation with the program, and every way in which it can end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pot.zk import _frames
from pot.zk.errors import (
    InternalFaultError,
    PotError,
    ProgramCrashedError,
    ProverTimeoutError,
    UntrueStepError,
    UnusableRequestError,
)
from pot.zk.prover import Prover

SOURCES = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture
def prover(stand_in: Path) -> Iterator[Prover]:
    with Prover(stand_in) as p:
        yield p


def started(stand_in: Path, how: str) -> Prover:
    return Prover(stand_in, env={"STAND_IN": how})


def within(seconds: float, work: Callable[[], object]) -> list[object]:
    """What the work gives or raises; nothing if it takes longer."""
    result: list[object] = []

    def run() -> None:
        try:
            result.append(work())
        except Exception as e:
            result.append(e)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    return result


def ended(pid: int) -> bool:
    """Whether the process is gone; a zombie of ours is."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_arrays_go_and_come(prover: Prover) -> None:
    sent: dict[str, Any] = {
        "a": np.arange(6, dtype=np.float32).reshape(2, 3),
        "b": [1, 2.5],
        "c": {"d": np.array([[1.0], [2.0]])},
        "e": list(range(100)),
    }
    got = prover.call("echo", sent)
    np.testing.assert_array_equal(got["a"], sent["a"])
    assert got["a"].dtype == np.float32
    assert got["b"] == [1, 2.5]
    np.testing.assert_array_equal(got["c"]["d"], [[1.0], [2.0]])
    np.testing.assert_array_equal(got["e"], range(100))


def test_long_lists_of_other_things_stay_json(prover: Prover) -> None:
    """The indices of an opening are no tensor, however many there are."""
    indices = [["layer1.weight", i] for i in range(100)]
    assert prover.call("echo", {"indices": indices})["indices"] == indices
    layers = [{"op": "relu"}] * 100
    assert prover.call("echo", {"layers": layers})["layers"] == layers


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (np.array([1.5, 2], ">f4"), "<f4"),
        (np.array([1.5, 2], np.float16), "<f2"),
        (np.array([1.5, 2], np.longdouble), "<f8"),
        (np.array([True, False]), "|u1"),
        (np.array([1, -2], ">i8"), "<i8"),
        (np.arange(6.0).reshape(2, 3).T, "<f8"),
        (np.arange(10.0)[::3], "<f8"),
        ([np.array([1.0, 2.0]), np.array([3.0, 4.0])], "<f8"),
        ([[np.float32(i)] * 3 for i in range(30)], "<f4"),
    ],
)
def test_every_kind_of_array(prover: Prover, sent: Any, kind: str) -> None:
    got = prover.call("echo", {"a": sent})["a"]
    np.testing.assert_array_equal(got, np.asarray(sent))
    assert got.dtype.str == kind


def test_more_than_the_program_takes(prover: Prover, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_frames, "MOST_IN_FRAME", 1000)
    with pytest.raises(UnusableRequestError, match=r"^w\.a: found 1,128 bytes; expected at most"):
        prover.call("echo", {"w": {"a": np.zeros(125)}})
    monkeypatch.setattr(_frames, "MOST_IN_LINE", 1000)
    with pytest.raises(UnusableRequestError, match=r"^request: found .* bytes"):
        prover.call("echo", {"text": "x" * 1000})
    assert "pid" in prover.call("ping", {})


def test_progress_is_told(prover: Prover) -> None:
    phases: list[str] = []
    prover.call("progress", {}, on_progress=phases.append)
    assert phases == ["one", "two"]


def test_many_in_flight_and_answers_in_another_order(prover: Prover) -> None:
    results: dict[int, int] = {}

    def hold(i: int) -> None:
        results[i] = prover.call("hold", {})["released"]

    threads = [threading.Thread(target=hold, args=(i,)) for i in range(8)]
    for t in threads:
        t.start()
    while any(t.is_alive() for t in threads):
        prover.call("release", {})
    assert len(set(results.values())) == 8


@pytest.mark.parametrize(
    ("code", "kind"), [(1, UntrueStepError), (2, UnusableRequestError), (3, InternalFaultError)]
)
def test_errors_of_the_program(prover: Prover, code: int, kind: type[PotError]) -> None:
    with pytest.raises(kind) as e:
        prover.call("error", {"code": code, "faults": [{"field": "g"}]})
    assert (e.value.message, e.value.exit_code) == ("f: x", code)
    assert (e.value.field, e.value.found, e.value.expected, e.value.action) == ("f", "x", "y", "z")
    assert e.value.faults == [{"field": "g"}]
    assert "pid" in prover.call("ping", {}), "an error does not end the program"


def test_a_crash_carries_the_last_words_and_the_next_call_starts_afresh(prover: Prover) -> None:
    first = prover.call("ping", {})["pid"]
    with pytest.raises(ProgramCrashedError) as e:
        prover.call("crash", {})
    assert "status 7" in e.value.message
    assert e.value.status == 7
    assert "java.lang.Error: the last of them" in e.value.message
    assert "some last words" in e.value.stderr
    assert prover.call("ping", {})["pid"] != first


def test_a_crash_fails_every_call_in_flight(prover: Prover) -> None:
    failures: list[PotError] = []

    def hold() -> None:
        try:
            prover.call("hold", {})
        except ProgramCrashedError as e:
            failures.append(e)

    threads = [threading.Thread(target=hold) for _ in range(3)]
    for t in threads:
        t.start()
    time.sleep(0.3)
    with pytest.raises(ProgramCrashedError):
        prover.call("crash", {})
    for t in threads:
        t.join(5)
    assert len(failures) == 3
    assert len({id(e) for e in failures}) == 3


def test_killed_from_outside(prover: Prover) -> None:
    pid = prover.call("ping", {})["pid"]
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.3)
    assert prover.call("ping", {})["pid"] != pid


@pytest.mark.parametrize("command", ["garbage", "half"])
def test_what_is_no_protocol(prover: Prover, command: str) -> None:
    with pytest.raises(ProgramCrashedError, match="no event of the serve protocol"):
        prover.call(command, {})
    assert "pid" in prover.call("ping", {})


def test_a_time_out_stops_the_program(prover: Prover) -> None:
    pid = prover.call("ping", {})["pid"]
    start = time.monotonic()
    with pytest.raises(ProverTimeoutError, match="0.3 s") as e:
        prover.call("sleep", {}, timeout=0.3)
    assert isinstance(e.value, TimeoutError)
    assert time.monotonic() - start < 5
    assert prover.call("ping", {})["pid"] != pid
    assert ended(pid)


def test_the_provers_own_time_out(stand_in: Path) -> None:
    with Prover(stand_in, timeout=0.3) as p, pytest.raises(ProverTimeoutError):
        p.call("sleep", {})


def busy(p: Prover) -> int:
    """Has the program do something, so that it reads nothing any more; its process."""
    pid: int = p.call("ping", {})["pid"]
    within(0.3, lambda: p.call("sleep", {}))
    return pid


MORE_THAN_A_PIPE_HOLDS = {"w": np.zeros(1 << 20)}


def test_a_time_out_counts_while_the_program_reads_nothing(prover: Prover) -> None:
    """The call would wait for ever for its request to be taken."""
    pid = busy(prover)
    (error,) = within(10, lambda: prover.call("echo", MORE_THAN_A_PIPE_HOLDS, timeout=0.5))
    assert isinstance(error, ProverTimeoutError)
    assert ended(pid)


def test_closing_while_the_program_reads_nothing(prover: Prover) -> None:
    """Closing would wait for ever for a request that is being written."""
    pid = busy(prover)
    within(0.3, lambda: prover.call("echo", MORE_THAN_A_PIPE_HOLDS))
    assert within(10, prover.close) == [None]
    assert ended(pid)


def test_requests_of_many_threads_are_not_mixed(prover: Prover) -> None:
    wrong: list[int] = []

    def echo(i: int) -> None:
        sent = np.full(1 << 15, i)
        if not np.array_equal(prover.call("echo", {"a": sent, "b": sent})["b"], sent):
            wrong.append(i)

    threads = [threading.Thread(target=echo, args=(i,)) for i in range(16)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(30)
    assert not wrong and not any(t.is_alive() for t in threads)


@pytest.mark.parametrize(
    "said",
    [
        '{"id":[1],"event":"answer","status":0,"answer":{}}',
        '{"id":null,"event":"answer","status":0,"answer":{}}',
        '{"id":ID,"event":"answer","status":0,"answer":7}',
        '{"id":ID,"event":"answer","status":0}',
        '{"id":ID,"event":"answer","status":0,"answer":{},"frames":[-1]}',
        '{"id":ID,"event":"answer","status":0,"answer":{},"frames":["x"]}',
        '{"id":ID,"event":"answer","status":0,"answer":{},"frames":[1000000000000000000]}',
        '{"id":ID,"event":"answer","status":0,"answer":{},"frames":[10000000000000000000000]}',
        '{"id":ID,"event":"answer","status":0,"answer":{"w":{"frame":3}}}',
        '{"id":ID,"event":"progress"}',
        '{"id":ID,"event":"error"}',
        '{"id":ID,"event":"rumour"}',
        '{"id":ID,"event":["answer"]}',
        '"answer"',
        "7",
        "[" * 100_000,
    ],
)
def test_events_that_are_none_leave_nobody_waiting(prover: Prover, said: str) -> None:
    """A reader that died of one would leave its callers waiting."""
    (error,) = within(10, lambda: prover.call("say", {"text": said}))
    assert isinstance(error, ProgramCrashedError)
    assert "no event of the serve protocol" in error.message
    assert "pid" in prover.call("ping", {})


def test_an_error_that_is_nobodys(prover: Prover) -> None:
    """It means that a request was not understood: whose, nobody can tell."""
    said = '{"id":null,"event":"error","status":2,"error":{"code":2,"message":"a line of .."}}'
    (error,) = within(10, lambda: prover.call("say", {"text": said}))
    assert isinstance(error, ProgramCrashedError)
    assert "could not read a request: a line of .." in error.message


def test_stopping_a_start_stops_what_the_launcher_has_begun(tmp_path: Path) -> None:
    """A build, say."""
    launcher, noted = tmp_path / "pot", tmp_path / "pid"
    launcher.write_text(f"#!/bin/sh\necho building >&2\nsleep 600 &\necho $! >{noted}\nwait\n")
    launcher.chmod(0o755)
    with Prover(launcher, start_timeout=0.5) as p, pytest.raises(ProverTimeoutError) as e:
        p.call("ping", {})
    assert "building" in e.value.stderr
    assert ended(int(noted.read_text()))


def test_nothing_is_left_open(stand_in: Path) -> None:
    code = (
        "import gc\nfrom pot.zk.prover import Prover\nfrom pot.zk.errors import PotError\n"
        f"p = Prover({str(stand_in)!r})\n"
        "for command in ('ping', 'crash', 'garbage', 'ping'):\n"
        "    try: p.call(command, {})\n"
        "    except PotError: pass\n"
        "try: p.call('sleep', {}, timeout=0.2)\n"
        "except PotError: pass\n"
        "p.call('ping', {}); p.close(); del p; gc.collect()\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", code],
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("die", "status 3: no JDK here"),
        ("garbage", "'Welcome to something else', which is no event"),
        ("protocol", "speaks protocol 9, this package 1"),
    ],
)
def test_starting_goes_wrong(stand_in: Path, how: str, message: str) -> None:
    with started(stand_in, how) as p, pytest.raises(ProgramCrashedError, match=message):
        p.call("ping", {})


def test_starting_takes_too_long(stand_in: Path) -> None:
    impatient = Prover(stand_in, start_timeout=0.3, env={"STAND_IN": "silent"})
    with impatient as p, pytest.raises(ProverTimeoutError, match="start_timeout"):
        p.call("ping", {})


def test_a_launcher_that_cannot_be_run(tmp_path: Path) -> None:
    launcher = tmp_path / "pot"
    launcher.write_text("#!/nowhere/sh\n")
    launcher.chmod(0o755)
    with Prover(launcher) as p, pytest.raises(ProgramCrashedError, match="cannot be started"):
        p.call("ping", {})


def test_closing_ends_the_program_and_a_later_call_starts_it(stand_in: Path) -> None:
    p = Prover(stand_in)
    with p:
        pid = p.call("ping", {})["pid"]
        assert p.pid is not None
    assert ended(pid)
    assert p.pid is None
    assert p.call("ping", {})["pid"] != pid
    p.close()
    p.close()


def test_closing_while_it_is_busy(stand_in: Path) -> None:
    p = Prover(stand_in)
    pid = p.call("ping", {})["pid"]
    failures: list[Exception] = []

    def sleep() -> None:
        try:
            p.call("sleep", {})
        except ProgramCrashedError as e:
            failures.append(e)

    thread = threading.Thread(target=sleep)
    thread.start()
    time.sleep(0.3)
    p.close()
    thread.join(10)
    assert len(failures) == 1 and "closed" in str(failures[0])
    assert ended(pid)


def test_an_interrupt_stops_the_program(stand_in: Path) -> None:
    script = (
        "import sys; from pot.zk.prover import Prover\n"
        f"p = Prover({str(stand_in)!r})\n"
        "print(p.call('ping', {})['pid'], flush=True)\n"
        "p.call('sleep', {})\n"
    )
    client = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        start_new_session=True,
    )
    assert client.stdout is not None
    pid = int(client.stdout.readline())
    time.sleep(0.3)
    client.send_signal(signal.SIGINT)  # to the client alone, not to the program
    _, stderr = client.communicate(timeout=20)
    assert b"KeyboardInterrupt" in stderr
    assert ended(pid)


def test_a_forked_child_has_a_program_of_its_own(stand_in: Path) -> None:
    with Prover(stand_in) as p:
        parent = p.call("ping", {})["pid"]
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.write(write, str(p.call("ping", {})["pid"]).encode())
                p.close()
            finally:
                os._exit(0)
        os.close(write)
        with os.fdopen(read) as result:
            assert int(result.read()) != parent
        os.waitpid(child, 0)
        assert p.call("ping", {})["pid"] == parent


def test_a_forked_child_does_not_keep_the_parents_program_alive(stand_in: Path) -> None:
    """The program ends when its input does, and the child has inherited that pipe."""
    p = Prover(stand_in)
    p.call("ping", {})
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(write)
        os.read(read, 1)  # until the parent is done
        os._exit(0)
    try:
        start = time.monotonic()
        p.close()
        assert time.monotonic() - start < 1.5, "less than it takes to lose patience"
    finally:
        os.close(write)
        os.close(read)
        os.waitpid(child, 0)


def test_values_that_cannot_be_sent(prover: Prover) -> None:
    for value, found in [
        (float("nan"), "nan"),
        ([1.0, float("inf")], "inf"),
        (object(), "a object"),
        (np.array([1j]), "complex128"),
        (np.array(["x"]), "<U1"),
        ([[1.0] * 50, [1.0] * 49], "rows of different lengths"),
        ([np.zeros(3), np.zeros(4)], "rows of different lengths"),
    ]:
        with pytest.raises(UnusableRequestError) as e:
            prover.call("echo", {"weights": value})
        assert found in str(e.value)
        assert str(e.value).startswith("weights")
    assert "pid" in prover.call("ping", {})
