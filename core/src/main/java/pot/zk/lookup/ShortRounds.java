package pot.zk.lookup;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.parallel.Pool;
import pot.zk.parallel.Workers;
import pot.zk.simd.FieldKernels;

/**
 * The rounds of a layer whose nodes are computed from the leaves when they are read. The first two
 * rounds come from one pass over the leaves, and both variables are bound in another, which stores
 * a quarter of the values. Where nodes add up two leaves or less and all are small, nearly all of
 * it is arithmetic of integers.
 */
final class ShortRounds implements LookupProver.LayerRounds {
  private static final int RUN = Nodes.RUN;

  /** Runs of a task. */
  private static final int GRAIN = 8;

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
  private final int leafCount;
  private final ShortNodes forms;
  private final RoundWeights weights;
  private final List<Ext> point;
  private final Ext lambda;
  private final Rest rest;
  private final Pool<Buffers> buffers = new Pool<>(Buffers::new);
  private @Nullable Grid grid;
  private @Nullable Ext first;
  private LookupProver.@Nullable LayerRounds later;

  /** A task's. */
  private final class Buffers {
    final long[] sums = ShortSums.buffer();
    final long[] integers = ShortBinding.buffer();
    final ExtVector e = ExtVector.zeros(RUN);
    final GeneralRun general = new GeneralRun(nodes, kernels);
    final GeneralNodes[] corners =
        Stream.generate(() -> new GeneralNodes(nodes, kernels))
            .limit(Grid.CORNERS)
            .toArray(GeneralNodes[]::new);
  }

  /**
   * @param nodes of which the layer proves the sums in pairs
   * @param leafCount padding included
   * @param point of enough coordinates that a corner of two has whole runs
   */
  ShortRounds(
      Nodes nodes,
      LeafIntegers leaves,
      int leafCount,
      ShortNodes forms,
      List<Ext> point,
      Ext lambda,
      Rest rest,
      FieldKernels kernels) {
    this.nodes = nodes;
    this.leaves = leaves;
    this.leafCount = leafCount;
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
    Ext mu = lambda.inverse();
    return Workers.reduce(
        weights.runs(),
        Math.min(GRAIN, weights.runs()),
        Grid.zero(),
        (from, to) -> buffers.apply(b -> sum(b, mu, from, to)),
        Grid::plus);
  }

  private Grid sum(Buffers b, Ext mu, int from, int to) {
    Grid total = Grid.zero();
    RunShape shape = null;
    ShortSums sums = null;
    for (int run = from; run < to; run++) {
      RunNodes at = new RunNodes(nodes.size(), run * RUN);
      RunShape now = RunShape.of(at, leaves, leafCount);
      Ext high = weights.high(run);
      kernels.scale(b.e, 0, high, weights.low(), 0, RUN);
      if (now == null) {
        b.general.read(at, lambda);
        total = total.plus(b.general.grid(b.e));
        continue;
      }
      if (sums == null || !now.equals(shape)) {
        total = sums == null ? total : total.plus(sums.grid(forms, lambda, mu));
        sums = new ShortSums(now, leaves, b.sums, b.corners, kernels.integers());
        shape = now;
      }
      // The weights within a run add up to one.
      sums.add(at, b.e, high);
    }
    return sums == null ? total : total.plus(sums.grid(forms, lambda, mu));
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
    Workers.forRanges(
        weights.runs(),
        1,
        (from, to) ->
            buffers.use(
                b -> {
                  for (int run = from; run < to; run++) {
                    bind(b, run, corners, x, y);
                  }
                }));
  }

  private void bind(Buffers b, int run, Ext[] corners, Ext x, Ext y) {
    RunNodes at = new RunNodes(nodes.size(), run * RUN);
    RunShape shape = RunShape.of(at, leaves, leafCount);
    if (shape == null) {
      b.general.read(at, lambda);
      b.general.bind(x, y);
      rest.store(run * RUN, general(b.general));
    } else {
      ShortBinding binding =
          new ShortBinding(shape, leaves, forms, corners, b.integers, kernels.integers());
      rest.store(run * RUN, integers(binding, shape, at, corners, b.corners));
    }
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

  private Bound integers(
      ShortBinding binding, RunShape shape, RunNodes at, Ext[] corners, GeneralNodes[] general) {
    return new Bound() {
      private int read = -1;

      private void read(int child) {
        if (read != child) {
          binding.read(at, child);
          read = child;
        }
      }

      @Override
      public void combined(int child, ExtVector out, int place) {
        read(child);
        binding.bind(child, binding.combined(lambda), out, place);
        addGeneral(child, Ext.ONE, lambda, out, place);
      }

      @Override
      public void numerators(int child, ExtVector out, int place) {
        read(child);
        binding.bind(child, binding.numerators(), out, place);
        addGeneral(child, Ext.ONE, Ext.ZERO, out, place);
      }

      @Override
      public void denominators(int child, ExtVector out, int place) {
        read(child);
        binding.bind(child, binding.denominators(), out, place);
        addGeneral(child, Ext.ZERO, Ext.ONE, out, place);
      }

      /** The general corners' share of n n + d d, with factors n and d. */
      private void addGeneral(int child, Ext n, Ext d, ExtVector out, int place) {
        for (int c = 0; c < Grid.CORNERS && child == 0; c++) {
          if (!shape.isGeneral(c)) {
            continue;
          }
          general[c].read(at.first(0, c));
          if (!n.isZero()) {
            general[c].addN(n.times(corners[c]), out, place);
          }
          if (!d.isZero()) {
            general[c].addD(d.times(corners[c]), out, place);
          }
        }
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
