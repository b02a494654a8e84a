package pot.zk.error;

import java.util.List;

/** The request is well formed, but the training step it claims is not what happened. */
public final class UntrueStepException extends PotException {
  private static final long serialVersionUID = 1L;

  public UntrueStepException(String field, String found, String expected, String action) {
    super(field, found, expected, action);
  }

  UntrueStepException(List<PotException> faults) {
    super(faults);
  }
}
