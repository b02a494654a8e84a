package pot.zk.step;

import pot.zk.commitment.CommittedVector;
import pot.zk.commitment.LaneTree;
import pot.zk.hash.Domain;
import pot.zk.hash.PrfStream;
import pot.zk.hash.Sha256;
import pot.zk.poly.ReedSolomon;
import pot.zk.proof.Bytes;
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
  /**
   * Commits the tensors of one owner. All randomness comes from the seed, bound to the tuple and to
   * the data: the same seed on other data never repeats it.
   */
  static PersistentCommitment commit(
      StepPlan plan, Owner owner, Trace trace, BlindingSeed seed, ReedSolomon code) {
    byte[] tuple = Role.of(owner).tuple(plan, owner);
    byte[] key =
        PrfStream.deriveKey(seed.revealBytes(), "commitment", tuple, dataHash(plan, owner, trace));
    return commit(plan, owner, limbs(plan, owner, trace), new PrfStream(key), code);
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
      int shift = 0;
      for (TensorLimbs.Limb limb : plan.of(tensor)) {
        long mask = (1L << limb.width()) - 1;
        int offset = limb.slice().offset();
        for (int i = 0; i < values.length; i++) {
          data[offset + i] = (values[i] + tensor.offset()) >>> shift & mask;
        }
        shift += limb.width();
      }
    }
    return data;
  }

  /** A hash of the values of all tensors of one owner. */
  static byte[] dataHash(StepPlan plan, Owner owner, Trace trace) {
    FramedBytes out = new FramedBytes();
    for (TensorSpec tensor : plan.circuit().tensors(owner)) {
      out.bytes(Sha256.digest(Domain.WITNESS, Bytes.ofLongs(trace.get(tensor))));
    }
    return Sha256.digest(Domain.WITNESS, out.toByteArray());
  }

  @Override
  public String toString() {
    return "PersistentCommitment[" + java.util.HexFormat.of().formatHex(root) + "]";
  }
}
