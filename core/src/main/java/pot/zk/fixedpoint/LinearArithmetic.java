package pot.zk.fixedpoint;

import java.util.ArrayList;
import java.util.List;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Formats;
import pot.zk.model.Layer;
import pot.zk.model.Model;
import pot.zk.model.TensorFormat;
import pot.zk.poly.Multilinear;

/**
 * The formats and shifts of one linear layer. What a layer hands to another is held in fewer bits
 * than the declared formats where the sums of the other would not fit 63 bits.
 *
 * @param input of what it takes in
 * @param output of what it gives, before an activation
 * @param gradient of its output's gradient
 * @param forwardShift bits dropped after X W, at least 1
 * @param weightKappa fractional bits of a weight's gradient beyond the weight's
 * @param biasKappa the same for a bias
 */
public record LinearArithmetic(
    Layer.Linear layer,
    TensorFormat input,
    TensorFormat output,
    TensorFormat gradient,
    int forwardShift,
    int weightKappa,
    int biasKappa) {
  /** Bits, with sign, of two factors and the number of their products, that fit one sum. */
  private static final int PRODUCT_BITS = 64;

  /** Values up to 16 at least, and the sign. */
  private static final int RANGE_BITS = 5;

  private static final int MIN_BITS = 8;

  /** More would only take room from gradients, in sums over a batch. */
  static final int MAX_HIDDEN_BITS = 28;

  /** All linear layers of a model, in order. */
  static List<LinearArithmetic> of(Model model, Formats f, int tolerance, boolean momentum) {
    List<Layer.Linear> linear = SupportedModels.linear(model);
    List<LinearArithmetic> out = new ArrayList<>();
    TensorFormat in = f.input();
    for (int l = 0; l < linear.size(); l++) {
      Layer.Linear layer = linear.get(l);
      boolean last = l == linear.size() - 1;
      TensorFormat output = last ? f.activation() : hidden(f, layer.out());
      TensorFormat gradient = l == 0 ? f.gradient() : passedOn(f, layer.out());
      LinearArithmetic a = of(layer, in, output, gradient, f);
      if (!momentum) {
        a.checkKappas(tolerance);
      }
      out.add(a);
      in = output;
    }
    return out;
  }

  private static LinearArithmetic of(
      Layer.Linear layer,
      TensorFormat input,
      TensorFormat output,
      TensorFormat gradient,
      Formats f) {
    int forwardShift = input.frac() + f.weight().frac() - output.frac();
    StepArithmetic.within(
        forwardShift,
        1,
        StepArithmetic.MAX_SHIFT,
        "activation",
        "input.frac + weight.frac - activation.frac");
    int weightKappa = input.frac() + f.gradient().frac() - f.weight().frac();
    int biasKappa = f.gradient().frac() - f.weight().frac();
    return new LinearArithmetic(
        layer, input, output, gradient, forwardShift, weightKappa, biasKappa);
  }

  /** Without momentum, gradients are updates: their fractional bits must suffice. */
  private void checkKappas(int tolerance) {
    checkKappa(weightKappa, tolerance, "input.frac + gradient.frac - weight.frac");
    if (layer.bias()) {
      checkKappa(biasKappa, tolerance, "gradient.frac - weight.frac");
    }
  }

  /** What goes into a layer of so many inputs: X W must fit. */
  static TensorFormat hidden(Formats f, int inputs) {
    int bits = Math.min(Math.min(MAX_HIDDEN_BITS, f.activation().bits()), room(f, inputs));
    return new TensorFormat(Math.min(f.activation().frac(), bits - RANGE_BITS), bits);
  }

  /** A gradient that a layer of so many outputs passes on: G W^T must fit. */
  private static TensorFormat passedOn(Formats f, int outputs) {
    return new TensorFormat(f.gradient().frac(), Math.min(f.gradient().bits(), room(f, outputs)));
  }

  /** Bits that a factor of weights may have in sums of so many products. */
  static int room(Formats f, int products) {
    int bits = PRODUCT_BITS - f.weight().bits() - Multilinear.variables(products);
    if (bits < MIN_BITS) {
      throw new UnusableRequestException(
          "hyperparameters.formats.weight",
          f.weight().bits() + " bits in sums of " + products + " products",
          "at most " + (f.weight().bits() + bits - MIN_BITS) + " bits",
          "declare weights of fewer bits, or narrower layers");
    }
    return bits;
  }

  private static void checkKappa(int kappa, int tolerance, String formula) {
    StepArithmetic.within(kappa, 0, StepArithmetic.MAX_SHIFT, "gradient", formula);
    StepArithmetic.within(
        kappa + tolerance, 1, StepArithmetic.MAX_SHIFT, "gradient", formula + " + tolerance bits");
  }
}
