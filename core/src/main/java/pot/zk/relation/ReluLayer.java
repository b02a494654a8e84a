package pot.zk.relation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * max(Y, 0), element by element. Y is not committed; a bit S and two unsigned tensors P and N are:
 *
 * <pre>  Y = P - N + low S + high (1 - S),   S (P - N) = P.</pre>
 *
 * The second makes N zero where S is one and P zero where S is zero. So S = 1 forces Y &gt;= low, S
 * = 0 forces Y &lt;= high, and the activation S Y = P + low S is linear. In exact mode low is one
 * unit and high zero: the gate has one legal value, and the derivative at zero is zero. In attested
 * mode low = -band and high = band: inside the band, where floating point and fixed point may
 * disagree on a sign, the prover may choose; outside it may not.
 *
 * @param name unique in the model
 * @param positive P
 * @param negative N
 * @param gate S
 */
public record ReluLayer(
    String name, TensorSpec positive, TensorSpec negative, TensorSpec gate, long low, long high)
    implements Output {
  /**
   * The layer for values of a shape.
   *
   * @param frac, bits the format of Y, a signed one
   * @param band 0 in exact mode, else at least one unit
   */
  static ReluLayer of(String name, int rows, int columns, int frac, int bits, long band) {
    return new ReluLayer(
        name,
        auxiliary(name + ".positive", rows, columns, frac, bits - 1, false),
        auxiliary(name + ".negative", rows, columns, frac, bits - 1, false),
        auxiliary(name + ".gate", rows, columns, 0, 1, false),
        band == 0 ? 1 : -band,
        band);
  }

  private static TensorSpec auxiliary(
      String name, int rows, int columns, int frac, int bits, boolean signed) {
    return new TensorSpec(name, Owner.AUXILIARY, rows, columns, frac, bits, signed, false);
  }

  /** The activation: P + low S. */
  Combination activation() {
    return new Combination(
        name + ".output",
        List.of(new Combination.Part(positive, 1), new Combination.Part(gate, low)));
  }

  /** S (P - N) = P. */
  Relation gating() {
    Combination difference =
        new Combination(
            name + ".difference",
            List.of(new Combination.Part(positive, 1), new Combination.Part(negative, -1)));
    return new Relation(
        name + ".gating",
        gate.rows(),
        gate.columns(),
        List.of(new ElementProduct(Combination.of(gate), difference, 1), new Entry(positive, -1)),
        0,
        Optional.empty(),
        Optional.empty());
  }

  /** Y = its parts, where Y is a tensor that another layer has committed. */
  Relation splitting(Combination input) {
    List<Term> terms = new ArrayList<>(input.entries(1));
    terms.addAll(terms(-1));
    return new Relation(
        name + ".splitting",
        gate.rows(),
        gate.columns(),
        List.copyOf(terms),
        -constant(),
        Optional.empty(),
        Optional.of(new Solution(this, -1)));
  }

  /** The gradient before the gate: S H. */
  Relation backward(TensorSpec outgoing, TensorSpec incoming) {
    return new Relation(
        name + ".gradient",
        gate.rows(),
        gate.columns(),
        List.of(
            new ElementProduct(Combination.of(gate), Combination.of(outgoing), 1),
            new Entry(incoming, -1)),
        0,
        Optional.empty(),
        Optional.of(new Solution(new WholeTensor(incoming), -1)));
  }

  /** Y at every padded place, from its parts. */
  public long[] input(Trace trace) {
    long[] p = trace.get(positive);
    long[] n = trace.get(negative);
    long[] s = trace.get(gate);
    long[] y = new long[p.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = p[i] - n[i] + (s[i] == 1 ? low : high);
    }
    return y;
  }

  @Override
  public List<TensorSpec> tensors() {
    return List.of(positive, negative, gate);
  }

  @Override
  public List<Term> terms(long coefficient) {
    return List.of(
        new Entry(positive, coefficient),
        new Entry(negative, -coefficient),
        new Entry(gate, Math.multiplyExact(coefficient, low - high)));
  }

  @Override
  public long constant() {
    return high;
  }

  /**
   * Opens the gate where the value is above zero; inside the band, where the trace's hint says so.
   */
  @Override
  public void put(Trace trace, long[] values) {
    long[] p = new long[values.length];
    long[] n = new long[values.length];
    long[] s = new long[values.length];
    Optional<boolean[]> hint = trace.hint(gate);
    for (int i = 0; i < values.length; i++) {
      boolean inBand = Math.abs(values[i]) <= high;
      boolean open = inBand && hint.isPresent() ? hint.get()[i] : values[i] > 0;
      s[i] = open ? 1 : 0;
      p[i] = open ? values[i] - low : 0;
      n[i] = open ? 0 : high - values[i];
    }
    trace.put(positive, p);
    trace.put(negative, n);
    trace.put(gate, s);
  }
}
