package pot.zk.error;

/** The request is well formed, but the training step it claims is not what happened. */
public final class UntrueStepException extends PotException {
  private static final long serialVersionUID = 1L;

  public UntrueStepException(String field, String found, String expected, String action) {
    super(field, found, expected, action);
  }
}
