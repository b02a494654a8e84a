package pot.zk.step;

import pot.zk.commitment.CommitmentParameters;
import pot.zk.commitment.VectorLayout;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Hyperparameters;
import pot.zk.relation.Owner;
import pot.zk.relation.TensorSpec;

/**
 * How much memory a proof takes at once, so that a prover that cannot end does not begin: what it
 * would lose is not only time but an opening of each commitment.
 */
final class MemoryNeed {
  private static final int MEGABYTE = 1 << 20;

  /** Codewords are encoded eight at a time. */
  private static final int LANES_PER_GROUP = 8;

  private MemoryNeed() {}

  /**
   * Bytes of the heap that are reachable at once where most are: while looking up, or while
   * opening.
   */
  static long bytes(StepPlan plan) {
    CommitmentParameters p = plan.parameters();
    long n = p.codeLength();
    long committed = 0;
    long padded = 0;
    for (Owner owner : Owner.values()) {
      VectorLayout layout = plan.layout(owner.index());
      long lanes = plan.opening().treeLanes(owner.index());
      long groups = (lanes + LANES_PER_GROUP - 1) / LANES_PER_GROUP;
      long lane = p.laneLength() + p.blinding();
      // Codewords, coefficients, entries; salts, leaf hashes and inner nodes.
      committed += 8 * (groups * LANES_PER_GROUP * n + lanes * lane + layout.used()) + 96 * n;
      padded += 1L << layout.variables();
    }
    long trace = 16 * plan.circuit().tensors().stream().mapToLong(TensorSpec::paddedSize).sum();
    // Numerators and denominators of all layers, a copy of the largest, and its weights.
    long lookup = (64 + 32 + 8) * (1L << plan.lookup().variables());
    // Coefficients over K, entries over F, and their first folding over K.
    long opening = (16 + 8 + 8) * padded;
    return committed + trace + Math.max(lookup, opening);
  }

  /**
   * Refuses a proof that would not fit.
   *
   * @param available bytes that the heap may have
   * @throws UnusableRequestException with both numbers
   */
  static void check(StepPlan plan, long available) {
    long needed = bytes(plan);
    if (needed > available) {
      Hyperparameters hp = plan.hyperparameters();
      throw new UnusableRequestException(
          "hyperparameters.model",
          "a step whose proof needs " + megabytes(needed) + " MB of memory at once",
          "at most " + megabytes(available) + " MB, which this Java may use",
          hp.batch() > 1
              ? "give it more (JDK_JAVA_OPTIONS=-Xmx..), or prove a smaller batch or model"
              : "give it more (JDK_JAVA_OPTIONS=-Xmx..), or prove a smaller model");
    }
  }

  /** Rounded up. */
  private static long megabytes(long bytes) {
    return (bytes + MEGABYTE - 1) / MEGABYTE;
  }
}
