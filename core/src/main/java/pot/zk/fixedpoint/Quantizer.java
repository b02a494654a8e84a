package pot.zk.fixedpoint;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.IntFunction;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.TensorFormat;
import pot.zk.parallel.Workers;

/** Real numbers to units of a format, rounded half up, and back. */
public final class Quantizer {
  /** Values of a task. */
  private static final int GRAIN = 1 << 14;

  /** No index. */
  private static final int NONE = Integer.MAX_VALUE;

  private Quantizer() {}

  /**
   * The units of each value.
   *
   * @param name gives the place of an index for the error
   * @throws UnusableRequestException for a NaN, an infinity or a value outside the format
   */
  public static long[] quantize(double[] values, TensorFormat format, IntFunction<String> name) {
    long[] out = new long[values.length];
    quantize(values, Math.max(1, values.length), format, name, out, values.length);
    return out;
  }

  /**
   * The same, row after row into longer rows.
   *
   * @param columns values of a row
   * @param stride places of a row of {@code out}
   */
  public static void quantize(
      double[] values,
      int columns,
      TensorFormat format,
      IntFunction<String> name,
      long[] out,
      int stride) {
    int rows = values.length / columns;
    int bad =
        Workers.reduce(
            rows,
            Math.max(1, GRAIN / columns),
            NONE,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                if (!putRow(values, i * columns, columns, format, out, i * stride)) {
                  return firstOutside(values, i * columns, format);
                }
              }
              return NONE;
            },
            Math::min);
    if (bad != NONE) {
      throw outside(name.apply(bad), values[bad], format);
    }
  }

  /** Whether all values of a row are in the format; what is put is of use only if they are. */
  private static boolean putRow(
      double[] values, int from, int count, TensorFormat format, long[] out, int at) {
    double scale = Math.scalb(1.0, format.frac());
    double least = 0;
    double most = 0;
    for (int i = 0; i < count; i++) {
      double rounded = rounded(values[from + i] * scale);
      least = Math.min(least, rounded);
      most = Math.max(most, rounded);
      out[at + i] = (long) rounded;
    }
    return isIn(least, format) && isIn(most, format);
  }

  /** The first of the values from a place on that is outside; there is one. */
  private static int firstOutside(double[] values, int from, TensorFormat format) {
    double scale = Math.scalb(1.0, format.frac());
    int i = from;
    while (isIn(rounded(values[i] * scale), format)) {
      i++;
    }
    return i;
  }

  /** To the nearest integer, half up; what is not finite becomes none that is in a format. */
  private static double rounded(double scaled) {
    double floor = Math.floor(scaled);
    // Twice the exact fraction is exact too; adding one half could itself round up.
    return floor + Math.floor(2 * (scaled - floor));
  }

  /** Of an integer; a NaN is in no format. */
  private static boolean isIn(double rounded, TensorFormat format) {
    long limit = 1L << (format.bits() - 1);
    return rounded >= -limit && rounded < limit;
  }

  /** Units as a short decimal, for messages. */
  public static String show(long units, int frac) {
    return new BigDecimal(units)
        .divide(new BigDecimal(2).pow(frac), 10, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static UnusableRequestException outside(String place, double value, TensorFormat f) {
    double limit = Math.scalb(1.0, f.bits() - 1 - f.frac());
    return new UnusableRequestException(
        place,
        Double.toString(value),
        "a finite number in [-" + limit + ", " + limit + ") of the " + f.bits() + "-bit format",
        "rescale the data, or declare a format with more bits");
  }
}
