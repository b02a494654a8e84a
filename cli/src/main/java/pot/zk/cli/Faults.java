package pot.zk.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import pot.zk.error.PotException;

/** Collects the faults of a request's parts, so that all are reported together. */
final class Faults {
  private final List<PotException> found = new ArrayList<>();

  /** The part, or empty with its faults kept. */
  <T> Optional<T> get(Supplier<T> part) {
    try {
      return Optional.of(part.get());
    } catch (PotException e) {
      found.addAll(e.faults());
      return Optional.empty();
    }
  }

  void check(Runnable part) {
    try {
      part.run();
    } catch (PotException e) {
      found.addAll(e.faults());
    }
  }

  boolean any() {
    return !found.isEmpty();
  }

  void throwIfAny() {
    if (any()) {
      throw PotException.of(found);
    }
  }
}
