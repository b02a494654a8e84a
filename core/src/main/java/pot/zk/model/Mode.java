package pot.zk.model;

import pot.zk.error.UnusableRequestException;

/** How closely the new weights must follow from the old ones. */
public sealed interface Mode {
  /** W' is a function of W and the batch: every rounding has one legal value. */
  record Exact() implements Mode {}

  /**
   * W' may differ from the exact update, for steps done in floating point.
   *
   * @param toleranceLog2 log2 of the largest deviation of a weight, -62 to 40
   * @param gateBandLog2 log2 of the distance from zero within which a gate may go either way
   * @param bufferToleranceLog2 log2 of the largest deviation of a momentum buffer
   */
  record Attested(int toleranceLog2, int gateBandLog2, int bufferToleranceLog2) implements Mode {}

  /** Its JSON object. */
  default JsonValue toJson() {
    return switch (this) {
      case Exact e -> Json.object("op", "exact");
      case Attested(int tolerance, int band, int buffer) ->
          Json.object(
              "op", "attested",
              "tolerance_log2", tolerance,
              "gate_band_log2", band,
              "buffer_tolerance_log2", buffer);
    };
  }

  static Mode read(String path, JsonValue value) {
    return switch (Members.op(path, value)) {
      case "exact" -> {
        Members.of(path, value, "op");
        yield new Exact();
      }
      case "attested" -> {
        Members m =
            Members.of(
                path, value, "op", "tolerance_log2", "gate_band_log2", "buffer_tolerance_log2");
        yield new Attested(
            m.smallInteger("tolerance_log2", -62, 40),
            m.smallInteger("gate_band_log2", -62, 40),
            m.smallInteger("buffer_tolerance_log2", -62, 40));
      }
      default ->
          throw new UnusableRequestException(
              path + ".op",
              "\"" + Members.op(path, value) + "\"",
              "exact or attested",
              "choose one of these");
    };
  }
}
