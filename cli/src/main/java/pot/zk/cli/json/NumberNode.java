package pot.zk.cli.json;

/** A number. */
abstract sealed class NumberNode extends JsonNode {
  /** What fits a long. */
  static final class Whole extends NumberNode {
    private final long value;

    Whole(long value) {
      this.value = value;
    }

    @Override
    public boolean isIntegralNumber() {
      return true;
    }

    @Override
    public boolean canConvertToLong() {
      return true;
    }

    @Override
    public long longValue() {
      return value;
    }

    @Override
    public double doubleValue() {
      return value;
    }

    @Override
    void write(StringBuilder out) {
      out.append(value);
    }
  }

  /** A whole number as it was written, which fits no long. */
  static final class Huge extends NumberNode {
    private final String digits;

    Huge(String digits) {
      this.digits = digits;
    }

    @Override
    public boolean isIntegralNumber() {
      return true;
    }

    @Override
    public double doubleValue() {
      return Double.parseDouble(digits);
    }

    @Override
    void write(StringBuilder out) {
      out.append(digits);
    }
  }

  /** What has a fraction or an exponent. */
  static final class Real extends NumberNode {
    private final double value;

    Real(double value) {
      this.value = value;
    }

    @Override
    public double doubleValue() {
      return value;
    }

    /** What is no number becomes a text: JSON knows neither infinities nor NaN. */
    @Override
    void write(StringBuilder out) {
      if (Double.isFinite(value)) {
        out.append(value);
      } else {
        TextNode.write(Double.toString(value), out);
      }
    }
  }
}
