package pot.zk.error;

import java.util.List;

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
    this(
        field + ": found " + found + "; expected " + expected + "; " + action,
        field,
        found,
        expected,
        action);
  }

  PotException(String message, String field, String found, String expected, String action) {
    super(message);
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

  /** The single faults, where several are reported together; this one alone, where it is one. */
  public List<PotException> faults() {
    return List.of(this);
  }
}
