package pot.zk.lookup;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import pot.zk.commitment.Slice;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.simd.FieldKernels;

/**
 * The prover's fraction tree. Its upper levels are kept; the lowest, which are the largest, are
 * computed from the limbs whenever they are read.
 */
public final class FractionTree implements LookupProver {
  /** Levels above the leaves that are not kept, where there are so many large ones. */
  private static final int COMPUTED = 2;

  private static final ExtVector NONE = ExtVector.zeros(0);

  /** Where the values of a committed slice are. */
  @FunctionalInterface
  public interface SliceValues {
    Entries of(Slice slice);
  }

  /**
   * Canonical entries in a part of an array.
   *
   * @param offset of the first of them
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Entries(long[] array, int offset) {}

  private final LookupLayout layout;
  private final SliceValues values;
  private final FieldKernels kernels;

  /**
   * From the root, of one node, to the leaves; large ones are let go when the next is asked for.
   */
  private final Deque<Nodes> levels = new ArrayDeque<>();

  private Ext[] root = {Ext.ZERO, Ext.ONE};

  /** Values of the layer whose rounds run, reused by the next. */
  private ExtVector scratchA = NONE;

  private ExtVector scratchB = NONE;

  public FractionTree(LookupLayout layout, SliceValues values, FieldKernels kernels) {
    this.layout = layout;
    this.values = values;
    this.kernels = kernels;
  }

  @Override
  public void begin(Ext alpha, Ext delta) {
    Nodes nodes = new Leaves(layout, values, alpha, delta, kernels);
    levels.clear();
    levels.addFirst(nodes);
    for (int k = layout.variables() - 1; k >= 0; k--) {
      Nodes sums = new Sums(nodes, kernels);
      boolean computed = layout.variables() - k <= COMPUTED && sums.size() > Nodes.RUN;
      nodes = computed ? sums : StoredNodes.of(sums);
      levels.addFirst(nodes);
    }
    ExtVector num = ExtVector.zeros(1);
    ExtVector den = ExtVector.zeros(1);
    levels.removeFirst().reader().read(0, 1, num, den, 0);
    root = new Ext[] {num.get(0), den.get(0)};
    int scratch = Math.max(Nodes.RUN, 1 << Math.max(0, layout.variables() - 2));
    scratchA = ExtVector.zeros(scratch);
    scratchB = ExtVector.zeros(scratch);
  }

  @Override
  public Ext tableSum(List<ExtVector> reciprocals) {
    Ext sum = Ext.ZERO;
    for (int t = 0; t < reciprocals.size(); t++) {
      Entries counts = values.of(layout.tables().get(t).multiplicities());
      ExtVector ofTable = reciprocals.get(t);
      sum =
          sum.plus(kernels.dotBase(ofTable, 0, counts.array(), counts.offset(), ofTable.length()));
    }
    return sum;
  }

  @Override
  public Ext[] root() {
    return root;
  }

  @Override
  public LayerRounds layer(List<Ext> point, Ext lambda) {
    int size = 2 << point.size();
    // Large levels above have had their rounds: their memory is needed.
    levels.removeIf(level -> level.size() < size && level.size() > Nodes.RUN);
    Nodes below =
        levels.stream()
            .filter(level -> level.size() == size)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("layers are asked for from the root on"));
    if (!(below instanceof Leaves leaves)) {
      return new NodeRounds(below, point, lambda, scratchA, scratchB, kernels);
    }
    LeafRounds last = new LeafRounds(leaves, point, lambda, scratchA, scratchB, kernels);
    scratchA = NONE;
    scratchB = NONE;
    return last;
  }
}
