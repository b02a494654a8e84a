"""The frozen vectors (docs/formats.md): each is accepted or rejected as it says."""

import json
import pathlib
import unittest

from pot_verify.invalid import Invalid
from pot_verify.opened_weights import verify_opening
from pot_verify.step import Statement, verify_step

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "vectors"


def proof_of(case):
    """The bytes of a case, after its edits."""
    proof = bytearray((FOLDER / case["file"]).read_bytes())
    for edit in case.get("edits", []):
        if "cut" in edit:
            del proof[edit["cut"]:]
        elif "append" in edit:
            proof += bytes.fromhex(edit["append"])
        else:
            for i, byte in enumerate(bytes.fromhex(edit["xor"])):
                proof[edit["at"] + i] ^= byte
    return bytes(proof)


def verdict(case):
    """Whether the case is valid, by this verifier."""
    inputs = {name: bytes.fromhex(value) if isinstance(value, str) else value
              for name, value in case["public_inputs"].items()}
    try:
        if case["kind"] == "opening":
            verify_opening(inputs["root"], proof_of(case))
        else:
            verify_step(Statement(**inputs), proof_of(case))
        return True
    except Invalid:
        return False


class VectorsTest(unittest.TestCase):
    """One test for each case."""


def add(case):
    """A test of one case."""
    def test(self):
        self.assertEqual(verdict(case), case["valid"], case.get("bug"))
    setattr(VectorsTest, "test_" + case["id"].replace("-", "_"), test)


for each in json.loads((FOLDER / "vectors.json").read_text())["cases"]:
    add(each)

if __name__ == "__main__":
    unittest.main()
