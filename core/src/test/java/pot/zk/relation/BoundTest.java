package pot.zk.relation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How large each part of a relation can be, and the formats it follows from. The bug this stands
 * for is a sum that wraps modulo p: a bound that forgets padding, a factor or a sign accepts it.
 */
class BoundTest {
  /** 3 x 5 of [-16, 16), padded to 4 x 8. */
  private static final TensorSpec SIGNED =
      new TensorSpec("signed", Owner.AUXILIARY, 3, 5, 2, 5, true, true);

  /** 5 x 3 of [0, 8), padded to 8 x 4. */
  private static final TensorSpec UNSIGNED =
      new TensorSpec("unsigned", Owner.AUXILIARY, 5, 3, 0, 3, false, false);

  private static final Combination MIXED =
      new Combination(
          "mixed", List.of(new Combination.Part(SIGNED, 3), new Combination.Part(SIGNED, -2)));

  private static void bounded(long expected, Term term) {
    assertThat(term.bound()).isEqualTo(BigInteger.valueOf(expected));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -1, 6, -6})
  void terms(long factor) {
    long abs = Math.abs(factor);
    bounded(abs * 16, new Entry(SIGNED, factor));
    bounded(abs * 7, new Entry(UNSIGNED, factor));
    bounded(abs, new Mask(factor, 2, 2));
    bounded(abs * 16, new Broadcast(SIGNED, factor, Broadcast.Along.ROWS, 2));
    bounded(abs * 16 * 4, new ColumnSum(SIGNED, factor));
    bounded(abs * 16 * 8, new RowSum(SIGNED, factor));
    Combination one = Combination.of(UNSIGNED);
    bounded(abs * 5 * 16 * 7, new ElementProduct(MIXED, one, factor));
    bounded(abs * 5 * 16 * 7 * 8, new MatrixProduct(MIXED, false, one, false, factor));
    bounded(abs * 5 * 16 * 7 * 4, new MatrixProduct(MIXED, true, one, true, factor));
  }

  @Test
  void combinations() {
    assertThat(MIXED.bound()).isEqualTo(BigInteger.valueOf(5 * 16));
    assertThat(MIXED.entries(-4)).containsExactly(new Entry(SIGNED, -12), new Entry(SIGNED, 8));
    assertThat(MIXED.tensors()).containsExactly(SIGNED, SIGNED);
    assertThat(MIXED.rows()).isEqualTo(3);
    assertThat(MIXED.columns()).isEqualTo(5);
    assertThat(MIXED.rowVariables()).isEqualTo(2);
    assertThat(MIXED.columnVariables()).isEqualTo(3);
    assertThat(MIXED.paddedRows()).isEqualTo(4);
    assertThat(MIXED.paddedColumns()).isEqualTo(8);
    assertThat(MIXED.paddedSize()).isEqualTo(32);
    assertThat(MIXED.frac()).isEqualTo(2);
  }

  /** What a term reads. */
  @Test
  void tensors() {
    Combination one = Combination.of(UNSIGNED);
    assertThat(new Mask(1, 2, 2).tensors()).isEmpty();
    for (Term term :
        List.of(
            new Entry(SIGNED, 1),
            new Broadcast(SIGNED, 1, Broadcast.Along.ROWS, 2),
            new ColumnSum(SIGNED, 1),
            new RowSum(SIGNED, 1))) {
      assertThat(term.tensors()).containsExactly(SIGNED);
    }
    assertThat(new ElementProduct(MIXED, one, 1).tensors())
        .containsExactly(SIGNED, SIGNED, UNSIGNED);
    assertThat(new MatrixProduct(MIXED, false, one, false, 1).tensors())
        .containsExactly(SIGNED, SIGNED, UNSIGNED);
  }

  private static Relation relation(long constant, List<Term> terms, Optional<TensorSpec> rest) {
    return new Relation("sum", 3, 5, terms, constant, rest, Optional.empty());
  }

  /** All parts count, and less than 2^63 is less. */
  @Test
  void relations() {
    List<Term> terms = List.of(new Entry(SIGNED, -3), new Mask(5, 1, 1));
    Relation whole = relation(-100, terms, Optional.of(UNSIGNED));
    assertThat(whole.bound()).isEqualTo(BigInteger.valueOf(100 + 3 * 16 + 5 + 7));
    assertThat(whole.cannotWrap()).isTrue();
    assertThat(relation(Long.MAX_VALUE, List.of(), Optional.empty()).cannotWrap()).isTrue();
    assertThat(relation(Long.MAX_VALUE, List.of(new Mask(1, 1, 1)), Optional.empty()).cannotWrap())
        .isFalse();
    assertThat(relation(Long.MAX_VALUE, terms, Optional.empty()).cannotWrap()).isFalse();
  }

  @Test
  void formats() {
    assertThat(SIGNED.offset()).isEqualTo(16);
    assertThat(SIGNED.min()).isEqualTo(-16);
    assertThat(SIGNED.max()).isEqualTo(15);
    assertThat(SIGNED.bound()).isEqualTo(16);
    assertThat(List.of(-17L, -16L, 15L, 16L).stream().map(SIGNED::holds))
        .containsExactly(false, true, true, false);
    assertThat(UNSIGNED.offset()).isZero();
    assertThat(UNSIGNED.min()).isZero();
    assertThat(UNSIGNED.max()).isEqualTo(7);
    assertThat(UNSIGNED.bound()).isEqualTo(7);
    assertThat(List.of(-1L, 0L, 7L, 8L).stream().map(UNSIGNED::holds))
        .containsExactly(false, true, true, false);
    assertThat(SIGNED.limbWidths(2)).containsExactly(2, 2, 1);
    assertThat(UNSIGNED.limbWidths(8)).containsExactly(3);
    assertThat(SIGNED.limbWidths(5)).containsExactly(5);
    assertThat(SIGNED.place(8 + 2)).isEqualTo("signed[1, 2]");
    TensorSpec row = new TensorSpec("row", Owner.BATCH, 1, 3, 0, 8, true, true);
    assertThat(row.place(2)).isEqualTo("row[2]");
  }

  /** Padding in one dimension is padding. */
  @Test
  void padding() {
    int[][] sizes = {{4, 8}, {4, 7}, {3, 8}, {3, 7}, {1, 1}};
    boolean[] padded = {false, true, true, true, false};
    for (int i = 0; i < sizes.length; i++) {
      TensorSpec spec =
          new TensorSpec("x", Owner.BATCH, sizes[i][0], sizes[i][1], 0, 8, true, true);
      assertThat(spec.hasPadding()).isEqualTo(padded[i]);
    }
  }
}
