package pot.zk.error;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The request cannot be worked on: malformed, out of range, over a budget, or inconsistent in
 * itself.
 */
public final class UnusableRequestException extends PotException {
  private static final long serialVersionUID = 1L;

  /** Empty for a single fault. */
  @SuppressWarnings("serial") // immutable lists of exceptions are serializable
  private final List<PotException> faults;

  public UnusableRequestException(String field, String found, String expected, String action) {
    super(field, found, expected, action);
    this.faults = List.of();
  }

  private UnusableRequestException(List<PotException> faults) {
    super(
        faults.size() + " faults: " + numbered(faults, PotException::getMessage),
        faults.stream().map(PotException::field).collect(Collectors.joining(", ")),
        numbered(faults, PotException::found),
        numbered(faults, PotException::expected),
        numbered(faults, PotException::action));
    this.faults = List.copyOf(faults);
  }

  /** All faults of one request in one exception; the fault itself, where there is one alone. */
  public static PotException of(List<PotException> faults) {
    return faults.size() == 1 ? faults.get(0) : new UnusableRequestException(faults);
  }

  @Override
  public List<PotException> faults() {
    return faults.isEmpty() ? List.of(this) : faults;
  }

  private static String numbered(
      List<PotException> faults, java.util.function.Function<PotException, String> text) {
    return IntStream.range(0, faults.size())
        .mapToObj(i -> "(" + (i + 1) + ") " + text.apply(faults.get(i)))
        .collect(Collectors.joining(" "));
  }
}
