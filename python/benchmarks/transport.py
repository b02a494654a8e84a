"""The share of transport in a call of prove: benchmarks/transport.py [WIDTH] [BATCH] [REPETITIONS].

Transport is the time from the call to the program's first phase, when it has read, converted and
checked all tensors.
"""

from __future__ import annotations

import statistics
import sys
import time

import numpy as np

from pot.zk import ProverConfig, SGDStepStatement, SGDStepWitness, ZKWitnessBuilder, prove_sgd_step


def main(width: int = 1024, batch: int = 64, repetitions: int = 5) -> None:
    draw = np.random.default_rng(1)
    before = draw.normal(size=(width, width)) * 0.02
    inputs, targets = draw.normal(size=(batch, width)), draw.normal(size=(batch, width))
    after = before - 0.01 * inputs.T @ (inputs @ before - targets) / batch
    data = {"inputs": inputs, "targets": targets}
    shares: list[float] = []
    for i in range(repetitions + 1):
        made = ZKWitnessBuilder().extract_sgd_update_witness(
            {"fc": before}, {"fc": after}, data, 0.01
        )
        roots = (made["w_t_root"], made["batch_root"], made["hparams_hash"], made["w_t1_root"])
        tensors = (
            made[k] for k in ("weights_before", "weights_after", "batch_inputs", "batch_targets")
        )
        phases: list[float] = []
        config = ProverConfig(on_progress=lambda _, seen=phases: seen.append(time.perf_counter()))
        start = time.perf_counter()
        prove_sgd_step(SGDStepStatement(*roots, i, 1, 1), SGDStepWitness(*tensors), config)
        total = time.perf_counter() - start
        transport = phases[0] - start
        warm = "" if i else "  (cold, not counted)"
        print(
            f"prove {total:.2f} s, of it transport {transport:.3f} s: {transport / total:.1%}{warm}"
        )
        shares += [transport / total] if i else []
    print(f"{width * width:,} parameters, batch {batch}: median {statistics.median(shares):.1%}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
