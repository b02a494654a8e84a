"""The conversation with the program, and every way in which it can end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

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
    sent = {
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


def test_values_that_cannot_be_sent(prover: Prover) -> None:
    for value, found in [
        (float("nan"), "nan"),
        ([1.0, float("inf")], "inf"),
        (object(), "a object"),
        (np.array([1j]), "complex128"),
        (np.array(["x"]), "<U1"),
        ([[1.0] * 50, [1.0] * 49], "inhomogeneous"),
    ]:
        with pytest.raises(UnusableRequestError) as e:
            prover.call("echo", {"weights": value})
        assert found in str(e.value)
        assert str(e.value).startswith("weights")
    assert "pid" in prover.call("ping", {})
