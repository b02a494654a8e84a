package pot.zk.step;

import pot.zk.commitment.CommitmentParameters;
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

  /** Salt, leaf and inner node. */
  private static final int HASHES_PER_LEAF = 96;

  /** What the program itself keeps. */
  private static final long PROGRAM = 16L << 20;

  /** A running SHA-256 with its buffer. */
  private static final int BYTES_PER_DIGEST = 300;

  /** An entry of the commitment that is being made, packed to be encoded. */
  private static final long BYTES_PER_PACKED = 2;

  /** Bytes of an element of K, and of a numerator with its denominator. */
  private static final int EXT = 16;

  private static final int FRACTION = 32;

  private MemoryNeed() {}

  /**
   * Bytes of the heap that are reachable at once where most are: while looking up, or while
   * opening.
   */
  static long bytes(StepPlan plan) {
    CommitmentParameters p = plan.parameters();
    long kept = PROGRAM;
    long entries = 0;
    long largest = 0;
    for (Owner owner : Owner.values()) {
      long used = plan.layout(owner.index()).used();
      long lanes = plan.opening().treeLanes(owner.index());
      // Entries and blinding; salts, leaf hashes and inner nodes.
      kept += Long.BYTES * (used + lanes * p.blinding()) + HASHES_PER_LEAF * p.codeLength();
      entries += used;
      largest = Math.max(largest, used);
    }
    // The caller's numbers, and the trace until all is said about relations.
    long given = 0;
    long trace = 0;
    for (TensorSpec tensor : plan.circuit().tensors()) {
      trace += Long.BYTES * (long) tensor.paddedSize();
      given += tensor.owner() == Owner.AUXILIARY ? 0 : Long.BYTES * (long) tensor.paddedSize();
    }
    kept += given;
    long committing = trace + (long) BYTES_PER_DIGEST * p.codeLength() + BYTES_PER_PACKED * largest;
    // The kept levels, an eighth of the leaves and less, and values of one layer, a quarter.
    long leaves = 1L << plan.lookup().variables();
    long lookup = 2 * FRACTION * (leaves / 8) + FRACTION * (leaves / 4);
    // Coefficients over K, and the entries once they are bound to a first challenge.
    long opening = 2L * EXT * entries;
    return kept + Math.max(committing, Math.max(lookup, opening));
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
