package pot.zk.fixedpoint;

import java.math.BigInteger;
import java.util.List;
import pot.zk.model.Dyadic;
import pot.zk.model.Formats;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Mode;
import pot.zk.model.ModeDraft;
import pot.zk.model.Optimizer;
import pot.zk.model.TensorFormat;

/**
 * Chooses the numbers of attested mode that a user leaves out: as tight as honest float32 steps
 * allow, at every rate. docs/attested.md has the measurements behind each constant.
 */
final class AttestedPlanner {
  /** Two units of a weight's format are float32's own: the weight rounded before and after. */
  private static final int LEAST_TOLERANCE = 1;

  /**
   * The deviation of a gradient that the loss does not scale: 128 units of 2^-24, of which the rate
   * takes its share.
   */
  private static final int GRADIENT_LOG2 = -17;

  /**
   * Buffers deviate with their size, as the declared momentum is one of 20 bits: 3 * 2^-21, 24
   * units of 2^-24, for buffers of the size of the loss's scale over 1 - momentum.
   */
  private static final BigInteger BUFFER_FACTOR = BigInteger.valueOf(3);

  private static final int BUFFER_LOG2 = -21;

  /** Four units of the coarsest activation; no gate was seen to disagree beyond one. */
  private static final int BAND_LOG2 = 2;

  private final HyperparametersDraft draft;
  private final ModeDraft.Attested declared;
  private final Optimizer.Sgd sgd;

  AttestedPlanner(HyperparametersDraft draft, ModeDraft.Attested declared) {
    this.draft = draft;
    this.declared = declared;
    this.sgd = (Optimizer.Sgd) draft.optimizer();
  }

  /** The tolerance of weights; formats follow from it, and the rest from them. */
  int toleranceLog2(TensorFormat weight) {
    return declared
        .toleranceLog2()
        .orElseGet(
            () -> {
              Rational rate = Rational.of(sgd.learningRate());
              Rational scaled = scale().times(rate.numerator(), rate.denominator());
              int followed = scaled.floorLog2() + GRADIENT_LOG2;
              return Math.max(LEAST_TOLERANCE - weight.frac(), followed);
            });
  }

  /** The mode with all its numbers. */
  Mode complete(Formats formats) {
    int tolerance = toleranceLog2(formats.weight());
    return new Mode.Attested(
        tolerance,
        declared.gateBandLog2().orElseGet(() -> gateBandLog2(formats)),
        declared.bufferToleranceLog2().orElseGet(() -> bufferToleranceLog2(formats, tolerance)));
  }

  /**
   * The gradient's factor before the rate, for a mean over samples: 1, or 2/outputs. Of
   * cross-entropy half of that: a probability follows the outputs with a slope of at most a
   * quarter.
   */
  private Rational scale() {
    SupportedModels.require(draft.model(), sgd);
    Optimizer.Sgd unscaled = new Optimizer.Sgd(new Dyadic(1, 0), Dyadic.ZERO, false, Dyadic.ZERO);
    int outputs = SupportedModels.outputs(draft.model());
    Rational factor = StepArithmetic.lossFactor(unscaled, draft.loss(), 1, outputs);
    return draft.loss() instanceof Loss.Mse ? factor : factor.times(BigInteger.ONE, BigInteger.TWO);
  }

  /**
   * What honest buffers need, but in one step it may not move a weight by more than the weight's
   * own tolerance.
   */
  private int bufferToleranceLog2(Formats formats, int tolerance) {
    Dyadic momentum = sgd.momentum();
    if (momentum.isZero()) {
      return tolerance;
    }
    BigInteger one = BigInteger.ONE.shiftLeft(-momentum.e());
    Rational size = scale().times(one, one.subtract(BigInteger.valueOf(momentum.m())));
    int needed = size.times(BUFFER_FACTOR, BigInteger.ONE).floorLog2() + BUFFER_LOG2;
    int harmless = tolerance - ceilLog2(Rational.of(sgd.learningRate()));
    return Math.max(LEAST_TOLERANCE - formats.buffer().frac(), Math.min(needed, harmless));
  }

  private int gateBandLog2(Formats formats) {
    List<Layer.Linear> layers = SupportedModels.linear(draft.model());
    int coarsest =
        layers.stream()
            .skip(1)
            .mapToInt(l -> LinearArithmetic.hidden(formats, l.in()).frac())
            .reduce(formats.activation().frac(), Math::min);
    return BAND_LOG2 - coarsest;
  }

  private static int ceilLog2(Rational x) {
    return -new Rational(x.denominator(), x.numerator()).floorLog2();
  }
}
