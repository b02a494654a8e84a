package pot.zk.error;

import java.util.List;

/**
 * The request cannot be worked on: malformed, out of range, over a budget, or inconsistent in
 * itself.
 */
public final class UnusableRequestException extends PotException {
  private static final long serialVersionUID = 1L;

  public UnusableRequestException(String field, String found, String expected, String action) {
    super(field, found, expected, action);
  }

  UnusableRequestException(List<PotException> faults) {
    super(faults);
  }
}
