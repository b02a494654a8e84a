package pot.zk.relation;

import java.util.List;
import pot.zk.commitment.Axis;
import pot.zk.commitment.Weights;
import pot.zk.field.Ext;
import pot.zk.hiding.HiddenValue;
import pot.zk.soundness.ErrorTally;

/** The arguments for relations and paddings, each at a random point of its own. */
public final class RelationArgument {
  private RelationArgument() {}

  /** The point at which a shape's claim is taken. */
  public record Point(List<Ext> rows, List<Ext> columns) {}

  /** Draws the point; everything it is about must be committed by now. */
  public static Point draw(
      RelationContext context, String name, int rowVariables, int columnVariables) {
    context.tally().add(ErrorTally.Source.RANDOM_POINT, rowVariables + columnVariables);
    return new Point(
        context.channel().challenges(name + " row", rowVariables),
        context.channel().challenges(name + " column", columnVariables));
  }

  /**
   * sum of terms + constant - remainder, if there is one, = 0 at the point; a constant is its own
   * extension.
   */
  public static void run(RelationContext context, Relation relation, Point point) {
    HiddenValue sum = HiddenValue.known(Ext.ofSigned(relation.constant()));
    String at = relation.name();
    for (Term term : relation.terms()) {
      sum = sum.plus(term.at(context, at, point.rows(), point.columns()));
    }
    if (relation.remainder().isPresent()) {
      Entry remainder = new Entry(relation.remainder().get(), 1);
      sum = sum.minus(remainder.at(context, at, point.rows(), point.columns()));
    }
    context.obligations().zero(relationCheck(relation), sum);
  }

  /** The name of the check that a relation holds. */
  public static String relationCheck(Relation relation) {
    return "relation " + relation.name();
  }

  /**
   * sum_x eq(r, x) (1 - mask(x)) v(x) = 0: eq(r, x) everywhere less eq(r, x) inside the declared
   * size. The mask multiplies before extending; the product of the two extensions would be another
   * functional.
   */
  public static void runPadding(RelationContext context, TensorSpec tensor, Point point) {
    Weights.Grid all = new Weights.Grid(new Axis.Eq(point.rows()), new Axis.Eq(point.columns()));
    Weights.Grid inside =
        new Weights.Grid(
            new Axis.EqBelow(point.rows(), tensor.rows()),
            new Axis.EqBelow(point.columns(), tensor.columns()));
    context.claim(
        paddingCheck(tensor),
        List.of(
            new RelationContext.Weighted(tensor, all, Ext.ONE),
            new RelationContext.Weighted(tensor, inside, Ext.ONE.negate())),
        HiddenValue.known(Ext.ZERO));
  }

  /** The name of the check that a tensor's padding is zero. */
  public static String paddingCheck(TensorSpec tensor) {
    return "padding " + tensor.name();
  }
}
