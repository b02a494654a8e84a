"""Sections 12 and 13: the verifier of a step."""

import hashlib
from dataclasses import dataclass
from fractions import Fraction

from . import hashing
from .budget import CHALLENGES, check_budget, error_terms, lookup_count, lookup_work
from .circuit import Circuit
from .field import ZERO
from .hparams import HyperParameters, read_hyper_parameters
from .invalid import require
from .layout import describe, lay_out, multiplicity_slices, statement_root
from .lookup import Leaves, list_leaves, run_lookup
from .model import build_circuit
from .multilinear import ceil2
from .opening import PadLanes, claim_weights, finish, least_columns, pad_lanes, send_batch
from .profile import Profile, choose_profile
from .reader import Reader
from .relations import RelationRunner
from .script import CountingChannel, ProofChannel, Script
from .transcript import Transcript

MAGIC = b"PoTZKprf"
PROTOCOL = b"PoT-ZK/1/sgd-step"
MOST_HYPER_PARAMETERS = 2**20
MOST_BYTES = 2**28


@dataclass(frozen=True)
class Statement:
    """The public inputs of a step: roots and hash of 32 bytes, numbers from 0 to 2^63 - 1."""

    w_t_root: bytes
    batch_root: bytes
    hparams_hash: bytes
    w_t1_root: bytes
    step_nonce: int
    step_number: int
    epoch: int

    def encoded(self):
        roots = (self.w_t_root, self.batch_root, self.hparams_hash, self.w_t1_root)
        return b"".join(map(hashing.frame, roots)) + b"".join(map(hashing.word, (self.step_nonce, self.step_number, self.epoch)))


@dataclass
class Plan:
    """Everything about a proof that follows from its hyper-parameters."""

    h: HyperParameters
    circuit: Circuit
    profile: Profile
    commitments: list
    leaves: Leaves
    work: int              # bits of lookup work
    lanes: PadLanes
    sections: dict         # the bytes of each section after the header, without the columns
    errors: dict           # section 16

    @property
    def least_bytes(self):
        """Messages, columns and salts."""
        return sum(self.sections.values()) + least_columns(self.commitments, self.profile, self.lanes)

    def derived_parameters(self):
        """Section 12, 3."""
        p = self.profile
        numbers = (p.lane_variables, p.code_variables, p.queries, p.openings, p.grinding, self.work, p.limb_width,
                   self.lanes.count, self.lanes.length)
        return b"".join(map(hashing.word, numbers)) + b"".join(map(describe, self.commitments))


def verify_step(statement, proof):
    """Returns if the proof is valid for the statement, and raises Invalid otherwise."""
    reader = Reader(proof)
    canonical = read_header(reader, MAGIC)
    require(hashlib.sha256(canonical).digest() == statement.hparams_hash, "hparams_hash is not the hash of the hyper-parameters")
    plan = make_plan(read_hyper_parameters(canonical))
    require(plan.least_bytes <= MOST_BYTES, "hyper-parameters: the proof would be too large")
    merkle_roots = [reader.take(32) for _ in range(3)]
    require(reader.remaining() >= plan.least_bytes, "the proof is too short")
    _check_roots(statement, plan, merkle_roots)

    transcript = Transcript(PROTOCOL)
    transcript.absorb("hyperparameters", canonical)
    transcript.absorb("derived parameters", plan.derived_parameters())
    transcript.absorb("statement", statement.encoded())
    for name, root in zip(("weights before", "weights after", "batch"), merkle_roots):
        transcript.absorb(name, root)
    auxiliary_root = reader.take(32)
    transcript.absorb("auxiliary root", auxiliary_root)
    transcript.work("lookup work", plan.work, reader)
    script = Script(ProofChannel(reader, transcript))
    batched = _run_script(script, plan.circuit, plan.commitments, plan.leaves,
                          lambda powers, z: claim_weights(script, plan.commitments, powers, z))
    finish(script, batched, plan.commitments, [*merkle_roots, auxiliary_root], plan.profile, plan.lanes)


def read_header(reader, magic):
    """The hyper-parameters of a proof or an opening, as canonical bytes."""
    require(reader.take(8) == magic, "not a proof of this kind")
    require(reader.word() == 1, "another version")
    length = reader.word()
    require(length <= MOST_HYPER_PARAMETERS, "the hyper-parameters are too long")
    return reader.take(length)


def make_plan(h):
    """Sizes, order and errors of a step's proof under these hyper-parameters."""
    circuit = build_circuit(h)
    profile = choose_profile(circuit.before, h.openings)
    commitments = [lay_out(tensors, profile) for tensors in circuit.committed[:3]]
    commitments.append(lay_out(circuit.auxiliary, profile, multiplicity_slices(circuit, profile)))
    leaves = list_leaves(circuit, commitments, profile.limb_width)
    count = lookup_count(circuit, leaves, profile.limb_width)
    work = lookup_work(count)

    script = Script(CountingChannel())
    batched = _run_script(script, circuit, commitments, leaves, lambda powers, z: [ZERO] * len(commitments))
    for _ in range(len(batched.factors) + 2):
        script.constrain("masked factors, products and folded value", ZERO)
    lanes = pad_lanes(script.pads, profile)
    errors = {"lookup": Fraction(count, CHALLENGES) / 2**work, **error_terms(script, profile, commitments)}
    check_budget(errors)
    return Plan(h, circuit, profile, commitments, leaves, work, lanes, _sections(script, batched, profile, lanes, work), errors)


def _run_script(script, circuit, commitments, leaves, weigh):
    """Section 12, 4 to 6: challenges of the lookup, points, relations, paddings, lookup, and the first half of the opening."""
    alpha = script.challenge("alpha")
    delta = script.challenge("delta") if circuit.tables else ZERO
    padded = [tensor for tensors in circuit.committed for tensor in tensors if tensor.zero_padded and tensor.padded]
    points = [_point(script, relation.name, relation) for relation in circuit.relations]
    padding_points = [_point(script, tensor.name, tensor) for tensor in padded]
    runner = RelationRunner(script, commitments)
    for relation, point in zip(circuit.relations, points):
        runner.relation(relation, *point)
    for tensor, point in zip(padded, padding_points):
        runner.padding(tensor, *point)
    run_lookup(script, circuit, commitments[3], leaves, commitments[3].limb_width, alpha, delta)
    return send_batch(script, commitments, weigh)


def _point(script, name, shaped):
    """Row and column coordinates of a relation or a tensor."""
    return script.point(f"{name} row", ceil2(shaped.rows)), script.point(f"{name} column", ceil2(shaped.columns))


def _sections(script, batched, profile, lanes, work):
    """Section 13, from the auxiliary root on: the sections before the columns, and their bytes."""
    messages = script.pads - len(batched.alphas)       # the pads of factors cover nothing that is sent
    return {"auxiliary root": 32, "lookup nonce": 8 if work else 0, "messages": 16 * messages,
            "masked factors": 16 * len(batched.factors), "folded lanes": 16 * (profile.lane_length + profile.blinding),
            "mask form": 16, "pad message": 16 * lanes.message, "query nonce": 8}


def _check_roots(statement, plan, merkle_roots):
    """Section 12, 2: the statement's roots are those of the header's Merkle roots."""
    expected = (statement.w_t_root, statement.w_t1_root, statement.batch_root)
    for name, role, commitment, merkle_root, root in zip(
            ("w_t_root", "w_t1_root", "batch_root"), ("weights", "weights", "batch"), plan.commitments, merkle_roots, expected):
        require(statement_root(role, commitment, plan.profile, merkle_root) == root, f"{name} is not the root that the proof opens")
