"""The program under comparison: `./pot serve --stdio` (docs/json.md), and proofs of random steps made with it."""

import ast
import json
import random
import struct
import subprocess
from pathlib import Path

POT = Path(__file__).resolve().parents[2] / "pot"


class Refused(Exception):
    """The program answered with an error."""


class Pot:
    """One long-lived process. Its opening ledger is where POT_STATE says."""

    def __init__(self):
        self.process = subprocess.Popen([str(POT), "serve", "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self.count = 0
        self._read()

    def _read(self):
        return json.loads(self.process.stdout.readline())

    def ask(self, command, **request):
        """The answer, and the numbers of each of its frames."""
        self.count += 1
        line = {"id": self.count, "command": command, "request": request}
        self.process.stdin.write(json.dumps(line).encode("ascii") + b"\n")
        self.process.stdin.flush()
        while True:
            event = self._read()
            frames = [read_npy(self.process.stdout.read(length)) for length in event.get("frames", [])]
            if event["event"] == "error":
                raise Refused(event["error"]["message"])
            if event["event"] == "answer":
                return event["answer"], frames

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def read_npy(data):
    """The doubles of a NumPy file of version 1."""
    size = struct.unpack("<H", data[8:10])[0]
    header = ast.literal_eval(data[10:10 + size].decode("ascii"))
    assert header["descr"] == "<f8" and not header["fortran_order"]
    return [value for value, in struct.iter_unpack("<d", data[10 + size:])]


def prove_random_step(pot, hyperparameters, seed):
    """A verify request for a step from random weights on a random batch."""
    dice = random.Random(seed)
    weights = random_weights(hyperparameters, dice)
    batch = random_batch(hyperparameters, dice)
    step, frames = pot.ask("step", hyperparameters=hyperparameters, weights=weights, batch=batch)
    complete = step["hyperparameters"]
    after = {name: frames[tensor["frame"]] for name, tensor in step["weights"].items()}
    seeds = {name: dice.randbytes(32).hex() for name in ("w_t", "w_t1", "batch")}
    roots = {
        "w_t": pot.ask("commit", hyperparameters=complete, weights=weights, blinding_seed=seeds["w_t"])[0]["root"],
        "w_t1": pot.ask("commit", hyperparameters=complete, weights=after, blinding_seed=seeds["w_t1"])[0]["root"],
        "batch": pot.ask("commit", hyperparameters=complete, batch=batch, blinding_seed=seeds["batch"])[0]["root"],
    }
    public_inputs = {"w_t_root": roots["w_t"], "batch_root": roots["batch"], "hparams_hash": step["hparams_hash"],
                     "w_t1_root": roots["w_t1"], "step_nonce": dice.getrandbits(63), "step_number": seed, "epoch": 1}
    witness = {"weights_before": weights, "weights_after": after, "batch_inputs": batch["inputs"], "batch_targets": batch["targets"]}
    answer, _ = pot.ask("prove", public_inputs=public_inputs, hyperparameters=complete, witness=witness, blinding_seeds=seeds)
    return {"public_inputs": public_inputs, "proof": answer["proof"]}


def open_random_weights(pot, hyperparameters, seed):
    """A request to check an opening of some weights, and the weights that the program says it shows."""
    dice = random.Random(seed)
    weights = random_weights(hyperparameters, dice)
    places = [[name, index] for name, values in weights.items() for index in range(len(values))]
    chosen = dice.sample(places, min(len(places), dice.choice([1, 2, 5, 20])))
    answer, _ = pot.ask("open", hyperparameters=hyperparameters, weights=weights, blinding_seed=dice.randbytes(32).hex(), indices=chosen)
    return {"root": answer["root"], "proof": answer["proof"]}, answer["weights"]


def random_weights(hyperparameters, dice):
    """A state by name, of the size that training starts from."""
    state, momentum = {}, hyperparameters["optimizer"]["momentum"]["m"]
    for layer in hyperparameters["model"]["layers"]:
        if layer["op"] != "linear":
            continue
        shapes = {"weight": layer["in"] * layer["out"], **({"bias": layer["out"]} if layer["bias"] else {})}
        scale = layer["in"] ** -0.5
        for name, size in shapes.items():
            state[f"{layer['name']}.{name}"] = [dice.uniform(-scale, scale) for _ in range(size)]
            if momentum:
                state[f"{layer['name']}.{name}.momentum"] = [dice.uniform(-0.1, 0.1) for _ in range(size)]
    return state


def random_batch(hyperparameters, dice):
    """Inputs and targets, one-hot for cross-entropy, as flat lists."""
    rows = hyperparameters["batch"]
    columns = [layer for layer in hyperparameters["model"]["layers"] if layer["op"] == "linear"][-1]["out"]
    inputs = [dice.uniform(-1, 1) for _ in range(rows * hyperparameters["model"]["input"][0])]
    if hyperparameters["loss"]["op"] == "mse":
        return {"inputs": inputs, "targets": [dice.uniform(-1, 1) for _ in range(rows * columns)]}
    targets = [0] * (rows * columns)
    for row in range(rows):
        targets[row * columns + dice.randrange(columns)] = 1
    return {"inputs": inputs, "targets": targets}
