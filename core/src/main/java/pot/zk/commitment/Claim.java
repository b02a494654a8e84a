package pot.zk.commitment;

import java.util.List;
import pot.zk.field.Ext;
import pot.zk.hiding.HiddenValue;

/**
 * A linear functional of the committed vectors and the hidden value it is claimed to take.
 *
 * @param name what the claim stands for, for diagnosis
 */
public record Claim(String name, List<Term> terms, HiddenValue value) {
  /** coefficient * sum_x weights(x) slice(x). */
  public record Term(Slice slice, Ext coefficient, Weights weights) {
    public Term {
      if (weights.variables() != slice.variables()) {
        throw new IllegalArgumentException(
            slice.name() + ": weights of " + weights.variables() + " variables");
      }
    }
  }
}
