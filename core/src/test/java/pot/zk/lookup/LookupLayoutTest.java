package pot.zk.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pot.zk.commitment.Claim;
import pot.zk.commitment.Slice;
import pot.zk.field.Ext;
import pot.zk.hiding.CountingChannel;
import pot.zk.hiding.Obligations;
import pot.zk.simd.Kernels;
import pot.zk.soundness.ErrorTally;

/**
 * How many leaves there are, known before any is laid out. The bug this stands for is a limit that
 * counts other leaves than the lookup has.
 */
class LookupLayoutTest {
  private static final int WIDTH = 4;
  private static final LookupTable.Range RANGE =
      new LookupTable.Range(WIDTH, new Slice("multiplicities", 0, 0, WIDTH));

  private static LookupLayout.Limb limb(int offset, int variables, int width) {
    return new LookupLayout.Limb(new Slice("limb@" + offset, 0, offset, variables), width);
  }

  private static void counted(long expected, LookupLayout.Limb... limbs) {
    LookupLayout layout = LookupLayout.of(RANGE, List.of(), List.of(limbs), List.of());
    assertThat(LookupLayout.leaves(WIDTH, List.of(limbs))).isEqualTo(expected);
    assertThat(layout.used()).isEqualTo(expected);
  }

  /** A narrow limb is looked up twice, one as wide as the range once. */
  @Test
  void leavesAreCounted() {
    counted(0);
    counted(8, limb(16, 3, WIDTH));
    counted(16, limb(16, 3, WIDTH - 1));
    counted(8 + 2 * 4 + 2, limb(16, 3, WIDTH), limb(24, 2, 1), limb(28, 1, WIDTH));
  }

  /** Tests of single checks turn claims off by name: they must be off. */
  @Test
  void claimsThatAreOff() {
    assertThat(claims(new Obligations()))
        .extracting(Claim::name)
        .containsExactly("multiplicities", "leaf denominators");
    assertThat(claims(new Obligations(name -> false))).isEmpty();
  }

  private static List<Claim> claims(Obligations obligations) {
    LookupLayout layout = LookupLayout.of(RANGE, List.of(), List.of(limb(16, 3, WIDTH)), List.of());
    List<Claim> claims = new ArrayList<>();
    LookupArgument.run(
        new CountingChannel(),
        layout,
        new Ext(5, 1),
        Ext.ZERO,
        claims,
        obligations,
        LookupProver.absent(),
        Kernels.scalar(),
        new ErrorTally());
    return claims;
  }
}
