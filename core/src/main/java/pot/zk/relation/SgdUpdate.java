package pot.zk.relation;

import java.util.ArrayList;
import java.util.List;

/** Stochastic gradient descent without momentum, the learning rate folded into the gradient. */
public final class SgdUpdate {
  private SgdUpdate() {}

  /**
   * 2^kappa (W' - W) + dW + 2^(kappa+t-1) = Rem in [0, 2^(kappa+t)). With t = 0 this is W' = W - dW
   * rounded half up in one way only; with t &gt;= 1, W' may differ from it by at most 2^(t-1)
   * units.
   *
   * @param kappa fractional bits of dW beyond those of W
   * @param tolerance t
   */
  static Relation of(
      String parameter,
      TensorSpec before,
      TensorSpec after,
      Term gradient,
      int kappa,
      int tolerance) {
    WholeTensor output = new WholeTensor(after);
    List<Term> terms = new ArrayList<>(output.terms(1L << kappa));
    terms.add(new Entry(before, -(1L << kappa)));
    terms.add(gradient);
    return Remainders.rounded(
        parameter + ".update",
        after.rows(),
        after.columns(),
        terms,
        output,
        1L << kappa,
        kappa + tolerance);
  }
}
