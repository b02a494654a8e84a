package pot.zk.lookup;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.parallel.Pool;
import pot.zk.parallel.Workers;
import pot.zk.simd.Combination;
import pot.zk.simd.FieldKernels;

/**
 * The rounds of a layer whose nodes are computed from the leaves when they are read. The first two
 * rounds come from one pass over the leaves, and both variables are bound in another, which stores
 * a quarter of the values. Where nodes add up four leaves or less and all are small, nearly all of
 * it is arithmetic of integers.
 */
final class ShortRounds implements LookupProver.LayerRounds {
  private static final int RUN = Nodes.RUN;

  /** Makes the rounds after the first two. */
  interface Rest {
    /** Values are stored for each run, then the rounds are asked for. */
    void store(int from, Bound bound);

    LookupProver.LayerRounds rounds(RoundWeights weights, List<Ext> bound);
  }

  /** A run's bound values, to be written where they are to be. */
  interface Bound {
    void combined(int child, ExtVector out, int at);

    void numerators(int child, ExtVector out, int at);

    void denominators(int child, ExtVector out, int at);
  }

  private final FieldKernels kernels;
  private final Nodes nodes;
  private final LeafIntegers leaves;
  private final NodeForms forms;
  private final RoundWeights weights;
  private final List<Ext> point;
  private final Ext lambda;
  private final Rest rest;
  private final Map<RunShape, GridTerms> terms = new ConcurrentHashMap<>();
  private final Pool<Buffers> buffers = new Pool<>(Buffers::new);
  private @Nullable Grid grid;
  private @Nullable Ext first;
  private LookupProver.@Nullable LayerRounds later;

  /** A task's. */
  private final class Buffers {
    final double[] integers = GridTerms.newBuffer();
    final ExtVector e = ExtVector.zeros(RUN);
    final GeneralRun general = new GeneralRun(nodes, kernels);
  }

  /**
   * @param nodes of which the layer proves the sums in pairs
   * @param point of enough coordinates that a corner of two has whole runs
   */
  ShortRounds(
      Nodes nodes,
      LeafIntegers leaves,
      NodeForms forms,
      List<Ext> point,
      Ext lambda,
      Rest rest,
      FieldKernels kernels) {
    this.nodes = nodes;
    this.leaves = leaves;
    this.forms = forms;
    this.weights = new RoundWeights(point.subList(1, point.size()), kernels);
    this.point = point;
    this.lambda = lambda;
    this.rest = rest;
    this.kernels = kernels;
  }

  @Override
  public Ext[] round() {
    if (later != null) {
      return later.round();
    }
    Grid sums = grid == null ? sum() : grid;
    grid = sums;
    return first == null ? sums.first(point.get(1)) : sums.second(first);
  }

  private Grid sum() {
    RunWeights all = new RunWeights(point.subList(2, point.size()), kernels);
    return Workers.reduce(
        all.blocks(),
        1,
        Grid.zero(),
        (from, to) ->
            buffers.apply(
                b -> {
                  Grid total = Grid.zero();
                  for (int block = from; block < to; block++) {
                    total = total.plus(sum(b, all, block).times(all.ofBlock(block)));
                  }
                  return total;
                }),
        Grid::plus);
  }

  /** The runs of a block, weighted by their places in it. */
  private Grid sum(Buffers b, RunWeights all, int block) {
    Grid total = Grid.zero();
    Map<RunShape, GridSums> sums = new HashMap<>();
    for (int run = 0; run < all.runs(); run++) {
      RunNodes at = new RunNodes(nodes.size(), (block * all.runs() + run) * RUN);
      RunShape shape = RunShape.of(at, leaves);
      if (shape == null) {
        b.general.read(at, lambda);
        all.copy(run, b.e);
        total = total.plus(b.general.grid(b.e));
      } else {
        read(b, at, shape, 0);
        read(b, at, shape, 1);
        GridSums ofShape =
            sums.computeIfAbsent(
                shape,
                s -> new GridSums(terms.computeIfAbsent(s, GridTerms::of), kernels.integers()));
        ofShape.add(b.integers, all.pieces(), run * RUN, all.total(run));
      }
    }
    for (GridSums ofShape : sums.values()) {
      total = total.plus(ofShape.take(forms, lambda));
    }
    return total;
  }

  /** Reads a child's nodes of all corners. */
  private void read(Buffers b, RunNodes at, RunShape shape, int child) {
    for (int c = 0; c < Grid.CORNERS; c++) {
      int place = GridTerms.corner(child, c);
      leaves.readNodes(at.first(child, c), at.level(), shape.leaves(child, c), b.integers, place);
    }
  }

  @Override
  public void bind(Ext r) {
    if (later != null) {
      later.bind(r);
    } else if (first == null) {
      first = r;
    } else {
      bind(first, r);
      weights.halve();
      later = rest.rounds(weights, List.of(first, r));
    }
  }

  private void bind(Ext x, Ext y) {
    Ext[] corners = Grid.weights(x, y);
    Map<RunShape, RunBinding> bindings = new ConcurrentHashMap<>();
    Workers.forRanges(
        weights.runs(),
        1,
        (from, to) ->
            buffers.use(
                b -> {
                  for (int run = from; run < to; run++) {
                    RunNodes at = new RunNodes(nodes.size(), run * RUN);
                    RunShape shape = RunShape.of(at, leaves);
                    if (shape == null) {
                      b.general.read(at, lambda);
                      b.general.bind(x, y);
                      rest.store(run * RUN, general(b.general));
                    } else {
                      RunBinding binding =
                          bindings.computeIfAbsent(
                              shape, s -> new RunBinding(s, forms, corners, lambda));
                      rest.store(run * RUN, integers(b, at, shape, binding));
                    }
                  }
                }));
  }

  private Bound general(GeneralRun run) {
    return new Bound() {
      @Override
      public void combined(int child, ExtVector out, int at) {
        run.copyM(child, out, at);
        if (child == 1) {
          run.addD(1, lambda, out, at);
        }
      }

      @Override
      public void numerators(int child, ExtVector out, int at) {
        run.copyM(child, out, at);
        if (child == 0) {
          run.addD(0, lambda.negate(), out, at);
        }
      }

      @Override
      public void denominators(int child, ExtVector out, int at) {
        run.copyD(child, out, at);
      }
    };
  }

  private Bound integers(Buffers b, RunNodes at, RunShape shape, RunBinding binding) {
    return new Bound() {
      private int read = -1;

      private void combine(int child, Combination combination, ExtVector out, int place) {
        if (read != child) {
          read(b, at, shape, child);
          read = child;
        }
        int from = GridTerms.corner(child, 0);
        kernels.integers().combine(out, place, combination, b.integers, from, RUN);
      }

      @Override
      public void combined(int child, ExtVector out, int place) {
        combine(child, binding.combined(child), out, place);
      }

      @Override
      public void numerators(int child, ExtVector out, int place) {
        combine(child, binding.numerators(child), out, place);
      }

      @Override
      public void denominators(int child, ExtVector out, int place) {
        combine(child, binding.denominators(child), out, place);
      }
    };
  }

  @Override
  public Ext[] children() {
    if (later == null) {
      throw new IllegalStateException("two variables are not yet bound");
    }
    return later.children();
  }
}
