"""The package as others see it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pot.zk
from pot.zk import (
    SGDStepStatement,
    SGDStepWitness,
    ZKWitnessBuilder,
    prove_sgd_step,
    verify_sgd_step,
    verify_weight_opening,
)
from pot.zk.errors import UnusableRequestError
from pot.zk.prover import ProverConfig

ROOT = Path(__file__).resolve().parents[2]


def test_pot_is_a_namespace(tmp_path: Path) -> None:
    other = tmp_path / "pot" / "other"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text("value = 7\n")
    path = os.pathsep.join([str(tmp_path), str(ROOT / "src")])
    code = "import pot.zk, pot.other; print(pot.other.value, pot.zk.Prover.__name__)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
    )
    assert done.stdout == "7 Prover\n", done.stderr


def test_importing_starts_nothing() -> None:
    code = "import sys; import pot.zk; from pot.zk import prover; assert prover._default is None"
    subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "POT_HOME": "/nowhere"},
        check=True,
    )


def test_strictly_typed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, "src", "tests"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]])
def test_formatted_and_linted(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *command, "--no-cache", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_both_names_of_the_types() -> None:
    from pot.zk import types, zk_types

    assert zk_types.SGDStepStatement is types.SGDStepStatement
    assert zk_types.SGDStepWitness is types.SGDStepWitness


def test_everything_exported_is_there() -> None:
    assert all(hasattr(pot.zk, name) for name in pot.zk.__all__)


def statement(root: object) -> SGDStepStatement:
    return SGDStepStatement(root, root, b"h", root, 1, 2, 3)  # type: ignore[arg-type]


WITNESS = SGDStepWitness([0.25], [0.5], [1.0], [0.0], learning_rate=0.123)


def test_nothing_is_checked_on_construction() -> None:
    assert statement("text").W_t_root == "text"  # type: ignore[comparison-overlap]


def test_a_witness_is_not_printed() -> None:
    assert repr(WITNESS) == "SGDStepWitness()"


def test_faults_that_python_sees_come_together() -> None:
    with pytest.raises(UnusableRequestError) as e:
        prove_sgd_step(statement(b"\1" * 32), WITNESS, hyperparameters={})
    assert len(e.value.faults) == 3
    for field in ("W_t_root", "batch_root", "W_t1_root"):
        assert field in str(e.value)
    assert "ZKWitnessBuilder" in str(e.value)
    with pytest.raises(UnusableRequestError, match="W_t_root: found a str"):
        prove_sgd_step(statement("text"), WITNESS)
    with pytest.raises(UnusableRequestError, match="W_t_root: found 3 bytes"):
        prove_sgd_step(statement(b"abc"), WITNESS)


def test_every_kind_of_fault_comes_with_the_others() -> None:
    bad: Any = SGDStepWitness([[1], [2, 3]], [1j], None, ["a"], "x", float("nan"))  # type: ignore
    statement = SGDStepStatement("t", b"", None, 7, "n", True, 1.5)  # type: ignore[arg-type]
    with pytest.raises(UnusableRequestError) as e:
        prove_sgd_step(statement, bad, hyperparameters={})
    fields = ["W_t_root", "batch_root", "hparams_hash", "W_t1_root"]
    fields += ["step_nonce", "step_number", "epoch"]
    fields += [f"witness.{name}" for name in SGDStepWitness.__dataclass_fields__][:-1]
    assert {fault["field"] for fault in e.value.faults} == set(fields)
    assert "\n" not in str(e.value)


@pytest.mark.parametrize("proof", ["text", None, 7])
def test_proofs_that_are_no_bytes(proof: Any) -> None:
    root = b"\1" * 32
    good = SGDStepStatement(root, root, root, root, 1, 2, 3)
    with pytest.raises(UnusableRequestError, match="proof: found a"):
        verify_sgd_step(good, proof)
    with pytest.raises(UnusableRequestError, match="proof: found a"):
        verify_weight_opening(root, proof)
    with pytest.raises(UnusableRequestError, match="root: found a str"):
        verify_weight_opening(root.hex(), b"")  # type: ignore[arg-type]


def test_configurations() -> None:
    assert ProverConfig.of(None) == ProverConfig()
    assert ProverConfig.of({"params_k": 9}).params_k == 9
    assert ProverConfig.of(ProverConfig(timeout=3)).timeout == 3
    with pytest.raises(UnusableRequestError, match="colour"):
        ProverConfig.of({"colour": 1})


def test_other_hash_functions_are_refused() -> None:
    import hashlib

    for good in (None, "sha256", hashlib.sha256):
        ZKWitnessBuilder(good)
    for bad in ("md5", hashlib.sha512, len):
        with pytest.raises(UnusableRequestError, match="hash_function"):
            ZKWitnessBuilder(bad)


def test_batches_that_are_none() -> None:
    builder = ZKWitnessBuilder()
    for batch in (
        {"inputs": np.zeros((1, 2))},
        {"inputs": np.zeros((1, 2)), "targets": np.zeros((2, 2))},
        {"inputs": np.zeros((1, 2)), "targets": np.zeros((1, 2)), "x": 1},
        {"inputs": np.zeros((1, 2, 3)), "targets": np.zeros((1, 2))},
    ):
        with pytest.raises(UnusableRequestError, match="batch"):
            builder.build_batch_commitment(batch)
