package pot.zk.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;
import pot.zk.hiding.HiddenValue;
import pot.zk.poly.Multilinear;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;

/**
 * The rounds by lanes give the round polynomials, values and folded lanes that coefficients written
 * out give, for all kinds of weights on slices larger and smaller than a lane, and for data that
 * are limbs, are none, or end within a lane.
 */
class LaneRoundsTest {
  /** Variables of the slices; a lane has 6 or 11. */
  private static final int[] SLICES = {13, 13, 12, 11, 10, 10, 5, 3};

  private static final FieldKernels KERNELS = Kernels.best();

  record Case(int laneVariables, String data, FieldKernels kernels) {
    @Override
    public String toString() {
      return laneVariables + " " + data + " " + kernels.name();
    }
  }

  static Stream<Case> cases() {
    return Stream.of("limbs", "one large", "elements")
        .flatMap(data -> IntStream.of(6, 11).mapToObj(c -> new Case(c, data, KERNELS)))
        .flatMap(c -> Stream.of(c, new Case(c.laneVariables(), c.data(), Kernels.scalar())));
  }

  private static Ext element(Random random) {
    return new Ext(Goldilocks.reduce(random.nextLong()), Goldilocks.reduce(random.nextLong()));
  }

  private static List<Ext> point(Random random, int n) {
    return Stream.generate(() -> element(random)).limit(n).toList();
  }

  private static long[] data(String kind, int n, Random random) {
    long[] data = random.ints(n).mapToLong(x -> x & 0xffff).toArray();
    switch (kind) {
      case "one large" -> data[n / 3] = 1 << 16;
      case "elements" -> Arrays.setAll(data, i -> Goldilocks.reduce(random.nextLong()));
      default -> {}
    }
    return data;
  }

  /** Weights of every kind, the same ones on all slices of a size. */
  private static List<Weights> weights(int variables, Random random) {
    List<Weights> all = new ArrayList<>();
    List<Ext> p = point(random, variables);
    for (int rows : IntStream.of(0, 1, variables / 2, variables).distinct().toArray()) {
      List<Ext> r = p.subList(0, rows);
      List<Ext> c = p.subList(rows, variables);
      int rowLimit = 1 + random.nextInt(1 << rows);
      int columnLimit = 1 + random.nextInt(1 << variables - rows);
      all.add(new Weights.Grid(new Axis.Eq(r), new Axis.Eq(c)));
      all.add(new Weights.Grid(new Axis.Ones(rows), new Axis.Eq(c)));
      all.add(new Weights.Grid(new Axis.Eq(r), new Axis.Ones(variables - rows)));
      all.add(new Weights.Grid(new Axis.EqBelow(r, rowLimit), new Axis.EqBelow(c, columnLimit)));
      all.add(new Weights.Grid(new Axis.EqBelow(r, 1 << rows), new Axis.Eq(c)));
    }
    all.add(Weights.evaluation(p));
    all.add(new Weights.Entry(variables, random.nextInt(1 << variables)));
    ExtVector table = ExtVector.of(point(random, 1 << variables));
    all.add(new Weights.Table(table, variables, KERNELS));
    return all;
  }

  private static List<Claim> claims(VectorLayout layout, Random random) {
    List<Claim> claims = new ArrayList<>();
    List<Weights> weights = new ArrayList<>();
    for (Slice slice : layout.slices()) {
      if (weights.isEmpty() || weights.get(0).variables() != slice.variables()) {
        weights = weights(slice.variables(), random);
      }
      for (Weights w : weights) {
        Claim.Term term = new Claim.Term(slice, element(random), w);
        claims.add(new Claim("claim", List.of(term), HiddenValue.known(Ext.ZERO)));
      }
    }
    return claims;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theRoundsAreThoseOfTables(Case c) {
    Random random = new Random(c.hashCode());
    List<VectorLayout.Part> parts = new ArrayList<>();
    for (int i = 0; i < SLICES.length; i++) {
      parts.add(new VectorLayout.Part("slice " + i, SLICES[i]));
    }
    VectorLayout layout = VectorLayout.of(0, parts, c.laneVariables());
    List<Claim> claims = claims(layout, random);
    List<Ext> powers = point(random, claims.size());
    long[] data = data(c.data(), layout.used(), random);
    ExtVector coefficients = ExtVector.zeros(data.length);
    for (int i = 0; i < claims.size(); i++) {
      Claim.Term term = claims.get(i).terms().get(0);
      term.weights()
          .prepare(KERNELS)
          .addTo(
              coefficients,
              term.slice().offset(),
              powers.get(i).times(term.coefficient()),
              KERNELS);
    }
    int lanes = layout.lanes(c.laneVariables());
    List<LaneTerms.Term> terms =
        LaneTerms.of(claims, powers, 0, layout, c.laneVariables(), Integer.MAX_VALUE, c.kernels())
            .orElseThrow();
    LaneRounds byLanes =
        new LaneRounds(terms, data, lanes, layout.variables(), c.laneVariables(), c.kernels());
    TableRounds tables = TableRounds.inBase(coefficients, data, layout.variables(), KERNELS);
    List<Ext> point = point(random, layout.variables());
    for (Ext r : point) {
      assertThat(byLanes.sum()).isEqualTo(tables.sum());
      assertThat(byLanes.round()).isEqualTo(tables.round());
      byLanes.bind(r);
      tables.bind(r);
    }
    assertThat(byLanes.value()).isEqualTo(tables.value());
    int top = layout.variables() - c.laneVariables();
    ExtVector eq = Multilinear.eqTable(point.subList(0, top), KERNELS);
    ExtVector folded = ExtVector.zeros(1 << c.laneVariables());
    for (int y = 0; y < lanes; y++) {
      int from = y << c.laneVariables();
      int n = Math.min(folded.length(), data.length - from);
      KERNELS.addScaledBase(folded, 0, eq.get(y), data, from, n);
    }
    assertThat(byLanes.folded()).isEqualTo(folded);
  }

  /** Single entries in many lanes are better written out. */
  @ParameterizedTest
  @MethodSource("cases")
  void tooManyTermsAreNone(Case c) {
    Random random = new Random(1);
    VectorLayout layout =
        VectorLayout.of(0, List.of(new VectorLayout.Part("slice", 14)), c.laneVariables());
    List<Claim> claims = claims(layout, random);
    List<Ext> powers = point(random, claims.size());
    assertThat(LaneTerms.of(claims, powers, 0, layout, c.laneVariables(), 3, c.kernels()).isEmpty())
        .isTrue();
  }
}
