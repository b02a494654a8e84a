package pot.zk.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrfStreamTest {
  private static final HexFormat HEX = HexFormat.of();

  private static byte[] key() {
    byte[] key = new byte[32];
    for (int i = 0; i < 32; i++) {
      key[i] = (byte) i;
    }
    return key;
  }

  /** Expected value from Python's hashlib. */
  @Test
  void knownBytes() {
    assertThat(HEX.formatHex(new PrfStream(key()).next(40)))
        .isEqualTo(
            "326b164003944ef8b649505abb1f2a85b61a283ca51a36561309a26587b79400"
                + "1cae27eca6c13940");
  }

  @Test
  void fieldsAreLittleEndianWords() {
    PrfStream stream = new PrfStream(key());
    assertThat(stream.nextField()).isEqualTo(0xf84e940340166b32L);
    long[] rest = new long[6];
    stream.nextFields(rest, 1, 4);
    assertThat(rest)
        .containsExactly(
            0, 0x852a1fbb5a5049b6L, 0x56361aa53c281ab6L, 0x94b78765a20913L, 0x4039c1a6ec27ae1cL, 0);
  }

  /** This key, found by search, has a word of at least p as the fourth of its first block. */
  @Test
  void wordsOfAtLeastTheModulusAreSkipped() {
    byte[] key = new byte[32];
    ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).putLong(2455051678L);
    ByteBuffer words = ByteBuffer.wrap(new PrfStream(key).next(64)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(words.getLong(24)).isEqualTo(0xffffffff7e08fc1aL);
    long[] fields = new long[4];
    new PrfStream(key).nextFields(fields, 0, 4);
    assertThat(fields)
        .containsExactly(words.getLong(0), words.getLong(8), words.getLong(16), words.getLong(32));
  }

  @Test
  void anyWayOfReadingGivesTheOneStream() {
    byte[] expected = new PrfStream(key()).next(4000);
    Random random = new Random(1);
    for (int trial = 0; trial < 50; trial++) {
      PrfStream stream = new PrfStream(key());
      ByteBuffer read = ByteBuffer.allocate(4000).order(ByteOrder.LITTLE_ENDIAN);
      while (read.remaining() >= 108) {
        if (random.nextBoolean()) {
          read.put(stream.next(random.nextInt(100)));
        } else {
          read.putLong(stream.nextField());
        }
      }
      assertThat(Arrays.copyOf(read.array(), read.position()))
          .isEqualTo(Arrays.copyOf(expected, read.position()));
    }
  }

  @Test
  void theKeyIsCopied() {
    byte[] key = key();
    PrfStream stream = new PrfStream(key);
    key[0] ^= 1;
    assertThat(stream.next(8)).isEqualTo(new PrfStream(key()).next(8));
  }

  /** Expected value from Python's hashlib. */
  @Test
  void knownDerivedKey() {
    byte[] derived = PrfStream.deriveKey(key(), "label", new byte[] {1, 2}, new byte[0]);
    assertThat(HEX.formatHex(derived))
        .isEqualTo("023ae3d734f3097113fb78960c1ae71edb207664d7ab78da5838c5e0db00a681");
  }

  @Test
  void derivedKeysDependOnHowThePartsAreCut() {
    Set<String> keys = new HashSet<>();
    byte[] a = {'a'};
    byte[] b = {'b'};
    byte[] ab = {'a', 'b'};
    keys.add(HEX.formatHex(PrfStream.deriveKey(key(), "", a, b)));
    keys.add(HEX.formatHex(PrfStream.deriveKey(key(), "", b, a)));
    keys.add(HEX.formatHex(PrfStream.deriveKey(key(), "", ab)));
    keys.add(HEX.formatHex(PrfStream.deriveKey(key(), "a", b)));
    keys.add(HEX.formatHex(PrfStream.deriveKey(key(), "ab")));
    keys.add(HEX.formatHex(PrfStream.deriveKey(key(), "ab", new byte[0])));
    keys.add(HEX.formatHex(PrfStream.deriveKey(new byte[32], "ab")));
    assertThat(keys).hasSize(7);
  }

  @Test
  void keysOfOtherLengthsAreRefused() {
    assertThatThrownBy(() -> new PrfStream(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("31");
    assertThatThrownBy(() -> PrfStream.deriveKey(new byte[33], "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void placesOutsideTheArrayAreRefusedBeforeAnythingIsConsumed() {
    PrfStream stream = new PrfStream(key());
    assertThatThrownBy(() -> stream.nextFields(new long[3], 2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(stream.next(8)).isEqualTo(new PrfStream(key()).next(8));
  }

  /** Whole blocks made elsewhere: wherever the stream is, the same bytes and the same elements. */
  @Test
  void blocksMadeByOthers() {
    PrfStream.Blocks others =
        (key, first, out, at, count) -> {
          PrfStream stream = new PrfStream(key);
          stream.next(Math.toIntExact(first * 32));
          byte[] blocks = stream.next(count * 32);
          System.arraycopy(blocks, 0, out, at, blocks.length);
        };
    for (int begun = 0; begun <= 33; begun++) {
      for (int n : new int[] {0, 1, 7, 8, 31, 32, 33, 64, 100}) {
        PrfStream expected = new PrfStream(key());
        PrfStream stream = new PrfStream(key());
        expected.next(begun);
        stream.next(begun);
        byte[] out = new byte[n];
        stream.fill(out, others);
        assertThat(out).isEqualTo(expected.next(n));
        long[] fields = new long[n + 2];
        long[] expectedFields = new long[n + 2];
        stream.nextFields(fields, 1, n, others);
        expected.nextFields(expectedFields, 1, n);
        assertThat(fields).isEqualTo(expectedFields);
        assertThat(stream.next(5)).isEqualTo(expected.next(5));
      }
    }
  }

  /**
   * The key of {@link #wordsOfAtLeastTheModulusAreSkipped}: a word is drawn in place of its fourth.
   */
  @Test
  void wordsMadeByOthersAreSkippedToo() {
    byte[] key = new byte[32];
    ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).putLong(2455051678L);
    PrfStream.Blocks others =
        (k, first, out, at, count) ->
            System.arraycopy(new PrfStream(k).next(count * 32), 0, out, at, count * 32);
    long[] fields = new long[4];
    new PrfStream(key).nextFields(fields, 0, 4, others);
    long[] expected = new long[4];
    new PrfStream(key).nextFields(expected, 0, 4);
    assertThat(fields).isEqualTo(expected);
  }
}
