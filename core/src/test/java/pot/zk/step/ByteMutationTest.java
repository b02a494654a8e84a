package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pot.zk.field.Goldilocks;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Reduction;
import pot.zk.proof.Bytes;
import pot.zk.step.ZkWitnessBuilder.StepData;

/** Whatever is done to the bytes of a proof, it is invalid, and nothing is thrown. */
@Tag("long")
class ByteMutationTest {
  private static Statement statement;
  private static byte[] proof;
  private static int messagesEnd;
  private static int headerEnd;

  @BeforeAll
  static void prove() {
    Hyperparameters hp = Fixtures.linear(1, 2, 1, true, Reduction.MEAN, Fixtures.EXACT, 1);
    Steps.Data data = Steps.random(hp, new Random(4));
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
    StepData step =
        builder.extractSgdUpdateWitness(
            data.before(),
            builder.canonicalStep(data.before(), data.batch()),
            data.batch(),
            1,
            2,
            3);
    statement = step.statement();
    proof =
        new SgdZkProver(new MemoryLedger())
            .proveSgdStep(hp, step.statement(), step.witness())
            .bytes();
    headerEnd = 24 + hp.canonicalBytes().length + 3 * 32;
    messagesEnd = headerEnd + StepPlan.of(hp).messageBytes();
    assertThat(verify(proof)).isTrue();
  }

  private static boolean verify(byte[] bytes) {
    return new SgdZkVerifier().verifySgdStep(statement, new Proof(bytes)).isValid();
  }

  /**
   * Every byte of the header, every eighth byte after it: so every field, element, salt and hash.
   */
  @Test
  void everyFieldWithOneBitFlipped() {
    Random random = new Random(5);
    int[] bits = random.ints(proof.length, 0, 8).toArray();
    List<Integer> accepted =
        IntStream.concat(
                IntStream.range(0, headerEnd),
                IntStream.iterate(headerEnd, i -> i < proof.length, i -> i + 8)
                    .map(i -> Math.min(proof.length - 1, i + bits[i])))
            .parallel()
            .filter(
                i -> {
                  byte[] mutated = proof.clone();
                  mutated[i] ^= (byte) (1 << bits[i]);
                  return verify(mutated);
                })
            .boxed()
            .toList();
    assertThat(accepted).isEmpty();
  }

  /** A word and the same word plus p are one element: only one of them may be read. */
  @Test
  void nonCanonicalWords() {
    for (long word : new long[] {Goldilocks.MODULUS, -1L}) {
      for (int at = headerEnd + 32; at < messagesEnd - 8; at += 800) {
        byte[] mutated = proof.clone();
        Bytes.putLong(mutated, at, word);
        assertThat(verify(mutated)).isFalse();
      }
    }
  }

  @Test
  void truncatedAnywhere() {
    Random random = new Random(6);
    IntStream.concat(IntStream.rangeClosed(0, headerEnd), random.ints(400, headerEnd, proof.length))
        .forEach(n -> assertThat(verify(Arrays.copyOf(proof, n))).as("%d bytes", n).isFalse());
  }

  @Test
  void extended() {
    for (int more : new int[] {1, 8, 16, 32, 1000}) {
      assertThat(verify(Arrays.copyOf(proof, proof.length + more))).isFalse();
    }
  }

  /** Merkle nodes swapped, repeated or left out: the last 32-byte pieces of the proof. */
  @Test
  void merkleNodesMoved() {
    int end = proof.length;
    byte[] swapped = proof.clone();
    System.arraycopy(proof, end - 32, swapped, end - 64, 32);
    System.arraycopy(proof, end - 64, swapped, end - 32, 32);
    assertThat(verify(swapped)).isFalse();
    byte[] repeated = Arrays.copyOf(proof, end + 32);
    System.arraycopy(proof, end - 32, repeated, end, 32);
    assertThat(verify(repeated)).isFalse();
    byte[] oneInserted = new byte[end + 32];
    System.arraycopy(proof, 0, oneInserted, 0, end - 64);
    System.arraycopy(proof, end - 64, oneInserted, end - 32, 64);
    System.arraycopy(proof, end - 64, oneInserted, end - 64, 32);
    assertThat(verify(oneInserted)).isFalse();
  }

  @Test
  void garbage() {
    Random random = new Random(7);
    for (int size : new int[] {0, 1, 7, 8, 24, 1000, 100_000}) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      assertThatCode(() -> assertThat(verify(bytes)).isFalse()).doesNotThrowAnyException();
    }
  }

  /** Random bytes behind a good header: the reader must not be led into huge work or memory. */
  @Test
  void garbageBehindTheHeader() {
    Random random = new Random(8);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[headerEnd + random.nextInt(2 * proof.length)];
      random.nextBytes(bytes);
      System.arraycopy(proof, 0, bytes, 0, headerEnd);
      assertThat(verify(bytes)).isFalse();
    }
  }
}
