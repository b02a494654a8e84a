package pot.zk.relation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import pot.zk.error.UnusableRequestException;
import pot.zk.fixedpoint.LinearArithmetic;
import pot.zk.fixedpoint.SgdArithmetic;
import pot.zk.fixedpoint.StepArithmetic;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Layer;
import pot.zk.model.TensorFormat;
import pot.zk.poly.Multilinear;

/**
 * Walks a model forward, and what it met backward: the backward pass follows from the forward
 * description.
 */
final class CircuitBuilder {
  /** What a layer left to be done on the way back, given the gradient of its output. */
  private interface Backward {
    TensorSpec run(TensorSpec outputGradient);
  }

  private final Hyperparameters hp;
  private final StepArithmetic arithmetic;
  private final TensorSpec inputs;
  private final TensorSpec targets;
  private final List<Relation> forward = new ArrayList<>();
  private final List<Relation> backward = new ArrayList<>();
  private final List<StepCircuit.Parameter> parameters = new ArrayList<>();
  private final List<Relation> updates = new ArrayList<>();
  private final List<StepCircuit.Stage> stages = new ArrayList<>();
  private final Deque<Backward> back = new ArrayDeque<>();

  /** Gradients of linear layers' outputs, by layer, known once the way back is done. */
  private final List<Optional<TensorSpec>> gradients = new ArrayList<>();

  private Combination current;

  CircuitBuilder(Hyperparameters hp) {
    this.hp = hp;
    this.arithmetic = StepArithmetic.of(hp);
    checkSizes();
    int in = arithmetic.layers().getFirst().layer().in();
    int out = arithmetic.layers().getLast().layer().out();
    this.inputs = given("inputs", in, arithmetic.input(), true);
    // One-hot targets are bits.
    boolean signed = arithmetic.softmax().isEmpty();
    this.targets = given("targets", out, arithmetic.target(), signed);
    this.current = Combination.of(inputs);
  }

  StepCircuit build() {
    List<LinearLayer> linear = walkForward();
    Combination output = current;
    TensorSpec gradient = auxiliary("gradient", targets.columns(), lastGradient());
    LossGradient loss = LossGradient.of(output, targets, gradient, arithmetic);
    backward.addAll(loss.relations());
    walkBackward(gradient);
    for (int l = 0; l < linear.size(); l++) {
      addParameters(linear.get(l), arithmetic.layers().get(l), gradients.get(l).orElseThrow());
    }
    List<Relation> relations = new ArrayList<>(forward);
    relations.addAll(backward);
    relations.addAll(updates);
    return new StepCircuit(
        arithmetic,
        inputs,
        targets,
        List.copyOf(parameters),
        output,
        gradient,
        List.copyOf(stages),
        StepCircuit.inOrder(parameters, inputs, targets, relations),
        List.copyOf(relations),
        loss.lookups());
  }

  // --- forward ---

  private List<LinearLayer> walkForward() {
    List<LinearLayer> linear = new ArrayList<>();
    List<Layer> layers = hp.model().layers();
    TensorFormat format = arithmetic.input();
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof Layer.Linear declared) {
        LinearArithmetic a = arithmetic.layers().get(linear.size());
        LinearLayer layer = linearLayer(declared, a);
        linear.add(layer);
        stages.add(new StepCircuit.Stage.Linear(layer));
        format = a.output();
        // An activation right after it takes the output apart: it need not be committed whole.
        boolean gated = i + 1 < layers.size() && layers.get(i + 1) instanceof Layer.Relu;
        Output output = gated ? relu(i + 1, a.layer().out(), format) : whole(layer, format);
        forward.add(layer.forward(output, a.forwardShift()));
        pushLinear(layer, linear.size() - 1);
        current = output instanceof WholeTensor w ? Combination.of(w.tensor()) : current;
        if (output instanceof ReluLayer relu) {
          finish(relu);
          i++;
        }
      } else {
        ReluLayer relu = relu(i, current.columns(), format);
        forward.add(relu.splitting(current));
        finish(relu);
      }
    }
    return linear;
  }

  private void finish(ReluLayer relu) {
    forward.add(relu.gating());
    stages.add(new StepCircuit.Stage.Relu(relu));
    current = relu.activation();
    back.push(outgoing -> gateGradient(relu, outgoing));
  }

  private ReluLayer relu(int index, int width, TensorFormat format) {
    long band = StepArithmetic.bandUnits(hp.mode(), format.frac());
    // A format of one bit holds no band at all; a shift by a negative number would say otherwise.
    if (band > 0 && (format.bits() < 2 || band >>> (format.bits() - 2) != 0)) {
      throw new UnusableRequestException(
          "hyperparameters.mode.gate_band_log2",
          band + " units of a format of " + format.bits() + " bits",
          "a band well inside the format",
          "choose a smaller band");
    }
    String name = "relu@" + (index + 1);
    return ReluLayer.of(name, hp.batch(), width, format.frac(), format.bits(), band);
  }

  private WholeTensor whole(LinearLayer layer, TensorFormat format) {
    return new WholeTensor(auxiliary(layer.name() + ".output", layer.weight().columns(), format));
  }

  private LinearLayer linearLayer(Layer.Linear declared, LinearArithmetic a) {
    TensorSpec weight =
        state(
            declared.name() + ".weight", declared.in(), declared.out(), arithmetic.weight(), true);
    Optional<TensorSpec> bias =
        declared.bias()
            ? Optional.of(
                state(declared.name() + ".bias", 1, declared.out(), arithmetic.weight(), true))
            : Optional.empty();
    return new LinearLayer(declared.name(), current, weight, bias);
  }

  // --- backward ---

  private void pushLinear(LinearLayer layer, int index) {
    gradients.add(Optional.empty());
    back.push(
        outputGradient -> {
          gradients.set(index, Optional.of(outputGradient));
          if (index == 0) {
            return outputGradient;
          }
          TensorFormat format = arithmetic.layers().get(index - 1).gradient();
          TensorSpec inputGradient =
              auxiliary(layer.name() + ".input_gradient", layer.weight().rows(), format);
          backward.add(layer.backward(outputGradient, inputGradient, arithmetic.weight().frac()));
          return inputGradient;
        });
  }

  private TensorSpec gateGradient(ReluLayer relu, TensorSpec outgoing) {
    TensorSpec incoming =
        auxiliary(
            relu.name() + ".gradient",
            outgoing.columns(),
            new TensorFormat(outgoing.frac(), outgoing.bits()));
    backward.add(relu.backward(outgoing, incoming));
    return incoming;
  }

  /** Down to the first linear layer: what is before it has no parameters. */
  private void walkBackward(TensorSpec gradient) {
    TensorSpec flowing = gradient;
    while (gradients.get(0).isEmpty()) {
      flowing = back.pop().run(flowing);
    }
  }

  private TensorFormat lastGradient() {
    return arithmetic.layers().getLast().gradient();
  }

  // --- update ---

  /** What is needed to update one parameter. */
  private interface GradientTerm {
    Term times(long coefficient);
  }

  /** The state of a layer: weight, bias, then their buffers. */
  private void addParameters(LinearLayer layer, LinearArithmetic a, TensorSpec gradient) {
    GradientTerm weight = coefficient -> layer.weightGradient(gradient, coefficient);
    GradientTerm bias = coefficient -> layer.biasGradient(gradient, coefficient);
    int weightFrac = a.input().frac() + gradient.frac();
    SgdArithmetic sgd = arithmetic.sgd();
    if (!sgd.hasMomentum()) {
      addPlain(layer.weight(), weight, weightFrac, a.weightKappa());
      layer.bias().ifPresent(b -> addPlain(b, bias, gradient.frac(), a.biasKappa()));
      return;
    }
    List<StepCircuit.Parameter> buffers = new ArrayList<>();
    addBuffered(layer.weight(), weight, weightFrac, buffers);
    layer.bias().ifPresent(b -> addBuffered(b, bias, gradient.frac(), buffers));
    parameters.addAll(buffers);
  }

  private void addPlain(TensorSpec before, GradientTerm gradient, int frac, int gradientKappa) {
    int t = arithmetic.tolerance();
    String name = nameOf(before);
    TensorSpec after = after(before);
    Term term = gradient.times(1);
    int extra = arithmetic.sgd().extraBits(gradientKappa, term.bound());
    int kappa = gradientKappa + extra;
    Relation update =
        SgdUpdate.plain(
            name,
            before,
            after,
            gradient.times(1L << extra),
            kappa,
            arithmetic.sgd().decayUnits(kappa),
            t);
    updates.add(update);
    Optional<StepCircuit.Gradient> g = Optional.of(new StepCircuit.Gradient(term, frac, true));
    parameters.add(new StepCircuit.Parameter(name, before, after, update, g, kappa, t));
  }

  private void addBuffered(
      TensorSpec before, GradientTerm gradient, int frac, List<StepCircuit.Parameter> buffers) {
    SgdArithmetic sgd = arithmetic.sgd();
    String name = nameOf(before);
    String bufferName = name + ".momentum";
    SgdArithmetic.BufferUpdate b = sgd.bufferUpdate(frac);
    TensorSpec v = state(bufferName, before.rows(), before.columns(), sgd.buffer(), true);
    TensorSpec next = after(v);
    Relation bufferUpdate =
        BufferUpdate.of(bufferName, v, next, before, gradient.times(b.gradientFactor()), b);
    updates.add(bufferUpdate);
    buffers.add(
        new StepCircuit.Parameter(
            bufferName, v, next, bufferUpdate, Optional.empty(), b.shift(), b.tolerance()));

    SgdArithmetic.BufferedUpdate w = sgd.bufferedUpdate();
    int t = arithmetic.tolerance();
    TensorSpec after = after(before);
    Optional<TensorSpec> nesterov = w.previous() == 0 ? Optional.empty() : Optional.of(v);
    Relation update = SgdUpdate.buffered(name, before, after, nesterov, next, w, t);
    updates.add(update);
    Optional<StepCircuit.Gradient> g =
        Optional.of(new StepCircuit.Gradient(gradient.times(1), frac, false));
    parameters.add(new StepCircuit.Parameter(name, before, after, update, g, w.kappa(), t));
  }

  private static String nameOf(TensorSpec before) {
    return before.name().substring(before.name().indexOf('/') + 1);
  }

  private static TensorSpec after(TensorSpec before) {
    return state(
        nameOf(before),
        before.rows(),
        before.columns(),
        new TensorFormat(before.frac(), before.bits()),
        false);
  }

  // --- tensors ---

  private static TensorSpec state(
      String name, int rows, int columns, TensorFormat format, boolean before) {
    return new TensorSpec(
        (before ? "weights_before/" : "weights_after/") + name,
        before ? Owner.WEIGHTS_BEFORE : Owner.WEIGHTS_AFTER,
        rows,
        columns,
        format.frac(),
        format.bits(),
        true,
        true);
  }

  private TensorSpec given(String name, int columns, TensorFormat format, boolean signed) {
    return new TensorSpec(
        name, Owner.BATCH, hp.batch(), columns, format.frac(), format.bits(), signed, true);
  }

  private TensorSpec auxiliary(String name, int columns, TensorFormat format) {
    return new TensorSpec(
        name, Owner.AUXILIARY, hp.batch(), columns, format.frac(), format.bits(), true, false);
  }

  /** Padded sizes are computed as ints from here on. */
  private void checkSizes() {
    int b = Multilinear.variables(hp.batch());
    for (LinearArithmetic a : arithmetic.layers()) {
      Layer.Linear layer = a.layer();
      int in = Multilinear.variables(layer.in());
      int out = Multilinear.variables(layer.out());
      int largest = Math.max(in + out, b + Math.max(in, out));
      if (largest > StepCircuit.MAX_TENSOR_VARIABLES) {
        throw new UnusableRequestException(
            "hyperparameters.model",
            layer.in() + " x " + layer.out() + " in a batch of " + hp.batch(),
            "tensors of at most 2^"
                + StepCircuit.MAX_TENSOR_VARIABLES
                + " values, padded to powers of two",
            "prove a smaller model or batch");
      }
    }
  }
}
