package pot.zk.relation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pot.zk.fixedpoint.SgdArithmetic;

/** Stochastic gradient descent: how weights follow from gradients, or from buffers. */
public final class SgdUpdate {
  private SgdUpdate() {}

  /**
   * 2^kappa (W' - W) + dW + decay W + 2^(kappa+t-1) = Rem in [0, 2^(kappa+t)), the learning rate
   * folded into the gradient. With t = 0 this is the update rounded half up in one way only; with t
   * &gt;= 1, W' may differ from it by at most 2^(t-1) units.
   *
   * @param kappa fractional bits of dW beyond those of W
   * @param decay rate times decay in units of 2^-kappa, 0 for none
   * @param tolerance t
   */
  static Relation plain(
      String parameter,
      TensorSpec before,
      TensorSpec after,
      Term gradient,
      int kappa,
      long decay,
      int tolerance) {
    List<Term> rest = new ArrayList<>(List.of(gradient));
    if (decay != 0) {
      rest.add(new Entry(before, decay));
    }
    return update(parameter, before, after, rest, kappa, tolerance);
  }

  /**
   * 2^kappa (W' - W) + rate v' - previous v + 2^(kappa+t-1) = Rem.
   *
   * @param bufferBefore v, for Nesterov alone
   * @param bufferAfter v'
   */
  static Relation buffered(
      String parameter,
      TensorSpec before,
      TensorSpec after,
      Optional<TensorSpec> bufferBefore,
      TensorSpec bufferAfter,
      SgdArithmetic.BufferedUpdate a,
      int tolerance) {
    List<Term> rest = new ArrayList<>();
    rest.add(new Entry(bufferAfter, a.rate()));
    bufferBefore.ifPresent(v -> rest.add(new Entry(v, -a.previous())));
    return update(parameter, before, after, rest, a.kappa(), tolerance);
  }

  private static Relation update(
      String parameter,
      TensorSpec before,
      TensorSpec after,
      List<Term> rest,
      int kappa,
      int tolerance) {
    WholeTensor output = new WholeTensor(after);
    List<Term> terms = new ArrayList<>(output.terms(1L << kappa));
    terms.add(new Entry(before, -(1L << kappa)));
    terms.addAll(rest);
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
