package pot.zk.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import pot.zk.step.Progress;
import pot.zk.step.StepSize;

/**
 * Finds the coefficients of {@link CostModel} from measured steps, and shows what they are worth.
 */
public final class Fit {
  private static final double MEGABYTE = 1 << 20;

  private Fit() {}

  /**
   * The coefficients that fit best, as lines of {@code costs.properties}.
   *
   * @param runs at least one
   */
  public static List<String> table(List<Measured> runs) {
    List<String> lines = new ArrayList<>();
    fit(runs).values().forEach((name, c) -> lines.add(name + " = " + number(c)));
    return lines;
  }

  static Costs fit(List<Measured> runs) {
    Map<String, Double> values = new TreeMap<>();
    Set<String> kinds = new LinkedHashSet<>();
    CostModel.phases().forEach(p -> kinds.add(CostModel.kind(p)));
    Map<Measured, CostModel> models = new LinkedHashMap<>();
    runs.forEach(r -> models.put(r, new CostModel(r.size(), r.unitsThen())));
    for (String kind : kinds) {
      List<Map<String, Double>> terms = new ArrayList<>();
      List<Double> seconds = new ArrayList<>();
      for (String phase : CostModel.phases()) {
        // The commitment to W is measured as in a chain: it is there already.
        if (CostModel.kind(phase).equals(kind) && !phase.equals(Progress.COMMIT_BEFORE)) {
          models.forEach(
              (run, model) -> {
                terms.add(model.terms(phase));
                seconds.add(run.phase(phase));
              });
        }
      }
      solve(terms, seconds).forEach((term, c) -> values.put(kind + "." + term, c));
    }
    List<Map<String, Double>> memory = new ArrayList<>();
    List<Double> peaks = new ArrayList<>();
    for (Measured run : runs) {
      run.freePeakBytes()
          .ifPresent(
              bytes -> {
                Map<String, Double> terms = new LinkedHashMap<>();
                terms.put(Costs.MEMORY_ONCE, 1.0);
                terms.put(Costs.MEMORY_LIVE, (double) run.size().liveBytes());
                memory.add(terms);
                peaks.add(bytes);
              });
    }
    if (!memory.isEmpty()) {
      values.putAll(solve(memory, peaks));
    }
    return new Costs(values);
  }

  private static Map<String, Double> solve(List<Map<String, Double>> terms, List<Double> sums) {
    List<String> names = List.copyOf(terms.get(0).keySet());
    List<double[]> x = new ArrayList<>();
    for (Map<String, Double> row : terms) {
      x.add(names.stream().mapToDouble(n -> row.getOrDefault(n, 0.0)).toArray());
    }
    double[] c = LeastSquares.fit(x, sums.stream().mapToDouble(Double::doubleValue).toArray());
    Map<String, Double> out = new LinkedHashMap<>();
    for (int j = 0; j < c.length; j++) {
      out.put(names.get(j), c[j]);
    }
    return out;
  }

  /** Estimates by the table that comes with the program beside what was measured, in Markdown. */
  public static List<String> check(List<Measured> runs) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| layers | batch | mode | loss | openings | prove, estimated | measured | verify | | MB | | proof bytes | |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (Measured run : runs) {
      StepSize size = run.size();
      Estimate e = Estimate.of(size, run.unitsThen());
      double peak = e.peakBytes(run.heapLimitMegabytes() * MEGABYTE) / MEGABYTE;
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %d | %s | %s | %d | %s | %s %s | %s | %s %s | %.0f | %s | %,.0f | %,d %s |",
              String.join("-", run.network().widths().stream().map(String::valueOf).toList()),
              run.network().batch(),
              run.mode(),
              run.network().entropy() ? "cross-entropy" : "mse",
              run.openings(),
              seconds(e.prove()),
              seconds(run.prove()),
              ratio(e.prove(), run.prove()),
              seconds(e.verify()),
              seconds(run.verify()),
              ratio(e.verify(), run.verify()),
              peak,
              peak(run, peak),
              e.proofBytes(),
              run.proofBytes(),
              ratio(e.proofBytes(), run.proofBytes())));
    }
    return lines;
  }

  private static String peak(Measured run, double estimated) {
    if (run.peakMegabytes().isEmpty()) {
      return "";
    }
    double found = run.peakMegabytes().getAsDouble();
    return run.freePeakBytes().isPresent()
        ? String.format(Locale.ROOT, "%.0f %s", found, ratio(estimated, found))
        : String.format(Locale.ROOT, "%.0f (heap limit)", found);
  }

  private static String seconds(double s) {
    return s < 1
        ? String.format(Locale.ROOT, "%.0f ms", 1000 * s)
        : String.format(Locale.ROOT, "%.1f s", s);
  }

  /** How far the estimate is off. */
  private static String ratio(double estimated, double measured) {
    return String.format(Locale.ROOT, "(%+.0f %%)", 100 * (estimated / measured - 1));
  }

  private static String number(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.4g", value);
  }
}
