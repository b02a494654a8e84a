package pot.zk.hiding;

import java.util.List;
import pot.zk.field.Ext;

/**
 * The claim target = sum of coefficient * left * right over hidden factors.
 *
 * @param name what the relation stands for, for diagnosis
 */
public record ProductRelation(String name, HiddenValue target, List<Monomial> monomials) {
  /** coefficient * factors[left] * factors[right]. */
  public record Monomial(Ext coefficient, HiddenValue left, HiddenValue right) {}
}
