package pot.zk.fixedpoint;

import static pot.zk.fixedpoint.SoftmaxArithmetic.PROBABILITY;
import static pot.zk.model.Reduction.MEAN;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Dyadic;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Loss;
import pot.zk.model.Mode;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;
import pot.zk.model.TensorFormat;

/**
 * The integer constants of one step: formats, shifts, and the learning rate in its own units.
 * Derived from the hyper-parameters alone, so prover and verifier cannot disagree.
 *
 * <p>A value of a tensor with {@code frac} fractional bits is an integer in units of 2^-frac. Every
 * constant is rounded once, half up, from its exact rational value.
 *
 * @param layers the linear layers, in order
 * @param lossFactor c in units of 2^-lossFactorFrac: the reduction's factor, without momentum times
 *     the rate
 * @param lossShift bits dropped after c (Yhat - Y), at least 1
 * @param tolerance t: 0 in exact mode, else the update may be off by 2^(t-1) units
 * @param sgd the constants of the update
 * @param softmax the formats of softmax, for cross-entropy
 */
public record StepArithmetic(
    List<LinearArithmetic> layers,
    TensorFormat weight,
    TensorFormat input,
    TensorFormat target,
    TensorFormat gradient,
    long lossFactor,
    int lossFactorFrac,
    int lossShift,
    int tolerance,
    SgdArithmetic sgd,
    Optional<SoftmaxArithmetic> softmax) {
  /** Significant bits that the loss factor is given. */
  static final int FACTOR_BITS = 22;

  /** The most bits the loss factor may have: its product with a difference of 37 bits must fit. */
  private static final int MAX_FACTOR_BITS = 25;

  /** The most bits of t. */
  private static final int MAX_TOLERANCE = 40;

  /** Shifts are powers of two that fit a long, and remainders that fit a format. */
  static final int MAX_SHIFT = 61;

  /** Bits by which activations and targets may differ: the factor is shifted by them. */
  private static final int MAX_ALIGNMENT = 36;

  /** The most fractional bits of the loss factor. */
  private static final int MAX_FACTOR_FRAC = 60;

  /**
   * The constants of a step.
   *
   * @throws UnusableRequestException if the hyper-parameters are outside what this version proves,
   *     or their formats do not fit together
   */
  public static StepArithmetic of(Hyperparameters hp) {
    SupportedModels.require(hp.model(), hp.optimizer());
    var f = hp.formats();
    int tolerance = tolerance(hp);
    SgdArithmetic sgd = SgdArithmetic.of(hp, tolerance);
    Optional<SoftmaxArithmetic> softmax = softmax(hp);
    // What the last layer gives is what the loss takes in: nothing else asks for fewer bits.
    int predictionFrac = softmax.isPresent() ? PROBABILITY.frac() : f.activation().frac();
    Rational factor = lossFactor(hp);
    int finest = Math.max(predictionFrac, f.target().frac());
    int factorFrac = factorFrac(factor, f.gradient().frac(), finest);
    within(factorFrac, 0, MAX_FACTOR_FRAC, "gradient", "fractional bits of the loss factor");
    int coarsest = Math.min(predictionFrac, f.target().frac());
    within(finest - coarsest, 0, MAX_ALIGNMENT, "target", "distance to activation.frac");
    long units = factor.roundHalfUp(factorFrac);
    checkFactor(factor, units, factorFrac, f.gradient().frac());
    int lossShift = factorFrac + finest - f.gradient().frac();
    within(lossShift, 1, MAX_SHIFT, "gradient", "bits dropped after the loss gradient");
    return new StepArithmetic(
        LinearArithmetic.of(hp.model(), f, tolerance, sgd.hasMomentum()),
        f.weight(),
        f.input(),
        f.target(),
        f.gradient(),
        units,
        factorFrac,
        lossShift,
        tolerance,
        sgd,
        softmax);
  }

  private static Optional<SoftmaxArithmetic> softmax(Hyperparameters hp) {
    if (!(hp.loss() instanceof Loss.SoftmaxCrossEntropy)) {
      return Optional.empty();
    }
    TensorFormat target = hp.formats().target();
    if (!target.equals(SoftmaxArithmetic.ONE_HOT)) {
      throw new UnusableRequestException(
          "hyperparameters.formats.target",
          target.bits() + " bits, " + target.frac() + " of them fractional",
          "1 bit and 0 for softmax_cross_entropy: targets are one-hot",
          "declare this format, or leave the formats out");
    }
    int classes = SupportedModels.outputs(hp.model());
    return Optional.of(new SoftmaxArithmetic(hp.formats().activation(), classes));
  }

  private static void checkFactor(Rational factor, long units, int factorFrac, int gradientFrac) {
    if (units == 0 || gradientFrac + factor.floorLog2() < 0) {
      throw new UnusableRequestException(
          "hyperparameters.optimizer.learning_rate",
          "a rate of about 2^" + factor.floorLog2() + " per sample and output",
          "at least one unit, 2^-" + Math.min(factorFrac, gradientFrac) + ", of the gradient",
          "use a larger learning rate, a smaller batch, or a gradient format with more fractional bits");
    }
    if (units >>> MAX_FACTOR_BITS != 0) {
      throw new UnusableRequestException(
          "hyperparameters.optimizer.learning_rate",
          "a rate of more than 2^" + (MAX_FACTOR_BITS - factorFrac) + " per sample and output",
          "at most that, so that products fit",
          "use a smaller learning rate");
    }
  }

  /**
   * The band in which a gate may be chosen, in units of a format: none in exact mode, else at least
   * one.
   */
  public static long bandUnits(Mode mode, int frac) {
    return switch (mode) {
      case Mode.Exact e -> 0;
      case Mode.Attested m -> 1L << Math.max(0, m.gateBandLog2() + frac);
    };
  }

  /**
   * Fractional bits of the loss factor: enough for {@value #FACTOR_BITS} significant bits, and for
   * at least one bit to drop in the product with a difference of {@code finest} fractional bits.
   */
  static int factorFrac(Rational factor, int gradientFrac, int finest) {
    int wanted = Math.max(factor.fracForBits(FACTOR_BITS), gradientFrac - finest + 1);
    return Math.min(MAX_FACTOR_FRAC, wanted);
  }

  private static Rational lossFactor(Hyperparameters hp) {
    return lossFactor(
        (Optimizer.Sgd) hp.optimizer(), hp.loss(), hp.batch(), SupportedModels.outputs(hp.model()));
  }

  /**
   * rate * 2/(batch * outputs) for the mean over all outputs, rate/batch for the half mean over
   * samples and for cross-entropy; the rate is one where there is momentum.
   */
  static Rational lossFactor(Optimizer.Sgd sgd, Loss loss, int batch, int outputs) {
    Dyadic rate = sgd.momentum().isZero() ? sgd.learningRate() : new Dyadic(1, 0);
    BigInteger samples = BigInteger.valueOf(batch);
    Rational exactRate = Rational.of(rate);
    boolean overOutputs = loss instanceof Loss.Mse(Reduction reduction) && reduction == MEAN;
    return overOutputs
        ? exactRate.times(BigInteger.TWO, samples.multiply(BigInteger.valueOf(outputs)))
        : exactRate.times(BigInteger.ONE, samples);
  }

  /** t of the declared mode. */
  static int tolerance(Hyperparameters hp) {
    if (!(hp.mode() instanceof Mode.Attested m)) {
      return 0;
    }
    TensorFormat weight = hp.formats().weight();
    int t = m.toleranceLog2() + weight.frac() + 1;
    int most = Math.min(MAX_TOLERANCE, weight.bits() - 1);
    if (t < 1 || t > most) {
      throw new UnusableRequestException(
          "hyperparameters.mode.tolerance_log2",
          Integer.toString(m.toleranceLog2()),
          -weight.frac() + " to " + (most - weight.frac() - 1),
          "choose a tolerance of at least a unit and less than the range of the weights");
    }
    return t;
  }

  static void within(int value, int least, int most, String format, String formula) {
    if (value < least || value > most) {
      throw new UnusableRequestException(
          "hyperparameters.formats." + format,
          formula + " = " + value,
          least + " to " + most,
          "give the " + format + " format other fractional bits, or leave the formats out");
    }
  }
}
