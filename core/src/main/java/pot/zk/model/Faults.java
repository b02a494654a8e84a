package pot.zk.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import pot.zk.error.UnusableRequestException;

/** Collects the faults of one document, so that its user hears of them together. */
final class Faults {
  /** More than this are only counted. */
  private static final int MAX_SHOWN = 8;

  private final List<UnusableRequestException> faults = new ArrayList<>();

  /** The part's value, or nothing if the part is at fault; then the fault is kept. */
  <T> Optional<T> attempt(Supplier<Optional<T>> part) {
    try {
      return part.get();
    } catch (UnusableRequestException e) {
      faults.add(e);
      return Optional.empty();
    }
  }

  /**
   * Nothing, if no part was at fault.
   *
   * @throws UnusableRequestException the one fault as it was, or one that tells of all
   */
  void throwIfAny() {
    if (faults.size() == 1) {
      throw faults.getFirst();
    }
    if (faults.size() > 1) {
      throw new UnusableRequestException(
          Checks.ROOT, faults.size() + " faults: " + messages(), "none", "correct all of them");
    }
  }

  private String messages() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(faults.size(), MAX_SHOWN); i++) {
      text.append(i == 0 ? "(" : " (").append(i + 1).append(") ");
      text.append(faults.get(i).getMessage());
    }
    int left = faults.size() - MAX_SHOWN;
    return text + (left > 0 ? " and " + left + " more" : "");
  }
}
