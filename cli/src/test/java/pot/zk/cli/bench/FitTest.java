package pot.zk.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Fitting finds what measured steps were made from; times here are made, not measured. */
class FitTest {
  private static final Units UNITS = new Units(1e-7, 5e-8, 1e-9, 5e-8, 3e-9, 4e-10);
  private static final double MEGABYTE = 1 << 20;

  /** A run that takes exactly what these costs say. */
  private static Measured run(Network network, Costs costs) {
    Estimate e = Estimate.of(StepSizes.of(network), UNITS, costs);
    Map<String, Double> phases = new LinkedHashMap<>();
    e.phases().forEach((name, s) -> phases.put(name.replace(' ', '_'), s));
    return new Measured(
        network,
        "exact",
        4,
        2,
        e.prove(),
        e.verify(),
        Math.round(e.proofBytes()),
        OptionalDouble.of(e.freePeakBytes() / MEGABYTE),
        1e9,
        phases,
        UNITS.byName());
  }

  private static final class StepSizes {
    static pot.zk.step.StepSize of(Network network) {
      return pot.zk.step.StepSize.of(network.hyperparameters(false, 4));
    }
  }

  private static Costs made() {
    Map<String, Double> values = new LinkedHashMap<>();
    for (String phase : CostModel.phases()) {
      values.put(CostModel.kind(phase) + ".once", 0.001);
    }
    values.put("lookup.leaves", 7.0);
    values.put("commit.leaves", 2.0);
    values.put("opening.claims", 3.0);
    values.put(Costs.MEMORY_ONCE, 1e8);
    values.put(Costs.MEMORY_LIVE, 1.5);
    return new Costs(values);
  }

  @Test
  void estimatesWhatItWasFittedTo() {
    List<Measured> runs = new ArrayList<>();
    for (List<Integer> w :
        List.of(List.of(5, 4), List.of(64, 32, 10), List.of(100, 90, 80, 3), List.of(300, 200))) {
      runs.add(run(new Network(w, 16, false), made()));
    }
    Costs fitted = Fit.fit(runs);
    Network other = new Network(List.of(150, 50, 10), 8, false);
    Estimate e = Estimate.of(StepSizes.of(other), UNITS, fitted);
    Measured then = run(other, made());
    assertThat(e.prove() / then.prove()).isCloseTo(1, within(0.05));
    assertThat(e.verify() / then.verify()).isCloseTo(1, within(0.05));
    double peak = then.peakMegabytes().orElseThrow() * MEGABYTE;
    assertThat(e.freePeakBytes() / peak).isCloseTo(1, within(0.01));
    assertThat(Fit.check(runs)).hasSize(2 + runs.size());
    assertThat(Fit.table(runs)).contains("memory.live = 1.500");
  }

  @Test
  void leastSquaresWithoutNegativeCoefficients() {
    List<double[]> x = List.of(new double[] {1, 1}, new double[] {1, 2}, new double[] {1, 4});
    assertThat(LeastSquares.fit(x, new double[] {5, 7, 11}))
        .containsExactly(new double[] {3, 2}, within(1e-6));
    assertThat(LeastSquares.fit(x, new double[] {4, 3, 1})[1]).isZero();
  }

  /** The heap limit bounds what can be resident. */
  @Test
  void theHeapLimitCounts() {
    Estimate e = Estimate.of(StepSizes.of(new Network(List.of(300, 200), 4, false)), UNITS, made());
    assertThat(e.peakBytes(1e12)).isEqualTo(e.freePeakBytes());
    assertThat(e.peakBytes(1e6)).isEqualTo(1e6 + 1e8);
  }

  @Test
  void unitsByNameAndBack() {
    assertThat(Units.of(UNITS.byName())).isEqualTo(UNITS);
  }
}
