package pot.zk.model;

/**
 * How commitments are made.
 *
 * @param profile which rules choose the code's parameters; 1 is the only one
 * @param openings how often each commitment may be opened, 1 to 64
 */
public record CommitmentSettings(int profile, int openings) {
  private static final int MAX_OPENINGS = 64;

  JsonValue toJson() {
    return Json.object("profile", profile, "openings", openings);
  }

  static CommitmentSettings read(String path, JsonValue value) {
    Members m = Members.of(path, value, "profile", "openings");
    return new CommitmentSettings(
        m.smallInteger("profile", 1, 1), m.smallInteger("openings", 1, MAX_OPENINGS));
  }
}
