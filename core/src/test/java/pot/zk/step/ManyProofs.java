package pot.zk.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import pot.zk.commitment.LaneTree;
import pot.zk.commitment.OpeningShape;
import pot.zk.field.Ext;
import pot.zk.hash.PrfStream;
import pot.zk.hiding.Channel;
import pot.zk.poly.ReedSolomon;
import pot.zk.proof.Bytes;
import pot.zk.relation.Owner;
import pot.zk.relation.StepCircuit.Parameter;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;
import pot.zk.relation.TraceTensorProver;
import pot.zk.simd.Kernels;
import pot.zk.step.Recorder.Sent;
import pot.zk.transcript.Sha256Transcript;

/** Many proofs of one witness, each with randomness of its own, and what can be seen of them. */
final class ManyProofs {
  private final StepPlan plan;
  private final Trace trace;
  private final Variant variant;

  /**
   * Where a prover with a bug differs.
   *
   * @param channel put around its channel
   * @param blind makes a commitment, given the seed of the proof
   */
  record Variant(BiFunction<Channel, StepPlan, Recorder> channel, Blind blind) {
    static Variant honest() {
      return new Variant((channel, plan) -> new Recorder(channel), PersistentCommitment::commit);
    }
  }

  /** Commits to limbs. */
  interface Blind {
    PersistentCommitment commit(
        StepPlan plan, Owner owner, long[] limbs, PrfStream random, ReedSolomon code);
  }

  ManyProofs(StepPlan plan, Trace trace, Variant variant) {
    this.plan = plan;
    this.trace = trace;
    this.variant = variant;
  }

  /** A step on nothing at all: every weight, input and target zero. */
  static Trace zeroTrace(StepPlan plan) {
    TraceBuilder builder = new TraceBuilder(plan.circuit(), TraceBuilder.Naming.DATA);
    Trace trace = new Trace();
    List<TensorSpec> given = new ArrayList<>();
    plan.circuit().parameters().stream().map(Parameter::before).forEach(given::add);
    given.addAll(List.of(plan.circuit().inputs(), plan.circuit().targets()));
    given.forEach(t -> trace.put(t, new long[t.paddedSize()]));
    builder.run(trace);
    builder.putCanonicalState(trace);
    if (!builder.putRemainders(trace).isEmpty()) {
      throw new AssertionError("zero is no step");
    }
    return trace;
  }

  /** One proof: the recorded messages, and the words of the opened columns by commitment. */
  record Run(Recorder recorder, Map<String, long[]> columns) {
    /** Elements that were sent although they are, somewhere in the proof, to be hidden. */
    Set<Ext> leaks() {
      Set<Ext> leaks = recorder.sent().stream().map(Sent::element).collect(Collectors.toSet());
      leaks.retainAll(Set.copyOf(recorder.hidden()));
      return leaks;
    }
  }

  List<Run> run(String seed, int count) {
    return IntStream.range(0, count).parallel().mapToObj(i -> prove(seed + " " + i)).toList();
  }

  private Run prove(String seed) {
    StepProver prover = new StepProver(plan, Kernels.best());
    PrfStream random = new PrfStream(PrfStream.deriveKey(new byte[32], seed));
    List<PersistentCommitment> persistent = new ArrayList<>();
    for (Owner owner : List.of(Owner.WEIGHTS_BEFORE, Owner.WEIGHTS_AFTER, Owner.BATCH)) {
      long[] limbs = PersistentCommitment.limbs(plan, owner, trace);
      persistent.add(variant.blind().commit(plan, owner, limbs, random, prover.code()));
    }
    Statement statement =
        new Statement(
            persistent.get(0).root(),
            persistent.get(2).root(),
            plan.hyperparameters().hash(),
            persistent.get(1).root(),
            1,
            2,
            3);
    Recorder[] recorder = new Recorder[1];
    StepProver.Hooks hooks =
        new StepProver.Hooks(
            check -> true,
            new Sha256Transcript(ProofBytes.PROTOCOL_ID),
            channel -> recorder[0] = variant.channel().apply(channel, plan),
            script -> {});
    byte[] proof =
        prover.prove(
            statement,
            persistent,
            prover.auxiliaryData(trace, persistent),
            new TraceTensorProver(trace, Kernels.best()),
            random,
            hooks);
    return new Run(recorder[0], columns(proof));
  }

  private Map<String, long[]> columns(byte[] proof) {
    OpeningShape shape = plan.opening();
    int q = shape.parameters().queries();
    int trees = shape.layouts().size();
    int at = 24 + plan.hyperparameters().canonicalBytes().length + 3 * 32 + plan.messageBytes();
    int nodes = proof.length - at;
    for (int k = 0; k < trees; k++) {
      nodes -= q * (shape.treeLanes(k) * Long.BYTES + LaneTree.SALT_BYTES);
    }
    Map<String, long[]> columns = new TreeMap<>();
    for (int k = 0; k < trees; k++) {
      int lanes = shape.treeLanes(k);
      long[] words = new long[q * lanes];
      for (int j = 0; j < q; j++) {
        for (int i = 0; i < lanes; i++) {
          words[j * lanes + i] = Bytes.getLong(proof, at + i * Long.BYTES);
        }
        at += lanes * Long.BYTES + LaneTree.SALT_BYTES;
      }
      at += nodes / trees;
      columns.put("columns of commitment " + k, words);
    }
    if (at != proof.length) {
      throw new AssertionError("the proof is laid out otherwise");
    }
    return columns;
  }

  /** All words seen, pooled by kind of message. */
  static Map<String, Histogram> histograms(List<Run> runs) {
    Map<String, Histogram> all = new TreeMap<>();
    for (Run run : runs) {
      for (Sent sent : run.recorder().sent()) {
        Histogram h = all.computeIfAbsent(sent.kind(), k -> new Histogram());
        h.add(sent.element().c0());
        h.add(sent.element().c1());
      }
      run.columns()
          .forEach(
              (kind, words) -> {
                Histogram h = all.computeIfAbsent(kind, k -> new Histogram());
                for (long word : words) {
                  h.add(word);
                }
              });
    }
    return all;
  }
}
