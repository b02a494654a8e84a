package pot.zk.cli.bench;

import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The rate of fused multiply-adds on registers alone: what no float32 program can exceed. */
final class FmaPeak {
  private static final int CHAINS = 12;
  private static final int STEPS = 1_000_000;
  private static final int TRIES = 20;

  private FmaPeak() {}

  /** Floating-point operations a second, in units of 10^9, of so many threads at once. */
  static double gigaflops(int threads) {
    double best = 0;
    for (int i = 0; i < TRIES; i++) {
      long start = System.nanoTime();
      double sum = IntStream.range(0, threads).parallel().mapToDouble(t -> chains()).sum();
      long nanos = System.nanoTime() - start;
      // The sum is used, so that the loops are not left out.
      if (!Double.isNaN(sum)) {
        best = Math.max(best, 2.0 * CHAINS * Tile.LANES * STEPS * threads / nanos);
      }
    }
    return best;
  }

  /** Twelve independent chains hide the latency of each. */
  private static double chains() {
    FloatVector x = FloatVector.broadcast(Tile.SPECIES, 0.999f);
    FloatVector y = FloatVector.broadcast(Tile.SPECIES, 0.001f);
    FloatVector a = x;
    FloatVector b = x;
    FloatVector c = x;
    FloatVector d = x;
    FloatVector e = x;
    FloatVector f = x;
    FloatVector g = x;
    FloatVector h = x;
    FloatVector i = x;
    FloatVector j = x;
    FloatVector k = x;
    FloatVector l = x;
    for (int t = 0; t < STEPS; t++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
      k = k.fma(x, y);
      l = l.fma(x, y);
    }
    FloatVector sum = a.add(b).add(c).add(d).add(e).add(f);
    return sum.add(g).add(h).add(i).add(j).add(k).add(l).reduceLanes(VectorOperators.ADD);
  }
}
