package pot.zk.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pot.zk.commitment.Slice;
import pot.zk.field.Ext;
import pot.zk.field.Goldilocks;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;

/**
 * The tree's rounds against their definition, on every mixture of small integers, other elements,
 * pairs and padding that takes another path: the bug this stands for is a path that is right for
 * honest limbs alone, or where one node more is padding.
 */
class FractionTreeTest {
  private static final int WIDTH = 16;
  private static final LookupTable.Range RANGE =
      new LookupTable.Range(WIDTH, new Slice("counts", 1, 0, WIDTH));

  /** What the leaves of a slice are. */
  private enum Data {
    SMALL,
    LARGEST,
    ANY,
    ONE_LARGE
  }

  private final Random random = new Random(20260401);
  private final Map<Slice, FractionTree.Entries> values = new HashMap<>();
  private int slices;

  private Ext element() {
    return new Ext(Goldilocks.reduce(random.nextLong()), Goldilocks.reduce(random.nextLong()));
  }

  private Slice slice(int variables, Data data) {
    Slice slice = new Slice("slice" + slices++, 0, 0, variables);
    int offset = random.nextInt(5);
    long[] array = new long[offset + (1 << variables)];
    for (int i = 0; i < array.length; i++) {
      array[i] =
          switch (data) {
            case SMALL, ONE_LARGE -> random.nextInt(1 << WIDTH);
            case LARGEST -> (1 << WIDTH) - 1;
            case ANY -> Goldilocks.reduce(random.nextLong());
          };
    }
    if (data == Data.ONE_LARGE) {
      array[offset + random.nextInt(1 << variables)] = 1L << WIDTH;
    }
    values.put(slice, new FractionTree.Entries(array, offset));
    return slice;
  }

  /** The layer by its definition: all values, rounds by summing, bindings one by one. */
  private static final class Definition {
    private List<Ext> n0;
    private List<Ext> n1;
    private List<Ext> d0;
    private List<Ext> d1;
    private final List<Ext> point;
    private final Ext lambda;

    Definition(List<Ext> n, List<Ext> d, List<Ext> point, Ext lambda) {
      int half = n.size() / 2;
      n0 = n.subList(0, half);
      n1 = n.subList(half, 2 * half);
      d0 = d.subList(0, half);
      d1 = d.subList(half, 2 * half);
      this.point = point;
      this.lambda = lambda;
    }

    Ext[] round(int round) {
      List<Ext> after = point.subList(round + 1, point.size());
      Ext[] sums = {Ext.ZERO, Ext.ZERO};
      int half = n0.size() / 2;
      for (int j = 0; j < half; j++) {
        Ext e = pot.zk.poly.Multilinear.eqIndex(after, j);
        sums[0] = sums[0].plus(e.times(term(n0.get(j), n1.get(j), d0.get(j), d1.get(j))));
        int k = j + half;
        Ext leading =
            term(
                n0.get(k).minus(n0.get(j)),
                n1.get(k).minus(n1.get(j)),
                d0.get(k).minus(d0.get(j)),
                d1.get(k).minus(d1.get(j)));
        sums[1] = sums[1].plus(e.times(leading));
      }
      return sums;
    }

    private Ext term(Ext a0, Ext a1, Ext b0, Ext b1) {
      return a0.times(b1).plus(a1.times(b0)).plus(lambda.times(b0).times(b1));
    }

    void bind(Ext r) {
      n0 = bound(n0, r);
      n1 = bound(n1, r);
      d0 = bound(d0, r);
      d1 = bound(d1, r);
    }

    private static List<Ext> bound(List<Ext> v, Ext r) {
      List<Ext> out = new ArrayList<>();
      int half = v.size() / 2;
      for (int j = 0; j < half; j++) {
        out.add(v.get(j).plus(r.times(v.get(j + half).minus(v.get(j)))));
      }
      return out;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'12', SMALL, 16, 0",
    "'13', LARGEST, 16, 0",
    "'12,10,9', SMALL, 16, 0",
    "'12,11', SMALL, 12, 0",
    "'13,11,10,4', ONE_LARGE, 16, 0",
    "'12,11,11', ANY, 16, 0",
    "'13,12,9,3', SMALL, 15, 10",
    "'12,10,10,10', SMALL, 16, 11",
    "'14,11,9', SMALL, 16, 0",
    "'13,12', LARGEST, 16, 0",
    "'14', LARGEST, 16, 0",
    "'13,12,11,10,9,4', SMALL, 16, 0",
    "'9,4', SMALL, 16, 3",
    "'0', SMALL, 16, 0"
  })
  void roundsAreThoseOfTheDefinition(String sizes, Data data, int width, int pairs) {
    List<LookupLayout.Limb> limbs = new ArrayList<>();
    for (String size : sizes.split(",")) {
      int variables = Integer.parseInt(size);
      limbs.add(new LookupLayout.Limb(slice(variables, data), width));
    }
    List<LookupLayout.Pair> looked = new ArrayList<>();
    List<LookupTable.Function> functions = new ArrayList<>();
    if (pairs > 0) {
      functions.add(
          new LookupTable.Function(1, 1, new long[] {4, 5}, new Slice("pairs", 1, 1 << 16, 1)));
      LookupLayout.Limb value = new LookupLayout.Limb(slice(pairs, Data.SMALL), WIDTH);
      looked.add(new LookupLayout.Pair(slice(pairs, Data.SMALL), List.of(value), 1));
    }
    check(LookupLayout.of(RANGE, functions, limbs, looked));
  }

  private void check(LookupLayout layout) {
    Ext alpha = element();
    Ext delta = element();
    List<List<Ext>> numerators = new ArrayList<>();
    List<List<Ext>> denominators = new ArrayList<>();
    leaves(layout, alpha, delta, numerators, denominators);
    for (FieldKernels kernels : List.of(Kernels.scalar(), Kernels.best())) {
      FractionTree tree = new FractionTree(layout, values::get, kernels);
      tree.begin(alpha, delta);
      assertThat(tree.root()).containsExactly(numerators.get(0).get(0), denominators.get(0).get(0));
      for (int v = 0; v < layout.variables(); v++) {
        List<Ext> point = new ArrayList<>();
        for (int i = 0; i < v; i++) {
          point.add(element());
        }
        Ext lambda = element();
        Definition expected =
            new Definition(numerators.get(v + 1), denominators.get(v + 1), point, lambda);
        LookupProver.LayerRounds rounds = tree.layer(point, lambda);
        for (int i = 0; i < v; i++) {
          assertThat(rounds.round()).as("layer %d, round %d", v, i).isEqualTo(expected.round(i));
          Ext r = element();
          rounds.bind(r);
          expected.bind(r);
        }
        assertThat(rounds.children())
            .as("layer %d", v)
            .containsExactly(
                expected.n0.get(0), expected.n1.get(0), expected.d0.get(0), expected.d1.get(0));
      }
    }
  }

  /** All levels, from the root's to the leaves'. */
  private void leaves(
      LookupLayout layout,
      Ext alpha,
      Ext delta,
      List<List<Ext>> numerators,
      List<List<Ext>> denominators) {
    List<Ext> n = new ArrayList<>();
    List<Ext> d = new ArrayList<>();
    for (LookupLayout.Leaf leaf : layout.leaves()) {
      for (int i = 0; i < leaf.size(); i++) {
        Ext fingerprint = layout.tag(leaf, delta);
        for (LookupLayout.Part part : leaf.parts()) {
          FractionTree.Entries x = values.get(part.slice());
          fingerprint = fingerprint.plus(part.coefficient(delta).times(x.array()[x.offset() + i]));
        }
        n.add(Ext.ONE);
        d.add(alpha.minus(fingerprint));
      }
    }
    while (n.size() < 1 << layout.variables()) {
      n.add(Ext.ZERO);
      d.add(Ext.ONE);
    }
    numerators.add(n);
    denominators.add(d);
    for (int half = n.size() / 2; half > 0; half /= 2) {
      List<Ext> below = numerators.get(0);
      List<Ext> belowD = denominators.get(0);
      List<Ext> sums = new ArrayList<>();
      List<Ext> products = new ArrayList<>();
      for (int j = 0; j < half; j++) {
        Ext a = below.get(j).times(belowD.get(j + half));
        sums.add(a.plus(below.get(j + half).times(belowD.get(j))));
        products.add(belowD.get(j).times(belowD.get(j + half)));
      }
      numerators.add(0, sums);
      denominators.add(0, products);
    }
  }
}
