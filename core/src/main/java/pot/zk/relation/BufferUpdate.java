package pot.zk.relation;

import java.util.ArrayList;
import java.util.List;
import pot.zk.fixedpoint.SgdArithmetic;

/** A momentum buffer takes in a gradient: v' = mu v + g + decay W. */
public final class BufferUpdate {
  private BufferUpdate() {}

  /**
   * 2^s v' + Rem = mu v + g + decay W + 2^(s+t-1), each constant in its units.
   *
   * @param before v
   * @param after v'
   * @param weight W, before the step
   * @param gradient g, with the factor that brings it to common units
   */
  static Relation of(
      String name,
      TensorSpec before,
      TensorSpec after,
      TensorSpec weight,
      Term gradient,
      SgdArithmetic.BufferUpdate a) {
    WholeTensor output = new WholeTensor(after);
    List<Term> terms = new ArrayList<>();
    terms.add(new Entry(before, a.momentum()));
    terms.add(gradient);
    if (a.decay() != 0) {
      terms.add(new Entry(weight, a.decay()));
    }
    long coefficient = -(1L << a.shift());
    terms.addAll(output.terms(coefficient));
    return Remainders.rounded(
        name + ".update",
        after.rows(),
        after.columns(),
        terms,
        output,
        coefficient,
        a.shift() + a.tolerance());
  }
}
