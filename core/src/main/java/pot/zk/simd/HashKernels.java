package pot.zk.simd;

import pot.zk.hash.Domain;

/**
 * SHA-256 of many messages of one shape at once, one implementation by the JDK's digest and one
 * with the vector module, sixteen messages side by side; both give the same bytes.
 *
 * <p>No method starts threads; calls on disjoint ranges may run at once.
 */
public interface HashKernels {
  /** "JDK", or how many messages go side by side: shown by the tools. */
  String name();

  /**
   * Of pairs of hashes: 32 bytes each, side by side.
   *
   * @param out receives SHA-256(tag || in[inAt + 64 i, inAt + 64 (i + 1))) at outAt + 32 i; what is
   *     read and what is written must not overlap
   */
  void pairs(Domain domain, byte[] in, int inAt, byte[] out, int outAt, int count);

  /**
   * Of a key and a counter: blocks of a {@link pot.zk.hash.PrfStream}, or trials of a proof of
   * work.
   *
   * @param key 32 bytes
   * @param out receives SHA-256(tag || key || first + i) at outAt + 32 i, the counter as eight
   *     bytes little-endian
   */
  void stream(Domain domain, byte[] key, long first, byte[] out, int outAt, int count);

  /**
   * Begins the hashes of leaves that come some columns at a time: SHA-256(tag || salt || values of
   * all columns, little-endian).
   *
   * @param leaves how many there are
   * @param columns values in each
   * @param salts 32 bytes a leaf
   * @param out receives 32 bytes a leaf
   */
  Columns columns(Domain domain, int leaves, int columns, byte[] salts, byte[] out);

  /** Hashes that have begun, fed from the first column to the last. */
  interface Columns {
    /**
     * Takes columns [first, first + taken) of some leaves; the hashes are written when the last
     * column is taken.
     *
     * @param leaf the first of the leaves, a multiple of 16 or of their number
     * @param count how many leaves; a multiple of 16, or all
     * @param first a multiple of 8
     * @param taken a multiple of 8, or all that is left
     * @param groups rows of eight columns for each eight columns, from row {@code row} on
     */
    void take(int leaf, int count, int first, int taken, long[][] groups, int row);
  }
}
