package pot.zk.cli.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pot.zk.step.Progress;
import pot.zk.step.StepSize;
import pot.zk.step.StepSize.Commitment;

/**
 * What each phase of a proof does, in seconds of {@link Units}: a linear model whose coefficients
 * are in {@link Costs}. Where the units were exact and nothing else were done, they would be small
 * whole numbers.
 */
final class CostModel {
  static final String PLAN = "plan";
  static final String ONCE = "once";

  private static final int LANES_PER_BLOCK = 8;
  private static final int AUXILIARY = 3;

  private final StepSize size;
  private final Units units;

  CostModel(StepSize size, Units units) {
    this.size = size;
    this.units = units;
  }

  /** The kind of a phase: phases of one kind share coefficients. */
  static String kind(String phase) {
    return switch (phase) {
      case Progress.COMMIT_BEFORE, Progress.COMMIT_AFTER, Progress.COMMIT_BATCH -> "commit";
      default -> phase.replace(' ', '_');
    };
  }

  /** All phases of a proof, in order. */
  static List<String> phases() {
    return List.of(
        PLAN,
        Progress.WITNESS,
        Progress.COMMIT_BEFORE,
        Progress.COMMIT_AFTER,
        Progress.COMMIT_BATCH,
        Progress.RESERVATION,
        Progress.COMMIT_AUXILIARY,
        Progress.RELATIONS,
        Progress.LOOKUP,
        Progress.OPENING,
        Progress.VERIFICATION);
  }

  /** What a phase does, by kind of work, in seconds of units; a constant is in seconds. */
  Map<String, Double> terms(String phase) {
    Map<String, Double> terms = new LinkedHashMap<>();
    terms.put(ONCE, 1.0);
    double tables = size.tableEntries() * units.fraction();
    double serialHash = units.serialHash();
    double pass = units.addScaled();
    List<Commitment> all = size.commitments();
    switch (phase) {
      case PLAN -> terms.put("tables", tables);
      case Progress.WITNESS -> {
        terms.put("products", size.multiplyAdds() * units.multiplyAdd());
        terms.put("values", size.traceValues() * pass);
      }
      case Progress.COMMIT_BEFORE -> commit(terms, all.get(0), size.blinding());
      case Progress.COMMIT_AFTER -> commit(terms, all.get(1), size.blinding());
      case Progress.COMMIT_BATCH -> commit(terms, all.get(2), size.blinding());
      case Progress.RESERVATION -> terms.put("values", size.traceValues() * serialHash);
      case Progress.COMMIT_AUXILIARY -> {
        commit(terms, all.get(AUXILIARY), size.queries());
        terms.put("count", size.lookupLeaves() * pass);
      }
      case Progress.RELATIONS -> terms.put("values", size.relationValues() * pass);
      case Progress.LOOKUP -> {
        terms.put("leaves", size.lookupLeaves() * units.fraction());
        terms.put("tables", tables);
      }
      case Progress.OPENING -> {
        long padded = all.stream().mapToLong(Commitment::padded).sum();
        terms.put("claims", size.claimedValues() * pass);
        terms.put("rounds", padded * pass);
      }
      case Progress.VERIFICATION -> {
        long lanes = all.stream().mapToLong(Commitment::lanes).sum();
        terms.put("tables", tables);
        terms.put("columns", (double) size.queries() * lanes * serialHash);
        terms.put("code", butterflies(1) * units.butterfly());
      }
      default -> throw new IllegalArgumentException(phase);
    }
    return terms;
  }

  private void commit(Map<String, Double> terms, Commitment c, int blinding) {
    double n = size.codeLength();
    // Blinding coefficients and salts come from a serial stream of 32 bytes a block.
    double random = n + c.lanes() * (double) blinding / 4;
    int groups = (c.lanes() + LANES_PER_BLOCK - 1) / LANES_PER_BLOCK;
    terms.put("random", random * units.serialHash());
    terms.put("encode", butterflies(groups) * units.butterfly());
    terms.put("leaves", n * (groups + 4.0) * units.hash());
    terms.put("values", (double) c.entries() * units.addScaled());
  }

  /** Of encoding so many groups of eight lanes. */
  private double butterflies(int groups) {
    int levels = Integer.numberOfTrailingZeros(size.codeLength());
    return (double) groups * LANES_PER_BLOCK * size.codeLength() / 2 * levels;
  }
}
