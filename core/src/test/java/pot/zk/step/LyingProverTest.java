package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import pot.zk.commitment.ColumnVerifier;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;
import pot.zk.step.LyingProver.Outcome;

/**
 * Every single lie is rejected, by the checks named and by each of them alone, and accepted when
 * they are switched off: so each check is needed, and each is there.
 */
@Tag("long")
class LyingProverTest {
  private static final Set<String> OF_THE_OPENING =
      Set.of(
          ColumnVerifier.LINEAR_TEST,
          ColumnVerifier.FOLDED_LANES,
          ColumnVerifier.PAD_MESSAGE,
          ColumnVerifier.MERKLE_PATHS);

  static List<Hyperparameters> steps() {
    return List.of(
        Fixtures.small(Fixtures.EXACT),
        Fixtures.small(Fixtures.ATTESTED),
        Fixtures.linear(1, 1, 1, false, Reduction.HALF_MEAN, Fixtures.EXACT, 1),
        Fixtures.deep(Fixtures.EXACT),
        Fixtures.deep(Fixtures.ATTESTED),
        Fixtures.odd(Fixtures.EXACT),
        Fixtures.odd(Fixtures.ATTESTED),
        Fixtures.moved(Fixtures.EXACT, false),
        Fixtures.moved(Fixtures.ATTESTED, true),
        Fixtures.decayed(Fixtures.EXACT),
        Fixtures.classifier(Fixtures.EXACT),
        Fixtures.deepClassifier(Fixtures.ATTESTED));
  }

  @TestFactory
  Stream<DynamicTest> honestProofsAreAccepted() {
    return steps().stream()
        .map(
            hp ->
                DynamicTest.dynamicTest(
                    describe(hp),
                    () -> {
                      Outcome outcome = new LyingProver(hp, 1).run(Lie.none(), check -> true);
                      assertThat(outcome.reason()).isEmpty();
                      assertThat(outcome.broken()).isEmpty();
                      assertThat(outcome.accepted()).isTrue();
                    }));
  }

  @TestFactory
  Stream<DynamicTest> namedLies() {
    return steps().stream()
        .flatMap(
            hp -> {
              LyingProver prover = new LyingProver(hp, 2);
              return new Lies(prover)
                  .named().stream()
                      .map(
                          lie ->
                              DynamicTest.dynamicTest(
                                  describe(hp) + ": " + lie, () -> check(prover, lie)));
            });
  }

  @TestFactory
  Stream<DynamicTest> wrongHiddenValues() {
    Hyperparameters squared = Fixtures.linear(2, 3, 2, true, Reduction.MEAN, Fixtures.EXACT, 1);
    return Stream.of(squared, Fixtures.classifier(Fixtures.EXACT))
        .flatMap(
            hp -> {
              LyingProver prover = new LyingProver(hp, 3);
              return new Lies(prover)
                  .messages().stream()
                      .map(
                          lie ->
                              DynamicTest.dynamicTest(
                                  describe(hp) + ": " + lie.name(),
                                  () -> checkDiagnosed(prover, lie)));
            });
  }

  private static void check(LyingProver prover, Lie lie) {
    Outcome outcome = prover.run(lie, check -> true);
    Set<String> arithmetic = new HashSet<>(lie.expected());
    arithmetic.removeAll(OF_THE_OPENING);
    assertThat(outcome.broken()).as("the checks that break").isEqualTo(arithmetic);
    checkSwitches(prover, lie, outcome, lie.expected());
  }

  private static void checkDiagnosed(LyingProver prover, Lie lie) {
    Outcome outcome = prover.run(lie, check -> true);
    assertThat(outcome.broken()).as("the checks that break").isNotEmpty();
    checkSwitches(prover, lie, outcome, outcome.broken());
  }

  private static void checkSwitches(
      LyingProver prover, Lie lie, Outcome outcome, Set<String> expected) {
    assertThat(outcome.accepted()).as(lie.bug()).isFalse();
    Outcome off = prover.run(lie, check -> !expected.contains(check));
    assertThat(off.reason()).as("all switched off").isEmpty();
    if (expected.size() > 1) {
      for (String alone : expected) {
        Outcome one = prover.run(lie, check -> !expected.contains(check) || check.equals(alone));
        assertThat(one.accepted()).as("only '%s' of them on", alone).isFalse();
      }
    }
  }

  private static String describe(Hyperparameters hp) {
    String layers =
        hp.model().layers().stream()
            .map(
                l ->
                    switch (l) {
                      case Layer.Linear linear ->
                          linear.in() + "x" + linear.out() + (linear.bias() ? "b" : "");
                      case Layer.Relu relu -> "relu";
                    })
            .collect(Collectors.joining(" "));
    var sgd = (Optimizer.Sgd) hp.optimizer();
    return hp.mode().getClass().getSimpleName()
        + " "
        + layers
        + (sgd.momentum().isZero() ? "" : sgd.nesterov() ? " nesterov" : " momentum")
        + (sgd.weightDecay().isZero() ? "" : " decay")
        + (hp.loss() instanceof Loss.Mse ? "" : " cross-entropy")
        + " batch "
        + hp.batch();
  }
}
