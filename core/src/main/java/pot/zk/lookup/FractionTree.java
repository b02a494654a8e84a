package pot.zk.lookup;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pot.zk.commitment.Slice;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.simd.FieldKernels;

/**
 * The prover's fraction tree. Its upper levels are kept; the lowest, which are the largest, are
 * computed from the limbs whenever they are read.
 */
public final class FractionTree implements LookupProver {
  /** Levels above the leaves that are not kept, nor are the leaves. */
  private static final int COMPUTED = 2;

  /** Smaller levels are kept: a layer's first two rounds, done at once, need a run in a corner. */
  private static final int LEAST_COMPUTED = 2 * Grid.CORNERS * Nodes.RUN;

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

  private @Nullable LeafIntegers integers;

  private @Nullable NodeForms forms;

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
    Leaves leaves = new Leaves(layout, values, alpha, delta, kernels);
    forms = new NodeForms(alpha);
    integers = new LeafIntegers(leaves, kernels.integers());
    levels.clear();
    Nodes nodes = kept(leaves, 0);
    levels.addFirst(nodes);
    for (int k = layout.variables() - 1; k >= 0; k--) {
      Nodes sums = new Sums(nodes, kernels);
      int height = layout.variables() - k;
      if (height <= COMPUTED + 1) {
        sums = new LeafSums(sums, integers, forms, kernels);
      }
      nodes = kept(sums, height);
      levels.addFirst(nodes);
    }
    ExtVector num = ExtVector.zeros(1);
    ExtVector den = ExtVector.zeros(1);
    levels.removeFirst().reader().read(0, 1, num, den, 0);
    root = new Ext[] {num.get(0), den.get(0)};
    scratchA = NONE;
    scratchB = NONE;
  }

  private static Nodes kept(Nodes nodes, int height) {
    boolean computed = height <= COMPUTED && nodes.size() >= LEAST_COMPUTED;
    return computed ? nodes : StoredNodes.of(nodes);
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
    if (below instanceof StoredNodes stored) {
      return NodeRounds.of(stored, point, lambda, kernels);
    }
    return new ShortRounds(
        below,
        Objects.requireNonNull(integers),
        Objects.requireNonNull(forms),
        point,
        lambda,
        rest(below, point, lambda),
        kernels);
  }

  /** Where the rounds after the first two are. */
  private ShortRounds.Rest rest(Nodes below, List<Ext> point, Ext lambda) {
    int stored = below.size() / (2 * Grid.CORNERS);
    if (scratchA.length() == 0) {
      // Twice for the layer above the last, once for the last.
      int most = (1 << layout.variables()) / (2 * Grid.CORNERS);
      scratchA = ExtVector.zeros(most);
      scratchB = ExtVector.zeros(most);
    }
    if (below instanceof Leaves leaves) {
      int pairs = leaves.used() - leaves.size() / 2;
      return new LeafRounds.Store(point, lambda, pairs, scratchA, scratchB, kernels);
    }
    return new NodeStore(scratchA, scratchB, stored, lambda, kernels);
  }
}
