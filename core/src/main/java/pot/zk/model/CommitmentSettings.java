package pot.zk.model;

import pot.zk.error.UnusableRequestException;

/**
 * How tensors are committed to.
 *
 * <p>Throws {@link UnusableRequestException} for any other number.
 *
 * @param profile {@value #PROFILE}, the only one of this version
 * @param openings how often a commitment may be opened, from 1 to {@value #MAX_OPENINGS}
 */
public record CommitmentSettings(int profile, int openings) {
  public static final int PROFILE = 1;
  public static final int MAX_OPENINGS = 64;

  static final String PATH = Checks.ROOT + ".commitment";

  public CommitmentSettings {
    Checks.range(PATH + ".profile", profile, PROFILE, PROFILE);
    Checks.range(PATH + ".openings", openings, 1, MAX_OPENINGS);
  }
}
