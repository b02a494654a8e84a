package pot.zk.fixedpoint;

import java.util.List;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.CommitmentSettings;
import pot.zk.model.Formats;
import pot.zk.model.Hyperparameters;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Mode;
import pot.zk.model.ModeDraft;
import pot.zk.model.Optimizer;
import pot.zk.model.TensorFormat;
import pot.zk.poly.Multilinear;

/**
 * Fills in what a user left out of the hyper-parameters, before they are hashed.
 *
 * <p>The formats keep every intermediate integer below 2^63 whatever the values in range: X W takes
 * log2(in) + bits(X) + bits(W) - 2 bits, and the update 2^kappa (W' - W) + X^T G takes 2^kappa
 * times twice the weights' range beside log2(batch) + bits(X) + bits(G) - 2 bits.
 */
public final class FormatPlanner {
  /** Weights: units of 2^-24, float32's own next to one; range [-128, 128). */
  public static final TensorFormat WEIGHT = new TensorFormat(24, 32);

  /** Activations and targets: units of 2^-20, range [-32768, 32768). */
  public static final TensorFormat ACTIVATION = new TensorFormat(20, 36);

  /**
   * What softmax takes in: units of 2^-20, range [-128, 128); its digits come in limbs of eight.
   */
  public static final TensorFormat LOGIT = new TensorFormat(20, 28);

  /** Four openings: twice as input and output of neighbouring steps, and two to spare. */
  public static final CommitmentSettings COMMITMENT = new CommitmentSettings(1, 4);

  /**
   * What a layer takes in has as many bits as the sums leave, of which five and the sign are for
   * values up to 16 at least.
   */
  private static final int INPUT_RANGE_BITS = 5;

  private static final int MIN_INPUT_BITS = 10;

  private static final int MAX_GRADIENT_BITS = 40;

  /**
   * Where a layer passes a gradient on: moved up by the weights' 24 fractional bits it is below
   * 2^61, and the product that it is rounded from below 2^62.
   */
  private static final int MAX_PASSED_BITS = 38;

  /** Limb width that shifts should be multiples of, so that remainders cut evenly. */
  private static final int EVEN = 8;

  private static final int MIN_GRADIENT_FRAC = 12;

  /** 2^kappa times the weights' doubled range must leave a bit free below 2^63. */
  private static final int MAX_KAPPA = 29;

  /** Bits of X^T G, with batch and formats, that fit beside it. */
  private static final int PRODUCT_BITS = 64;

  private FormatPlanner() {}

  /** The complete hyper-parameters of a draft. */
  public static Hyperparameters complete(HyperparametersDraft draft) {
    CommitmentSettings commitment = draft.commitment().orElse(COMMITMENT);
    if (!(draft.mode().orElse(new ModeDraft.Exact()) instanceof ModeDraft.Attested attested)) {
      Formats formats = draft.formats().orElseGet(() -> defaults(draft, 0));
      return draft.complete(formats, new Mode.Exact(), commitment);
    }
    AttestedPlanner planner = new AttestedPlanner(draft, attested);
    Formats formats =
        draft
            .formats()
            .orElseGet(() -> defaults(draft, planner.toleranceLog2(WEIGHT) + WEIGHT.frac() + 1));
    return draft.complete(formats, planner.complete(formats), commitment);
  }

  /**
   * @param tolerance t: 0 in exact mode
   */
  private static Formats defaults(HyperparametersDraft draft, int tolerance) {
    SupportedModels.require(draft.model(), draft.optimizer());
    List<Layer.Linear> layers = SupportedModels.linear(draft.model());
    int inputs = layers.getFirst().in();
    TensorFormat input = taken(layers.getFirst());
    int batchVariables = Multilinear.variables(draft.batch());
    if (input.bits() < MIN_INPUT_BITS) {
      throw new UnusableRequestException(
          "hyperparameters.model",
          inputs + " inputs in a batch of " + draft.batch(),
          "sums that fit 63 bits",
          "declare formats of fewer bits");
    }
    Optimizer.Sgd sgd = (Optimizer.Sgd) draft.optimizer();
    Rational factor =
        StepArithmetic.lossFactor(sgd, draft.loss(), draft.batch(), layers.getLast().out());
    int gradientFrac =
        gradientFrac(factor, finest(layers), tolerance, layers, !sgd.momentum().isZero());
    boolean softmax = draft.loss() instanceof Loss.SoftmaxCrossEntropy;
    int finest = softmax ? SoftmaxArithmetic.PROBABILITY.frac() : ACTIVATION.frac();
    int factorFrac = StepArithmetic.factorFrac(factor, gradientFrac, finest);
    int lossShift = factorFrac + finest - gradientFrac;
    int natural = StepArithmetic.FACTOR_BITS + ACTIVATION.bits() + 2 - lossShift;
    int room = PRODUCT_BITS - batchVariables - widest(layers) - widened(sgd, layers, gradientFrac);
    int most = layers.size() == 1 ? MAX_GRADIENT_BITS : MAX_PASSED_BITS;
    int gradientBits = Math.max(MIN_INPUT_BITS, Math.min(Math.min(natural, most), room));
    return new Formats(
        WEIGHT,
        input,
        softmax ? SoftmaxArithmetic.ONE_HOT : ACTIVATION,
        softmax ? LOGIT : ACTIVATION,
        new TensorFormat(gradientFrac, gradientBits),
        WEIGHT);
  }

  /** Bits by which momentum moves X^T G up, to bring it to common units. */
  private static int widened(Optimizer.Sgd sgd, List<Layer.Linear> layers, int gradientFrac) {
    if (sgd.momentum().isZero()) {
      return 0;
    }
    // One more, for the sum with the buffer's own share.
    int most = 1;
    for (Layer.Linear layer : layers) {
      int frac = taken(layer).frac();
      int common = SgdArithmetic.commonFrac(sgd.momentum(), WEIGHT, frac + gradientFrac);
      most = Math.max(most, 1 + common - frac - gradientFrac);
    }
    return most;
  }

  /** The format of what goes into a layer, the first one or another. */
  private static TensorFormat taken(Layer.Linear layer) {
    int bits =
        Math.min(
            LinearArithmetic.MAX_HIDDEN_BITS, WEIGHT.bits() - Multilinear.variables(layer.in()));
    return new TensorFormat(Math.min(ACTIVATION.frac(), bits - INPUT_RANGE_BITS), bits);
  }

  /** The most fractional bits that a layer takes in: kappa is largest there. */
  private static int finest(List<Layer.Linear> layers) {
    return layers.stream().mapToInt(l -> taken(l).frac()).max().orElseThrow();
  }

  /** The widest factor of X^T G, over all layers. */
  private static int widest(List<Layer.Linear> layers) {
    return layers.stream().mapToInt(l -> taken(l).bits()).max().orElseThrow();
  }

  /**
   * Fractional bits of the loss gradient: 22 significant bits of the rate and more, such that the
   * remainders of the update cut into even limbs, and at most what kappa allows.
   */
  private static int gradientFrac(
      Rational factor, int finestFrac, int tolerance, List<Layer.Linear> layers, boolean momentum) {
    int wanted = Math.min(StepArithmetic.FACTOR_BITS, narrowest(layers)) - factor.floorLog2();
    int toKappa = finestFrac - WEIGHT.frac();
    // Gradients that are no updates may have fewer fractional bits than weights.
    int least = momentum ? MIN_GRADIENT_FRAC : WEIGHT.frac() + Math.max(0, 1 - tolerance);
    int most = Math.min(MAX_KAPPA, StepArithmetic.MAX_SHIFT - tolerance) - toKappa;
    int best = Math.min(most, Math.max(least, wanted));
    if (layers.size() > 1 || momentum) {
      // Every bit more would be one less for the range of the gradients that are passed on.
      return best;
    }
    // The largest even choice, unless a smaller one already has all the bits wanted.
    boolean found = false;
    for (int frac = most; frac >= least; frac--) {
      boolean even = (frac + toKappa + tolerance) % EVEN == 0;
      if (even && (!found || frac >= wanted)) {
        best = frac;
        found = true;
      }
    }
    return best;
  }

  /**
   * Bits that the rate may take of the gradients that layers pass on, so that gradients of up to
   * eight times the rate have a place.
   */
  private static int narrowest(List<Layer.Linear> layers) {
    return layers.stream()
        .skip(1)
        .mapToInt(l -> WEIGHT.bits() - Multilinear.variables(l.out()) - 4)
        .min()
        .orElse(StepArithmetic.FACTOR_BITS);
  }
}
