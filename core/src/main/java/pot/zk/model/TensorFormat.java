package pot.zk.model;

import pot.zk.error.UnusableRequestException;

/**
 * A signed fixed-point format: integers of {@code bits} bits in units of 2^-frac.
 *
 * @param frac 0 to 62
 * @param bits 1 to 62
 */
public record TensorFormat(int frac, int bits) {
  private static final int MAX = 62;

  /**
   * @throws UnusableRequestException if a number is out of range
   */
  public TensorFormat {
    if (frac < 0 || frac > MAX || bits < 1 || bits > MAX) {
      throw new UnusableRequestException(
          "format",
          "frac " + frac + " and bits " + bits,
          "frac 0 to 62 and bits 1 to 62",
          "choose another format");
    }
  }

  JsonValue toJson() {
    return Json.object("frac", frac, "bits", bits);
  }

  static TensorFormat read(String path, JsonValue value) {
    Members m = Members.of(path, value, "frac", "bits");
    return new TensorFormat(m.smallInteger("frac", 0, MAX), m.smallInteger("bits", 1, MAX));
  }
}
