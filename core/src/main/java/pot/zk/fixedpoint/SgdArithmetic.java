package pot.zk.fixedpoint;

import java.math.BigInteger;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Dyadic;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Mode;
import pot.zk.model.Optimizer;
import pot.zk.model.TensorFormat;

/**
 * The constants of an update. Without momentum the learning rate is folded into the gradient, and
 * decay adds its share of the weights. With momentum the buffers take in the gradient as it is, and
 * the update takes the rate times the buffers (PyTorch's definition, dampening 0).
 */
public final class SgdArithmetic {
  /**
   * The most fractional bits of the rate: 2^29 times the weights' doubled range fits below 2^62.
   */
  private static final int MAX_RATE_FRAC = 29;

  /** Fractional bits that decay should have: a quarter of a unit for weights of one half. */
  private static final int DECAY_FRAC = 25;

  /** The most bits of a gradient's sums, beside all else in an update. */
  private static final int MAX_GRADIENT_BITS = 61;

  /** The most fractional bits of the momentum. */
  private static final int MAX_MOMENTUM_FRAC = 24;

  private final Optimizer.Sgd sgd;
  private final TensorFormat weight;
  private final TensorFormat buffer;
  private final int tolerance;
  private final int bufferTolerance;

  private SgdArithmetic(
      Optimizer.Sgd sgd,
      TensorFormat weight,
      TensorFormat buffer,
      int tolerance,
      int bufferTolerance) {
    this.sgd = sgd;
    this.weight = weight;
    this.buffer = buffer;
    this.tolerance = tolerance;
    this.bufferTolerance = bufferTolerance;
  }

  static SgdArithmetic of(Hyperparameters hp, int tolerance) {
    Optimizer.Sgd sgd = (Optimizer.Sgd) hp.optimizer();
    TensorFormat weight = hp.formats().weight();
    TensorFormat buffer = hp.formats().buffer();
    int bufferTolerance = tolerance;
    if (hp.mode() instanceof Mode.Attested m && !sgd.momentum().isZero()) {
      bufferTolerance = m.bufferToleranceLog2() + buffer.frac() + 1;
    }
    if (bufferTolerance < 0 || bufferTolerance > Math.min(40, buffer.bits() - 1)) {
      throw new UnusableRequestException(
          "hyperparameters.mode.buffer_tolerance_log2",
          "a tolerance of 2^" + (bufferTolerance - 1) + " units of the buffers",
          "at least one unit, and less than their range",
          "choose another tolerance");
    }
    return new SgdArithmetic(sgd, weight, buffer, tolerance, bufferTolerance);
  }

  /** Whether the state has buffers. */
  public boolean hasMomentum() {
    return !sgd.momentum().isZero();
  }

  /** The buffers' format. */
  public TensorFormat buffer() {
    return buffer;
  }

  /**
   * Bits by which an update without momentum is made finer, so that decay keeps its worth: 25
   * fractional ones beyond the weight's, as far as the gradient's sums leave room.
   *
   * @param kappa fractional bits of the gradient beyond the weight's
   * @param gradientBound of its absolute value
   */
  public int extraBits(int kappa, BigInteger gradientBound) {
    if (sgd.weightDecay().isZero()) {
      return 0;
    }
    int room =
        Math.min(MAX_GRADIENT_BITS - gradientBound.bitLength(), MAX_RATE_FRAC - tolerance - kappa);
    return Math.max(0, Math.min(DECAY_FRAC - kappa, room));
  }

  /**
   * Without momentum: decay times rate, in units of 2^-kappa; 0 without decay.
   *
   * @throws UnusableRequestException if it rounds to zero
   */
  public long decayUnits(int kappa) {
    return units(Rational.product(sgd.learningRate(), sgd.weightDecay()), kappa, "weight_decay");
  }

  /**
   * 2^shift v' + Rem = momentum v + gradientFactor g + decay W + 2^(shift + tolerance - 1).
   *
   * @param shift fractional bits beyond the buffer's own
   */
  public record BufferUpdate(
      int shift, long momentum, long gradientFactor, long decay, int tolerance) {}

  /** The update of a buffer whose gradient has so many fractional bits. */
  public BufferUpdate bufferUpdate(int gradientFrac) {
    int common = commonFrac(sgd.momentum(), buffer, gradientFrac);
    int shift = common - buffer.frac();
    StepArithmetic.within(
        shift + bufferTolerance,
        1,
        StepArithmetic.MAX_SHIFT,
        "gradient",
        "fractional bits of a buffer's update");
    long momentum = units(Rational.of(sgd.momentum()), shift, "momentum");
    long decay = units(Rational.of(sgd.weightDecay()), common - weight.frac(), "weight_decay");
    return new BufferUpdate(shift, momentum, 1L << (common - gradientFrac), decay, bufferTolerance);
  }

  /** The fractional bits in which a buffer is updated: those of whichever part has most. */
  static int commonFrac(Dyadic momentum, TensorFormat buffer, int gradientFrac) {
    int momentumFrac = Math.min(MAX_MOMENTUM_FRAC, Math.max(0, -momentum.e()));
    return Math.max(gradientFrac, buffer.frac() + momentumFrac);
  }

  /**
   * 2^kappa (W' - W) + rate v' - previous v + 2^(kappa + t - 1) = Rem, previous being 0 without
   * Nesterov.
   */
  public record BufferedUpdate(int kappa, long rate, long previous) {}

  /** The update of weights from their buffers. */
  public BufferedUpdate bufferedUpdate() {
    Dyadic rate = sgd.learningRate();
    int rateFrac = sgd.nesterov() ? MAX_RATE_FRAC : Math.min(MAX_RATE_FRAC, Math.max(1, -rate.e()));
    int kappa = buffer.frac() + rateFrac - weight.frac();
    StepArithmetic.within(
        kappa,
        1,
        StepArithmetic.MAX_SHIFT - tolerance,
        "buffer",
        "buffer.frac + rate's - weight.frac");
    if (!sgd.nesterov()) {
      return new BufferedUpdate(kappa, units(Rational.of(rate), rateFrac, "learning_rate"), 0);
    }
    Rational both = Rational.product(rate, sgd.momentum());
    return new BufferedUpdate(
        kappa,
        units(Rational.of(rate).plus(both), rateFrac, "learning_rate"),
        units(both, rateFrac, "momentum"));
  }

  private static long units(Rational exact, int frac, String member) {
    if (exact.isZero()) {
      return 0;
    }
    long units = frac < 0 ? 0 : exact.roundHalfUp(frac);
    if (units == 0 || units > 1L << 40) {
      throw new UnusableRequestException(
          "hyperparameters.optimizer." + member,
          "a constant of about 2^" + exact.floorLog2(),
          "one between a unit of 2^-" + frac + " and 2^40 units",
          "choose a larger value, or formats with more fractional bits");
    }
    return units;
  }
}
