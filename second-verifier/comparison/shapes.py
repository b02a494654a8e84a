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


HALF, MOMENTUM, DECAY = dyadic(1, -1), dyadic(943719, -20), dyadic(838861, -26)
ATTESTED = {"op": "attested", "tolerance_log2": -22, "gate_band_log2": -14, "buffer_tolerance_log2": -22}
SMALL = {"activation": {"bits": 8, "frac": 2}, "buffer": {"bits": 32, "frac": 24}, "gradient": {"bits": 30, "frac": 30},
         "input": {"bits": 20, "frac": 15}, "target": {"bits": 1, "frac": 0}, "weight": {"bits": 24, "frac": 20}}


def openings(count):
    return {"profile": 1, "openings": count}


SHAPES = dict([
    model("one weight", "1x1"),
    model("one weight and bias", "1x1b"),
    model("one weight, decay", "1x1", decay=DECAY),
    model("no padding", "4x4", batch=4),
    model("padding everywhere", "5x3b", batch=3),
    model("padding everywhere, half_mean, attested", "5x3b", batch=3, loss="half_mean", mode=ATTESTED),
    model("padding everywhere, momentum", "5x3b", batch=3, momentum=MOMENTUM),
    model("padding everywhere, Nesterov and decay", "5x3b", batch=3, momentum=MOMENTUM, nesterov=True, decay=DECAY),
    model("attested momentum and decay", "5x3b", batch=3, momentum=MOMENTUM, decay=DECAY, mode=ATTESTED),
    model("attested Nesterov", "5x3", batch=3, momentum=HALF, nesterov=True, mode=ATTESTED),
    model("column", "7x1b", batch=5),
    model("row", "1x7b", batch=5),
    model("activation last", "4x4 r", batch=4),
    model("activation first", "r 5x3b", batch=3),
    model("activations doubled", "r r 5x3b r r", batch=3, loss="half_mean"),
    model("two layers", "5x3b 3x2", batch=3),
    model("two layers, activation between", "5x3b r 3x2b", batch=3),
    model("deep", "r 6x5b r 5x4 4x3b r r 3x2b r", batch=5),
    model("deep, attested, Nesterov, decay", "r 6x5b r 5x4 4x3b r r 3x2b r", batch=5, momentum=MOMENTUM, nesterov=True, decay=DECAY, mode=ATTESTED),
    model("deep, openings 8", "6x5b r 5x4 r 4x3b", batch=5, commitment=openings(8)),
    model("classifier", "5x3b", batch=3, loss="cross_entropy"),
    model("classifier of one class", "5x1b", batch=3, loss="cross_entropy"),
    model("classifier, activation last", "6x5b r 5x3b r", batch=5, loss="cross_entropy"),
    model("classifier, activation last, attested, momentum", "6x5b r 5x3b r", batch=5, loss="cross_entropy", momentum=MOMENTUM, decay=DECAY, mode=ATTESTED),
    model("classifier, one digit", "4x3b", batch=4, loss="cross_entropy", formats=SMALL),
    model("openings 1", "16x4b", batch=2, commitment=openings(1)),
    model("openings 2", "16x4b", batch=2, commitment=openings(2)),
    model("openings 3", "16x4b", batch=2, commitment=openings(3)),
    model("openings 5", "16x4b", batch=2, commitment=openings(5)),
    model("openings 6", "16x4b", batch=2, commitment=openings(6)),
    model("openings 7", "16x4b", batch=2, commitment=openings(7)),
    model("openings 8", "16x4b", batch=2, commitment=openings(8)),
    model("openings 64", "16x4b", batch=2, commitment=openings(64)),
    model("rate above one", "5x3b", batch=3, rate=dyadic(5, -2)),
    model("small rate", "5x3b", batch=3, rate=dyadic(1, -10)),
    model("digits", "64x32b r 32x10b", batch=16, loss="cross_entropy"),
    model("digits, Nesterov and decay", "64x32b r 32x10b", batch=16, loss="cross_entropy", momentum=MOMENTUM, nesterov=True, decay=DECAY),
    model("limbs of 16 bits", "256x128b", batch=8),
    model("limbs of 16 bits, classifier", "256x128b r 128x10b", batch=8, loss="cross_entropy", mode=ATTESTED),
])
