package pot.zk.commitment;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.simd.FieldKernels;

/**
 * The batched coefficients of one committed vector as a sum of few products: c(y, z) = sum_t A_t(y)
 * B_t(z), y the lane and z the place in it. Claims at one point share their B. What is not of that
 * form (slices smaller than a lane, tables, single entries) is written out, lane by lane: B is then
 * that lane's coefficients, and A is one there and zero elsewhere.
 */
final class LaneTerms {
  private final int commitment;
  private final int laneVariables;
  private final int lanes;
  private final FieldKernels kernels;
  private final Map<Weights.Grid, ExtVector> products = new LinkedHashMap<>();
  private final Map<Integer, ExtVector> written = new TreeMap<>();
  private final Map<Weights, List<Weights.Grid.Part>> splits = new IdentityHashMap<>();
  private final Map<Weights, Weights.Prepared> prepared = new IdentityHashMap<>();

  private LaneTerms(int commitment, VectorLayout layout, int laneVariables, FieldKernels kernels) {
    this.commitment = commitment;
    this.laneVariables = laneVariables;
    this.lanes = layout.lanes(laneVariables);
    this.kernels = kernels;
  }

  /** A_t, an entry for each lane, and B_t, one for each place. */
  record Term(ExtVector lanes, Weights places) {}

  /**
   * The terms of a commitment's coefficients, or nothing where there would be more than a number.
   *
   * @param powers the factors of the claims
   */
  static Optional<List<Term>> of(
      List<Claim> claims,
      List<Ext> powers,
      int commitment,
      VectorLayout layout,
      int laneVariables,
      int most,
      FieldKernels kernels) {
    LaneTerms terms = new LaneTerms(commitment, layout, laneVariables, kernels);
    for (int i = 0; i < claims.size(); i++) {
      for (Claim.Term term : claims.get(i).terms()) {
        if (term.slice().commitment() == commitment) {
          terms.add(term.slice(), powers.get(i).times(term.coefficient()), term.weights());
        }
        if (terms.products.size() + terms.written.size() > most) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(terms.terms());
  }

  private void add(Slice slice, Ext coefficient, Weights weights) {
    int first = slice.offset() >>> laneVariables;
    boolean whole = slice.variables() >= laneVariables;
    switch (weights) {
      case Weights.Grid grid when whole -> {
        for (Weights.Grid.Part part :
            splits.computeIfAbsent(grid, w -> grid.split(laneVariables, kernels))) {
          ExtVector sum = products.computeIfAbsent(part.rest(), key -> ExtVector.zeros(lanes));
          kernels.addScaled(sum, first, coefficient, part.top(), 0, part.top().length());
        }
      }
      case Weights.Table table when whole -> {
        int length = 1 << laneVariables;
        for (int i = 0; i < slice.size() >>> laneVariables; i++) {
          kernels.addScaled(lane(first + i), 0, coefficient, table.values(), i * length, length);
        }
      }
      case Weights.Entry entry -> {
        int at = slice.offset() + entry.index();
        ExtVector lane = lane(at >>> laneVariables);
        int place = at & ((1 << laneVariables) - 1);
        lane.set(place, lane.get(place).plus(coefficient));
      }
      default ->
          prepared
              .computeIfAbsent(weights, w -> w.prepare(kernels))
              .addTo(
                  lane(first), slice.offset() & ((1 << laneVariables) - 1), coefficient, kernels);
    }
  }

  private ExtVector lane(int index) {
    return written.computeIfAbsent(index, i -> ExtVector.zeros(1 << laneVariables));
  }

  private List<Term> terms() {
    List<Term> terms = new ArrayList<>();
    products.forEach((places, sum) -> terms.add(new Term(sum, places)));
    written.forEach(
        (lane, values) -> {
          ExtVector one = ExtVector.zeros(lanes);
          one.set(lane, Ext.ONE);
          terms.add(new Term(one, new Weights.Table(values, laneVariables, kernels)));
        });
    return terms;
  }

  @Override
  public String toString() {
    return "LaneTerms[commitment " + commitment + "]";
  }
}
