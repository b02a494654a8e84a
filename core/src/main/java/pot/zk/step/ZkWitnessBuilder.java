package pot.zk.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pot.zk.error.UntrueStepException;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Hyperparameters;
import pot.zk.poly.ReedSolomon;
import pot.zk.relation.Owner;
import pot.zk.relation.StepCircuit.Parameter;
import pot.zk.relation.Trace;
import pot.zk.simd.Kernels;

/** Makes commitments and witnesses for steps under given hyper-parameters. */
public final class ZkWitnessBuilder {
  private final StepPlan plan;
  private final ReedSolomon code;
  private final TraceBuilder traces;
  private final Optional<RecentCommitments> recent;

  /**
   * @throws UnusableRequestException if such steps cannot be proven
   */
  public ZkWitnessBuilder(Hyperparameters hyperparameters) {
    this(hyperparameters, Optional.empty());
  }

  /**
   * A builder whose commitments a prover need not make again.
   *
   * @param recent shared with the prover
   * @throws UnusableRequestException if such steps cannot be proven
   */
  public ZkWitnessBuilder(Hyperparameters hyperparameters, RecentCommitments recent) {
    this(hyperparameters, Optional.of(recent));
  }

  private ZkWitnessBuilder(Hyperparameters hyperparameters, Optional<RecentCommitments> recent) {
    this.recent = recent;
    this.plan = StepPlan.of(hyperparameters);
    this.code = new ReedSolomon(plan.parameters().lengthVariables(), Kernels.best());
    this.traces = new TraceBuilder(plan.circuit(), TraceBuilder.Naming.DATA);
  }

  /**
   * A commitment made.
   *
   * @param root for the statement, 32 bytes
   * @param seed to be kept with the data, secret
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Commitment(byte[] root, BlindingSeed seed) {
    @Override
    public String toString() {
      return "Commitment[" + java.util.HexFormat.of().formatHex(root) + "]";
    }
  }

  /** Everything that a proof of one step needs. */
  public record StepData(Statement statement, Witness witness) {}

  /**
   * A parameter of the declared model.
   *
   * @param name such as {@code fc1.weight}
   * @param rows, columns its shape; a bias has one row
   * @param buffer whether it is the momentum buffer of a parameter
   */
  public record ParameterShape(String name, int rows, int columns, boolean buffer) {}

  /** The parameters, in the order of the state. */
  public List<ParameterShape> parameters() {
    return plan.circuit().parameters().stream()
        .map(
            p ->
                new ParameterShape(
                    p.name(), p.before().rows(), p.before().columns(), p.gradient().isEmpty()))
        .toList();
  }

  /** The largest number of limbs of one committed tensor. */
  public long largestTensorLimbs() {
    return plan.circuit().tensors().stream()
        .mapToLong(t -> (long) t.paddedSize() * plan.of(t).size())
        .max()
        .orElse(0);
  }

  /**
   * Refuses steps whose proof needs more memory than this process may use, as the prover does, for
   * callers who read or compute much before they come to it.
   *
   * @throws UnusableRequestException with both numbers
   */
  public void requireMemory() {
    MemoryNeed.check(plan, Runtime.getRuntime().maxMemory());
  }

  /** Commits to the weights under a fresh seed. */
  public Commitment extractWeightsForZk(ModelState weights) {
    return extractWeightsForZk(weights, BlindingSeed.random());
  }

  /** Commits to the weights under a seed; the same data and seed give the same root. */
  public Commitment extractWeightsForZk(ModelState weights, BlindingSeed seed) {
    Trace trace = new Trace();
    traces.putState(trace, weights, false);
    return commit(Owner.WEIGHTS_BEFORE, trace, seed);
  }

  /** Commits to a batch under a fresh seed. */
  public Commitment buildBatchCommitment(Batch batch) {
    return buildBatchCommitment(batch, BlindingSeed.random());
  }

  /** Commits to a batch under a seed. */
  public Commitment buildBatchCommitment(Batch batch, BlindingSeed seed) {
    Trace trace = new Trace();
    traces.putBatch(trace, batch);
    return commit(Owner.BATCH, trace, seed);
  }

  /** The canonical step: the weights that exact mode demands after it. */
  public ModelState canonicalStep(ModelState before, Batch batch) {
    return canonicalStepWithFacts(before, batch).after();
  }

  /** The canonical step, and what it computes on its way. */
  public record DoneStep(ModelState after, StepFacts facts) {}

  /** The canonical step with its loss and gradients. */
  public DoneStep canonicalStepWithFacts(ModelState before, Batch batch) {
    Trace trace = new Trace();
    traces.putState(trace, before, false);
    traces.putBatch(trace, batch);
    traces.run(trace);
    traces.putCanonicalState(trace);
    Map<String, double[]> after = new LinkedHashMap<>();
    for (Parameter p : plan.circuit().parameters()) {
      after.put(p.name(), StepFacts.real(trace.get(p.after()), p.after()));
    }
    return new DoneStep(new ModelState(after), facts(trace));
  }

  /** The loss and gradients of the canonical step on this state and batch. */
  public StepFacts facts(ModelState before, Batch batch) {
    Trace trace = new Trace();
    traces.putState(trace, before, false);
    traces.putBatch(trace, batch);
    traces.run(trace);
    return facts(trace);
  }

  private StepFacts facts(Trace trace) {
    Hyperparameters hp = plan.hyperparameters();
    return StepFacts.of(plan.circuit(), trace, hp.loss(), hp.optimizer());
  }

  /**
   * How far each tensor of the state after is from what the step gives; roots and blinding aside.
   *
   * @throws UnusableRequestException if the data does not fit the declaration
   */
  public List<Deviation> deviations(ModelState before, ModelState after, Batch batch) {
    TraceBuilder witness = new TraceBuilder(plan.circuit(), TraceBuilder.Naming.WITNESS);
    Trace trace = new Trace();
    witness.putState(trace, before, false);
    witness.putState(trace, after, true);
    witness.putBatch(trace, batch);
    witness.putGateHints(trace, before, batch);
    witness.run(trace);
    witness.putRemainders(trace);
    return plan.circuit().parameters().stream().map(p -> Deviation.of(p, trace)).toList();
  }

  /**
   * Looks at the step alone, leaving roots and blinding aside.
   *
   * @throws UnusableRequestException if the data does not fit the declaration
   * @throws UntrueStepException if the weights after are not what the step gives; the message says
   *     where
   */
  public void checkStep(ModelState before, ModelState after, Batch batch) {
    TraceBuilder witness = new TraceBuilder(plan.circuit(), TraceBuilder.Naming.WITNESS);
    Trace trace = new Trace();
    witness.putState(trace, before, false);
    witness.putState(trace, after, true);
    witness.putBatch(trace, batch);
    witness.putGateHints(trace, before, batch);
    witness.run(trace);
    List<String> faults = witness.putRemainders(trace);
    if (!faults.isEmpty()) {
      throw TraceBuilder.untrue(faults);
    }
  }

  /**
   * Commits to weights before and after and to the batch, each under a fresh seed, and pairs the
   * statement with its witness. Whether the step is true is for the prover to say.
   */
  public StepData extractSgdUpdateWitness(
      ModelState before,
      ModelState after,
      Batch batch,
      long stepNonce,
      long stepNumber,
      long epoch) {
    Commitment wt = extractWeightsForZk(before);
    Commitment wt1 = extractWeightsForZk(after);
    Commitment data = buildBatchCommitment(batch);
    Statement statement =
        new Statement(
            wt.root(),
            data.root(),
            plan.hyperparameters().hash(),
            wt1.root(),
            stepNonce,
            stepNumber,
            epoch);
    Witness.Seeds seeds = new Witness.Seeds(wt.seed(), wt1.seed(), data.seed());
    return new StepData(statement, new Witness(before, after, batch, seeds));
  }

  private Commitment commit(Owner owner, Trace trace, BlindingSeed seed) {
    byte[] key =
        PersistentCommitment.key(
            plan, owner, seed, PersistentCommitment.dataHash(plan, owner, trace));
    PersistentCommitment made = PersistentCommitment.commit(plan, owner, trace, key, code);
    recent.ifPresent(r -> r.put(key, made));
    return new Commitment(made.root(), seed);
  }
}
