package pot.zk.lookup;

import java.util.Arrays;
import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.lookup.FractionTree.SliceValues;
import pot.zk.simd.FieldKernels;

/** The leaves 1/(alpha - fingerprint), then 0/1: computed from the limbs whenever they are read. */
final class Leaves implements Nodes {
  private final LookupLayout layout;
  private final FieldKernels kernels;
  private final List<Source> sources;
  private final int[] offsets;

  /**
   * A run of leaves that are start + sum of factor slice.
   *
   * @param isPlain whether they are looked up in the range: then start is alpha
   */
  private record Source(LookupLayout.Leaf leaf, Ext start, List<Part> parts, boolean isPlain) {
    int end() {
      return leaf.offset() + leaf.size();
    }

    /** Whether leaves are alpha - factor x with an integer factor of 16 bits, unless x is large. */
    boolean isSmall() {
      return isPlain && parts.size() == 1 && leaf.parts().get(0).factor() >>> Character.SIZE == 0;
    }
  }

  private record Part(FractionTree.Entries entries, Ext factor) {}

  Leaves(LookupLayout layout, SliceValues values, Ext alpha, Ext delta, FieldKernels kernels) {
    this.layout = layout;
    this.kernels = kernels;
    this.sources =
        layout.leaves().stream()
            .map(
                leaf ->
                    new Source(
                        leaf,
                        alpha.minus(layout.tag(leaf, delta)),
                        leaf.parts().stream()
                            .map(p -> new Part(values.of(p.slice()), p.coefficient(delta).negate()))
                            .toList(),
                        leaf.table() == 0))
            .toList();
    this.offsets = layout.leaves().stream().mapToInt(LookupLayout.Leaf::offset).toArray();
  }

  @Override
  public int size() {
    return 1 << layout.variables();
  }

  /** Leaves that are not padding. */
  int used() {
    return layout.used();
  }

  @Override
  public Kind kind(int from, int n) {
    if (from >= layout.used()) {
      return Kind.PADDING;
    }
    return from + n <= layout.used() ? Kind.UNIT : Kind.GENERAL;
  }

  @Override
  public Reader reader() {
    return (from, n, num, den, at) -> {
      int real = Math.max(0, Math.min(n, layout.used() - from));
      fill(num, at, real, Ext.ONE);
      fill(num, at + real, n - real, Ext.ZERO);
      denominators(from, n, den, at);
    };
  }

  /** The denominators alone. */
  void denominators(int from, int n, ExtVector den, int at) {
    int real = Math.max(0, Math.min(n, layout.used() - from));
    int done = 0;
    while (done < real) {
      Source source = sources.get(sourceOf(from + done));
      int count = Math.min(real - done, source.end() - from - done);
      read(source, from + done - source.leaf().offset(), count, den, at + done);
      done += count;
    }
    fill(den, at + real, n - real, Ext.ONE);
  }

  /**
   * Writes leaves [from, from + n) to the same places of an array.
   *
   * @return whether all are of small integers; if not, the places hold anything
   */
  boolean narrow(int from, int n, char[] out) {
    int done = 0;
    while (done < n) {
      Source source = sources.get(sourceOf(from + done));
      int at = from + done - source.leaf().offset();
      int count = Math.min(n - done, source.end() - from - done);
      if (!source.isSmall()) {
        return false;
      }
      Part part = source.parts().get(0);
      FractionTree.Entries x = part.entries();
      int factor = (int) source.leaf().parts().get(0).factor();
      if (!kernels.integers().narrow(out, from + done, x.array(), x.offset() + at, factor, count)) {
        return false;
      }
      done += count;
    }
    return true;
  }

  private int sourceOf(int leaf) {
    int found = Arrays.binarySearch(offsets, leaf);
    return found >= 0 ? found : -found - 2;
  }

  private void read(Source source, int from, int n, ExtVector den, int at) {
    fill(den, at, n, source.start());
    for (Part part : source.parts()) {
      FractionTree.Entries x = part.entries();
      if (part.factor().isInBaseField()) {
        kernels.addScaled(den.c0(), at, part.factor().c0(), x.array(), x.offset() + from, n);
      } else {
        kernels.addScaledBase(den, at, part.factor(), x.array(), x.offset() + from, n);
      }
    }
  }

  private static void fill(ExtVector v, int from, int n, Ext value) {
    Arrays.fill(v.c0(), from, from + n, value.c0());
    Arrays.fill(v.c1(), from, from + n, value.c1());
  }
}
