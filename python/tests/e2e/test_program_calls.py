"""Every call, against the real program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from pot.zk import (
    OpeningStore,
    Prover,
    ProverConfig,
    SGDStepStatement,
    SGDStepWitness,
    UntrueStepError,
    UnusableRequestError,
    ZKWitnessBuilder,
    _frames,
    default_prover,
    prove_sgd_step,
    verify_sgd_step,
    verify_weight_opening,
)
from pot.zk.errors import ProgramCrashedError
from pot.zk.hyperparameters import (
    EXACT,
    dyadic,
    hparams_hash,
    linear,
    linear_hyperparameters,
)

Array = npt.NDArray[np.float64]
ROOT = Path(__file__).resolve().parents[3]


class Step:
    """A random model with biases, and one step done in float64."""

    def __init__(self, draw: np.random.Generator, rows: int = 6, columns: int = 3, batch: int = 4):
        self.rate = 0.05
        self.inputs: Array = draw.normal(size=(batch, rows))
        self.targets: Array = draw.normal(size=(batch, columns))
        self.before = {
            "fc.weight": draw.normal(size=(rows, columns)) * 0.2,
            "fc.bias": draw.normal(size=columns) * 0.1,
        }
        outputs = self.inputs @ self.before["fc.weight"] + self.before["fc.bias"]
        error = (outputs - self.targets) / batch
        self.gradients = {"fc.weight": self.inputs.T @ error, "fc.bias": error.sum(axis=0)}
        self.after = {k: v - self.rate * self.gradients[k] for k, v in self.before.items()}
        self.loss = float(np.sum((outputs - self.targets) ** 2) / 2 / batch)

    @property
    def batch(self) -> dict[str, Array]:
        return {"inputs": self.inputs, "targets": self.targets}


def pair(data: dict[str, Any], nonce: int = 1) -> tuple[SGDStepStatement, SGDStepWitness]:
    statement = SGDStepStatement(
        data["w_t_root"], data["batch_root"], data["hparams_hash"], data["w_t1_root"], nonce, 2, 3
    )
    witness = SGDStepWitness(
        data["weights_before"],
        data["weights_after"],
        data["batch_inputs"],
        data["batch_targets"],
        data["learning_rate"],
        data["loss_value"],
    )
    return statement, witness


def build(step: Step, **options: Any) -> tuple[SGDStepStatement, SGDStepWitness]:
    builder = ZKWitnessBuilder(**options)
    return pair(builder.extract_sgd_update_witness(step.before, step.after, step.batch, step.rate))


def changed(statement: SGDStepStatement, field: str, value: object) -> SGDStepStatement:
    other = replace(statement)
    setattr(other, field, value)
    return other


def test_a_step_with_biases(draw: np.random.Generator) -> None:
    step = Step(draw)
    statement, witness = build(step)
    assert witness.loss_value == pytest.approx(step.loss)
    witness.gradients = np.concatenate([g.reshape(-1) for g in step.gradients.values()])
    proof = prove_sgd_step(statement, witness)
    assert verify_sgd_step(statement, proof)
    assert prove_sgd_step(statement, witness) == proof, "the same request, the same bytes"


def test_lists_will_do(draw: np.random.Generator) -> None:
    statement, witness = build(Step(draw))
    for name in ("weights_before", "weights_after", "batch_inputs", "batch_targets"):
        setattr(witness, name, [float(v) for v in getattr(witness, name)])
    assert verify_sgd_step(statement, prove_sgd_step(statement, witness))


def test_float32_steps(draw: np.random.Generator) -> None:
    step = Step(draw)
    step.before = {k: v.astype(np.float32) for k, v in step.before.items()}
    x, y = step.inputs.astype(np.float32), step.targets.astype(np.float32)
    error = (x @ step.before["fc.weight"] + step.before["fc.bias"] - y) / np.float32(len(x))
    rate = np.float32(step.rate)
    step.after = {
        "fc.weight": step.before["fc.weight"] - rate * (x.T @ error),
        "fc.bias": step.before["fc.bias"] - rate * error.sum(axis=0),
    }
    step.inputs, step.targets = x, y  # type: ignore[assignment]
    statement, witness = build(step)
    assert verify_sgd_step(statement, prove_sgd_step(statement, witness))


@pytest.mark.parametrize("field", ["W_t_root", "batch_root", "hparams_hash", "W_t1_root"])
def test_tampering_with_a_hash(draw: np.random.Generator, field: str) -> None:
    statement, witness = build(Step(draw))
    proof = prove_sgd_step(statement, witness)
    value = bytearray(getattr(statement, field))
    value[draw.integers(32)] ^= 1 << draw.integers(8)
    assert not verify_sgd_step(changed(statement, field, bytes(value)), proof)


@pytest.mark.parametrize("field", ["step_nonce", "step_number", "epoch"])
def test_tampering_with_a_number(draw: np.random.Generator, field: str) -> None:
    statement, witness = build(Step(draw))
    proof = prove_sgd_step(statement, witness)
    assert not verify_sgd_step(changed(statement, field, 77), proof)


def test_tampering_with_the_proof(draw: np.random.Generator) -> None:
    statement, witness = build(Step(draw))
    proof = prove_sgd_step(statement, witness)
    flipped = bytearray(proof)
    flipped[draw.integers(len(proof))] ^= 1
    for other in (bytes(flipped), proof[:-1], proof + b"\0", b"", b"mock_proof_27_bytes________"):
        assert not verify_sgd_step(statement, other)


def test_weights_that_no_step_gives(draw: np.random.Generator) -> None:
    step = Step(draw)
    step.after["fc.bias"] = step.after["fc.bias"] + 0.001
    statement, witness = build(step)
    with pytest.raises(UntrueStepError, match=r"weights_after\.fc\.bias\[\d\] is") as e:
        prove_sgd_step(statement, witness)
    assert e.value.exit_code == 1


def test_a_rate_and_a_loss_that_contradict(draw: np.random.Generator) -> None:
    statement, witness = build(Step(draw))
    witness.learning_rate, witness.loss_value = 0.5, -1.0
    with pytest.raises(UntrueStepError, match="learning_rate.*loss_value"):
        prove_sgd_step(statement, witness)


def test_values_that_do_not_fit(draw: np.random.Generator) -> None:
    step = Step(draw)
    step.inputs[1, 2] = np.nan
    with pytest.raises(UnusableRequestError, match=r"batch\.inputs\[1, 2\]: found NaN"):
        build(step)
    step.inputs[1, 2] = 1e9
    with pytest.raises(UnusableRequestError, match=r"batch\.inputs\[1, 2\]"):
        build(step)


def test_statements_that_are_none(draw: np.random.Generator) -> None:
    statement, witness = build(Step(draw))
    proof = prove_sgd_step(statement, witness)
    for change in ({"W_t_root": b"short"}, {"epoch": -1}, {"step_nonce": 1 << 63}):
        with pytest.raises(UnusableRequestError, match=next(iter(change)).lower()):
            verify_sgd_step(changed(statement, *next(iter(change.items()))), proof)


def test_declared_exactly(draw: np.random.Generator, prover: Prover) -> None:
    step = Step(draw)
    declared = linear_hyperparameters(
        [linear("fc", 6, 3, True)], batch=4, learning_rate=step.rate, reduction="mean", mode=EXACT
    )
    done = prover.step(declared, step.before, step.inputs, step.targets)
    assert hparams_hash(done["hyperparameters"]).hex() == done["hparams_hash"]
    step.after = done["weights"]
    assert step.after["fc.weight"].shape == (6, 3)
    store = OpeningStore()
    statement, witness = build(step, hyperparameters=declared, store=store, prover=prover)
    assert witness.loss_value == pytest.approx(done["loss_value"], rel=1e-4)
    with pytest.raises(UnusableRequestError, match="opening store"):
        prove_sgd_step(statement, witness)
    config = ProverConfig(prover=prover, store=store)
    assert verify_sgd_step(statement, prove_sgd_step(statement, witness, config), config)


def test_a_deep_network_with_momentum(draw: np.random.Generator) -> None:
    """Two layers, Nesterov momentum and decay, done in float64 as PyTorch defines them."""
    rate, mu, decay = 0.05, 0.9, 0.001
    declared = linear_hyperparameters(
        [linear("fc1", 6, 5, True), {"op": "relu"}, linear("fc2", 5, 3, False)],
        batch=4,
        learning_rate=rate,
    )
    declared["optimizer"] |= {
        "momentum": dyadic(mu),
        "nesterov": True,
        "weight_decay": dyadic(decay),
    }
    w: dict[str, Array] = {
        "fc1.weight": draw.normal(size=(6, 5)) * 0.3,
        "fc1.bias": draw.normal(size=5) * 0.1,
        "fc2.weight": draw.normal(size=(5, 3)) * 0.3,
    }
    v = {name: draw.normal(size=value.shape) * 0.02 for name, value in w.items()}
    x, y = draw.normal(size=(4, 6)), draw.normal(size=(4, 3))
    hidden = x @ w["fc1.weight"] + w["fc1.bias"]
    out_gradient = (np.maximum(hidden, 0) @ w["fc2.weight"] - y) / 4
    hidden_gradient = (out_gradient @ w["fc2.weight"].T) * (hidden > 0)
    gradients = {
        "fc1.weight": x.T @ hidden_gradient,
        "fc1.bias": hidden_gradient.sum(axis=0),
        "fc2.weight": np.maximum(hidden, 0).T @ out_gradient,
    }
    after, buffers = {}, {}
    for name, gradient in gradients.items():
        g = gradient + decay * w[name]
        buffers[name] = mu * v[name] + g
        after[name] = w[name] - rate * (g + mu * buffers[name])

    def state(weights: dict[str, Array], moments: dict[str, Array]) -> dict[str, Array]:
        return {**weights, **{f"{name}.momentum": m for name, m in moments.items()}}

    builder = ZKWitnessBuilder(hyperparameters=declared)
    data = builder.extract_sgd_update_witness(
        state(w, v), state(after, buffers), {"inputs": x, "targets": y}, rate
    )
    statement, witness = pair(data)
    witness.gradients = np.concatenate([g.reshape(-1) for g in gradients.values()])
    assert verify_sgd_step(statement, prove_sgd_step(statement, witness))
    forgotten = builder.extract_sgd_update_witness(
        state(w, v), state(after, v), {"inputs": x, "targets": y}, rate
    )
    with pytest.raises(UntrueStepError, match="momentum"):
        prove_sgd_step(*pair(forgotten))


def test_a_store_in_a_file(draw: np.random.Generator, tmp_path: Path) -> None:
    path = tmp_path / "openings"
    statement, witness = build(Step(draw), store=OpeningStore(path))
    proof = prove_sgd_step(statement, witness, {"store": OpeningStore(path)})
    assert verify_sgd_step(statement, proof)


def test_parts_committed_one_by_one(draw: np.random.Generator) -> None:
    """Roots of weights fit any batch and rate."""
    inputs, targets = draw.normal(size=(5, 4)), draw.normal(size=(5, 2))
    before = {"layer1": draw.normal(size=(4, 2)) * 0.1}
    gradient = inputs.T @ (inputs @ before["layer1"] - targets) / 5
    after = {"layer1": before["layer1"] - 0.01 * gradient}
    builder = ZKWitnessBuilder()
    w_t, w_t1 = (builder.extract_weights_for_zk(w) for w in (before, after))
    data = builder.build_batch_commitment({"inputs": inputs, "targets": targets})
    statement = SGDStepStatement(
        w_t["root"], data["batch_root"], data["hparams_hash"], w_t1["root"], 1, 2, 3
    )
    witness = SGDStepWitness(w_t["weights"], w_t1["weights"], inputs, targets, 0.01)
    assert verify_sgd_step(statement, prove_sgd_step(statement, witness))


def test_some_weights_and_no_others(draw: np.random.Generator) -> None:
    state = {"layer1": draw.normal(size=(5, 3)), "layer1.bias": draw.normal(size=3)}
    indices = [("layer1", 14), ("layer1.weight", 2, 0), ("layer1.bias", 1)]
    result = ZKWitnessBuilder().extract_weights_for_zk(state, indices)
    assert result["indices"] == [("layer1.weight", 6), ("layer1.weight", 14), ("layer1.bias", 1)]
    expected = [state["layer1"][2, 0], state["layer1"][4, 2], state["layer1.bias"][1]]
    np.testing.assert_allclose(result["values"], expected, atol=2**-25)
    opening = verify_weight_opening(result["root"], result["proof"])
    assert opening.valid
    assert [(n, i) for n, i, _ in opening.weights] == result["indices"]
    assert [v for _, _, v in opening.weights] == result["values"]
    flipped = bytearray(result["proof"])
    flipped[draw.integers(len(flipped))] ^= 1
    rejected = verify_weight_opening(result["root"], bytes(flipped))
    assert not rejected.valid and rejected.reason and not rejected.weights
    other = ZKWitnessBuilder().extract_weights_for_zk(state)["root"]
    assert not verify_weight_opening(other, result["proof"]).valid


def test_many_weights_at_once(draw: np.random.Generator) -> None:
    state = {"layer1": draw.normal(size=(40, 3))}
    indices = [("layer1", i, int(draw.integers(3))) for i in range(40)]
    result = ZKWitnessBuilder().extract_weights_for_zk(state, indices)
    opening = verify_weight_opening(result["root"], result["proof"], {"params_k": 30})
    assert opening.valid
    for (_, i, j), (name, index, value) in zip(indices, opening.weights, strict=True):
        assert (name, index) == ("layer1.weight", 3 * i + j)
        assert value == pytest.approx(state["layer1"][i, j], abs=2**-24)


def _sent(value: Any) -> Any:
    """As it is said, tensors as frames."""
    return json.loads(_frames.encode({"value": value})[0])["value"]


class Recorder(Prover):
    """Holds what goes and comes against the published schema."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        schema = json.loads((ROOT / "docs/schema/pot.schema.json").read_text())
        self._registry = Registry().with_resource("pot", Resource.from_contents(schema))

    def _hold(self, value: Any, name: str) -> None:
        reference = {"$ref": f"pot#/$defs/{name}"}
        Draft202012Validator(reference, registry=self._registry).validate(value)
        self.seen.add(name)

    def call(self, command: str, request: Any, **options: Any) -> dict[str, Any]:
        self._hold(_sent(request), f"{command}-request")
        answer = super().call(command, request, **options)
        self._hold(_sent(answer), f"{command}-answer")
        return answer


def test_everything_said_is_in_the_published_schema(draw: np.random.Generator) -> None:
    step = Step(draw)
    p = Recorder()
    with p:
        config = ProverConfig(prover=p)
        builder = ZKWitnessBuilder(prover=p)
        data = builder.extract_sgd_update_witness(step.before, step.after, step.batch, step.rate)
        statement, witness = pair(data)
        proof = prove_sgd_step(statement, witness, config)
        assert verify_sgd_step(statement, proof, config)
        opened = builder.extract_weights_for_zk(step.before, [("fc.bias", 1)])
        assert verify_weight_opening(opened["root"], opened["proof"], config).valid
        p.step(data["hyperparameters"], step.before, step.inputs, step.targets)
        assert p.inspect(proof)["kind"] == "step"
        assert p.inspect(opened["proof"])["kind"] == "opening"
        assert p.soundness(data["hyperparameters"])["soundness_bits"] >= 100
        assert len(p.seen) == 14, "seven commands, both directions"


def test_the_calls_of_a_prover(draw: np.random.Generator, prover: Prover) -> None:
    step = Step(draw)
    declared = linear_hyperparameters(
        [linear("fc", 6, 3, True)], batch=4, learning_rate=step.rate, mode=EXACT
    )
    after = prover.step(declared, step.before, step.inputs, step.targets)["weights"]
    made = {
        "w_t": prover.commit_weights(declared, step.before),
        "w_t1": prover.commit_weights(declared, after),
        "batch": prover.commit_batch(declared, step.inputs, step.targets),
    }
    public = {
        **{f"{name}_root": answer["root"] for name, answer in made.items()},
        "hparams_hash": made["batch"]["hparams_hash"],
        **{"step_nonce": 1, "step_number": 2, "epoch": 3},
    }
    witness = {
        "weights_before": step.before,
        "weights_after": after,
        "batch_inputs": step.inputs,
        "batch_targets": step.targets,
    }
    seeds = {name: answer["opening"]["blinding_seed"] for name, answer in made.items()}
    proof = prover.prove(public, declared, witness, seeds, params_k=20)["proof"]
    assert prover.verify(public, proof, params_k=20)["valid"] is True
    assert prover.verify({**public, "epoch": 4}, proof)["valid"] is False
    seed = bytes.fromhex(seeds["w_t"])
    again = prover.commit_weights(declared, step.before, blinding_seed=seed)
    assert again["root"] == made["w_t"]["root"]
    opening = prover.open_weights(declared, step.before, seed, [("fc.bias", 2)])["proof"]
    root = bytes.fromhex(made["w_t"]["root"])
    (shown,) = prover.check_opening(root, opening)["weights"]
    assert (shown["name"], shown["index"]) == ("fc.bias", 2)
    assert shown["value"] == pytest.approx(step.before["fc.bias"][2], abs=2**-24)


def test_work_that_is_too_large(draw: np.random.Generator) -> None:
    statement, witness = build(Step(draw))
    with pytest.raises(UnusableRequestError, match="params_k"):
        prove_sgd_step(statement, witness, {"params_k": 2})


def test_progress(draw: np.random.Generator) -> None:
    phases: list[str] = []
    statement, witness = build(Step(draw))
    prove_sgd_step(statement, witness, {"on_progress": phases.append})
    assert phases == ["witness", "commitments", "proof", "verification"]


def test_threads_share_one_program(draw: np.random.Generator) -> None:
    steps = [Step(draw) for _ in range(6)]
    pid = (
        default_prover().call(
            "soundness",
            {
                "hyperparameters": linear_hyperparameters(
                    [linear("fc", 6, 3, True)], batch=4, learning_rate=0.05
                )
            },
        )
        and default_prover().pid
    )
    valid: list[bool] = []

    def work(step: Step) -> None:
        statement, witness = build(step)
        valid.append(verify_sgd_step(statement, prove_sgd_step(statement, witness)))

    threads = [threading.Thread(target=work, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert valid == [True] * 6
    assert default_prover().pid == pid


def test_a_killed_program_is_replaced(draw: np.random.Generator) -> None:
    with Prover() as p:
        step = Step(draw)
        build(step, prover=p)
        first = p.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        time.sleep(0.5)
        build(step, prover=p)
        assert p.pid not in (None, first)


def test_killed_in_the_middle(draw: np.random.Generator) -> None:
    big = linear_hyperparameters([linear("fc", 1024, 1024, True)], batch=64, learning_rate=0.01)
    weights = draw.normal(size=1024 * 1024 + 1024) * 0.02
    with Prover() as p:
        p.call("soundness", {"hyperparameters": big})
        pid = p.pid
        assert pid is not None
        threading.Timer(0.5, os.kill, (pid, signal.SIGKILL)).start()
        with pytest.raises(ProgramCrashedError, match="status -9"):
            for _ in range(100):
                p.commit_weights(big, weights)
        assert p.commit_weights(big, weights)["root"]


def test_a_source_distribution_builds_away_from_the_checkout(tmp_path: Path) -> None:
    before = _untracked()
    code = "import sys; from setuptools import build_meta as b; print(b.build_sdist(sys.argv[1]))"
    run = [sys.executable, "-c", code, str(tmp_path)]
    subprocess.run(run, cwd=ROOT / "python", check=True, capture_output=True)
    assert _untracked() == before
    (archive,) = tmp_path.glob("pot_zk-*.tar.gz")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", "wheel"]
    subprocess.run(
        [*pip, "--no-deps", "--no-build-isolation", "-w", str(tmp_path), str(archive)],
        cwd=tmp_path,
        check=True,
    )
    (wheel,) = tmp_path.glob("pot_zk-*.whl")
    with zipfile.ZipFile(wheel) as contents:
        names = contents.namelist()
    assert {"pot/zk/_program/pot", "pot/zk/_program/pot-zk.jar", "pot/zk/py.typed"} <= set(names)
    assert "pot/__init__.py" not in names


def test_what_pip_installs(draw: np.random.Generator, tmp_path: Path) -> None:
    """The package from a wheel, away from the checkout, with the program in it."""
    wheels, site = tmp_path / "wheels", tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    before = _untracked()
    subprocess.run(
        [
            *pip,
            "wheel",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            str(wheels),
            str(ROOT / "python"),
        ],
        check=True,
    )
    assert _untracked() == before
    (wheel,) = wheels.glob("pot_zk-*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", str(site), str(wheel)], check=True)
    code = (
        "import numpy as np, pot.zk, pot.zk.program as p\n"
        "print(p.find_program())\n"
        "r = pot.zk.ZKWitnessBuilder().extract_weights_for_zk({'l': np.ones((3, 2))}, [('l', 0)])\n"
        "print(pot.zk.verify_weight_opening(r['root'], r['proof']).weights)\n"
    )
    env = {k: v for k, v in os.environ.items() if k not in ("POT_HOME", "PYTHONPATH")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**env, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    where, shown = done.stdout.splitlines()
    assert where.startswith(str(site.resolve()))
    assert shown == "[('l.weight', 0, 1.0)]"


def _untracked() -> str:
    if not (ROOT / ".git").exists():
        return ""
    return subprocess.run(
        ["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
