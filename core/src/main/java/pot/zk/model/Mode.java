package pot.zk.model;

import pot.zk.error.UnusableRequestException;

/** What a proof says of the new weights. */
public sealed interface Mode {
  /** They are the one result of the fixed-point step. */
  record Exact() implements Mode {}

  /**
   * They are within a tolerance of it. How these fit the formats is checked by {@link
   * Hyperparameters}.
   *
   * <p>Throws {@link UnusableRequestException} for an exponent outside [-{@value #MAX_LOG2},
   * {@value #MAX_LOG2}].
   *
   * @param toleranceLog2 of the weights
   * @param gateBandLog2 of values next to zero, where the prover may choose the gate
   * @param bufferToleranceLog2 of momentum buffers; without momentum, toleranceLog2
   */
  record Attested(int toleranceLog2, int gateBandLog2, int bufferToleranceLog2) implements Mode {
    static final int MAX_LOG2 = 62;

    static final String PATH = Checks.ROOT + ".mode";

    public Attested {
      Checks.range(PATH + ".tolerance_log2", toleranceLog2, -MAX_LOG2, MAX_LOG2);
      Checks.range(PATH + ".gate_band_log2", gateBandLog2, -MAX_LOG2, MAX_LOG2);
      Checks.range(PATH + ".buffer_tolerance_log2", bufferToleranceLog2, -MAX_LOG2, MAX_LOG2);
    }

    /** Refuses tolerances below one unit, a band that is none or all, and an idle tolerance. */
    void checkFits(Formats formats, boolean hasBuffers) {
      int weightFrac = formats.weight().frac();
      Checks.range(PATH + ".tolerance_log2", toleranceLog2, -weightFrac, MAX_LOG2);
      TensorFormat activation = formats.activation();
      int leastBand = -activation.frac();
      Checks.range(
          PATH + ".gate_band_log2", gateBandLog2, leastBand, leastBand + activation.bits() - 1);
      int leastBuffer = hasBuffers ? -formats.buffer().frac() : toleranceLog2;
      int mostBuffer = hasBuffers ? MAX_LOG2 : toleranceLog2;
      Checks.range(PATH + ".buffer_tolerance_log2", bufferToleranceLog2, leastBuffer, mostBuffer);
    }
  }
}
