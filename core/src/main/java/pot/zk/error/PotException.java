package pot.zk.error;

/**
 * The one family of exceptions of the library: each says where, what was found, what was expected
 * and what to do. Secret values never enter a message unless they are the caller's own input.
 */
public abstract sealed class PotException extends RuntimeException
    permits UnusableRequestException, UntrueStepException, InternalFaultException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String found;
  private final String expected;
  private final String action;

  PotException(String field, String found, String expected, String action) {
    super(field + ": found " + found + "; expected " + expected + "; " + action);
    this.field = field;
    this.found = found;
    this.expected = expected;
    this.action = action;
  }

  /** What the message is about: a request field, a tensor, a file. */
  public String field() {
    return field;
  }

  public String found() {
    return found;
  }

  public String expected() {
    return expected;
  }

  public String action() {
    return action;
  }
}
