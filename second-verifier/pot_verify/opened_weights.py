"""Section 17: the verifier of an opening of chosen weights."""

from dataclasses import dataclass

from .budget import check_budget, error_terms
from .circuit import Tensor
from .field import ZERO
from .hparams import read_hyper_parameters
from .invalid import require
from .layout import lay_out, statement_root
from .opening import claim_weights, finish, least_columns, pad_lanes, send_batch
from .reader import Reader
from .script import CountingChannel, ProofChannel, Script, known
from .step import make_plan, read_header
from .transcript import Transcript
from .weights import Place

MAGIC = b"PoTZKopn"
PROTOCOL = b"PoT-ZK/1/open-weights"
MOST_SHOWN = 2**16


@dataclass(frozen=True)
class Shown:
    """One weight: its tensor, its index (row-major, unpadded) and its value in units."""

    tensor: Tensor
    index: int
    units: int

    @property
    def name(self):
        return self.tensor.name.split("/")[-1]

    @property
    def value(self):
        return self.units / 2**self.tensor.format.frac

    def claim(self, script, commitment):
        """sum_j 2^(w j) limb_j(x) = value + offset, the value known."""
        tensor = self.tensor
        row, column = divmod(self.index, tensor.columns)
        weights = Place((row << tensor.column_variables) + column, tensor.variables)
        parts = [(commitment, limb, 2 ** (commitment.limb_width * j)) for j, limb in enumerate(commitment.limbs[tensor.name])]
        script.claim(f"shown {self.name}", [(weights, parts)], known(self.units + tensor.offset))


def verify_opening(root, proof):
    """The weights that a valid opening of the root shows; raises Invalid otherwise."""
    reader = Reader(proof)
    canonical = read_header(reader, MAGIC)
    plan = make_plan(read_hyper_parameters(canonical))
    profile = plan.profile
    commitments = [plan.commitments[0], lay_out([], profile)]
    merkle_root = reader.take(32)
    start = reader.at
    shown = _read_shown(reader, plan.circuit.before)
    shown_bytes = proof[start:reader.at]
    script = Script(CountingChannel())
    _run_script(script, shown, commitments, lambda powers, z: [ZERO, ZERO])
    for _ in range(2):
        script.constrain("products and folded value", known(0))
    check_budget(error_terms(script, profile, commitments))
    lanes = pad_lanes(script.pads, profile)
    elements = script.pads + profile.lane_length + profile.blinding + 1 + lanes.message
    least = 32 + 16 * elements + 8 + least_columns(commitments, profile, lanes)
    require(reader.remaining() >= least, "the proof is too short")
    require(statement_root("weights", commitments[0], profile, merkle_root) == root, "the root is not the one that the proof opens")

    transcript = Transcript(PROTOCOL)
    transcript.absorb("hyperparameters", canonical)
    transcript.absorb("derived parameters", plan.derived_parameters())
    transcript.absorb("root", root)
    transcript.absorb("weights", merkle_root)
    transcript.absorb("shown", shown_bytes)
    auxiliary_root = reader.take(32)
    transcript.absorb("auxiliary root", auxiliary_root)
    script = Script(ProofChannel(reader, transcript))
    batched = _run_script(script, shown, commitments, lambda powers, z: claim_weights(script, commitments, powers, z))
    finish(script, batched, commitments, [merkle_root, auxiliary_root], profile, lanes)
    return shown


def _run_script(script, shown, commitments, weigh):
    for weight in shown:
        weight.claim(script, commitments[0])
    return send_batch(script, commitments, weigh)


def _read_shown(reader, tensors):
    """The weights shown, ascending strictly, each in its tensor and its format."""
    count = reader.word()
    require(1 <= count <= MOST_SHOWN, "the number of weights shown")
    shown, last = [], None
    for _ in range(count):
        number, index = reader.word(), reader.word()
        units = int.from_bytes(reader.take(8), "little", signed=True)
        require(last is None or (number, index) > last, "the weights shown do not ascend")
        require(number < len(tensors), "a weight of no tensor")
        tensor = tensors[number]
        require(index < tensor.rows * tensor.columns, "a weight outside its tensor")
        require(-tensor.offset <= units < tensor.offset, "a weight outside its format")
        shown.append(Shown(tensor, index, units))
        last = number, index
    return shown
