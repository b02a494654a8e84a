package pot.zk.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import pot.zk.error.UntrueStepException;
import pot.zk.error.UnusableRequestException;
import pot.zk.fixedpoint.CanonicalStep;
import pot.zk.fixedpoint.Quantizer;
import pot.zk.fixedpoint.StepArithmetic;
import pot.zk.model.TensorFormat;
import pot.zk.relation.Relation;
import pot.zk.relation.StepCircuit;
import pot.zk.relation.StepCircuit.Parameter;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;

/**
 * From a user's numbers to the integers of a step, padded; and whether the step is what it claims.
 */
final class TraceBuilder {
  /** How messages name the data: as the part of a witness, or as what is given by itself. */
  enum Naming {
    WITNESS("witness.weights_before", "witness.weights_after", "witness.batch_"),
    DATA("weights", "weights_after", "batch.");

    private final String before;
    private final String after;
    private final String batch;

    Naming(String before, String after, String batch) {
      this.before = before;
      this.after = after;
      this.batch = batch;
    }
  }

  private final StepCircuit circuit;
  private final Naming naming;

  TraceBuilder(StepCircuit circuit, Naming naming) {
    this.circuit = circuit;
    this.naming = naming;
  }

  /** Quantises a state into the trace, as the weights before or after. */
  void putState(Trace trace, ModelState state, boolean after) {
    List<Parameter> parameters = circuit.parameters();
    String which = after ? naming.after : naming.before;
    for (Parameter p : parameters) {
      TensorSpec spec = after ? p.after() : p.before();
      putReal(trace, spec, which + "." + p.name(), state.tensor(p.name()));
    }
    if (state.size() != parameters.size()) {
      throw new UnusableRequestException(
          which,
          state.names().toString(),
          parameters.stream().map(Parameter::name).toList().toString(),
          "give exactly the declared tensors");
    }
  }

  void putBatch(Trace trace, Batch batch) {
    putReal(trace, circuit.inputs(), naming.batch + "inputs", batch.inputs());
    putReal(trace, circuit.targets(), naming.batch + "targets", batch.targets());
  }

  /** Does the canonical step on the state before and the batch, both in the trace. */
  CanonicalStep run(Trace trace) {
    TensorSpec x = circuit.inputs();
    TensorSpec y = circuit.targets();
    Parameter weight = circuit.parameters().get(0);
    Optional<long[]> bias =
        circuit.parameters().size() > 1
            ? Optional.of(trace.get(circuit.parameters().get(1).before()))
            : Optional.empty();
    CanonicalStep.Shape shape =
        new CanonicalStep.Shape(x.rows(), x.paddedRows(), x.paddedColumns(), y.paddedColumns());
    return CanonicalStep.run(
        circuit.arithmetic(), shape, trace.get(x), trace.get(y), trace.get(weight.before()), bias);
  }

  /**
   * Puts intermediate values and, where the trace has no weights after the step, the canonical
   * ones.
   */
  void putIntermediate(Trace trace, CanonicalStep step) {
    put(trace, circuit.output(), step.output());
    put(trace, circuit.gradient(), step.gradient());
  }

  /** Puts the canonical weights after the step. */
  void putCanonicalState(Trace trace, CanonicalStep step) {
    put(trace, circuit.parameters().get(0).after(), step.weight());
    step.bias().ifPresent(b -> put(trace, circuit.parameters().get(1).after(), b));
  }

  /**
   * Fills in the remainders of all relations.
   *
   * @return what is wrong with the step, empty if nothing is
   */
  List<String> putRemainders(Trace trace, CanonicalStep step) {
    List<String> faults = new ArrayList<>();
    for (Relation relation : circuit.relations()) {
      TensorSpec remainder = relation.remainder();
      long[] values = relation.evaluate(trace);
      Optional<String> fault = fault(relation, values, trace, step);
      fault.ifPresent(faults::add);
      if (fault.isEmpty()) {
        trace.put(remainder, values);
      }
    }
    return faults;
  }

  /** What is wrong with a step, as an exception. */
  static UntrueStepException untrue(List<String> faults) {
    return new UntrueStepException(
        "witness",
        String.join("; ", faults),
        "one SGD step under these hyper-parameters from the committed data",
        "give the weights that the declared step produces, or declare what was really done");
  }

  private Optional<String> fault(
      Relation relation, long[] remainders, Trace trace, CanonicalStep step) {
    int count = 0;
    int worst = -1;
    long worstDistance = 0;
    for (int i = 0; i < remainders.length; i++) {
      if (!relation.remainder().holds(remainders[i])) {
        count++;
        long distance = Math.abs(remainders[i] - relation.constant());
        if (distance > worstDistance) {
          worstDistance = distance;
          worst = i;
        }
      }
    }
    if (count == 0) {
      return Optional.empty();
    }
    for (int p = 0; p < circuit.parameters().size(); p++) {
      Parameter parameter = circuit.parameters().get(p);
      if (relation.name().equals(parameter.name() + ".update")) {
        long[] canonical = p == 0 ? step.weight() : step.bias().orElseThrow();
        long deviation = remainders[worst] - relation.constant();
        return Optional.of(describe(parameter, worst, deviation, count, trace, canonical));
      }
    }
    return Optional.of(relation.name() + " does not hold at " + relation.remainder().place(worst));
  }

  /**
   * @param deviation from the exact update before any rounding, in units of the remainder
   */
  private String describe(
      Parameter parameter, int index, long deviation, int count, Trace trace, long[] canonical) {
    StepArithmetic a = circuit.arithmetic();
    TensorSpec after = parameter.after();
    long found = trace.get(after)[index];
    int kappa = parameter.equals(circuit.parameters().get(0)) ? a.weightKappa() : a.biasKappa();
    String place = after.place(index).replace('/', '.');
    // In exact mode a whole number; else against the exact update, which the tolerance is about.
    String off =
        a.tolerance() == 0
            ? Long.toString(found - canonical[index])
            : String.format(Locale.ROOT, "%.2f", Math.scalb((double) deviation, -kappa));
    String tolerance =
        a.tolerance() == 0
            ? "exact mode allows none"
            : "the tolerance is " + a.toleranceUnits() + " units";
    return place
        + " is "
        + Quantizer.show(found, after.frac())
        + ", one SGD step gives "
        + Quantizer.show(canonical[index], after.frac())
        + ": off by "
        + off
        + " units of 2^-"
        + after.frac()
        + ", "
        + tolerance
        + (count > 1 ? " (" + count + " weights of this tensor are off, this one most)" : "");
  }

  /** Checks the range of computed values and stores them. */
  private static void put(Trace trace, TensorSpec spec, long[] padded) {
    for (int i = 0; i < padded.length; i++) {
      if (!spec.holds(padded[i])) {
        throw new UnusableRequestException(
            spec.place(i).replace('/', '.'),
            Quantizer.show(padded[i], spec.frac()),
            "a value in ["
                + Quantizer.show(spec.min(), spec.frac())
                + ", "
                + Quantizer.show(spec.max(), spec.frac())
                + "]",
            "rescale the data, lower the learning rate, or declare formats with more bits");
      }
    }
    trace.put(spec, padded);
  }

  private static void putReal(Trace trace, TensorSpec spec, String name, double[] values) {
    int expected = spec.rows() * spec.columns();
    if (values.length != expected) {
      throw new UnusableRequestException(
          name,
          values.length + " values",
          expected + " (" + spec.rows() + " x " + spec.columns() + ")",
          "give every value, row after row");
    }
    int columns = spec.columns();
    long[] units =
        Quantizer.quantize(
            values,
            new TensorFormat(spec.frac(), spec.bits()),
            i ->
                name
                    + (spec.rows() == 1
                        ? "[" + i + "]"
                        : "[" + i / columns + ", " + i % columns + "]"));
    long[] padded = new long[spec.paddedSize()];
    for (int i = 0; i < spec.rows(); i++) {
      System.arraycopy(units, i * columns, padded, i * spec.paddedColumns(), columns);
    }
    trace.put(spec, padded);
  }
}
