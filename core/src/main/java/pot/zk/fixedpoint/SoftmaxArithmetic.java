package pot.zk.fixedpoint;

import java.util.ArrayList;
import java.util.List;
import pot.zk.model.TensorFormat;
import pot.zk.poly.Multilinear;

/**
 * The formats of softmax: how the distance of an output from its row's maximum is cut into digits,
 * whose exponentials come from tables, and the units of what follows.
 *
 * @param logit the format of what softmax takes in
 * @param classes outputs of a sample, at least 1
 */
public record SoftmaxArithmetic(TensorFormat logit, int classes) {
  /** Exponentials: from 0 to 1 in units of 2^-30. */
  public static final TensorFormat EXPONENTIAL =
      new TensorFormat(ExponentialTable.FRAC, ExponentialTable.FRAC + 1);

  /** Probabilities: from 0 to 1 in units of 2^-23. */
  public static final TensorFormat PROBABILITY = new TensorFormat(23, 24);

  /** Targets: bits. */
  public static final TensorFormat ONE_HOT = new TensorFormat(0, 1);

  /** One limb in every proof. */
  private static final int DIGIT_BITS = 8;

  /** Distances have at least this many bits before the point, so that exp(-largest) is nothing. */
  private static final int MIN_RANGE_BITS = 6;

  private static final int MAX_RANGE_BITS = 32;

  public SoftmaxArithmetic {
    StepArithmetic.within(
        logit.bits() - logit.frac(),
        MIN_RANGE_BITS,
        MAX_RANGE_BITS,
        "activation",
        "activation.bits - activation.frac");
  }

  /** The bits of each digit, least significant first. */
  public List<Integer> digitBits() {
    List<Integer> bits = new ArrayList<>();
    for (int done = 0; done < logit.bits(); done += DIGIT_BITS) {
      bits.add(Math.min(DIGIT_BITS, logit.bits() - done));
    }
    return bits;
  }

  /** The place of a digit: it counts 2^place units. */
  public int place(int digit) {
    return DIGIT_BITS * digit;
  }

  /** exp of minus a digit's share, for each of its values. */
  public long[] table(int digit) {
    return ExponentialTable.of(place(digit) - logit.frac(), digitBits().get(digit));
  }

  /** The largest distance, given to what is no class or no sample: its exponential is zero. */
  public long farthest() {
    return (1L << logit.bits()) - 1;
  }

  /** Bits of a sum of exponentials, in the units of probabilities. */
  public int totalBits() {
    return PROBABILITY.bits() + Multilinear.variables(classes);
  }

  /** Bits dropped from the sum of exponentials. */
  public int totalShift() {
    return EXPONENTIAL.frac() - PROBABILITY.frac();
  }
}
