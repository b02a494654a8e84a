package pot.zk.step;

import java.util.ArrayList;
import java.util.List;
import pot.zk.relation.Owner;
import pot.zk.relation.TensorSpec;

/**
 * Chosen weights in the units in which they are committed: strictly ascending, so that there is one
 * way to write them.
 *
 * @param entries at least one
 */
record Revelation(List<Entry> entries) {
  /** The most weights one opening shows. */
  static final int MAX_ENTRIES = 1 << 16;

  /**
   * One weight.
   *
   * @param tensor number of its parameter in the order of the state
   * @param index in that parameter, row-major, unpadded
   * @param units its value in units of 2^-frac
   */
  record Entry(int tensor, int index, long units) {
    boolean follows(Entry other) {
      return tensor > other.tensor || tensor == other.tensor && index > other.index;
    }
  }

  /** The place of an entry in the padded tensor. */
  static int paddedIndex(TensorSpec spec, int index) {
    return index / spec.columns() * spec.paddedColumns() + index % spec.columns();
  }

  /** Whether these are ascending places of the plan's weights, with values in range. */
  static boolean fits(List<Entry> entries, StepPlan plan) {
    List<TensorSpec> tensors = plan.circuit().tensors(Owner.WEIGHTS_BEFORE);
    for (int i = 0; i < entries.size(); i++) {
      Entry e = entries.get(i);
      if (e.tensor() < 0
          || e.tensor() >= tensors.size()
          || e.index() < 0
          || e.index() >= tensors.get(e.tensor()).rows() * tensors.get(e.tensor()).columns()
          || !tensors.get(e.tensor()).holds(e.units())
          || i > 0 && !e.follows(entries.get(i - 1))) {
        return false;
      }
    }
    return !entries.isEmpty() && entries.size() <= MAX_ENTRIES;
  }

  /** The weights as users see them. */
  List<RevealedWeight> weights(StepPlan plan) {
    List<RevealedWeight> weights = new ArrayList<>();
    for (Entry e : entries) {
      var parameter = plan.circuit().parameters().get(e.tensor());
      double value = Math.scalb((double) e.units(), -parameter.before().frac());
      weights.add(new RevealedWeight(parameter.name(), e.index(), value));
    }
    return weights;
  }

  /** Every entry, as the transcript takes them in and as the bytes of an opening carry them. */
  byte[] encoded() {
    FramedBytes out = new FramedBytes().number(entries.size());
    entries.forEach(e -> out.number(e.tensor()).number(e.index()).number(e.units()));
    return out.toByteArray();
  }
}
