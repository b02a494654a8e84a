package pot.zk.error;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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

  /** Empty for a single fault. */
  @SuppressWarnings("serial") // immutable lists of exceptions are serializable
  private final List<PotException> faults;

  PotException(String field, String found, String expected, String action) {
    super(field + ": found " + found + "; expected " + expected + "; " + action);
    this.field = field;
    this.found = found;
    this.expected = expected;
    this.action = action;
    this.faults = List.of();
  }

  PotException(List<PotException> faults) {
    super(faults.size() + " faults: " + numbered(faults, PotException::getMessage));
    this.field = faults.stream().map(PotException::field).collect(Collectors.joining(", "));
    this.found = numbered(faults, PotException::found);
    this.expected = numbered(faults, PotException::expected);
    this.action = numbered(faults, PotException::action);
    this.faults = List.copyOf(faults);
  }

  /**
   * All faults of one request in one exception, which is unusable as soon as one of them makes it
   * so; the fault itself, where there is one alone.
   *
   * @param faults at least one
   */
  public static PotException of(List<PotException> faults) {
    if (faults.size() == 1) {
      return faults.get(0);
    }
    boolean untrue = faults.stream().allMatch(UntrueStepException.class::isInstance);
    return untrue ? new UntrueStepException(faults) : new UnusableRequestException(faults);
  }

  private static String numbered(
      List<PotException> faults, Function<PotException, @Nullable String> text) {
    return IntStream.range(0, faults.size())
        .mapToObj(i -> "(" + (i + 1) + ") " + text.apply(faults.get(i)))
        .collect(Collectors.joining(". "));
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
    return faults.isEmpty() ? List.of(this) : faults;
  }
}
