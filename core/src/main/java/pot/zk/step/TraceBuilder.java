package pot.zk.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import pot.zk.error.UntrueStepException;
import pot.zk.error.UnusableRequestException;
import pot.zk.fixedpoint.Quantizer;
import pot.zk.model.TensorFormat;
import pot.zk.parallel.Workers;
import pot.zk.relation.Relation;
import pot.zk.relation.Solution;
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

  /** Values of a task. */
  private static final int GRAIN = 1 << 14;

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
    String targets = naming.batch + "targets";
    if (circuit.arithmetic().softmax().isPresent()) {
      putOneHot(trace, circuit.targets(), targets, batch.targets());
    } else {
      putReal(trace, circuit.targets(), targets, batch.targets());
    }
  }

  /**
   * Says which gates a floating-point step opened, where the declared band leaves that to the
   * prover: those of this state and batch in double precision.
   */
  void putGateHints(Trace trace, ModelState before, Batch batch) {
    if (circuit.arithmetic().tolerance() > 0) {
      new FloatForward(circuit).putHints(trace, before, batch);
    }
  }

  /**
   * Does the step up to the gradients, from the state before and the batch in the trace.
   *
   * @throws UnusableRequestException for a value outside its format
   */
  void run(Trace trace) {
    for (Relation relation : circuit.beforeUpdates()) {
      if (relation.determined().isPresent()) {
        relation.determine(trace);
        relation.determined().get().tensors().forEach(t -> checkRange(trace, t));
      }
    }
  }

  /** Does the canonical update, after {@link #run}. */
  void putCanonicalState(Trace trace) {
    for (Parameter p : circuit.inUpdateOrder()) {
      p.update().determine(trace);
      checkRange(trace, p.after());
    }
  }

  /**
   * Fills in the remainders of the updates, for the state after the step in the trace; where gates
   * are left to the prover, with those that this state shows.
   *
   * @return what is wrong with the step, empty if nothing is
   */
  List<String> putRemainders(Trace trace) {
    List<String> faults = putRemaindersAsRun(trace);
    if (faults.isEmpty() || circuit.arithmetic().tolerance() == 0) {
      return faults;
    }
    new GateFitting(circuit, this).fit(trace);
    return putRemaindersAsRun(trace);
  }

  private List<String> putRemaindersAsRun(Trace trace) {
    List<String> faults = new ArrayList<>();
    for (Parameter p : circuit.parameters()) {
      TensorSpec range = p.update().remainder().orElseThrow();
      AtomicBoolean off = new AtomicBoolean();
      long[] values =
          p.update()
              .evaluate(
                  trace,
                  (sums, block) -> {
                    for (int row = block.fromRow(); row < block.toRow(); row++) {
                      if (!range.holdsAll(sums, block.start(row), block.end(row))) {
                        off.set(true);
                      }
                    }
                  });
      if (off.get()) {
        faults.add(fault(p, values, trace));
      } else {
        trace.put(range, values);
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

  /** What is wrong with a tensor some of whose remainders are out of their range. */
  private String fault(Parameter parameter, long[] remainders, Trace trace) {
    Relation update = parameter.update();
    TensorSpec range = update.remainder().orElseThrow();
    int count = 0;
    int worst = -1;
    long worstDistance = 0;
    for (int i = 0; i < remainders.length; i++) {
      if (!range.holds(remainders[i])) {
        count++;
        long distance = Math.abs(remainders[i] - update.constant());
        if (distance > worstDistance) {
          worstDistance = distance;
          worst = i;
        }
      }
    }
    Solution solution = update.solution().orElseThrow();
    long[] found = trace.get(parameter.after());
    long canonical = solution.canonical(update, remainders, found)[worst];
    // The output's own sign in the relation.
    long sign = Long.signum(solution.coefficient());
    long deviation = sign * (remainders[worst] - update.constant());
    return describe(parameter, worst, deviation, count, trace, canonical);
  }

  /**
   * @param deviation from the exact update before any rounding, in units of the remainder
   */
  private String describe(
      Parameter parameter, int index, long deviation, int count, Trace trace, long canonical) {
    TensorSpec after = parameter.after();
    long found = trace.get(after)[index];
    String place = after.place(index).replace('/', '.');
    // In exact mode a whole number; else against the exact update, which the tolerance is about.
    String off =
        parameter.tolerance() == 0
            ? Long.toString(found - canonical)
            : String.format(
                Locale.ROOT, "%.2f", Math.scalb((double) deviation, -parameter.kappa()));
    String tolerance =
        parameter.tolerance() == 0
            ? "exact mode allows none"
            : "the tolerance is " + parameter.toleranceUnits() + " units";
    return place
        + " is "
        + Quantizer.show(found, after.frac())
        + ", one SGD step gives "
        + Quantizer.show(canonical, after.frac())
        + ": off by "
        + off
        + " units of 2^-"
        + after.frac()
        + ", "
        + tolerance
        + (count > 1 ? " (" + count + " weights of this tensor are off, this one most)" : "");
  }

  /** Computed values must fit their formats before anything is proven about them. */
  private static void checkRange(Trace trace, TensorSpec spec) {
    long[] values = trace.get(spec);
    int bad =
        Workers.reduce(
            values.length,
            GRAIN,
            Integer.MAX_VALUE,
            (from, to) -> {
              if (spec.holdsAll(values, from, to)) {
                return Integer.MAX_VALUE;
              }
              int i = from;
              while (spec.holds(values[i])) {
                i++;
              }
              return i;
            },
            Math::min);
    if (bad < values.length) {
      throw new UnusableRequestException(
          spec.place(bad).replace('/', '.'),
          Quantizer.show(values[bad], spec.frac()),
          "a value in ["
              + Quantizer.show(spec.min(), spec.frac())
              + ", "
              + Quantizer.show(spec.max(), spec.frac())
              + "]",
          "rescale the data, lower the learning rate, or declare formats with more bits");
    }
  }

  /** One class a sample: cross-entropy is proven for no other targets. */
  private static void putOneHot(Trace trace, TensorSpec spec, String name, double[] values) {
    checkSize(spec, name, values);
    int classes = spec.columns();
    for (int i = 0; i < values.length / classes; i++) {
      double[] row = Arrays.copyOfRange(values, i * classes, (i + 1) * classes);
      long ones = Arrays.stream(row).filter(v -> v == 1).count();
      long zeros = Arrays.stream(row).filter(v -> v == 0).count();
      if (ones != 1 || zeros != classes - 1) {
        throw new UnusableRequestException(
            name + "[" + i + "]",
            ones + " targets of 1, " + zeros + " of 0",
            "one of 1, " + (classes - 1) + " of 0: softmax_cross_entropy takes one class a sample",
            "give one-hot targets, or declare another loss");
      }
    }
    long[] padded = new long[spec.paddedSize()];
    for (int i = 0; i < values.length; i++) {
      padded[i / classes * spec.paddedColumns() + i % classes] = (long) values[i];
    }
    trace.put(spec, padded);
  }

  private static void putReal(Trace trace, TensorSpec spec, String name, double[] values) {
    checkSize(spec, name, values);
    int columns = spec.columns();
    long[] padded = new long[spec.paddedSize()];
    Quantizer.quantize(
        values,
        columns,
        new TensorFormat(spec.frac(), spec.bits()),
        i ->
            name
                + (spec.rows() == 1 ? "[" + i + "]" : "[" + i / columns + ", " + i % columns + "]"),
        padded,
        spec.paddedColumns());
    trace.put(spec, padded);
  }

  private static void checkSize(TensorSpec spec, String name, double[] values) {
    int expected = spec.rows() * spec.columns();
    if (values.length != expected) {
      throw new UnusableRequestException(
          name,
          values.length + " values",
          expected + " (" + spec.rows() + " x " + spec.columns() + ")",
          "give every value, row after row");
    }
  }
}
