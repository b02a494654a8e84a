package pot.zk.cli.bench;

import java.util.Arrays;
import java.util.List;

/**
 * What this machine cannot exceed, measured: seconds of one piece, of all threads together.
 *
 * @param product of two 32-bit numbers, in vector code, with one other operation on the result
 * @param block of SHA-256 in a long message
 * @param cacheByte one byte read or written in the first-level cache
 * @param memoryByte one byte read or written in long arrays, by what is faster: reading one, or
 *     adding one to another
 */
public record MachineLimits(double product, double block, double cacheByte, double memoryByte) {
  private static final int SUM_BYTES = Long.BYTES;
  private static final int UPDATE_BYTES = 3 * Long.BYTES;
  private static final int ROUNDS = 5;
  private static final int CACHED = 1 << 10;

  /** What bounds a kernel. */
  public enum Bound {
    MULTIPLY,
    HASH,
    MEMORY
  }

  /** A kernel's least time by these limits, in seconds, and what it is spent on. */
  public record Least(double seconds, Bound bound) {}

  /**
   * Measures, in the pool it is called in.
   *
   * @param largeLength 64-bit elements of each of an array beyond the caches, of all threads
   * @param seconds to spend on each
   */
  public static MachineLimits measure(int threads, int largeLength, double seconds) {
    int share = Math.max(1, largeLength / threads);
    Rate product = Rate.of(threads, ProductStreams::new);
    Rate block = Rate.of(threads, HashBlocks::new);
    Rate cachedSum = Rate.of(threads, () -> sum(CACHED));
    Rate cachedUpdate = Rate.of(threads, () -> update(CACHED));
    Rate longSum = Rate.of(threads, () -> sum(share));
    Rate longUpdate = Rate.of(threads, () -> update(share));
    Rate.untilSteady(
        List.of(product, block, cachedSum, cachedUpdate, longSum, longUpdate), seconds / ROUNDS);
    return new MachineLimits(
        product.seconds() / ProductStreams.COUNT,
        block.seconds() / HashBlocks.COUNT,
        Math.min(cachedSum.seconds() / SUM_BYTES, cachedUpdate.seconds() / UPDATE_BYTES) / CACHED,
        Math.min(longSum.seconds() / SUM_BYTES, longUpdate.seconds() / UPDATE_BYTES) / share);
  }

  /**
   * The least time for some work: computing and moving may overlap, multiplying and hashing do not.
   *
   * @param cached whether all of it is in the first-level cache
   */
  public Least least(double products, double blocks, double bytes, boolean cached) {
    double multiplying = products * product;
    double hashing = blocks * block;
    double moving = bytes * (cached ? cacheByte : memoryByte);
    if (moving > multiplying + hashing) {
      return new Least(moving, Bound.MEMORY);
    }
    return new Least(multiplying + hashing, hashing > multiplying ? Bound.HASH : Bound.MULTIPLY);
  }

  /** Reads alone. */
  private static Runnable sum(int n) {
    long[] a = numbers(n);
    long[] out = new long[1];
    return () -> out[0] += sum(a);
  }

  private static long sum(long[] a) {
    long sum = 0;
    for (long value : a) {
      sum += value;
    }
    return sum;
  }

  /** Reads two arrays and writes one of them. */
  private static Runnable update(int n) {
    long[] a = numbers(n);
    long[] b = numbers(n);
    return () -> add(a, b);
  }

  private static void add(long[] a, long[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i];
    }
  }

  private static long[] numbers(int n) {
    long[] out = new long[n];
    Arrays.setAll(out, i -> i);
    return out;
  }
}
