package pot.zk.model;

import java.util.Optional;
import pot.zk.error.UnusableRequestException;

/** The mode as a user writes it: the numbers of attested mode may be left to the planner. */
public sealed interface ModeDraft {
  /** As {@link Mode.Exact}. */
  record Exact() implements ModeDraft {}

  /**
   * As {@link Mode.Attested}, with the numbers that are declared.
   *
   * <p>Throws {@link UnusableRequestException} for the exponents that it refuses.
   */
  record Attested(
      Optional<Integer> toleranceLog2,
      Optional<Integer> gateBandLog2,
      Optional<Integer> bufferToleranceLog2)
      implements ModeDraft {
    public Attested {
      new Mode.Attested(
          toleranceLog2.orElse(0), gateBandLog2.orElse(0), bufferToleranceLog2.orElse(0));
    }

    /** Attested mode with all numbers left to the planner. */
    public static Attested planned() {
      return new Attested(Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /** A draft that declares all of a mode. */
  static ModeDraft of(Mode mode) {
    return switch (mode) {
      case Mode.Exact e -> new Exact();
      case Mode.Attested(int tolerance, int band, int buffer) ->
          new Attested(Optional.of(tolerance), Optional.of(band), Optional.of(buffer));
    };
  }

  /** Whether a mode is this one with what it leaves out. */
  default boolean agreesWith(Mode mode) {
    return switch (this) {
      case Exact e -> mode instanceof Mode.Exact;
      case Attested a ->
          mode instanceof Mode.Attested(int tolerance, int band, int buffer)
              && a.toleranceLog2().orElse(tolerance) == tolerance
              && a.gateBandLog2().orElse(band) == band
              && a.bufferToleranceLog2().orElse(buffer) == buffer;
    };
  }
}
