package pot.zk.cli.kernels;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;
import pot.zk.simd.EighthFactors;
import pot.zk.simd.FieldKernels;

/** Data for {@link FieldKernel}s: random canonical elements. */
final class Vectors {
  private static final long SEED = 20260102;

  final ExtVector a;
  final ExtVector b;
  final ExtVector c;
  final ExtVector d;
  final ExtVector e;
  final long[] x;
  final long[] y;
  final Ext s;
  final long[] twiddles;
  final EighthFactors factors;
  final long[] powers;

  /** What a kernel gives, so that its loop is not left out. */
  private @Nullable Object kept;

  Vectors(int length) {
    Random random = new Random(SEED);
    a = elements(random, length);
    b = elements(random, length);
    c = elements(random, length);
    d = elements(random, length);
    e = elements(random, length);
    x = base(random, length);
    y = base(random, length);
    s = elements(random, 1).get(0);
    twiddles = base(random, 2);
    factors = EighthFactors.of(base(random, 1), base(random, 1), base(random, 1));
    powers = base(random, FieldKernels.POWERS);
  }

  void keep(Object result) {
    kept = result;
  }

  @Override
  public String toString() {
    return "Vectors[" + x.length + ", " + kept + "]";
  }

  static ExtVector elements(Random random, int length) {
    return new ExtVector(base(random, length), base(random, length));
  }

  static long[] base(Random random, int length) {
    return random.longs(length).map(Goldilocks::reduce).toArray();
  }
}
