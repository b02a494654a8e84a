package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pot.zk.commitment.ColumnVerifier;
import pot.zk.hash.PrfStream;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Reduction;
import pot.zk.proof.InvalidProof;
import pot.zk.proof.ProofReader;
import pot.zk.simd.Kernels;
import pot.zk.step.Simulator.Simulated;
import pot.zk.transcript.Sha256Transcript;
import pot.zk.transcript.Transcript;

/**
 * Zero-knowledge: a simulator without a witness makes proofs that the unchanged verifier accepts,
 * if it knows the challenges beforehand. The bug this stands for is a message that only a witness
 * can make: a hidden value sent in the clear, a mask left out, a pad used twice in one check.
 */
@Tag("long")
class SimulatorTest {
  static Stream<Hyperparameters> steps() {
    return Stream.of(
        Fixtures.small(Fixtures.EXACT),
        Fixtures.small(Fixtures.ATTESTED),
        Fixtures.classifier(Fixtures.EXACT),
        Fixtures.deepClassifier(Fixtures.ATTESTED),
        Fixtures.linear(1, 1, 1, false, Reduction.HALF_MEAN, Fixtures.EXACT, 1),
        Fixtures.linear(7, 64, 130, true, Reduction.MEAN, Fixtures.EXACT, 4),
        Fixtures.linear(200, 300, 200, true, Reduction.MEAN, Fixtures.ATTESTED, 2));
  }

  private static Simulated simulate(StepPlan plan) {
    return new Simulator(plan, 1, PrfStream.deriveKey(new byte[32], "simulator")).run();
  }

  /** The reason for which the verifier rejects, empty if it accepts. */
  private static String reason(
      StepPlan plan, Statement statement, byte[] proof, Transcript transcript) {
    try {
      ProofReader in = new ProofReader(proof);
      ProofBytes header = ProofBytes.read(in);
      new StepVerifier(plan, Kernels.best())
          .verify(statement, header, in, check -> true, transcript);
      return "";
    } catch (InvalidProof e) {
      return String.valueOf(e.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void acceptedForTheCoinsForeseen(Hyperparameters hp) {
    StepPlan plan = StepPlan.of(hp);
    Simulated s = simulate(plan);
    assertThat(reason(plan, s.statement(), s.proof(), new ChosenTranscript(1))).isEmpty();
  }

  /**
   * As long as an honest proof, but for the Merkle nodes, whose number follows from the positions.
   */
  @Test
  void shapedLikeAnHonestProof() {
    LyingProver honest = new LyingProver(Fixtures.small(Fixtures.EXACT), 1);
    StepPlan plan = honest.plan(check -> true);
    LyingProver.Outcome outcome =
        honest.run(Lie.none(), check -> true, () -> new ChosenTranscript(1));
    assertThat(outcome.reason()).isEmpty();
    assertThat(simulate(plan).proof()).hasSameSizeAs(outcome.proof());
  }

  /** Foresight is all that it has: for other coins, and for ours, its proofs are worth nothing. */
  @Test
  void rejectedForOtherCoins() {
    StepPlan plan = StepPlan.of(Fixtures.small(Fixtures.EXACT));
    Simulated s = simulate(plan);
    assertThat(reason(plan, s.statement(), s.proof(), new ChosenTranscript(2))).isNotEmpty();
    Transcript sound = new Sha256Transcript(ProofBytes.PROTOCOL_ID);
    assertThat(reason(plan, s.statement(), s.proof(), sound)).isNotEmpty();
  }

  /**
   * Every part that it solved for is looked at: changed, it is rejected by the check it was solved
   * from.
   */
  @Test
  void everySolvedPartIsChecked() {
    StepPlan plan = StepPlan.of(Fixtures.small(Fixtures.EXACT));
    Simulated s = simulate(plan);
    int header = 24 + plan.hyperparameters().canonicalBytes().length + 3 * 32;
    int columns = header + plan.messageBytes();
    int maskForm = columns - 8 - 16 * (plan.opening().padMessageLength() + 1);
    assertThat(withBitFlipped(plan, s, maskForm)).startsWith(ColumnVerifier.LINEAR_TEST);
    assertThat(withBitFlipped(plan, s, maskForm + 16)).startsWith(ColumnVerifier.LINEAR_TEST);
    assertThat(withBitFlipped(plan, s, columns)).startsWith(ColumnVerifier.MERKLE_PATHS);
    assertThat(withBitFlipped(plan, s, header)).startsWith(ColumnVerifier.MERKLE_PATHS);
  }

  private static String withBitFlipped(StepPlan plan, Simulated s, int at) {
    byte[] proof = s.proof().clone();
    proof[at] ^= 1;
    return reason(plan, s.statement(), proof, new ChosenTranscript(1));
  }
}
