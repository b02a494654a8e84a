package pot.zk.soundness;

import java.util.EnumMap;
import java.util.Map;

/**
 * Counts, while a protocol's script runs, the numerators of its round-by-round errors over the size
 * of the challenge set. The script that runs is the script that is counted, so the two cannot drift
 * apart.
 */
public final class ErrorTally {
  /** Where an error term comes from; the table of docs/security.md has these rows. */
  public enum Source {
    LOOKUP("lookup identity (poles of the rational functions)"),
    SUMCHECK("sumcheck rounds (degree of the round polynomial)"),
    FRACTION_TREE("fraction tree (combination and line of each layer)"),
    RANDOM_POINT("random points of relations and paddings (variables)"),
    BATCHING("batching of claims"),
    PRODUCTS("product relations (their number and degree)"),
    LINEAR("combination of linear constraints"),
    LANE_FOLDING("folding lanes (proximity, log2 lanes times n)"),
    COMMITMENT_FOLDING("folding commitments (proximity and values)"),
    PAD_OPENING("opening of the pads (proximity and value)");

    private final String title;

    Source(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  private final Map<Source, Long> numerators = new EnumMap<>(Source.class);

  public void add(Source source, long numerator) {
    numerators.merge(source, numerator, Math::addExact);
  }

  public long numerator(Source source) {
    return numerators.getOrDefault(source, 0L);
  }
}
