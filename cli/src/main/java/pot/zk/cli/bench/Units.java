package pot.zk.cli.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;

/**
 * How fast this machine is just now at what a proof is made of: seconds of one unit of work, of all
 * threads together but for {@code serialHash}.
 *
 * @param serialHash one block of SHA-256, on one thread
 * @param hash one block of SHA-256
 * @param butterfly of the encoder, in the first-level cache
 * @param fraction one node of a lookup layer: its share in a round, and its folding
 * @param addScaled one element of K times a value, added to a vector larger than the caches
 * @param multiplyAdd of 64-bit integers
 */
public record Units(
    double serialHash,
    double hash,
    double butterfly,
    double fraction,
    double addScaled,
    double multiplyAdd) {
  private static final double SECONDS = 0.12;

  /** The last one counts: compilation of vector code takes its time in a new process. */
  private static final int ROUNDS = 4;

  private static final int ROWS = 256;
  private static final int NODES = 1 << 14;
  private static final int LARGE = 1 << 19;
  private static final int TILES = 1 << 12;

  /** Takes about three seconds, most of them until all is compiled, in the pool it is called in. */
  public static Units measure(int threads) {
    FieldKernels kernels = Kernels.best();
    Units units = measure(threads, kernels);
    for (int round = 1; round < ROUNDS; round++) {
      units = measure(threads, kernels);
    }
    return units;
  }

  private static Units measure(int threads, FieldKernels kernels) {
    return new Units(
        seconds(1, HashBlocks::new) / HashBlocks.COUNT,
        seconds(threads, HashBlocks::new) / HashBlocks.COUNT,
        seconds(threads, () -> butterflies(kernels)) / (ROWS / 2 * FieldKernels.ROW),
        seconds(threads, () -> fractions(kernels)) / NODES,
        seconds(threads, () -> addScaled(kernels)) / LARGE,
        seconds(threads, Units::multiplyAdds) / TILES);
  }

  /** By name, in order. */
  public Map<String, Double> byName() {
    Map<String, Double> out = new LinkedHashMap<>();
    out.put("serial_hash", serialHash);
    out.put("hash", hash);
    out.put("butterfly", butterfly);
    out.put("fraction", fraction);
    out.put("add_scaled", addScaled);
    out.put("multiply_add", multiplyAdd);
    return out;
  }

  /** The reverse of {@link #byName}. */
  static Units of(Map<String, Double> values) {
    double[] v =
        new Units(0, 0, 0, 0, 0, 0)
            .byName().keySet().stream().mapToDouble(k -> values.getOrDefault(k, 0.0)).toArray();
    return new Units(v[0], v[1], v[2], v[3], v[4], v[5]);
  }

  private static double seconds(int threads, Supplier<? extends Runnable> work) {
    Rate rate = Rate.of(threads, work);
    rate.round(SECONDS);
    return rate.seconds();
  }

  private static Runnable butterflies(FieldKernels kernels) {
    long[] rows = new long[ROWS * FieldKernels.ROW];
    Arrays.setAll(rows, i -> i);
    long[] twiddles = {3};
    return () -> kernels.butterflies(rows, 0, ROWS / 2, 1, twiddles, 0);
  }

  private static Runnable fractions(FieldKernels kernels) {
    ExtVector e = numbers(NODES);
    // Four tables in two vectors, each with its lower and its upper half.
    List<ExtVector> tables = List.of(numbers(4 * NODES), numbers(4 * NODES));
    Ext r = new Ext(5, 7);
    return () -> {
      kernels.crossRound(e, 0, tables.get(0), tables.get(1), 0, 2 * NODES, NODES, NODES);
      for (ExtVector t : tables) {
        kernels.fold(t, 0, t, 0, NODES, r, NODES);
        kernels.fold(t, 2 * NODES, t, 2 * NODES, 3 * NODES, r, NODES);
      }
    };
  }

  private static Runnable addScaled(FieldKernels kernels) {
    ExtVector sum = numbers(LARGE);
    ExtVector x = numbers(LARGE);
    Ext s = new Ext(5, 7);
    return () -> kernels.addScaled(sum, 0, s, x, 0, LARGE);
  }

  private static ExtVector numbers(int n) {
    ExtVector v = ExtVector.zeros(n);
    Arrays.setAll(v.c0(), i -> i);
    Arrays.setAll(v.c1(), i -> 2L * i);
    return v;
  }

  private static Runnable multiplyAdds() {
    long[] sum = new long[TILES];
    long[] row = new long[TILES];
    Arrays.setAll(row, i -> i);
    return () -> {
      long factor = sum[0] | 1;
      for (int i = 0; i < TILES; i++) {
        sum[i] += factor * row[i];
      }
    };
  }
}
