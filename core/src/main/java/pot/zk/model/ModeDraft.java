package pot.zk.model;

import java.util.Optional;
import pot.zk.error.UnusableRequestException;

/** The mode as a user writes it: the numbers of attested mode may be left to the planner. */
public sealed interface ModeDraft {
  /** As {@link Mode.Exact}. */
  record Exact() implements ModeDraft {
    @Override
    public boolean agreesWith(Mode mode) {
      return mode instanceof Mode.Exact;
    }
  }

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

    @Override
    public boolean agreesWith(Mode mode) {
      return mode instanceof Mode.Attested(int tolerance, int band, int buffer)
          && toleranceLog2.orElse(tolerance) == tolerance
          && gateBandLog2.orElse(band) == band
          && bufferToleranceLog2.orElse(buffer) == buffer;
    }
  }

  /** A draft that declares all of a mode. */
  static ModeDraft of(Mode mode) {
    return mode instanceof Mode.Attested(int tolerance, int band, int buffer)
        ? new Attested(Optional.of(tolerance), Optional.of(band), Optional.of(buffer))
        : new Exact();
  }

  /** Whether a mode is this one with what it leaves out. */
  boolean agreesWith(Mode mode);
}
