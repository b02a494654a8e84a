package pot.zk.lookup;

import pot.zk.field.ExtVector;
import pot.zk.simd.FieldKernels;

/** The level above another: node j is the sum of the fractions j and j + half of that below. */
final class Sums implements Nodes {
  private final Nodes below;
  private final int half;
  private final FieldKernels kernels;

  Sums(Nodes below, FieldKernels kernels) {
    this.below = below;
    this.half = below.size() / 2;
    this.kernels = kernels;
  }

  @Override
  public int size() {
    return half;
  }

  @Override
  public Kind kind(int from, int n) {
    // Padding is added to nothing: its sums are the lower nodes themselves.
    return below.kind(half + from, n) == Kind.PADDING ? below.kind(from, n) : Kind.GENERAL;
  }

  @Override
  public Reader reader() {
    return new SumReader(below.reader());
  }

  private final class SumReader implements Reader {
    private final Reader children;
    private final ExtVector n = ExtVector.zeros(2 * RUN);
    private final ExtVector d = ExtVector.zeros(2 * RUN);

    SumReader(Reader children) {
      this.children = children;
    }

    @Override
    public void read(int from, int count, ExtVector num, ExtVector den, int at) {
      if (below.kind(half + from, count) == Kind.PADDING) {
        children.read(from, count, num, den, at);
        return;
      }
      children.read(from, count, n, d, 0);
      children.read(half + from, count, n, d, RUN);
      if (below.kind(from, count) == Kind.UNIT && below.kind(half + from, count) == Kind.UNIT) {
        kernels.addReciprocals(num, den, at, d, 0, RUN, count);
      } else {
        kernels.addFractions(num, den, at, n, d, 0, RUN, count);
      }
    }
  }
}
