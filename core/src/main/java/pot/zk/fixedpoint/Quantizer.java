package pot.zk.fixedpoint;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.IntFunction;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.TensorFormat;

/** Real numbers to units of a format, rounded half up, and back. */
public final class Quantizer {
  private Quantizer() {}

  /**
   * The units of each value.
   *
   * @param name gives the place of an index for the error
   * @throws UnusableRequestException for a NaN, an infinity or a value outside the format
   */
  public static long[] quantize(double[] values, TensorFormat format, IntFunction<String> name) {
    double scale = Math.scalb(1.0, format.frac());
    long limit = 1L << (format.bits() - 1);
    long[] out = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      double scaled = values[i] * scale;
      double floor = Math.floor(scaled);
      // Comparing the exact fraction: adding one half could itself round up.
      double rounded = scaled - floor >= 0.5 ? floor + 1 : floor;
      if (!(rounded >= -limit && rounded < limit)) {
        throw outside(name.apply(i), values[i], format);
      }
      out[i] = (long) rounded;
    }
    return out;
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
