package pot.zk.hiding;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;

/**
 * Settles all product relations of a proof together (after QuickSilver, eprint 2021/076, section
 * 4).
 *
 * <p>Each distinct factor a_i gets one extra pad alpha_i. With f_r the quadratic form of relation r
 * and s_r its target, the prover commits to the coefficients c_1, c_2 of
 *
 * <pre>  sum_r gamma^r f_r(a + e alpha) = sum_r gamma^r s_r + c_1 e + c_2 e^2,  r = 1, 2, ...</pre>
 *
 * and after challenge e reveals A_i = a_i + e alpha_i, which are uniform. What is left is linear:
 * the A_i are what they claim to be, and the equation above holds with f_r(A) on its left.
 */
public final class ProductSettlement {
  /** The degree of the relations, and so the number of coefficients sent. */
  public static final int DEGREE = 2;

  private final Channel channel;
  private final List<ProductRelation> relations;
  private final List<HiddenValue> factors = new ArrayList<>();
  private final List<HiddenValue> masks = new ArrayList<>();
  private final IdentityHashMap<HiddenValue, Integer> indices = new IdentityHashMap<>();
  private final Ext gamma;
  private final List<HiddenValue> coefficients = new ArrayList<>();

  private ProductSettlement(Channel channel, Obligations obligations) {
    this.channel = channel;
    this.relations = obligations.products();
    for (ProductRelation relation : relations) {
      for (ProductRelation.Monomial m : relation.monomials()) {
        index(m.left());
        index(m.right());
      }
    }
    this.gamma = channel.challenge("gamma");
    coefficients.add(channel.send("product coefficient 1", () -> coefficient(1)));
    coefficients.add(channel.send("product coefficient 2", () -> coefficient(2)));
  }

  /** Draws gamma and sends the padded coefficients; every claim must have been sent before. */
  public static ProductSettlement begin(Channel channel, Obligations obligations) {
    return new ProductSettlement(channel, obligations);
  }

  /** Reveals the masked factors and adds the linear constraints that remain. */
  public void finish(Ext epsilon, Obligations obligations) {
    ExtVector revealed =
        channel.sendClear("masked factors", factors.size(), () -> maskedFactors(epsilon));
    for (int i = 0; i < factors.size(); i++) {
      HiddenValue masked = factors.get(i).plus(masks.get(i).times(epsilon));
      obligations.zero("masked factor " + i, masked.plus(revealed.get(i).negate()));
    }
    List<HiddenValue> difference = new ArrayList<>();
    difference.add(coefficients.get(0).times(epsilon));
    difference.add(coefficients.get(1).times(epsilon.times(epsilon)));
    Ext power = Ext.ONE;
    for (ProductRelation relation : relations) {
      power = power.times(gamma);
      Ext value = Ext.ZERO;
      for (ProductRelation.Monomial m : relation.monomials()) {
        Ext product = revealed.get(indexOf(m.left())).times(revealed.get(indexOf(m.right())));
        value = value.plus(m.coefficient().times(product));
      }
      difference.add(relation.target().times(power).plus(value.times(power).negate()));
    }
    obligations.zero("products", HiddenValue.sum(difference));
  }

  private void index(HiddenValue factor) {
    if (indices.putIfAbsent(factor, factors.size()) == null) {
      factors.add(factor);
      masks.add(channel.freshPad());
    }
  }

  private int indexOf(HiddenValue factor) {
    return Objects.requireNonNull(indices.get(factor), "factor not registered");
  }

  private ExtVector maskedFactors(Ext epsilon) {
    ExtVector out = ExtVector.zeros(factors.size());
    for (int i = 0; i < factors.size(); i++) {
      Ext mask = channel.reveal(masks.get(i));
      out.set(i, channel.reveal(factors.get(i)).plus(epsilon.times(mask)));
    }
    return out;
  }

  private Ext coefficient(int degree) {
    Ext sum = Ext.ZERO;
    Ext power = Ext.ONE;
    for (ProductRelation relation : relations) {
      power = power.times(gamma);
      for (ProductRelation.Monomial m : relation.monomials()) {
        Ext left = channel.reveal(m.left());
        Ext right = channel.reveal(m.right());
        Ext leftMask = channel.reveal(masks.get(indexOf(m.left())));
        Ext rightMask = channel.reveal(masks.get(indexOf(m.right())));
        Ext part =
            degree == 1
                ? left.times(rightMask).plus(leftMask.times(right))
                : leftMask.times(rightMask);
        sum = sum.plus(power.times(m.coefficient()).times(part));
      }
    }
    return sum;
  }
}
