package pot.zk.relation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;

/** Weighted sums of integers of every size, against sums in K. */
class WeightedIntegersTest {
  record Case(int rows, int columns, int bits) {}

  static Stream<Case> cases() {
    return Stream.of(
            new Case(1, 1, 63),
            new Case(1, 64, 31),
            new Case(2, 1024, 16),
            new Case(4, 32, 32),
            new Case(8, 16, 20),
            new Case(16, 64, 15),
            new Case(16, 512, 31),
            new Case(64, 2048, 31),
            new Case(128, 128, 47))
        .flatMap(
            c ->
                Stream.of(c.bits(), 0, 1, 15, 16, 31, 32, 48, 62, 63)
                    .map(bits -> new Case(c.rows(), c.columns(), bits)));
  }

  /** Integers from -2^bits to 2^bits - 1, the ends among them. */
  private static long[] integers(Random random, int n, int bits) {
    long[] out = new long[n];
    for (int i = 0; i < n; i++) {
      out[i] =
          switch (random.nextInt(8)) {
            case 0 -> -1L << bits;
            case 1 -> ~(-1L << bits);
            default -> random.nextLong() >> (63 - bits);
          };
    }
    return out;
  }

  private static ExtVector weights(Random random, int n) {
    ExtVector out = ExtVector.zeros(n);
    for (int i = 0; i < n; i++) {
      out.set(
          i, new Ext(Goldilocks.reduce(random.nextLong()), Goldilocks.reduce(random.nextLong())));
    }
    return out;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sumsAreThoseOfTheField(Case c) {
    Random random = new Random(c.hashCode());
    long[] values = integers(random, c.rows() * c.columns(), c.bits());
    ExtVector byRow = weights(random, c.rows());
    ExtVector byColumn = weights(random, c.columns());
    ExtVector overColumns = ExtVector.zeros(c.rows());
    ExtVector overRows = ExtVector.zeros(c.columns());
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        Ext x = Ext.ofSigned(values[i * c.columns() + j]);
        overColumns.set(i, overColumns.get(i).plus(byColumn.get(j).times(x)));
        overRows.set(j, overRows.get(j).plus(byRow.get(i).times(x)));
      }
    }
    for (FieldKernels kernels : new FieldKernels[] {Kernels.scalar(), Kernels.best()}) {
      WeightedIntegers integers = new WeightedIntegers(values, c.columns(), kernels);
      assertThat(integers.overColumns(byColumn)).isEqualTo(overColumns);
      assertThat(integers.overRows(byRow)).isEqualTo(overRows);
    }
  }
}
