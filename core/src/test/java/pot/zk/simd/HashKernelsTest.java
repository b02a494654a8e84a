package pot.zk.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pot.zk.hash.Domain;
import pot.zk.hash.PrfStream;

/** Sixteen hashes side by side are what the JDK's digest gives, for every length and padding. */
class HashKernelsTest {
  private static final int HASH = 32;

  private final HashKernels oneByOne = new DigestHashes();
  private final HashKernels sideBySide = new VectorHashes();

  private static byte[] bytes(int seed, int count) {
    byte[] out = new byte[count];
    new Random(seed).nextBytes(out);
    return out;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 31, 32, 100})
  void pairs(int count) {
    byte[] in = bytes(count, 5 + 2 * HASH * count);
    byte[] expected = bytes(1, 7 + HASH * (count + 1));
    byte[] out = expected.clone();
    oneByOne.pairs(Domain.NODE, in, 5, expected, 7, count);
    sideBySide.pairs(Domain.NODE, in, 5, out, 7, count);
    assertThat(out).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "3, 16", "4294967290, 50", "-3, 40"})
  void blocksOfAStream(long first, int count) {
    byte[] key = bytes(2, PrfStream.KEY_BYTES);
    byte[] expected = bytes(1, 9 + HASH * (count + 1));
    byte[] out = expected.clone();
    oneByOne.stream(Domain.GRIND, key, first, expected, 9, count);
    sideBySide.stream(Domain.GRIND, key, first, out, 9, count);
    assertThat(out).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6, 7, 8, 9, 13, 14, 15, 16, 17, 23, 24, 31, 40})
  void leaves(int columns) {
    for (int leaves : new int[] {1, 8, 16, 64}) {
      for (int atOnce : new int[] {8, 16, 48}) {
        assertThat(leaves(sideBySide, leaves, columns, atOnce))
            .as("%d leaves, %d columns at once", leaves, atOnce)
            .isEqualTo(leaves(oneByOne, leaves, columns, columns));
      }
    }
  }

  /** All hashes, of rows that begin at the third of their arrays. */
  private static byte[] leaves(HashKernels kernels, int leaves, int columns, int atOnce) {
    int row = FieldKernels.ROW;
    Random random = new Random(leaves * 100L + columns);
    long[][] groups = new long[(columns + row - 1) / row][];
    for (int g = 0; g < groups.length; g++) {
      groups[g] = random.longs((leaves + 3L) * row).toArray();
    }
    byte[] salts = bytes(leaves, leaves * HASH);
    byte[] out = new byte[leaves * HASH];
    HashKernels.Columns hashes = kernels.columns(Domain.LEAF, leaves, columns, salts, out);
    int part = Math.min(leaves, 16);
    for (int first = 0; first < columns; first += atOnce) {
      int taken = Math.min(atOnce, columns - first);
      long[][] some = Arrays.copyOfRange(groups, first / row, (first + taken - 1) / row + 1);
      for (int leaf = 0; leaf < leaves; leaf += part) {
        hashes.take(leaf, part, first, taken, some, 2 + leaf);
      }
    }
    return out;
  }
}
