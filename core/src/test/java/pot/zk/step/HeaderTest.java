package pot.zk.step;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Hyperparameters;
import pot.zk.proof.Bytes;
import pot.zk.proof.InvalidProof;
import pot.zk.proof.ProofReader;

/**
 * The bytes before the first message, at every bound, and how many must follow them. The bugs this
 * stands for: a length that is no length and makes an exception of a verdict, a second way to write
 * the same proof, memory taken before the bytes are seen.
 */
class HeaderTest {
  private static final int MOST = 1 << 20;
  private static final byte[] ROOT = new byte[32];

  private static byte[] bytes(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] proof(String magic, long version, long length) {
    int there = (int) Math.clamp(length, 0, MOST + 1);
    return bytes(
        magic.getBytes(US_ASCII),
        Bytes.ofLong(version),
        Bytes.ofLong(length),
        new byte[there + 3 * 32]);
  }

  private static byte[] opening(
      String magic, long version, long length, long count, long... entry) {
    int there = (int) Math.clamp(length, 0, MOST + 1);
    return bytes(
        magic.getBytes(US_ASCII),
        Bytes.ofLong(version),
        Bytes.ofLong(length),
        new byte[there],
        ROOT,
        Bytes.ofLong(count),
        Bytes.ofLongs(entry));
  }

  private static void refusedStep(byte[] proof, String reason) {
    assertThatThrownBy(() -> ProofBytes.read(new ProofReader(proof)))
        .isInstanceOf(InvalidProof.class)
        .hasMessageContaining(reason);
  }

  private static void refusedOpening(byte[] opening, String reason) {
    assertThatThrownBy(() -> RevealBytes.read(new ProofReader(opening)))
        .isInstanceOf(InvalidProof.class)
        .hasMessageContaining(reason);
  }

  @Test
  void magicAndVersion() {
    assertThat(ProofBytes.read(new ProofReader(proof("PoTZKprf", 1, 5))).hyperparameters())
        .hasSize(5);
    refusedStep(proof("PoTZKopn", 1, 5), "magic number");
    refusedStep(proof("PoTZKprf", 2, 5), "format version 2");
    byte[] good = opening("PoTZKopn", 1, 5, 1, 0, 1, 2);
    assertThat(RevealBytes.read(new ProofReader(good)).revelation().entries())
        .containsExactly(new Revelation.Entry(0, 1, 2));
    refusedOpening(opening("PoTZKprf", 1, 5, 1, 0, 1, 2), "magic number");
    refusedOpening(opening("PoTZKopn", 0, 5, 1, 0, 1, 2), "format version 0");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, MOST})
  void lengthsInRange(long length) {
    assertThat(ProofBytes.read(new ProofReader(proof("PoTZKprf", 1, length))).hyperparameters())
        .hasSize((int) length);
    byte[] opening = opening("PoTZKopn", 1, length, 1, 0, 1, 2);
    assertThat(RevealBytes.read(new ProofReader(opening)).hyperparameters()).hasSize((int) length);
  }

  @ParameterizedTest
  @ValueSource(longs = {MOST + 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, -(1L << 32) + 1})
  void lengthsOutOfRange(long length) {
    refusedStep(proof("PoTZKprf", 1, length), "hyper-parameters of " + length + " bytes");
    refusedOpening(
        opening("PoTZKopn", 1, length, 1, 0, 1, 2), "hyper-parameters of " + length + " bytes");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Revelation.MAX_ENTRIES + 1, Long.MAX_VALUE, Long.MIN_VALUE})
  void countsOutOfRange(long count) {
    refusedOpening(opening("PoTZKopn", 1, 0, count, 0, 1, 2), count + " weights");
  }

  /** The most weights there are; of fewer bytes than that the first is not read. */
  @Test
  void countsInRange() {
    long[] entries = new long[3 * Revelation.MAX_ENTRIES];
    byte[] all = opening("PoTZKopn", 1, 0, Revelation.MAX_ENTRIES, entries);
    assertThat(RevealBytes.read(new ProofReader(all)).revelation().entries())
        .hasSize(Revelation.MAX_ENTRIES);
    refusedOpening(Arrays.copyOf(all, all.length - 1), "ends inside the weights");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 31, 1L << 32, Long.MIN_VALUE})
  void placesOutOfRange(long place) {
    refusedOpening(opening("PoTZKopn", 1, 0, 1, place, 1, 2), "a weight at place " + place);
    refusedOpening(opening("PoTZKopn", 1, 0, 1, 0, place, 2), "a weight at place " + place);
  }

  @Test
  void placesInRange() {
    byte[] most = opening("PoTZKopn", 1, 0, 1, Integer.MAX_VALUE, 0, -1);
    assertThat(RevealBytes.read(new ProofReader(most)).revelation().entries())
        .containsExactly(new Revelation.Entry(Integer.MAX_VALUE, 0, -1));
  }

  /** Cut so that messages, columns and salts just fit, or just do not. */
  @Test
  void whatMustFollow() throws Exception {
    FrozenVector step = VectorsTest.stored("small-exact");
    byte[] proof = VectorsTest.file(step);
    Hyperparameters hp = Fixtures.small(Fixtures.EXACT);
    StepPlan plan = StepPlan.of(hp);
    int columns = 0;
    for (int k = 0; k < 4; k++) {
      columns += plan.parameters().queries() * (8 * plan.opening().treeLanes(k) + 32);
    }
    int least = 24 + hp.canonicalBytes().length + 3 * 32 + plan.messageBytes() + columns;
    assertThat((proof.length - least) % 32).isZero();
    String reason = "shorter than its hyper-parameters demand";
    assertThat(verified(step, Arrays.copyOf(proof, least - 1))).contains(reason);
    assertThat(verified(step, Arrays.copyOf(proof, least))).doesNotContain(reason);

    FrozenVector shown = VectorsTest.stored("opened-weights");
    byte[] opening = VectorsTest.file(shown);
    Revelation revelation = RevealBytes.read(new ProofReader(opening)).revelation();
    RevealPlan reveal = RevealPlan.of(plan, revelation);
    columns = 0;
    for (int k = 0; k < 2; k++) {
      columns += plan.parameters().queries() * (8 * reveal.opening().treeLanes(k) + 32);
    }
    least =
        24
            + hp.canonicalBytes().length
            + 32
            + revelation.encoded().length
            + reveal.messageBytes()
            + columns;
    assertThat((opening.length - least) % 32).isZero();
    reason = "ends inside what its hyper-parameters demand";
    assertThat(verified(shown, Arrays.copyOf(opening, least - 1))).contains(reason);
    assertThat(verified(shown, Arrays.copyOf(opening, least))).doesNotContain(reason);
  }

  private static String verified(FrozenVector vector, byte[] bytes) {
    return vector.kind().equals("step")
        ? new SgdZkVerifier().verifySgdStep(vector.statement(), new Proof(bytes)).toString()
        : new WeightOpeningVerifier()
            .verify(vector.bytes("root"), new WeightOpening(bytes))
            .toString();
  }

  /** A verdict, not an exception, where the hyper-parameters are none. */
  @Test
  void hyperparametersThatAreNone() {
    byte[] root = new byte[32];
    byte[] opening = opening("PoTZKopn", 1, 3, 1, 0, 1, 2);
    assertThat(new WeightOpeningVerifier().verify(root, new WeightOpening(opening)))
        .isInstanceOfSatisfying(
            OpeningVerdict.Invalid.class,
            v -> assertThat(v.reason()).startsWith("hyper-parameters in the opening: "));
    assertThat(ProofSummary.of(opening)).isEmpty();
    assertThat(ProofSummary.of(proof("PoTZKprf", 1, 3))).isEmpty();
    assertThat(ProofSummary.of(new byte[0])).isEmpty();
  }

  /** What the bytes say of themselves. */
  @Test
  void summaries() throws Exception {
    Hyperparameters hp = Fixtures.small(Fixtures.EXACT);
    StepPlan plan = StepPlan.of(hp);
    byte[] proof = VectorsTest.file(VectorsTest.stored("small-exact"));
    ProofSummary step = ProofSummary.of(proof).orElseThrow();
    assertThat(step.kind()).isEqualTo(ProofSummary.Kind.STEP);
    assertThat(step.size()).isEqualTo(proof.length).isEqualTo(new Proof(proof).size());
    assertThat(step.hyperparameters()).isEqualTo(hp);
    assertThat(step.messageBytes()).isEqualTo(plan.messageBytes());
    assertThat(step.soundnessBits()).isEqualTo(plan.budget().bits());
    List<byte[]> roots = ProofBytes.read(new ProofReader(proof)).merkleRoots();
    assertThat(step.merkleRoots().keySet()).containsExactly("w_t", "w_t1", "batch");
    assertThat(step.merkleRoots().values()).containsExactlyElementsOf(roots);

    byte[] bytes = VectorsTest.file(VectorsTest.stored("opened-weights"));
    ProofSummary opening = ProofSummary.of(bytes).orElseThrow();
    RevealBytes header = RevealBytes.read(new ProofReader(bytes));
    assertThat(opening.kind()).isEqualTo(ProofSummary.Kind.OPENING);
    assertThat(opening.merkleRoots().get("weights")).isEqualTo(header.merkleRoot());
    assertThat(opening.messageBytes())
        .isEqualTo(RevealPlan.of(plan, header.revelation()).messageBytes())
        .isPositive();
  }

  @Test
  void reportOnSoundness() {
    Hyperparameters hp = Fixtures.small(Fixtures.EXACT);
    SoundnessReport report = SoundnessReport.of(hp);
    assertThat(report.bits()).isEqualTo(StepPlan.of(hp).budget().bits());
    double sum = report.rows().stream().mapToDouble(r -> Math.pow(2, r.log2())).sum();
    assertThat(-Math.log(sum) / Math.log(2)).isBetween(report.bits() - 1e-6, report.bits() + 1e-6);
  }

  @Test
  void statementsAreComparedByContent() {
    byte[] other = ROOT.clone();
    other[31] = 1;
    Statement a = new Statement(ROOT, ROOT, ROOT, ROOT, 1, 2, 3);
    assertThat(a)
        .isEqualTo(new Statement(ROOT.clone(), ROOT, ROOT, ROOT, 1, 2, 3))
        .hasSameHashCodeAs(new Statement(ROOT.clone(), ROOT, ROOT, ROOT, 1, 2, 3))
        .isNotEqualTo(new Statement(other, ROOT, ROOT, ROOT, 1, 2, 3))
        .isNotEqualTo(new Statement(ROOT, ROOT, ROOT, ROOT, 1, 2, 4))
        .isNotEqualTo("a statement");
    assertThat(a.hashCode())
        .isNotEqualTo(new Statement(other, ROOT, ROOT, ROOT, 1, 2, 3).hashCode());
    assertThat(a.toString()).startsWith("Statement[w_t_root=0000").endsWith("epoch=3]");
    assertThat(new Proof(other)).hasToString("Proof[32 bytes]");
  }

  /** The bug: a member that is read over, so that one step has many hyper-parameters. */
  @Test
  void layersHaveNoOtherMembers() {
    Hyperparameters hp = Fixtures.small(Fixtures.EXACT);
    String json = new String(hp.canonicalBytes(), US_ASCII);
    assertThat(Hyperparameters.parseCanonical(json.getBytes(US_ASCII))).isEqualTo(hp);
    String more = json.replace("\"op\":\"linear\"", "\"op\":\"linear\",\"other\":1");
    String sorted =
        json.replace("\"op\":\"linear\",\"out\":3", "\"op\":\"linear\",\"out\":3,\"x\":1");
    assertThat(more).isNotEqualTo(json);
    assertThat(sorted).isNotEqualTo(json);
    for (String other : List.of(more, sorted)) {
      assertThatThrownBy(() -> Hyperparameters.parseCanonical(other.getBytes(US_ASCII)))
          .isInstanceOf(UnusableRequestException.class)
          .hasMessageContaining("layers");
    }
  }
}
