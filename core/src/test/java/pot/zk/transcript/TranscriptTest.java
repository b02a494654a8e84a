package pot.zk.transcript;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pot.zk.field.Ext;
import pot.zk.field.Goldilocks;

/**
 * Challenges depend on all that was said and on how it was cut into messages, and are drawn without
 * bias. The bugs this stands for: parts hashed without their lengths, a label or a message left
 * out, a modular reduction, repeated positions.
 */
class TranscriptTest {
  private static Sha256Transcript transcript() {
    return new Sha256Transcript("PoT-ZK/test");
  }

  private static Ext after(Consumer<Transcript> said) {
    Sha256Transcript transcript = transcript();
    said.accept(transcript);
    return transcript.challenge("x");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** Computed independently, with Python's hashlib, from the description in Sha256Transcript. */
  @Test
  void knownAnswers() {
    Sha256Transcript t = transcript();
    t.absorb("greeting", ascii("hello"));
    assertThat(t.challenge("x")).isEqualTo(new Ext(0xe4a983245ae5bc53L, 0xea9de9a8c95fef56L));
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    t.absorb("bytes", bytes);
    assertThat(HexFormat.of().formatHex(t.seed("work")))
        .isEqualTo("e99128f08a3ea691b3fafeefde7f9d0d9249cca95a3882ea5c3752898bd37d3e");
    assertThat(t.positions("positions", 10, 12))
        .containsExactly(55, 86, 122, 153, 352, 413, 414, 450, 614, 772, 913, 933);
    assertThat(t.challenge("x")).isEqualTo(new Ext(0x4262c93093a52043L, 0xb299ad16fc88d2c5L));
  }

  /** The smallest nonce of 12 bits for the seed 0, 1, ..., 31, found with Python's hashlib. */
  @Test
  void knownProofOfWork() {
    byte[] seed = new byte[32];
    for (int i = 0; i < seed.length; i++) {
      seed[i] = (byte) i;
    }
    assertThat(ProofOfWork.find(seed, 12)).isEqualTo(1379);
    assertThat(ProofOfWork.check(seed, 1379, 12)).isTrue();
    assertThat(LongStream.range(0, 1379)).noneMatch(n -> ProofOfWork.check(seed, n, 12));
    seed[31] ^= 1;
    assertThat(ProofOfWork.check(seed, 1379, 12)).isFalse();
  }

  /** Work of no bits is done by any nonce. */
  @Test
  void noWork() {
    byte[] seed = new byte[32];
    assertThat(ProofOfWork.find(seed, 0)).isZero();
    assertThat(LongStream.range(0, 100)).allMatch(n -> ProofOfWork.check(seed, n, 0));
  }

  /** A word that is not below p comes once in 2^32, so these are put in the place of hashes. */
  @Test
  void wordsNotBelowPArePassedOver() throws ReflectiveOperationException {
    Class<?> type = Class.forName(Sha256Transcript.class.getName() + "$Words");
    var constructor = type.getDeclaredConstructor(byte[].class);
    constructor.setAccessible(true);
    Object words = constructor.newInstance(new byte[32]);
    ByteBuffer block = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    for (long word : new long[] {Goldilocks.MODULUS, -1, 5, Goldilocks.MODULUS + 1, 6}) {
      block.putLong(word);
    }
    var field = type.getDeclaredField("block");
    field.setAccessible(true);
    field.set(words, block.flip());
    var next = type.getDeclaredMethod("nextField");
    next.setAccessible(true);
    assertThat(next.invoke(words)).isEqualTo(5L);
    assertThat(next.invoke(words)).isEqualTo(6L);
  }

  /** All the ways to cut and name the same bytes are different conversations. */
  @Test
  void labelsAndMessagesAreFramed() {
    List<Consumer<Transcript>> said =
        List.of(
            t -> {},
            t -> t.absorb("", new byte[0]),
            t -> t.absorb("label", ascii("message")),
            t -> t.absorb("labelm", ascii("essage")),
            t -> t.absorb("labe", ascii("lmessage")),
            t -> t.absorb("labelmessage", new byte[0]),
            t -> t.absorb("", ascii("labelmessage")),
            t -> t.absorb("other", ascii("message")),
            t -> t.absorb("label", ascii("massage")),
            t -> t.absorb("label", ascii("message\0")),
            // Alike but for the length of the label: either message is the other with its length
            // before it.
            t -> t.absorb("label", ascii("\5\0\0\0\0\0\0\0hello")),
            t -> t.absorb("label\15\0\0\0\0\0\0\0", ascii("hello")),
            t -> t.absorb("label", ascii("messag")),
            t -> both(t, "label", "message", "label", "second"),
            t -> both(t, "label", "messages", "label", "econd"),
            t -> both(t, "label", "messag", "label", "esecond"),
            t -> both(t, "label", "second", "label", "message"),
            t -> both(t, "label", "message", "labels", "econd"),
            t -> both(t, "label", "message", "label", ""),
            t -> both(t, "label", "", "label", "message"),
            t -> t.challenge("x"),
            t -> t.challenge("y"),
            t -> t.positions("z", 3, 2));
    Set<Ext> challenges = new HashSet<>();
    said.forEach(s -> challenges.add(after(s)));
    challenges.add(new Sha256Transcript("PoT-ZK/tesu").challenge("x"));
    challenges.add(transcript().challenge("y"));
    assertThat(challenges).hasSize(said.size() + 2);
  }

  private static void both(Transcript t, String l1, String m1, String l2, String m2) {
    t.absorb(l1, ascii(m1));
    t.absorb(l2, ascii(m2));
  }

  /** A squeezed challenge is part of what was said: nothing is drawn twice. */
  @Test
  void repeatedDrawsDiffer() {
    Sha256Transcript t = transcript();
    Set<Ext> drawn = new HashSet<>();
    Set<Long> words = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      Ext c = t.challenge("x");
      drawn.add(c);
      words.add(c.c0());
      words.add(c.c1());
    }
    assertThat(drawn).hasSize(1000);
    assertThat(words).hasSize(2000);
    assertThat(t.seed("s")).isNotEqualTo(t.seed("s"));
  }

  @Test
  void challengesAreCanonicalAndOutsideTheBaseField() {
    Sha256Transcript t = transcript();
    for (int i = 0; i < 20_000; i++) {
      Ext c = t.challenge("x");
      assertThat(c.isInBaseField()).isFalse();
      assertThat(Goldilocks.isCanonical(c.c0()) && Goldilocks.isCanonical(c.c1())).isTrue();
    }
  }

  @Test
  void challengesAreUniform() {
    Sha256Transcript t = transcript();
    long[][] counts = new long[4][16];
    for (int i = 0; i < 20_000; i++) {
      Ext c = t.challenge("x");
      counts[0][(int) (c.c0() >>> 60)]++;
      counts[1][(int) (c.c0() & 15)]++;
      counts[2][(int) (c.c1() >>> 60)]++;
      counts[3][(int) (c.c1() & 15)]++;
    }
    for (long[] bins : counts) {
      assertThat(chiSquare(bins, 20_000 / 16.0)).isLessThan(70);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "3, 8", "6, 3", "8, 256", "10, 130", "20, 130"})
  void positionsAreDistinctSortedAndInRange(int lengthVariables, int count) {
    Sha256Transcript t = transcript();
    for (int i = 0; i < 50; i++) {
      int[] positions = t.positions("positions", lengthVariables, count);
      assertThat(positions).hasSize(count).doesNotHaveDuplicates().isSorted();
      assertThat(positions[0]).isNotNegative();
      assertThat(positions[count - 1]).isLessThan(1 << lengthVariables);
    }
  }

  /**
   * Every position, and every pair of neighbours, as often as it should be. For other seeds the
   * limits, six standard deviations and more, are passed with probability below 1e-6.
   */
  @Test
  void positionsAreUnbiased() {
    int trials = 20_000;
    Sha256Transcript t = transcript();
    long[] single = new long[16];
    long[][] pairs = new long[16][16];
    for (int i = 0; i < trials; i++) {
      int[] p = t.positions("positions", 4, 3);
      Arrays.stream(p).forEach(j -> single[j]++);
      pairs[p[0]][p[1]]++;
      pairs[p[0]][p[2]]++;
      pairs[p[1]][p[2]]++;
    }
    assertThat(chiSquare(single, trials * 3 / 16.0)).isLessThan(70);
    long[] flat =
        IntStream.range(0, 256)
            .filter(i -> i / 16 < i % 16)
            .mapToLong(i -> pairs[i / 16][i % 16])
            .toArray();
    assertThat(flat).hasSize(120);
    assertThat(chiSquare(flat, trials * 3 / 120.0)).isLessThan(225);
  }

  private static double chiSquare(long[] counts, double expected) {
    return Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
  }
}
