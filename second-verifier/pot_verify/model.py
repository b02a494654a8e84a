"""Sections 3 and 9: the tensors and relations of a step, from the hyper-parameters."""

from .circuit import (Bias, Circuit, ColumnSum, Combination, ElementProduct, Entry, MatrixProduct, Relation, Tensor,
                      entries)
from .derive import derive, derive_update
from .hparams import Format, Linear, Relu
from .invalid import require
from .multilinear import ceil2
from .softmax import softmax


def build_circuit(h):
    """The circuit of a step under hyper-parameters h."""
    return _Builder(h).build()


def relu_name(place):
    """Activations are named after their number among all layers, from one."""
    return f"relu@{place + 1}"


class _Builder:
    def __init__(self, h):
        self.h = h
        self.d = derive(h)
        self.auxiliary = []
        self.relations = []
        self.before = self._state("weights_before/")
        self.after = self._state("weights_after/")

    def build(self):
        h, d = self.h, self.d
        inputs = Tensor("inputs", h.batch, h.inputs, h.formats["input"], zero_padded=True)
        target = h.formats["target"]
        targets = Tensor("targets", h.batch, d.linear[-1].outputs, Format(target.bits, target.frac, not h.cross_entropy), zero_padded=True)
        output = self._forward(inputs)
        tables, pairs = [], []
        prediction = output
        if h.cross_entropy:
            tensors, relations, prediction, tables, pairs = softmax(h, output, targets)
            self.auxiliary += tensors
            self.relations += relations
        self._backward(self._loss(prediction, targets))
        self._updates()
        remainders = [relation.remainder for relation in self.relations if relation.remainder]
        return Circuit(list(self.before.values()), list(self.after.values()), [inputs, targets],
                       self.auxiliary + remainders, self.relations, tables, pairs)

    def _state(self, prefix):
        """Section 3: the tensors of a state by their names without the prefix."""
        weight, buffer, tensors = self.h.formats["weight"], self.h.formats["buffer"], {}
        for layer in self.d.linear:
            shapes = {f"{layer.name}.weight": (layer.inputs, layer.outputs)}
            if layer.bias:
                shapes[f"{layer.name}.bias"] = (1, layer.outputs)
            for name, shape in shapes.items():
                tensors[name] = Tensor(prefix + name, *shape, weight, zero_padded=True)
            if self.h.momentum.m:
                for name, shape in shapes.items():
                    tensors[f"{name}.momentum"] = Tensor(f"{prefix}{name}.momentum", *shape, buffer, zero_padded=True)
        return tensors

    def _determined(self, name, columns, form):
        tensor = Tensor(name, self.h.batch, columns, form)
        self.auxiliary.append(tensor)
        return tensor

    def _relation(self, *arguments):
        self.relations.append(Relation(*arguments))

    # forward

    def _forward(self, inputs):
        """Forward through the layers; gives the model's output. Notes what each linear layer takes in, and each gate."""
        h, d = self.h, self.d
        value, form, width = inputs, h.formats["input"], h.inputs
        self.taken, self.gates = [], {}
        split = None      # the parts of the activation that follows a linear layer
        for place, layer in enumerate(h.layers):
            if isinstance(layer, Linear):
                number = len(self.taken)
                self.taken.append(value)
                form, width = d.given[number], layer.outputs
                before_activation = place + 1 < len(h.layers) and isinstance(h.layers[place + 1], Relu)
                if before_activation:
                    split = self._activation_parts(place + 1, width, form)
                    value = None
                else:
                    value = self._determined(f"{layer.name}.output", width, form)
                self._linear_forward(number, layer, value, split)
            else:
                if split is None:
                    split = self._activation_parts(place, width, form)
                    positive, negative, gate, low, high = split
                    terms = entries(1, value) + [Entry(-1, positive), Entry(1, negative), Entry(-(low - high), gate)]
                    self._relation(f"{relu_name(place)}.splitting", h.batch, width, terms, -high)
                value = self._gating(place, width, split)
                split = None
        return value

    def _activation_parts(self, place, width, form):
        """P, N, S of an activation that takes in this format, and low and high."""
        name, band = relu_name(place), 0
        if not self.h.mode.exact:
            band = 2 ** max(0, self.h.mode.gate_band_log2 + form.frac)
            require(4 * band < 2**form.bits, f"hyper-parameters: the band of {name}")
        part = Format(form.bits - 1, form.frac, signed=False)
        positive = self._determined(f"{name}.positive", width, part)
        negative = self._determined(f"{name}.negative", width, part)
        gate = self._determined(f"{name}.gate", width, Format(1, 0, signed=False))
        low, high = (1, 0) if self.h.mode.exact else (-band, band)
        return positive, negative, gate, low, high

    def _linear_forward(self, number, layer, output, split):
        h, d = self.h, self.d
        taken, shift = self.taken[number], d.shifts[number]
        terms = [MatrixProduct(1, taken, self.before[f"{layer.name}.weight"], ceil2(layer.inputs))]
        if layer.bias:
            terms.append(Bias(2 ** d.taken[number].frac, self.before[f"{layer.name}.bias"]))
        constant = 2 ** (shift - 1)
        if output is None:
            positive, negative, gate, low, high = split
            terms += [Entry(-(2**shift), positive), Entry(2**shift, negative), Entry(-(2**shift) * (low - high), gate)]
            constant -= 2**shift * high
        else:
            terms.append(Entry(-(2**shift), output))
        self._relation(f"{layer.name}.forward", h.batch, layer.outputs, terms, constant, shift)

    def _gating(self, place, width, split):
        """S (P - N) - P = 0; gives the activation's output."""
        name = relu_name(place)
        positive, negative, gate, low, _ = split
        difference = Combination(f"{name}.difference", ((positive, 1), (negative, -1)))
        self._relation(f"{name}.gating", self.h.batch, width, [ElementProduct(1, gate, difference), Entry(-1, positive)])
        self.gates[place] = gate
        return Combination(f"{name}.output", ((positive, 1), (gate, low)))

    # loss and backward

    def _loss(self, prediction, targets):
        """The gradient of the output."""
        h, d = self.h, self.d
        gradient = self._determined("gradient", targets.columns, d.gradients[-1])
        factor, shift = d.loss_factor, d.loss_shift
        terms = entries(factor * 2 ** (d.loss_input - d.prediction), prediction)
        terms.append(Entry(-factor * 2 ** (d.loss_input - h.formats["target"].frac), targets))
        terms.append(Entry(-(2**shift), gradient))
        self._relation("loss.gradient", h.batch, targets.columns, terms, 2 ** (shift - 1), shift)
        return gradient

    def _backward(self, gradient):
        """Backward to the first linear layer; notes the gradient of each one's output."""
        h, d, weight = self.h, self.d, self.h.formats["weight"]
        self.output_gradients = [None] * len(d.linear)
        number = len(d.linear) - 1
        for place in range(len(h.layers) - 1, -1, -1):
            layer = h.layers[place]
            if isinstance(layer, Relu):
                name = relu_name(place)
                passed = self._determined(f"{name}.gradient", gradient.columns, d.gradients[number])
                terms = [ElementProduct(1, self.gates[place], gradient), Entry(-1, passed)]
                self._relation(f"{name}.gradient", h.batch, gradient.columns, terms)
                gradient = passed
                continue
            self.output_gradients[number] = gradient
            if number == 0:
                return
            number -= 1
            passed = self._determined(f"{layer.name}.input_gradient", layer.inputs, d.gradients[number])
            product = MatrixProduct(1, gradient, self.before[f"{layer.name}.weight"], ceil2(layer.outputs), right_transposed=True)
            terms = [product, Entry(-(2**weight.frac), passed)]
            self._relation(f"{layer.name}.backward", h.batch, layer.inputs, terms, 2 ** (weight.frac - 1), weight.frac)
            gradient = passed

    # updates

    def _updates(self):
        d, gradient_frac = self.d, self.h.formats["gradient"].frac
        for number, layer in enumerate(d.linear):
            gradient = self.output_gradients[number]
            rows = ceil2(self.h.batch)
            self._update(f"{layer.name}.weight", d.taken[number].frac + gradient_frac,
                         lambda factor: MatrixProduct(factor, self.taken[number], gradient, rows, left_transposed=True))
            if layer.bias:
                self._update(f"{layer.name}.bias", gradient_frac, lambda factor: ColumnSum(factor, gradient))

    def _update(self, name, gradient_frac, gradient_term):
        """`Q.momentum.update` if there is momentum, then `Q.update`."""
        d, before, after = self.d, self.before[name], self.after[name]
        u = derive_update(self.h, d, gradient_frac, gradient_term(1).bound())
        kappa, t = u.kappa, d.tolerance
        decay = [Entry(u.decay, before)] if u.decay else []
        terms = [Entry(2**kappa, after), Entry(-(2**kappa), before)]
        if self.h.momentum.m:
            buffer, new_buffer = self.before[f"{name}.momentum"], self.after[f"{name}.momentum"]
            bits = u.shift + d.buffer_tolerance
            momentum = [Entry(u.momentum, buffer), gradient_term(u.gradient), *decay, Entry(-(2**u.shift), new_buffer)]
            self._relation(f"{name}.momentum.update", before.rows, before.columns, momentum, 2 ** (bits - 1), bits)
            terms.append(Entry(u.rate, new_buffer))
            if u.nesterov:
                terms.append(Entry(-u.nesterov, buffer))
        else:
            terms += [gradient_term(2**u.extra), *decay]
        self._relation(f"{name}.update", before.rows, before.columns, terms, 2 ** (kappa + t - 1), kappa + t)
