package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pot.zk.error.UntrueStepException;
import pot.zk.error.UnusableRequestException;
import pot.zk.hash.PrfStream;
import pot.zk.ledger.FileOpeningLedger;
import pot.zk.ledger.OpeningLedger;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Reduction;
import pot.zk.poly.ReedSolomon;
import pot.zk.relation.Owner;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;
import pot.zk.simd.Kernels;
import pot.zk.step.WeightOpener.Opened;
import pot.zk.step.WeightOpener.Place;
import pot.zk.step.ZkWitnessBuilder.Commitment;

/**
 * Chosen weights are shown as they are committed, no other is, and nobody can show another value.
 */
class WeightOpeningTest {
  private static final Hyperparameters HP =
      Fixtures.linear(3, 5, 3, true, Reduction.MEAN, Fixtures.EXACT, 2);
  private static final List<Place> PLACES =
      List.of(new Place("fc1.bias", 2), new Place("fc1.weight", 14), new Place("fc1.weight", 0));

  private static ModelState weights;
  private static Commitment commitment;
  private static byte[] opening;

  @BeforeAll
  static void open() {
    weights = Steps.random(HP, new Random(21)).before();
    commitment = new ZkWitnessBuilder(HP).extractWeightsForZk(weights);
    opening = open(PLACES).opening().bytes();
  }

  private static Opened open(List<Place> places) {
    return new WeightOpener(new MemoryLedger())
        .open(HP, commitment.root(), weights, commitment.seed(), places);
  }

  private static OpeningVerdict verify(byte[] bytes) {
    return new WeightOpeningVerifier().verify(commitment.root(), new WeightOpening(bytes));
  }

  @Test
  void theCommittedValuesAreShown() {
    assertThat(verify(opening)).isInstanceOf(OpeningVerdict.Valid.class);
    OpeningVerdict.Valid valid = (OpeningVerdict.Valid) verify(opening);
    assertThat(valid.weights())
        .extracting(RevealedWeight::tensor)
        .containsExactly("fc1.weight", "fc1.weight", "fc1.bias");
    assertThat(valid.weights()).extracting(RevealedWeight::index).containsExactly(0, 14, 2);
    for (RevealedWeight shown : valid.weights()) {
      double given = weights.tensor(shown.tensor())[shown.index()];
      assertThat(Math.abs(shown.value() - given)).isLessThanOrEqualTo(Math.scalb(1.0, -25));
    }
    assertThat(valid.soundnessBits()).isGreaterThan(100);
    assertThat(valid.hyperparameters()).isEqualTo(HP);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, false", "1, 7, true", "130, 1, false", "17, 300, true", "64, 64, false"})
  void anyShapeAndAllOfIt(int in, int out, boolean bias) {
    Hyperparameters hp = Fixtures.linear(1, in, out, bias, Reduction.MEAN, Fixtures.EXACT, 1);
    ModelState state = Steps.random(hp, new Random(in + out)).before();
    Commitment made = new ZkWitnessBuilder(hp).extractWeightsForZk(state);
    List<Place> all = new ArrayList<>();
    for (String name : state.names()) {
      IntStream.range(0, state.tensor(name).length).forEach(i -> all.add(new Place(name, i)));
    }
    Opened opened =
        new WeightOpener(new MemoryLedger()).open(hp, made.root(), state, made.seed(), all);
    OpeningVerdict verdict = new WeightOpeningVerifier().verify(made.root(), opened.opening());
    assertThat(verdict).isInstanceOf(OpeningVerdict.Valid.class);
    assertThat(((OpeningVerdict.Valid) verdict).weights())
        .isEqualTo(opened.weights())
        .hasSize(in * out + (bias ? out : 0));
  }

  @Test
  void orderAndRepetitionOfPlacesDoNotMatter() {
    List<Place> twice = new ArrayList<>(PLACES.reversed());
    twice.addAll(PLACES);
    assertThat(open(twice).weights()).isEqualTo(open(PLACES).weights());
  }

  /** A prover who goes on with another value, one unit or a whole range away. */
  @Test
  void anotherValueIsRejected() {
    StepPlan step = StepPlan.of(HP);
    Trace trace = new Trace();
    new TraceBuilder(step.circuit(), TraceBuilder.Naming.DATA).putState(trace, weights, false);
    ReedSolomon code = new ReedSolomon(step.parameters().lengthVariables(), Kernels.best());
    PersistentCommitment committed =
        PersistentCommitment.commit(step, Owner.WEIGHTS_BEFORE, trace, commitment.seed(), code);
    for (int tensor = 0; tensor < 2; tensor++) {
      TensorSpec spec = step.circuit().tensors(Owner.WEIGHTS_BEFORE).get(tensor);
      for (int index : new int[] {0, 1, 2}) {
        long honest = trace.get(spec)[Revelation.paddedIndex(spec, index)];
        for (long lie : new long[] {0, 1, -1, 255, 256, 1 << 24, spec.max() - honest}) {
          Revelation shown =
              new Revelation(List.of(new Revelation.Entry(tensor, index, honest + lie)));
          byte[] bytes =
              WeightOpener.prove(
                  RevealPlan.of(step, shown),
                  committed,
                  shown,
                  new PrfStream(new byte[32]),
                  code,
                  channel -> channel);
          assertThat(verify(bytes).isValid()).as("%s %d", spec.name(), lie).isEqualTo(lie == 0);
        }
      }
    }
  }

  @Test
  void anotherRootIsRejected() {
    byte[] other = new ZkWitnessBuilder(HP).extractWeightsForZk(weights).root();
    assertThat(new WeightOpeningVerifier().verify(other, new WeightOpening(opening)).isValid())
        .isFalse();
  }

  /** Every byte of the header, every eighth after it; cut anywhere; extended; garbage. */
  @Test
  void changedBytesAreRejected() {
    Random random = new Random(5);
    int header = 24 + HP.canonicalBytes().length + 32 + 8 + PLACES.size() * 24;
    int[] bits = random.ints(opening.length, 0, 8).toArray();
    List<Integer> accepted =
        IntStream.concat(
                IntStream.range(0, header),
                IntStream.iterate(header, i -> i < opening.length, i -> i + 8)
                    .map(i -> Math.min(opening.length - 1, i + bits[i])))
            .parallel()
            .filter(
                i -> {
                  byte[] mutated = opening.clone();
                  mutated[i] ^= (byte) (1 << bits[i]);
                  return verify(mutated).isValid();
                })
            .boxed()
            .toList();
    assertThat(accepted).isEmpty();
    IntStream.concat(IntStream.rangeClosed(0, header), random.ints(100, header, opening.length))
        .forEach(n -> assertThat(verify(Arrays.copyOf(opening, n)).isValid()).isFalse());
    assertThat(verify(Arrays.copyOf(opening, opening.length + 8)).isValid()).isFalse();
    byte[] garbage = new byte[5000];
    random.nextBytes(garbage);
    assertThat(verify(garbage).isValid()).isFalse();
  }

  @Test
  void theSameRequestGivesTheSameBytesAndTheBudgetIsKept(@TempDir Path state) {
    OpeningLedger ledger = FileOpeningLedger.open(state);
    WeightOpener opener = new WeightOpener(ledger);
    byte[] first = openOne(opener, 0);
    assertThat(openOne(opener, 0)).isEqualTo(first);
    assertThat(openOne(opener, 1)).isNotEqualTo(first);
    assertThatThrownBy(() -> openOne(opener, 2))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("the weights");
  }

  private static byte[] openOne(WeightOpener opener, int index) {
    return opener
        .open(
            HP,
            commitment.root(),
            weights,
            commitment.seed(),
            List.of(new Place("fc1.weight", index)))
        .opening()
        .bytes();
  }

  @Test
  void placesThatDoNotExist() {
    assertThatThrownBy(() -> open(List.of()))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("0 places");
    assertThatThrownBy(() -> open(List.of(new Place("fc2.weight", 0))))
        .hasMessageContaining("fc2.weight")
        .hasMessageContaining("fc1.bias");
    assertThatThrownBy(() -> open(List.of(new Place("fc1.bias", 3))))
        .hasMessageContaining("fc1.bias[3]")
        .hasMessageContaining("0 to 2");
  }

  @Test
  void anotherCommitmentIsNotOpened() {
    byte[] root = commitment.root().clone();
    root[3] ^= 1;
    assertThatThrownBy(
            () ->
                new WeightOpener(new MemoryLedger())
                    .open(HP, root, weights, commitment.seed(), PLACES))
        .isInstanceOf(UntrueStepException.class)
        .hasMessageContaining("root");
  }

  /**
   * What an opening shows beside the chosen weights is uniform, and the same for any others. The
   * bug this stands for is a value sent without its pad.
   */
  @Test
  void nothingElseIsShown() {
    Map<String, Histogram> random = histograms(21);
    Map<String, Histogram> zero = histograms(-1);
    assertThat(random).containsKeys("batch h(#)", "vector value #", "folded lanes", "pad message");
    random.forEach(
        (kind, h) -> {
          assertThat(h.deviationFromUniform()).as(kind).isLessThan(6.5);
          assertThat(h.deviationFrom(zero.get(kind))).as(kind).isLessThan(6.5);
        });
    assertThat(zero.values()).allSatisfy(h -> assertThat(h.deviationFromUniform()).isLessThan(6.5));
  }

  private static Map<String, Histogram> histograms(long seed) {
    StepPlan step = StepPlan.of(HP);
    ReedSolomon code = new ReedSolomon(step.parameters().lengthVariables(), Kernels.best());
    Trace trace =
        seed < 0 ? ManyProofs.zeroTrace(step) : Fixtures.honestTrace(step, new Random(seed));
    long[] limbs = PersistentCommitment.limbs(step, Owner.WEIGHTS_BEFORE, trace);
    TensorSpec spec = step.circuit().tensors(Owner.WEIGHTS_BEFORE).get(0);
    Revelation shown = new Revelation(List.of(new Revelation.Entry(0, 0, trace.get(spec)[0])));
    RevealPlan plan = RevealPlan.of(step, shown);
    Map<String, Histogram> all = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      PrfStream coins = new PrfStream(PrfStream.deriveKey(new byte[32], "open " + seed + " " + i));
      PersistentCommitment made =
          PersistentCommitment.commit(step, Owner.WEIGHTS_BEFORE, limbs, coins, code);
      Recorder[] recorder = new Recorder[1];
      WeightOpener.prove(
          plan, made, shown, coins, code, channel -> recorder[0] = new Recorder(channel));
      for (Recorder.Sent sent : recorder[0].sent()) {
        Histogram h = all.computeIfAbsent(sent.kind(), k -> new Histogram());
        h.add(sent.element().c0());
        h.add(sent.element().c1());
      }
      List<pot.zk.field.Ext> hidden = recorder[0].hidden();
      assertThat(recorder[0].sent()).noneMatch(s -> hidden.contains(s.element()));
    }
    return all;
  }
}
