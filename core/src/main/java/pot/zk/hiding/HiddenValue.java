package pot.zk.hiding;

import java.util.Arrays;
import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;

/**
 * A value that the verifier may reason about but not see: a known constant plus a sparse linear
 * form in the committed pads, constant + sum_i coefficients[i] * P[pads[i]].
 *
 * <p>Linear operations stay within the class; whoever knows the pads (the prover alone) can
 * evaluate it.
 */
public final class HiddenValue {
  private final Ext constant;
  private final int[] pads;
  private final Ext[] coefficients;

  private HiddenValue(Ext constant, int[] pads, Ext[] coefficients) {
    this.constant = constant;
    this.pads = pads;
    this.coefficients = coefficients;
  }

  /** A value everyone knows. */
  public static HiddenValue known(Ext value) {
    return new HiddenValue(value, new int[0], new Ext[0]);
  }

  /** What was sent, less its pad. */
  static HiddenValue unpadded(Ext sent, int pad) {
    return new HiddenValue(sent, new int[] {pad}, new Ext[] {Ext.ONE.negate()});
  }

  /** The pad itself. */
  static HiddenValue ofPad(int pad) {
    return new HiddenValue(Ext.ZERO, new int[] {pad}, new Ext[] {Ext.ONE});
  }

  public HiddenValue plus(HiddenValue o) {
    int[] mergedPads = new int[pads.length + o.pads.length];
    Ext[] merged = new Ext[mergedPads.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < pads.length || j < o.pads.length) {
      int left = i < pads.length ? pads[i] : Integer.MAX_VALUE;
      int right = j < o.pads.length ? o.pads[j] : Integer.MAX_VALUE;
      mergedPads[size] = Math.min(left, right);
      Ext c = Ext.ZERO;
      if (left <= right) {
        c = c.plus(coefficients[i++]);
      }
      if (right <= left) {
        c = c.plus(o.coefficients[j++]);
      }
      merged[size++] = c;
    }
    return new HiddenValue(
        constant.plus(o.constant), Arrays.copyOf(mergedPads, size), Arrays.copyOf(merged, size));
  }

  /** The sum of any number of values, by halves: the work grows with their pads, not its square. */
  public static HiddenValue sum(List<HiddenValue> values) {
    return switch (values.size()) {
      case 0 -> known(Ext.ZERO);
      case 1 -> values.getFirst();
      default -> {
        int half = values.size() / 2;
        yield sum(values.subList(0, half)).plus(sum(values.subList(half, values.size())));
      }
    };
  }

  public HiddenValue plus(Ext known) {
    return new HiddenValue(constant.plus(known), pads, coefficients);
  }

  public HiddenValue minus(HiddenValue o) {
    return plus(o.times(Ext.ONE.negate()));
  }

  public HiddenValue times(Ext factor) {
    Ext[] scaled = new Ext[coefficients.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = coefficients[i].times(factor);
    }
    return new HiddenValue(constant.times(factor), pads, scaled);
  }

  public Ext constant() {
    return constant;
  }

  /** Adds weight times the linear form to a dense vector over all pads. */
  public void addFormTo(ExtVector form, Ext weight) {
    for (int i = 0; i < pads.length; i++) {
      form.set(pads[i], form.get(pads[i]).plus(coefficients[i].times(weight)));
    }
  }

  /** The value, for one who knows the pads. */
  public Ext reveal(ExtVector padValues) {
    Ext value = constant;
    for (int i = 0; i < pads.length; i++) {
      value = value.plus(coefficients[i].times(padValues.get(pads[i])));
    }
    return value;
  }

  /** Never shows the constant of a value in progress: it says how many pads cover it. */
  @Override
  public String toString() {
    return "HiddenValue[" + pads.length + " pads]";
  }
}
