package pot.zk.commitment;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.poly.Multilinear;
import pot.zk.simd.FieldKernels;

/**
 * Round polynomials of sum_x c(x) v(x) where c(y, z) = sum_t A_t(y) B_t(z), y the lane and z the
 * place in it.
 *
 * <p>The rounds over y are those of sum_y sum_t A_t(y) V_t(y) with V_t(y) = sum_z B_t(z) v(y, z),
 * which takes one pass over the data. Once y is bound to r, a second pass gives v(r, z), and c(r,
 * z) = sum_t A_t(r) B_t(z): tables of one lane, for the rounds over z. No table has as many entries
 * as there are data.
 */
final class LaneRounds implements VectorRounds {
  private final List<LaneTerms.Term> terms;
  private final long[] data;
  private final boolean[] small;
  private final int laneVariables;
  private final int lanePointSize;
  private final FieldKernels kernels;
  private final List<Ext> point = new ArrayList<>();
  private final TableRounds overLanes;
  private @Nullable TableRounds overPlaces;
  private @Nullable ExtVector folded;

  /**
   * @param lanes how many hold data
   * @param variables of v, more than those of a lane
   */
  LaneRounds(
      List<LaneTerms.Term> terms,
      long[] data,
      int lanes,
      int variables,
      int laneVariables,
      FieldKernels kernels) {
    this.terms = terms;
    this.data = data;
    this.small = new boolean[lanes];
    this.laneVariables = laneVariables;
    this.lanePointSize = variables - laneVariables;
    this.kernels = kernels;
    List<Weights> places = terms.stream().map(LaneTerms.Term::places).toList();
    ExtVector sums = new LaneSums(places, laneVariables, kernels).of(data, small);
    int width = terms.size();
    ExtVector coefficients = ExtVector.zeros(lanes * width);
    for (int t = 0; t < width; t++) {
      for (int y = 0; y < lanes; y++) {
        coefficients.set(y * width + t, terms.get(t).lanes().get(y));
      }
    }
    this.overLanes = TableRounds.of(coefficients, sums, lanePointSize, width, kernels);
  }

  private TableRounds current() {
    return overPlaces == null ? overLanes : overPlaces;
  }

  @Override
  public Ext sum() {
    return current().sum();
  }

  @Override
  public Ext[] round() {
    return current().round();
  }

  @Override
  public void bind(Ext r) {
    current().bind(r);
    point.add(r);
    if (point.size() == lanePointSize) {
      overPlaces = places();
    }
  }

  @Override
  public Ext value() {
    return current().value();
  }

  private TableRounds places() {
    int length = 1 << laneVariables;
    ExtVector eq = Multilinear.eqTable(point, kernels);
    ExtVector values = LaneFold.of(data, small, eq, length, kernels);
    folded = values.slice(0, length);
    ExtVector bound = overLanes.boundCoefficients();
    ExtVector coefficients = ExtVector.zeros(length);
    for (int t = 0; t < terms.size(); t++) {
      terms.get(t).places().prepare(kernels).addTo(coefficients, 0, bound.get(t), kernels);
    }
    return TableRounds.of(coefficients, values, laneVariables, 1, kernels);
  }

  /** v(r, z) for each place z, r the coordinates of the lane. */
  ExtVector folded() {
    if (folded == null) {
      throw new IllegalStateException("the lane is not yet bound");
    }
    return folded;
  }
}
