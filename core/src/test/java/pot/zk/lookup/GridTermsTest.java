package pot.zk.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import pot.zk.simd.IntegerKernels;

/**
 * Sums of products stay exact whatever leaves the nodes add up: the bug this stands for is a shape
 * whose integers overflow for the largest limbs alone.
 */
class GridTermsTest {
  private static final double LARGEST_PIECE = (1 << IntegerKernels.PIECE_BITS) - 1;
  private static final int SHAPES = 3000;

  @Test
  void noSumOfProductsIsTooLarge() {
    Random random = new Random(20261126);
    for (int i = 0; i < SHAPES; i++) {
      int code = 0;
      for (int node = 0; node < 2 * Grid.CORNERS; node++) {
        // All of them four at first, then all three, and so on.
        int count = i <= IntegerKernels.FACTORS ? IntegerKernels.FACTORS - i : random.nextInt(5);
        code |= count << 3 * node;
      }
      check(new RunShape(code));
    }
  }

  /**
   * Every integer of a corner is as large as any, and differences are as if signs were opposite.
   */
  private static void check(RunShape shape) {
    GridTerms terms = GridTerms.of(shape);
    double[] most = GridTerms.newBuffer();
    Arrays.fill(most, 0, GridTerms.corner(1, Grid.CORNERS), LARGEST_PIECE);
    for (GridTerms.Difference d : terms.differences()) {
      most[d.out()] = Math.abs(most[d.a()]) + Math.abs(most[d.b()]);
    }
    for (GridTerms.Product product : terms.products()) {
      double sum = 0;
      for (int j = 0; j < product.a().length; j++) {
        sum += Math.abs(most[product.a()[j]]) * Math.abs(most[product.b()[j]]);
      }
      assertThat(sum).as("%s %s", shape, product).isLessThan(Math.scalb(1.0, 51));
    }
  }
}
