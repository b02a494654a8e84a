package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pot.zk.model.Reduction;
import pot.zk.relation.Owner;
import pot.zk.relation.TensorSpec;

/**
 * Which places an opening may show. The same weights in another order, or one twice, would be a
 * second way to write an opening.
 */
class RevelationTest {
  /** A weight of 5 x 3 and a bias of 3, of 32 bits. */
  private static final StepPlan PLAN =
      StepPlan.of(Fixtures.linear(3, 5, 3, true, Reduction.MEAN, Fixtures.EXACT, 2));

  private static Revelation.Entry entry(int tensor, int index, long units) {
    return new Revelation.Entry(tensor, index, units);
  }

  private static boolean fits(Revelation.Entry... entries) {
    return Revelation.fits(List.of(entries), PLAN);
  }

  @Test
  void entriesAscend() {
    assertThat(fits(entry(0, 1, 5), entry(0, 2, 5), entry(1, 0, 5), entry(1, 1, 5))).isTrue();
    assertThat(fits(entry(1, 0, 5), entry(0, 1, 5))).isFalse();
    assertThat(fits(entry(0, 2, 5), entry(0, 1, 5))).isFalse();
    assertThat(fits(entry(0, 1, 5), entry(0, 1, 5))).isFalse();
    assertThat(fits(entry(1, 0, 5), entry(0, 1, 5), entry(1, 1, 5))).isFalse();
  }

  @Test
  void placesExist() {
    assertThat(fits(entry(0, 0, 5))).isTrue();
    assertThat(fits(entry(0, 14, 5))).isTrue();
    assertThat(fits(entry(0, 15, 5))).isFalse();
    assertThat(fits(entry(0, -1, 5))).isFalse();
    assertThat(fits(entry(1, 2, 5))).isTrue();
    assertThat(fits(entry(1, 3, 5))).isFalse();
    assertThat(fits(entry(2, 0, 5))).isFalse();
    assertThat(fits(entry(-1, 0, 5))).isFalse();
  }

  /** Rows of three are padded to four. */
  @Test
  void placesInThePaddedTensor() {
    TensorSpec weight = PLAN.circuit().tensors(Owner.WEIGHTS_BEFORE).getFirst();
    assertThat(Revelation.paddedIndex(weight, 2)).isEqualTo(2);
    assertThat(Revelation.paddedIndex(weight, 3)).isEqualTo(4);
    assertThat(Revelation.paddedIndex(weight, 14)).isEqualTo(18);
  }

  @Test
  void valuesAreInRange() {
    long most = (1L << 31) - 1;
    assertThat(fits(entry(0, 0, most), entry(0, 1, -most - 1))).isTrue();
    assertThat(fits(entry(0, 0, most + 1))).isFalse();
    assertThat(fits(entry(0, 0, -most - 2))).isFalse();
  }

  @Test
  void someWeightsAndNotTooMany() {
    assertThat(fits()).isFalse();
    StepPlan large =
        StepPlan.of(Fixtures.linear(1, 512, 256, false, Reduction.MEAN, Fixtures.EXACT, 1));
    List<Revelation.Entry> most =
        IntStream.range(0, Revelation.MAX_ENTRIES + 1).mapToObj(i -> entry(0, i, 0)).toList();
    assertThat(Revelation.fits(most.subList(0, Revelation.MAX_ENTRIES), large)).isTrue();
    assertThat(Revelation.fits(most, large)).isFalse();
    assertThat(Revelation.fits(Collections.emptyList(), large)).isFalse();
  }
}
