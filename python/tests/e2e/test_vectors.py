"""The frozen vectors, through the client: the same verdicts as everywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pot.zk import SGDStepStatement, verify_sgd_step, verify_weight_opening

FOLDER = Path(__file__).resolve().parents[3] / "vectors"
ALL = json.loads((FOLDER / "vectors.json").read_text())


def proof_of(case: dict[str, Any]) -> bytes:
    """The bytes of a case, after its edits."""
    proof = bytearray((FOLDER / case["file"]).read_bytes())
    for edit in case.get("edits", []):
        if "cut" in edit:
            del proof[edit["cut"] :]
        elif "append" in edit:
            proof += bytes.fromhex(edit["append"])
        else:
            for i, byte in enumerate(bytes.fromhex(edit["xor"])):
                proof[edit["at"] + i] ^= byte
    return bytes(proof)


def test_counts() -> None:
    counts: dict[str, int] = {}
    for case in ALL["cases"]:
        name = case["kind"] + ("_valid" if case["valid"] else "_invalid")
        counts[name] = counts.get(name, 0) + 1
    assert counts == ALL["counts"]
    assert ALL["format"] == "pot-vectors/1"


def test_schema() -> None:
    schema = json.loads((FOLDER.parent / "docs/schema/vectors.schema.json").read_text())
    Draft202012Validator(schema).validate(ALL)


@pytest.mark.parametrize("case", ALL["cases"], ids=lambda case: str(case["id"]))
def test_verdict(case: dict[str, Any]) -> None:
    inputs = case["public_inputs"]
    if case["kind"] == "opening":
        valid = verify_weight_opening(bytes.fromhex(inputs["root"]), proof_of(case)).valid
    else:
        statement = SGDStepStatement(
            W_t_root=bytes.fromhex(inputs["w_t_root"]),
            batch_root=bytes.fromhex(inputs["batch_root"]),
            hparams_hash=bytes.fromhex(inputs["hparams_hash"]),
            W_t1_root=bytes.fromhex(inputs["w_t1_root"]),
            step_nonce=inputs["step_nonce"],
            step_number=inputs["step_number"],
            epoch=inputs["epoch"],
        )
        valid = verify_sgd_step(statement, proof_of(case))
    assert valid == case["valid"], case.get("bug")
