package pot.zk.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import pot.zk.error.InternalFaultException;
import pot.zk.error.UntrueStepException;
import pot.zk.error.UnusableRequestException;
import pot.zk.hash.Domain;
import pot.zk.hash.PrfStream;
import pot.zk.hash.Sha256;
import pot.zk.ledger.OpeningLedger;
import pot.zk.model.Hyperparameters;
import pot.zk.relation.Owner;
import pot.zk.relation.Trace;
import pot.zk.relation.TraceTensorProver;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;

/**
 * Proves SGD steps in zero knowledge. Every proof spends one opening of each of its three
 * commitments, counted in the ledger before the first message; the same input and build gives the
 * same bytes and spends nothing more.
 */
public final class SgdZkProver {
  private static final List<Owner> PERSISTENT =
      List.of(Owner.WEIGHTS_BEFORE, Owner.WEIGHTS_AFTER, Owner.BATCH);

  private static final List<String> PARTS =
      List.of(Progress.COMMIT_BEFORE, Progress.COMMIT_AFTER, Progress.COMMIT_BATCH);

  private final OpeningLedger ledger;
  private final FieldKernels kernels;
  private final Progress progress;
  private final String buildId;
  private final long memory;
  private final RecentCommitments recent;

  public SgdZkProver(OpeningLedger ledger) {
    this(ledger, Progress.none());
  }

  /**
   * A prover that says what it is at.
   *
   * @param progress told of each phase
   */
  public SgdZkProver(OpeningLedger ledger, Progress progress) {
    this(ledger, progress, new RecentCommitments());
  }

  /**
   * A prover that finds the commitments that others have made.
   *
   * @param recent shared with them; of each step proven, it keeps the one to W'
   */
  public SgdZkProver(OpeningLedger ledger, Progress progress, RecentCommitments recent) {
    this(ledger, Kernels.best(), progress, BuildId.VALUE, Runtime.getRuntime().maxMemory(), recent);
  }

  SgdZkProver(OpeningLedger ledger, FieldKernels kernels) {
    this(ledger, kernels, Progress.none(), BuildId.VALUE);
  }

  /** For frozen vectors: as if it were another build. */
  SgdZkProver(OpeningLedger ledger, FieldKernels kernels, Progress progress, String buildId) {
    this(ledger, kernels, progress, buildId, Runtime.getRuntime().maxMemory());
  }

  /**
   * For tests: on a machine of another size.
   *
   * @param memory bytes of heap there are
   */
  SgdZkProver(
      OpeningLedger ledger, FieldKernels kernels, Progress progress, String buildId, long memory) {
    this(ledger, kernels, progress, buildId, memory, new RecentCommitments());
  }

  private SgdZkProver(
      OpeningLedger ledger,
      FieldKernels kernels,
      Progress progress,
      String buildId,
      long memory,
      RecentCommitments recent) {
    this.memory = memory;
    this.recent = recent;
    this.ledger = ledger;
    this.kernels = kernels;
    this.progress = progress;
    this.buildId = buildId;
  }

  /**
   * The proof of one step.
   *
   * @throws UnusableRequestException if the request is malformed, needs more memory than there is,
   *     or an opening budget is spent
   * @throws UntrueStepException if roots or weights are not what the step gives; the message says
   *     where
   * @throws InternalFaultException if the proof made does not verify
   * @throws java.util.concurrent.CancellationException soon after the calling thread is
   *     interrupted, its interrupt flag still set; an opening may be counted by then, and the same
   *     request will not count it again
   */
  public Proof proveSgdStep(Hyperparameters hyperparameters, Statement statement, Witness witness) {
    checkHash(hyperparameters, statement);
    StepPlan plan = StepPlan.of(hyperparameters);
    MemoryNeed.check(plan, memory);
    progress.phase(Progress.WITNESS);
    Trace trace = new Trace();
    TraceBuilder builder = new TraceBuilder(plan.circuit(), TraceBuilder.Naming.WITNESS);
    builder.putState(trace, witness.before(), false);
    builder.putState(trace, witness.after(), true);
    builder.putBatch(trace, witness.batch());
    builder.putGateHints(trace, witness.before(), witness.batch());
    builder.run(trace);
    List<String> stepFaults = builder.putRemainders(trace);
    // Of a step that is not true there are no remainders, and nothing is proven.
    DataHashes hashes =
        DataHashes.of(plan, trace, stepFaults.isEmpty() ? List.of(Owner.values()) : PERSISTENT);

    progress.phase(Progress.COMMITMENTS);
    StepProver prover = new StepProver(plan, kernels, progress);
    List<byte[]> keys = keys(plan, hashes, witness.seeds());
    List<PersistentCommitment> persistent = commit(plan, prover, trace, keys);
    progress.part(Progress.RESERVATION);
    List<String> faults = rootFaults(statement, persistent);
    faults.addAll(stepFaults);
    if (!faults.isEmpty()) {
      throw TraceBuilder.untrue(faults);
    }

    byte[] secrets = secretDigest(plan, statement, hashes, witness.seeds());
    // The ledger is on disk: what it stores must not give the proof's randomness away.
    byte[] inputHash = Sha256.digest(Domain.LEDGER, secrets);
    OpeningLedger.Reservation reservation = ledger.reserve(inputHash, spends(plan, persistent));
    progress.phase(Progress.PROOF);
    progress.part(Progress.COMMIT_AUXILIARY);
    PrfStream random =
        new PrfStream(
            Sha256.digest(
                Domain.PROOF_RANDOMNESS,
                new FramedBytes().bytes(secrets).bytes(reservation.nonce()).toByteArray()));
    long[] auxiliary = prover.auxiliaryData(trace, persistent);
    byte[] bytes =
        prover.prove(
            statement,
            persistent,
            auxiliary,
            new TraceTensorProver(trace.moved(), kernels),
            random,
            StepProver.Hooks.none());
    progress.phase(Progress.VERIFICATION);
    Proof proof = new Proof(bytes);
    if (new SgdZkVerifier(kernels).verifySgdStep(statement, proof)
        instanceof Verdict.Invalid(String reason)) {
      throw new InternalFaultException(
          "proof", "one that does not verify: " + reason, "a valid proof", "please report this");
    }
    recent.keepOnly(List.of(keys.get(Owner.WEIGHTS_AFTER.index())));
    return proof;
  }

  private static void checkHash(Hyperparameters hyperparameters, Statement statement) {
    if (!Arrays.equals(hyperparameters.hash(), statement.hparamsHash())) {
      HexFormat hex = HexFormat.of();
      throw new UnusableRequestException(
          "hparams_hash",
          hex.formatHex(statement.hparamsHash()),
          hex.formatHex(hyperparameters.hash()) + ", the hash of the given hyper-parameters",
          "state the hash of the hyper-parameters under which the step was done");
    }
  }

  /** The keys of the commitments, by owner. */
  private static List<byte[]> keys(StepPlan plan, DataHashes hashes, Witness.Seeds seeds) {
    List<byte[]> keys = new ArrayList<>();
    for (Owner owner : PERSISTENT) {
      BlindingSeed seed =
          switch (owner) {
            case WEIGHTS_BEFORE -> seeds.wt();
            case WEIGHTS_AFTER -> seeds.wt1();
            case BATCH -> seeds.batch();
            case AUXILIARY -> throw new IllegalStateException("not persistent");
          };
      keys.add(PersistentCommitment.key(plan, owner, seed, hashes.of(owner)));
    }
    return keys;
  }

  /** Each commitment, found or made. */
  private List<PersistentCommitment> commit(
      StepPlan plan, StepProver prover, Trace trace, List<byte[]> keys) {
    // What this step does not need makes room before anything is made.
    recent.keepOnly(keys);
    List<PersistentCommitment> all = new ArrayList<>();
    for (Owner owner : PERSISTENT) {
      progress.part(PARTS.get(owner.index()));
      byte[] key = keys.get(owner.index());
      PersistentCommitment found =
          recent
              .find(key)
              .orElseGet(() -> PersistentCommitment.commit(plan, owner, trace, key, prover.code()));
      recent.put(key, found);
      all.add(found.as(plan, owner));
    }
    return all;
  }

  private static List<String> rootFaults(
      Statement statement, List<PersistentCommitment> persistent) {
    List<String> faults = new ArrayList<>();
    addRootFault(faults, "w_t_root", "weights_before", statement.wtRoot(), persistent.get(0));
    addRootFault(faults, "w_t1_root", "weights_after", statement.wt1Root(), persistent.get(1));
    addRootFault(faults, "batch_root", "the batch", statement.batchRoot(), persistent.get(2));
    return faults;
  }

  private static void addRootFault(
      List<String> faults, String field, String data, byte[] stated, PersistentCommitment made) {
    if (!Arrays.equals(stated, made.root())) {
      HexFormat hex = HexFormat.of();
      faults.add(
          field
              + " is "
              + hex.formatHex(stated, 0, 6)
              + "..., but "
              + data
              + " under its seed commits to "
              + hex.formatHex(made.root(), 0, 6)
              + "...");
    }
  }

  /**
   * A digest of everything that the proof is made from: secrets, statement, parameters and build.
   */
  private byte[] secretDigest(
      StepPlan plan, Statement statement, DataHashes hashes, Witness.Seeds seeds) {
    FramedBytes all =
        new FramedBytes()
            .text(buildId)
            .bytes(plan.hyperparameters().canonicalBytes())
            .bytes(plan.derivedParameters())
            .bytes(statement.encoded())
            .bytes(seeds.wt().revealBytes())
            .bytes(seeds.wt1().revealBytes())
            .bytes(seeds.batch().revealBytes());
    for (Owner owner : Owner.values()) {
      all.bytes(hashes.of(owner));
    }
    return Sha256.digest(Domain.WITNESS, all.toByteArray());
  }

  private static List<OpeningLedger.Spend> spends(
      StepPlan plan, List<PersistentCommitment> persistent) {
    int budget = plan.parameters().openings();
    return List.of(
        new OpeningLedger.Spend(
            persistent.get(0).merkleRoot(), budget, "the weights before the step"),
        new OpeningLedger.Spend(
            persistent.get(1).merkleRoot(), budget, "the weights after the step"),
        new OpeningLedger.Spend(persistent.get(2).merkleRoot(), budget, "the batch"));
  }
}
