package pot.zk.cli.bench;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of 32-bit halves to 64 bits, each with one other operation such as the addition that
 * collects it, on registers alone: what all arithmetic in F is made of. Each run, {@link #COUNT}
 * products.
 */
final class ProductStreams implements Runnable {
  private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;
  private static final int CHAINS = 4;
  private static final int PRODUCTS = 4;
  private static final int STEPS = 1 << 10;

  static final int COUNT = CHAINS * PRODUCTS * STEPS * SPECIES.length();

  private long value = 0x123456789L;

  @Override
  public void run() {
    value = streams(value | 1);
  }

  /** Four chains, four products a step in each: latencies are hidden. */
  private static long streams(long seed) {
    LongVector half = LongVector.broadcast(SPECIES, 0xFFFFFFFFL);
    LongVector p = LongVector.broadcast(SPECIES, seed).and(half);
    LongVector q = LongVector.broadcast(SPECIES, seed + 2).and(half);
    LongVector r = LongVector.broadcast(SPECIES, seed + 4).and(half);
    LongVector s = LongVector.broadcast(SPECIES, seed + 6).and(half);
    LongVector a = LongVector.broadcast(SPECIES, seed + 1);
    LongVector b = LongVector.broadcast(SPECIES, seed + 3);
    LongVector c = LongVector.broadcast(SPECIES, seed + 5);
    LongVector d = LongVector.broadcast(SPECIES, seed + 7);
    for (int t = 0; t < STEPS; t++) {
      LongVector x = a.and(half);
      a = x.mul(p).add(x.mul(q)).add(x.mul(r).add(x.mul(s)));
      LongVector y = b.and(half);
      b = y.mul(p).add(y.mul(q)).add(y.mul(r).add(y.mul(s)));
      LongVector z = c.and(half);
      c = z.mul(p).add(z.mul(q)).add(z.mul(r).add(z.mul(s)));
      LongVector w = d.and(half);
      d = w.mul(p).add(w.mul(q)).add(w.mul(r).add(w.mul(s)));
    }
    return a.add(b).add(c).add(d).reduceLanes(VectorOperators.ADD);
  }
}
