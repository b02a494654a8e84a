"""Random hyper-parameters, most of them near what is just accepted, as the planner would complete them and as it would not."""

import json


def random_hyper_parameters(dice):
    """Complete hyper-parameters of a random small model."""
    layers, inputs = [], dice.choice([1, 2, 3, 5, 8, 17, 64])
    width = inputs
    for number in range(dice.choice([1, 1, 2, 2, 3])):
        while dice.random() < 0.25:
            layers.append({"op": "relu"})
        given = dice.choice([1, 2, 3, 4, 10, 33])
        layers.append({"op": "linear", "name": f"fc{number}", "in": width, "out": given, "bias": dice.random() < 0.5})
        width = given
    while dice.random() < 0.3:
        layers.append({"op": "relu"})
    softmax = dice.random() < 0.3
    momentum = _dyadic(dice, -30, -1) if dice.random() < 0.4 else {"m": 0, "e": 0}
    weight = _format(dice, 24, 32)
    buffer = _format(dice, 24, 32)
    activation = _format(dice, 20, 28 if softmax else 36)
    return {
        "batch": dice.choice([1, 2, 3, 16, 100]),
        "commitment": {"openings": dice.choice([1, 2, 4, 8, 64]), "profile": 1},
        "format": "pot-hparams/1",
        "formats": {"activation": activation, "buffer": buffer, "gradient": _format(dice, 28, 36), "input": _format(dice, 20, 26),
                    "target": {"bits": 1, "frac": 0} if softmax else _format(dice, 20, 36), "weight": weight},
        "loss": {"op": "softmax_cross_entropy", "reduction": "mean"} if softmax
                else {"op": "mse", "reduction": dice.choice(["mean", "half_mean"])},
        "mode": {"op": "exact"} if dice.random() < 0.5 else _attested(dice, weight, buffer, activation, momentum),
        "model": {"input": [inputs], "layers": layers},
        "optimizer": {"op": "sgd", "learning_rate": _dyadic(dice, -24, 4), "momentum": momentum,
                      "nesterov": bool(momentum["m"]) and dice.random() < 0.5,
                      "weight_decay": _dyadic(dice, -30, 2) if dice.random() < 0.4 else {"m": 0, "e": 0}},
    }


def _attested(dice, weight, buffer, activation, momentum):
    tolerance = dice.randint(-weight["frac"] - dice.choice([0, 0, 1]), 8 - weight["frac"])
    buffer_tolerance = dice.randint(-buffer["frac"] - dice.choice([0, 0, 1]), 8 - buffer["frac"])
    return {"op": "attested", "tolerance_log2": tolerance,
            "gate_band_log2": dice.randint(0, max(0, activation["bits"] - 8)) - activation["frac"] - dice.choice([0, 0, 0, 1]),
            "buffer_tolerance_log2": buffer_tolerance if momentum["m"] or dice.random() < 0.1 else tolerance}


def _dyadic(dice, least, most):
    m = dice.getrandbits(dice.choice([1, 1, 4, 20])) | 1
    return {"m": m, "e": dice.randint(least, most) - m.bit_length() + 1}


def _format(dice, frac, bits):
    """Near the usual, and sometimes anything."""
    if dice.random() < 0.03:
        return {"bits": dice.randint(1, 62), "frac": dice.randint(0, 62)}
    return {"bits": bits + dice.randint(-8, 1), "frac": frac + dice.randint(-4, 4)}


def canonical(hyperparameters):
    return json.dumps(hyperparameters, sort_keys=True, separators=(",", ":")).encode("ascii")
