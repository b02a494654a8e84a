package pot.zk.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pot.zk.field.Ext;
import pot.zk.field.Goldilocks;
import pot.zk.hash.PrfStream;
import pot.zk.hiding.Channel;
import pot.zk.hiding.CountingChannel;
import pot.zk.hiding.HiddenValue;
import pot.zk.hiding.Obligations;
import pot.zk.hiding.ProverChannel;
import pot.zk.hiding.VerifierChannel;
import pot.zk.poly.Multilinear;
import pot.zk.poly.ReedSolomon;
import pot.zk.proof.InvalidProof;
import pot.zk.proof.ProofReader;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;
import pot.zk.soundness.ErrorTally;
import pot.zk.transcript.Sha256Transcript;

/**
 * The query bound is real: a committed word just outside the unique-decoding radius is accepted as
 * two different vectors, each as often as predicted. The bug this stands for is a query count from
 * a rate without the blinding, or from a larger radius than that of unique decoding; and columns
 * that are not compared at all.
 */
@Tag("long")
class FarWordTest {
  private static final int QUERIES = 3;
  private static final CommitmentParameters PARAMETERS =
      new CommitmentParameters(3, 6, QUERIES, 2, 0);
  private static final int N = PARAMETERS.codeLength();

  /** C + h: the dimension of the code that the lanes of the persistent commitment lie in. */
  private static final int ROWS = PARAMETERS.longestLane();

  /** The unique-decoding radius: e errors have one nearest codeword, e + 1 need not. */
  private static final int RADIUS = (N - ROWS) / 2;

  private static final int TRIALS = 4000;
  private static final FieldKernels KERNELS = Kernels.scalar();
  private static final ReedSolomon CODE = new ReedSolomon(6, KERNELS);
  private static final List<VectorLayout> LAYOUTS =
      List.of(layout(0, "weights", 4), layout(1, "auxiliary", 4));
  private static final OpeningShape SHAPE = shape();

  private static VectorLayout layout(int commitment, String name, int variables) {
    return VectorLayout.of(
        commitment, List.of(new VectorLayout.Part(name, variables)), PARAMETERS.laneVariables());
  }

  /** The claim alone decides how many pads there are. */
  private static OpeningShape shape() {
    CountingChannel channel = new CountingChannel();
    begin(channel, new Obligations(), OpeningProver.absent(), new long[2][16]);
    return OpeningShape.of(PARAMETERS, LAYOUTS, channel.pads());
  }

  /** Evaluation claims on both vectors at one random point, then the first part of the opening. */
  private static Opening.Pending begin(
      Channel channel, Obligations obligations, OpeningProver prover, long[][] data) {
    List<Ext> point = channel.challenges("point", 4);
    List<Claim> claims = new ArrayList<>();
    for (int k = 0; k < 2; k++) {
      long[] values = data[k];
      HiddenValue value =
          channel.send(
              "value",
              () -> {
                var eq = Multilinear.eqTable(point, KERNELS);
                return KERNELS.dotBase(eq, 0, values, 0, values.length);
              });
      Claim.Term term =
          new Claim.Term(LAYOUTS.get(k).slices().get(0), Ext.ONE, Weights.evaluation(point));
      claims.add(new Claim("claim " + k, List.of(term), value));
    }
    return Opening.begin(
        channel, PARAMETERS, LAYOUTS, claims, obligations, prover, new ErrorTally());
  }

  private static Opening.Messages run(Channel channel, OpeningProver prover, long[][] data) {
    Obligations obligations = new Obligations();
    Opening.Pending pending = begin(channel, obligations, prover, data);
    return Opening.finish(channel, SHAPE, pending, obligations, prover, KERNELS, new ErrorTally());
  }

  /** A vector to claim and the tree that was committed for it: of its lanes, or of others. */
  private record Committed(CommittedVector vector, LaneTree tree) {}

  /** Proves and verifies one opening; whether it was accepted. */
  private static boolean accepted(Committed persistent, PrfStream random) {
    long[] auxiliary = new long[16];
    random.nextFields(auxiliary, 0, 16);
    long[][] data = {persistent.vector().data(), auxiliary};
    VectorOpeningProver prover =
        VectorOpeningProver.commitAuxiliary(
            SHAPE,
            List.of(persistent.vector()),
            List.of(persistent.tree()),
            auxiliary,
            CODE,
            random,
            KERNELS);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Sha256Transcript transcript = begun(persistent.tree().root(), prover.auxiliaryRoot());
    run(new ProverChannel(transcript, out, prover.pads()), prover, data);
    prover.openColumns(transcript.positions("positions", 6, QUERIES), out);
    return verify(List.of(persistent.tree().root(), prover.auxiliaryRoot()), out.toByteArray());
  }

  private static boolean verify(List<byte[]> roots, byte[] proof) {
    Sha256Transcript transcript = begun(roots.get(0), roots.get(1));
    ProofReader in = new ProofReader(proof);
    try {
      Opening.Messages messages =
          run(new VerifierChannel(transcript, in), OpeningProver.absent(), new long[2][]);
      ColumnVerifier columns = new ColumnVerifier(SHAPE, messages, KERNELS, check -> true);
      columns.checkLinearTest();
      columns.checkColumns(in, roots, transcript.positions("positions", 6, QUERIES), CODE);
      in.end();
      return true;
    } catch (InvalidProof e) {
      assertThat(e).hasMessageContaining(ColumnVerifier.FOLDED_LANES);
      return false;
    }
  }

  private static Sha256Transcript begun(byte[] persistentRoot, byte[] auxiliaryRoot) {
    Sha256Transcript transcript = new Sha256Transcript("far word");
    transcript.absorb("persistent", persistentRoot);
    transcript.absorb("auxiliary", auxiliaryRoot);
    return transcript;
  }

  private static PrfStream random(String test, int trial) {
    return new PrfStream(PrfStream.deriveKey(new byte[32], test + " " + trial));
  }

  private static CommittedVector vector(PrfStream random) {
    long[] data = new long[16];
    random.nextFields(data, 0, 16);
    return CommittedVector.blind(
        LAYOUTS.get(0), data, PARAMETERS.laneVariables(), PARAMETERS.blinding(), random);
  }

  @Test
  void codewordsAreAlwaysAccepted() {
    for (int trial = 0; trial < 200; trial++) {
      PrfStream random = random("honest", trial);
      CommittedVector vector = vector(random);
      assertThat(accepted(new Committed(vector, vector.tree(CODE, random)), random)).isTrue();
    }
  }

  /**
   * The word differs from the claimed lanes in e + 1 positions: accepted when all queries miss
   * them.
   */
  @Test
  void asTheVectorItWasMadeFrom() {
    int agreements = N - RADIUS - 1;
    checkRate("first", agreements, (nearFirst, nearSecond) -> nearFirst);
  }

  /**
   * The same word is as near to another vector, C + h - 1 positions being common: one root opens to
   * two vectors.
   */
  @Test
  void asAnotherVector() {
    int agreements = RADIUS + 1 + ROWS - 1;
    checkRate("second", agreements, (nearFirst, nearSecond) -> nearSecond);
  }

  /** Which of two vectors the prover claims. */
  private interface Choice {
    CommittedVector of(CommittedVector nearFirst, CommittedVector nearSecond);
  }

  private static void checkRate(String test, int agreements, Choice choice) {
    Random shuffle = new Random(14);
    int count = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      PrfStream random = random(test, trial);
      CommittedVector first = vector(random);
      List<Integer> places = new ArrayList<>(IntStream.range(0, N).boxed().toList());
      Collections.shuffle(places, shuffle);
      CommittedVector second = sharing(first, places.subList(0, ROWS - 1));
      BitSet moved = new BitSet();
      places.subList(ROWS - 1, ROWS + RADIUS).forEach(moved::set);
      LaneTree tree = between(first, second, moved, random);
      count += accepted(new Committed(choice.of(first, second), tree), random) ? 1 : 0;
    }
    double expected = 1;
    for (int i = 0; i < QUERIES; i++) {
      expected *= (double) (agreements - i) / (N - i);
    }
    double sigma = Math.sqrt(expected * (1 - expected) / TRIALS);
    // Fixed seeds; for others a false alarm beyond five sigma has probability 6e-7. The rate
    // without the blinding
    // (0.157 for the first) or with the radius of list decoding is more than seven sigma away.
    assertThat((double) count / TRIALS).isBetween(expected - 5 * sigma, expected + 5 * sigma);
    double bound = Math.pow((1 + (double) ROWS / N) / 2, QUERIES);
    assertThat(expected).isLessThanOrEqualTo(bound);
  }

  /**
   * Another vector, whose codewords agree with those of the first at these positions and no others.
   */
  private static CommittedVector sharing(CommittedVector first, List<Integer> positions) {
    long[] vanishing = new long[ROWS];
    vanishing[0] = 1;
    for (int i = 0; i < positions.size(); i++) {
      long x = CODE.point(positions.get(i));
      for (int d = i + 1; d >= 0; d--) {
        long below = d > 0 ? vanishing[d - 1] : 0;
        vanishing[d] = Goldilocks.sub(below, Goldilocks.mul(x, vanishing[d]));
      }
    }
    List<long[]> lanes = new ArrayList<>();
    first.lanes().forEach(l -> lanes.add(l.coefficients()));
    long[] lane = lanes.get(1);
    for (int d = 0; d < ROWS; d++) {
      lane[d] = Goldilocks.add(lane[d], vanishing[d]);
    }
    long[] data = first.data().clone();
    System.arraycopy(lane, 0, data, 8, 8);
    return new CommittedVector(first.layout(), data, lanes.stream().map(Lane::of).toList());
  }

  /**
   * The tree over the first vector's codewords, but the second's at some positions. A lane may have
   * n coefficients, so any word is committed through the polynomial that runs through it.
   */
  private static LaneTree between(
      CommittedVector first, CommittedVector second, BitSet moved, PrfStream random) {
    long[] difference = new long[ROWS];
    long[] from = first.lanes().get(1).coefficients();
    long[] to = second.lanes().get(1).coefficients();
    for (int d = 0; d < ROWS; d++) {
      difference[d] = Goldilocks.sub(to[d], from[d]);
    }
    long[] word = Arrays.copyOf(from, N);
    long scale = Goldilocks.inverse(N);
    moved.stream()
        .forEach(
            j -> {
              long x = CODE.point(j);
              long value = 0;
              for (int d = ROWS - 1; d >= 0; d--) {
                value = Goldilocks.add(Goldilocks.mul(value, x), difference[d]);
              }
              // Powers of the points of a coset sum to zero but for exponent zero: the inverse
              // transform.
              long inverse = Goldilocks.inverse(x);
              long term = Goldilocks.mul(value, scale);
              for (int d = 0; d < N; d++) {
                word[d] = Goldilocks.add(word[d], term);
                term = Goldilocks.mul(term, inverse);
              }
            });
    return LaneTree.commit(CODE, List.of(first.lanes().get(0), Lane.of(word)), random);
  }
}
