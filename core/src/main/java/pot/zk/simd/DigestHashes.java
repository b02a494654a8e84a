package pot.zk.simd;

import java.security.MessageDigest;
import java.util.Arrays;
import pot.zk.hash.Domain;
import pot.zk.hash.PrfStream;
import pot.zk.hash.Sha256;
import pot.zk.proof.Bytes;

/** Hashes one after another by the JDK's digest: the definition that the vector code is held to. */
final class DigestHashes implements HashKernels {
  private static final int HASH = Sha256.BYTES;

  @Override
  public String name() {
    return "JDK";
  }

  @Override
  public void pairs(Domain domain, byte[] in, int inAt, byte[] out, int outAt, int count) {
    MessageDigest digest = Sha256.newDigest();
    byte[] message = Arrays.copyOf(domain.tag(), Domain.TAG_BYTES + 2 * HASH);
    for (int i = 0; i < count; i++) {
      System.arraycopy(in, inAt + 2 * HASH * i, message, Domain.TAG_BYTES, 2 * HASH);
      digest.update(message);
      Sha256.finish(digest, out, outAt + HASH * i);
    }
  }

  @Override
  public void stream(Domain domain, byte[] key, long first, byte[] out, int outAt, int count) {
    MessageDigest digest = Sha256.newDigest();
    int counter = Domain.TAG_BYTES + PrfStream.KEY_BYTES;
    byte[] message = Arrays.copyOf(domain.tag(), counter + Long.BYTES);
    System.arraycopy(key, 0, message, Domain.TAG_BYTES, PrfStream.KEY_BYTES);
    for (int i = 0; i < count; i++) {
      Bytes.putLong(message, counter, first + i);
      digest.update(message);
      Sha256.finish(digest, out, outAt + HASH * i);
    }
  }

  @Override
  public Columns columns(Domain domain, int leaves, int columns, byte[] salts, byte[] out) {
    return new Digests(domain, columns, salts, out, new MessageDigest[leaves]);
  }

  /**
   * A digest for each leaf, between its first columns and its last ones.
   *
   * @param begun of the leaves whose columns are taken in several calls
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Digests(
      Domain domain, int columns, byte[] salts, byte[] out, MessageDigest[] begun)
      implements Columns {
    @Override
    public void take(int leaf, int count, int first, int taken, long[][] groups, int row) {
      boolean last = first + taken == columns;
      MessageDigest own = Sha256.newDigest();
      byte[] values = new byte[taken * Long.BYTES];
      for (int i = 0; i < count; i++) {
        gather(groups, row + i, values);
        int at = leaf + i;
        MessageDigest digest = first > 0 ? begun[at] : last ? own : Sha256.newDigest();
        if (first == 0) {
          domain.update(digest);
          digest.update(salts, at * HASH, HASH);
        }
        digest.update(values);
        if (last) {
          Sha256.finish(digest, out, at * HASH);
        } else {
          begun[at] = digest;
        }
      }
    }

    /**
     * A row's values of all columns, by itself as the compiler is through with two loops sooner.
     */
    private static void gather(long[][] groups, int row, byte[] values) {
      for (int k = 0; k < values.length / Long.BYTES; k++) {
        long[] group = groups[k / FieldKernels.ROW];
        Bytes.putLong(values, k * Long.BYTES, group[row * FieldKernels.ROW + k % FieldKernels.ROW]);
      }
    }
  }
}
