package pot.zk.step;

import java.util.List;
import pot.zk.commitment.CommittedVector;
import pot.zk.commitment.LaneTree;
import pot.zk.hash.Domain;
import pot.zk.hash.PrfStream;
import pot.zk.hash.Sha256;
import pot.zk.parallel.Workers;
import pot.zk.poly.ReedSolomon;
import pot.zk.relation.Owner;
import pot.zk.relation.RelationContext.TensorLimbs;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;

/**
 * A commitment that outlives a proof: to the weights or to a batch.
 *
 * @param root what statements name: the Merkle root read under its tuple
 * @param merkleRoot of the lanes' tree
 */
record PersistentCommitment(byte[] root, byte[] merkleRoot, CommittedVector vector, LaneTree tree) {
  /** Values of a task: with their limbs they stay in the second-level cache. */
  private static final int GRAIN = 1 << 14;

  /**
   * Commits the tensors of one owner. All randomness comes from the seed, bound to the tuple and to
   * the data: the same seed on other data never repeats it.
   */
  static PersistentCommitment commit(
      StepPlan plan, Owner owner, Trace trace, BlindingSeed seed, ReedSolomon code) {
    return commit(plan, owner, trace, key(plan, owner, seed, dataHash(plan, owner, trace)), code);
  }

  /** The same with the key that belongs to them. */
  static PersistentCommitment commit(
      StepPlan plan, Owner owner, Trace trace, byte[] key, ReedSolomon code) {
    return commit(plan, owner, limbs(plan, owner, trace), new PrfStream(key), code);
  }

  /**
   * The key of all of a commitment's randomness: it determines the commitment, for the tuple and
   * the data are bound to it.
   */
  static byte[] key(StepPlan plan, Owner owner, BlindingSeed seed, byte[] dataHash) {
    byte[] tuple = Role.of(owner).tuple(plan, owner);
    return PrfStream.deriveKey(seed.revealBytes(), "commitment", tuple, dataHash);
  }

  /** The same commitment as another owner's of the same role. */
  PersistentCommitment as(StepPlan plan, Owner owner) {
    CommittedVector same =
        new CommittedVector(plan.layout(owner.index()), vector.data(), vector.lanes());
    return new PersistentCommitment(root, merkleRoot, same, tree);
  }

  /** Commits a vector of limbs, with all randomness from one stream. */
  static PersistentCommitment commit(
      StepPlan plan, Owner owner, long[] limbs, PrfStream random, ReedSolomon code) {
    var p = plan.parameters();
    CommittedVector vector =
        CommittedVector.blind(
            plan.layout(owner.index()), limbs, p.laneVariables(), p.blinding(), random);
    LaneTree tree = vector.tree(code, random);
    byte[] root = root(Role.of(owner).tuple(plan, owner), tree.root());
    return new PersistentCommitment(root, tree.root(), vector, tree);
  }

  /** The root of a tree read under a tuple. */
  static byte[] root(byte[] tuple, byte[] merkleRoot) {
    return Sha256.digest(
        Domain.ROOT, new FramedBytes().bytes(tuple).bytes(merkleRoot).toByteArray());
  }

  /** The limbs of all tensors of one owner, at their slices. */
  static long[] limbs(StepPlan plan, Owner owner, Trace trace) {
    long[] data = new long[plan.layout(owner.index()).used()];
    for (TensorSpec tensor : plan.circuit().tensors(owner)) {
      long[] values = trace.get(tensor);
      List<TensorLimbs.Limb> limbs = plan.of(tensor);
      Workers.forRanges(
          values.length,
          GRAIN,
          (from, to) -> {
            int shift = 0;
            for (TensorLimbs.Limb limb : limbs) {
              putLimb(data, limb, values, tensor.offset(), shift, from, to);
              shift += limb.width();
            }
          });
    }
    return data;
  }

  private static void putLimb(
      long[] data,
      TensorLimbs.Limb limb,
      long[] values,
      long valueOffset,
      int shift,
      int from,
      int to) {
    long mask = (1L << limb.width()) - 1;
    int offset = limb.slice().offset();
    for (int i = from; i < to; i++) {
      data[offset + i] = (values[i] + valueOffset) >>> shift & mask;
    }
  }

  /** A hash of the values of all tensors of one owner. */
  static byte[] dataHash(StepPlan plan, Owner owner, Trace trace) {
    return DataHashes.of(plan, trace, List.of(owner)).of(owner);
  }

  @Override
  public String toString() {
    return "PersistentCommitment[" + java.util.HexFormat.of().formatHex(root) + "]";
  }
}
