"""The usage example of the first prototype, line by line as it stands in both READMEs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pot.zk.errors import UnusableRequestError

PACKAGE = Path(__file__).resolve().parents[2]
READMES = [PACKAGE / "README.md", PACKAGE.parent / "README.md"]

# The example as the prototype's page has it.
ORIGINAL = """
import numpy as np
from pot.zk.types import SGDStepStatement, SGDStepWitness
from pot.zk.prover import prove_sgd_step
from pot.zk.verifier import verify_sgd_step
from pot.zk.builder import ZKWitnessBuilder

# Create model weights
weights_before = {"layer1": np.random.randn(16, 4) * 0.1}
learning_rate = 0.01
gradients = np.random.randn(16, 4) * 0.01
weights_after = {"layer1": weights_before["layer1"] - learning_rate * gradients}

# Create batch
batch = {
    "inputs": np.random.randn(1, 16),
    "targets": np.random.randn(1, 4)
}

# Build witness
builder = ZKWitnessBuilder()
witness_data = builder.extract_sgd_update_witness(
    weights_before, weights_after, batch, learning_rate
)

# Create statement and witness
statement = SGDStepStatement(
    W_t_root=witness_data['w_t_root'],
    batch_root=witness_data['batch_root'],
    hparams_hash=b"hyperparams_hash",
    W_t1_root=witness_data['w_t1_root'],
    step_nonce=123,
    step_number=456,
    epoch=1
)

witness = SGDStepWitness(
    weights_before=witness_data['weights_before'],
    weights_after=witness_data['weights_after'],
    batch_inputs=witness_data['batch_inputs'],
    batch_targets=witness_data['batch_targets'],
    learning_rate=learning_rate,
    loss_value=witness_data['loss_value']
)

# Generate and verify proof
proof = prove_sgd_step(statement, witness)
is_valid = verify_sgd_step(statement, proof)

print(f"Proof valid: {is_valid}")
"""


def readme_example() -> str:
    return READMES[0].read_text().split("```python\n")[1].split("```")[0]


def lines(code: str) -> list[str]:
    """Lines without their end comments; a block may have moved, so they are sorted."""
    return sorted(re.sub(r"  # was: .*", "", line) for line in code.splitlines() if line.strip())


def run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(code, "the example", "exec"), names)
    return names


def test_with_its_two_honest_changes(capsys: pytest.CaptureFixture[str]) -> None:
    names = run(readme_example())
    assert capsys.readouterr().out == "Proof valid: True\n"
    assert names["is_valid"] is True
    assert len(names["proof"]) > 50_000


def test_both_pages_have_it() -> None:
    assert all(f"```python\n{readme_example()}```" in readme.read_text() for readme in READMES)


def test_the_changes_are_two() -> None:
    gone = [line for line in lines(ORIGINAL) if line not in lines(readme_example())]
    come = [line for line in lines(readme_example()) if line not in lines(ORIGINAL)]
    assert [line.split("=")[0].strip() for line in come] == ["hparams_hash", "gradients"]
    # What was there is said beside each change, and is what the original has.
    said = re.findall(r"(\w+) ?=.*  # was: (.*)", readme_example())
    assert sorted(f"{name}{value}".rstrip(",") for name, value in said) == sorted(
        re.sub(r"^\s*(\w+) ?= ?", r"\1", line).rstrip(",") for line in gone
    )


def test_unchanged_it_ends_in_one_error_that_says_both() -> None:
    with pytest.raises(UnusableRequestError) as e:
        run(ORIGINAL)
    message = str(e.value)
    assert "hparams_hash: found 32 hex digits; expected 64, for 32 bytes" in message
    assert "one SGD step gives" in message and "weights_after.layer1.weight[" in message
    assert "\n" not in message
    assert len(e.value.faults) == 2
    assert e.value.exit_code == 2
