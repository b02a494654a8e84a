"""Hyper-parameters of many kinds of models."""


def dyadic(m, e):
    return {"m": m, "e": e}


def model(name, layers, batch=1, loss="mean", momentum=None, decay=None, nesterov=False, rate=None, **more):
    """`layers` is text: sizes joined by `x`, with `b` after a layer with bias and `r` for an activation, as in `5x3b r 3x2`."""
    entries, number = [], 0
    for word in layers.split():
        if word == "r":
            entries.append({"op": "relu"})
            continue
        number += 1
        taken, given = map(int, word.rstrip("b").split("x"))
        entries.append({"op": "linear", "name": f"fc{number}", "in": taken, "out": given, "bias": word.endswith("b")})
    first = next(entry for entry in entries if entry["op"] == "linear")
    softmax = loss == "cross_entropy"
    return name, {
        "format": "pot-hparams/1", "batch": batch, "model": {"input": [first["in"]], "layers": entries},
        "loss": {"op": "softmax_cross_entropy", "reduction": "mean"} if softmax else {"op": "mse", "reduction": loss},
        "optimizer": {"op": "sgd", "learning_rate": rate or dyadic(838861, -23), "momentum": momentum or dyadic(0, 0), "nesterov": nesterov,
                      "weight_decay": decay or dyadic(0, 0)},
        **more}
