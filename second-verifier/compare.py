#!/usr/bin/env python3
"""Compares this verifier with `./pot`: proofs of many shapes, openings of weights, their mutations, and plans of random hyper-parameters.

    python3 second-verifier/compare.py [--only TEXT] [--flips N] [--plans N] [--seed N]
"""

import argparse
import math
import os
import random
import sys
import tempfile

from comparison.mutations import mutations, opening_mutations
from comparison.plans import canonical, random_hyper_parameters
from comparison.pot_program import Pot, Refused, open_random_weights, prove_random_step
from comparison.shapes import SHAPES
from pot_verify.hparams import read_hyper_parameters
from pot_verify.invalid import Invalid
from pot_verify.request import check_request
from pot_verify.step import make_plan


class Tally:
    def __init__(self):
        self.agreed = 0
        self.valid = 0
        self.disagreed = []

    def note(self, what, mine, theirs):
        """The verdicts of both: None if valid or accepted, else the reason."""
        if (mine is None) == (theirs is None):
            self.agreed += 1
            self.valid += mine is None
        else:
            self.disagreed.append(what)
            print(f"DISAGREE: {what}\n    this verifier: {mine or 'valid'}\n    ./pot:         {theirs or 'valid'}", flush=True)


def pot_verdict(pot, request):
    """The program's, like that of check_request."""
    answer, _ = pot.ask("open" if "root" in request else "verify", **request)
    return None if answer["valid"] else answer["reason"]


def compare_one(pot, tally, what, request, mutated):
    """An honest request, which must be valid, and its mutations."""
    mine, theirs = check_request(request)[0], pot_verdict(pot, request)
    tally.note(what, mine, theirs)
    if mine is not None:
        tally.disagreed.append(f"{what}: an honest proof is not valid: {mine}")
    before = tally.agreed
    for mutation, other in mutated:
        tally.note(f"{what}: {mutation}", check_request(other)[0], pot_verdict(pot, other))
    print(f"{what}: {mine or 'valid'}, {tally.agreed - before} mutations agreed", flush=True)


def compare_proofs(pot, tally, options):
    """Every shape: a step, and an opening of its weights."""
    for number, (name, hyperparameters) in enumerate(SHAPES.items(), options.seed):
        if options.only not in name:
            continue
        dice = random.Random(number)
        step = prove_random_step(pot, hyperparameters, number)
        compare_one(pot, tally, name, step, mutations(step, dice, options.flips))
        opening, said = open_random_weights(pot, hyperparameters, number)
        shown = [{"name": weight.name, "index": weight.index, "value": weight.value} for weight in check_request(opening)[1]]
        tally.note(f"{name}, opened: the weights shown", None if shown == said else "other weights", None)
        compare_one(pot, tally, f"{name}, {len(said)} opened", opening, opening_mutations(opening, dice, options.flips))


def compare_plans(pot, tally, options):
    """Random hyper-parameters: both refuse them, or both give the same leaves and errors."""
    for seed in range(options.seed, options.seed + options.plans):
        hyperparameters = random_hyper_parameters(random.Random(seed))
        plan, mine, answer, theirs = None, None, None, None
        try:
            plan = make_plan(read_hyper_parameters(canonical(hyperparameters)))
        except Invalid as reason:
            mine = str(reason)
        try:
            answer, _ = pot.ask("soundness", hyperparameters=hyperparameters)
        except Refused as reason:
            theirs = str(reason)
        if plan and answer and not same_plan(plan, answer):
            mine = "another plan"
        tally.note(f"hyper-parameters {canonical(hyperparameters).decode()}", mine, theirs)


def same_plan(plan, answer):
    """The program prints logarithms to a tenth, towards zero."""
    logs = [math.log2(error) for error in plan.errors.values() if error]
    printed = [entry["log2"] for entry in answer["errors"]]
    p, said = plan.profile, answer["commitment"]
    return (answer["lookups"] == plan.leaves.count and answer["limb_width"] == p.limb_width and len(logs) == len(printed)
            and (said["lane_length"], said["code_length"], said["queries"], said["blinding"], said["grinding_bits"])
            == (p.lane_length, p.code_length, p.queries, p.blinding, p.grinding)
            and all(-1e-9 <= rough - log <= 0.1 + 1e-9 for rough, log in zip(printed, logs)))


def main():
    parser = argparse.ArgumentParser(description="Compares this verifier with ./pot verify.")
    parser.add_argument("--only", default="", help="shapes whose name has this text")
    parser.add_argument("--flips", type=int, default=1, help="flipped bits for each section of a proof (default 1)")
    parser.add_argument("--plans", type=int, default=1000, help="random hyper-parameters (default 1000)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as state:
        os.environ["POT_STATE"] = state
        pot = Pot()
        proofs, plans = Tally(), Tally()
        compare_proofs(pot, proofs, options)
        compare_plans(pot, plans, options)
        pot.close()
    print(f"proofs: {proofs.agreed} verdicts agreed, {proofs.valid} of them valid")
    print(f"plans: {plans.agreed} agreed, {plans.valid} of them accepted")
    failed = len(proofs.disagreed) + len(plans.disagreed)
    print(f"{failed} disagreements")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
