package pot.zk.step;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Mode;
import pot.zk.relation.StepCircuit;
import pot.zk.relation.Trace;
import pot.zk.step.DigitsRun.Configuration;
import pot.zk.step.DigitsRun.Done;

/**
 * Consecutive float32 steps on the digits, each held against the fixed-point step from the same
 * floats: how far they are apart, in units of 2^-24, and what the prover says.
 */
final class AttestedCampaign {
  private final DigitsRun run;
  private final StepPlan plan;
  private final ModelState start;
  private final double[] weights;
  private final double[] buffers;
  private final Deque<float[]> taken = new ArrayDeque<>();
  private double below;
  private double still;
  private double movement;
  private double movedByGates;
  private int seen;
  private int refused;
  private int outOfRange;
  private GateCensus gates = GateCensus.NONE;

  private AttestedCampaign(Configuration configuration, int steps, long seed) {
    this.run = new DigitsRun(configuration, seed);
    this.plan = StepPlan.of(run.hyperparameters());
    this.start = run.state();
    this.weights = new double[steps];
    this.buffers = new double[steps];
  }

  /**
   * What came of it.
   *
   * @param refused steps that the prover refuses, those out of range among them
   * @param outOfRange steps with a value outside its format
   * @param weights, buffers the largest deviation of each step, in ascending order; without steps
   *     out of range
   * @param below mean share of weights that a step moves by no more than the tolerance
   * @param still of these, mean share of all weights that float32 does not move at all
   * @param movement mean over steps of the root mean square of the weights' movement, in units
   * @param travelled the same from before the first step to after the last
   * @param movedByGates the most that any weight moves in a step if all gates inside the band are
   *     chosen the other way, in units
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Outcome(
      Configuration configuration,
      Mode.Attested mode,
      int steps,
      int refused,
      int outOfRange,
      double[] weights,
      double[] buffers,
      double below,
      double still,
      double movement,
      double travelled,
      GateCensus gates,
      double movedByGates) {
    /** A row of docs/attested.md. */
    String row() {
      return String.format(
          Locale.ROOT,
          "| %s | %d | %s | %d | %s | %s | %.1f %%, %.1f %% | %,.0f, %,.0f | %,d, %d, %d, %d | %,.0f |",
          configuration,
          1 << (mode.toleranceLog2() + 24),
          configuration.hasMomentum() ? 1 << (mode.bufferToleranceLog2() + 24) : "",
          refused,
          spread(weights),
          configuration.hasMomentum() ? spread(buffers) : "",
          100 * below,
          100 * still,
          movement,
          travelled,
          gates.inBand(),
          gates.disagreeing(),
          gates.farthest(),
          gates.misled(),
          movedByGates);
    }

    private static String spread(double[] sorted) {
      int n = sorted.length;
      return n == 0
          ? "none"
          : String.format(
              Locale.ROOT,
              "%.2f, %.2f, %.2f",
              sorted[n / 2],
              sorted[n - 1 - n / 1000],
              sorted[n - 1]);
    }
  }

  /**
   * Trains for so many steps.
   *
   * @param proven every how many steps one is really proven; 0 for none
   */
  static Outcome run(Configuration configuration, int steps, int proven, long seed) {
    AttestedCampaign campaign = new AttestedCampaign(configuration, steps, seed);
    for (int i = 0; i < steps; i++) {
      campaign.step(proven > 0 && i % proven == proven - 1);
    }
    return campaign.outcome(steps);
  }

  private Outcome outcome(int steps) {
    double[] w = Arrays.copyOf(weights, seen);
    double[] v = Arrays.copyOf(buffers, seen);
    Arrays.sort(w);
    Arrays.sort(v);
    Mode.Attested mode = (Mode.Attested) run.hyperparameters().mode();
    return new Outcome(
        run.configuration(),
        mode,
        steps,
        refused,
        outOfRange,
        w,
        v,
        below / seen,
        still / seen,
        movement / seen,
        movement(start, run.state()),
        gates,
        movedByGates);
  }

  private void step(boolean prove) {
    Configuration c = run.configuration();
    taken.clear();
    Float32Sgd sgd =
        new Float32Sgd(c.model(), c.loss(), c.rule()) {
          @Override
          float[] reluGradient(float[] x, float[] g) {
            taken.add(x);
            return super.reluGradient(x, g);
          }
        };
    Done done = run.step(sgd);
    try {
      boolean accepted = look(done);
      if (accepted && prove) {
        HonestProof.check(run.hyperparameters(), done.before(), done.after(), done.batch());
      }
    } catch (UnusableRequestException e) {
      refused++;
      outOfRange++;
    }
  }

  private boolean look(Done done) {
    TraceBuilder builder = new TraceBuilder(plan.circuit(), TraceBuilder.Naming.WITNESS);
    Trace trace = new Trace();
    builder.putState(trace, done.before(), false);
    builder.putState(trace, done.after(), true);
    builder.putBatch(trace, done.batch());
    builder.putGateHints(trace, done.before(), done.batch());
    builder.run(trace);
    List<String> faults = builder.putRemainders(trace);
    refused += faults.isEmpty() ? 0 : 1;
    measure(done, trace);
    GateCensus census = GateCensus.of(plan.circuit(), trace, taken);
    gates = gates.plus(census);
    if (census.inBand() > 0) {
      movedByGates = Math.max(movedByGates, GateChoice.movement(plan.circuit(), done));
    }
    seen++;
    return faults.isEmpty();
  }

  private void measure(Done done, Trace trace) {
    double share = 0;
    int unmoved = 0;
    int count = 0;
    for (StepCircuit.Parameter p : plan.circuit().parameters()) {
      Deviation d = Deviation.of(p, trace);
      if (p.gradient().isEmpty()) {
        buffers[seen] = Math.max(buffers[seen], d.largest());
        continue;
      }
      weights[seen] = Math.max(weights[seen], d.largest());
      double[] before = done.before().tensor(p.name());
      double[] after = done.after().tensor(p.name());
      share += d.belowTolerance() * before.length;
      count += before.length;
      for (int i = 0; i < before.length; i++) {
        unmoved += after[i] == before[i] ? 1 : 0;
      }
    }
    below += share / count;
    still += (double) unmoved / count;
    movement += movement(done.before(), done.after());
  }

  /** The root mean square of the movement of weights and biases, in units. */
  private double movement(ModelState from, ModelState to) {
    double squares = 0;
    int count = 0;
    for (StepCircuit.Parameter p : plan.circuit().parameters()) {
      if (p.gradient().isPresent()) {
        double[] a = from.tensor(p.name());
        double[] b = to.tensor(p.name());
        for (int i = 0; i < a.length; i++) {
          squares += Math.pow(Math.scalb(b[i] - a[i], p.after().frac()), 2);
        }
        count += a.length;
      }
    }
    return Math.sqrt(squares / count);
  }
}
