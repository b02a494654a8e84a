package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import pot.zk.field.Ext;
import pot.zk.transcript.Sha256Transcript;
import pot.zk.transcript.Transcript;

/**
 * A lie that works if one challenge is known too early.
 *
 * @param early the label of that challenge
 */
record Forgery(String early, Lie lie) {
  /**
   * The forgery is accepted by a transcript that draws this challenge too early, and rejected by
   * ours.
   */
  void check(LyingProver prover) {
    Supplier<Transcript> buggy = () -> new EarlyTranscript(early);
    assertThat(prover.run(lie, check -> true, buggy).reason()).isEmpty();
    Supplier<Transcript> sound = () -> new Sha256Transcript(ProofBytes.PROTOCOL_ID);
    assertThat(prover.run(lie, check -> true, sound).accepted()).isFalse();
  }

  /** A lie of this name, to be filled in. */
  static Lie lie(String name) {
    return Lie.none().named(name, "a challenge drawn before the message it must follow", Set.of());
  }

  /** A lie that makes the lookup identity false. */
  static Lie wrongMultiplicity(String name) {
    return lie(name)
        .inMultiplicities(
            (p, owner, data) ->
                data[p.lookup().tables().getFirst().multiplicities().offset() + 2] += 1);
  }

  /** base^exponent. */
  static Ext power(Ext base, int exponent) {
    Ext result = Ext.ONE;
    for (int i = 0; i < exponent; i++) {
      result = result.times(base);
    }
    return result;
  }

  /** Each forgery as a test of its own. */
  static Stream<DynamicTest> tests(LyingProver prover, Forgery... forgeries) {
    return Stream.of(forgeries)
        .map(f -> DynamicTest.dynamicTest(f.lie().name(), () -> f.check(prover)));
  }
}
