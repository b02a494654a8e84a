package pot.zk.fixedpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import pot.zk.error.UnusableRequestException;
import pot.zk.hash.Sha256;
import pot.zk.model.CommitmentSettings;
import pot.zk.model.Dyadic;
import pot.zk.model.Formats;
import pot.zk.model.Hyperparameters;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Mode;
import pot.zk.model.ModeDraft;
import pot.zk.model.Model;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;
import pot.zk.model.TensorFormat;

/**
 * What is planned, derived and refused stays what it is: hyper-parameters are hashed, and a
 * constant that changes makes another protocol of the same bytes. A hash that differs after a
 * change of the planner or of a refusal's words is to be looked into, then written anew here.
 */
class FrozenArithmeticTest {
  private final MessageDigest digest = Sha256.newDigest();
  private int given;
  private int refused;

  private void note(Supplier<String> answer) {
    String line;
    try {
      line = answer.get();
      given++;
    } catch (UnusableRequestException e) {
      line = e.field() + ": " + e.found() + "; " + e.expected();
      refused++;
    }
    digest.update((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private void frozen(String hash, int leastGiven, int leastRefused) {
    assertThat(given).isGreaterThan(leastGiven);
    assertThat(refused).isGreaterThan(leastRefused);
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(hash);
  }

  private static Optimizer sgd(String rate, String momentum, boolean nesterov, String decay) {
    return new Optimizer.Sgd(
        Dyadic.ofDecimal(rate), Dyadic.ofDecimal(momentum), nesterov, Dyadic.ofDecimal(decay));
  }

  private static Model model(int... widths) {
    List<Layer> layers = new ArrayList<>();
    for (int l = 1; l < widths.length; l++) {
      layers.add(new Layer.Linear("fc" + l, widths[l - 1], widths[l], l % 2 == 1));
      if (l + 1 < widths.length) {
        layers.add(new Layer.Relu());
      }
    }
    return new Model(List.of(widths[0]), layers);
  }

  private static final List<Loss> LOSSES =
      List.of(
          new Loss.Mse(Reduction.MEAN),
          new Loss.Mse(Reduction.HALF_MEAN),
          new Loss.SoftmaxCrossEntropy(Reduction.MEAN));

  private static final List<Optimizer> OPTIMIZERS =
      List.of(
          sgd("0.01", "0", false, "0"),
          sgd("0.5", "0", false, "0.01"),
          sgd("1e-6", "0", false, "0"),
          sgd("100", "0", false, "0"),
          sgd("0.1", "0.9", false, "0.001"),
          sgd("0.001", "0.99", true, "0"),
          sgd("0.125", "0.5", false, "0"));

  /** Every constant that follows from hyper-parameters. */
  private static String arithmetic(Hyperparameters hp) {
    StepArithmetic a = StepArithmetic.of(hp);
    StringBuilder all = new StringBuilder();
    all.append(a.layers()).append(a.lossFactor()).append(' ').append(a.lossFactorFrac());
    all.append(' ').append(a.lossShift()).append(' ').append(a.tolerance()).append(a.softmax());
    for (LinearArithmetic l : a.layers()) {
      if (a.sgd().hasMomentum()) {
        all.append(a.sgd().bufferUpdate(l.input().frac() + l.gradient().frac()));
        all.append(a.sgd().bufferUpdate(l.gradient().frac()));
      } else {
        for (int bits = 20; bits <= 60; bits += 10) {
          all.append(' ').append(extra(a.sgd(), l.weightKappa(), bits));
          all.append(' ').append(extra(a.sgd(), l.biasKappa(), bits));
        }
        all.append(' ').append(a.sgd().decayUnits(Math.max(0, l.weightKappa())));
      }
    }
    if (a.sgd().hasMomentum()) {
      all.append(a.sgd().bufferedUpdate());
    }
    return all.toString();
  }

  private static int extra(SgdArithmetic sgd, int kappa, int bits) {
    return sgd.extraBits(kappa, BigInteger.ONE.shiftLeft(bits - 1));
  }

  @Test
  void whatThePlannerGives() {
    int[][] shapes = {
      {1, 1},
      {5, 3},
      {784, 10},
      {4096, 1000},
      {1 << 22, 4},
      {1 << 23, 1},
      {1 << 24, 1},
      {3, 5, 2},
      {784, 256, 10},
      {100, 4096, 4096, 10},
      {1, 1 << 20, 1},
      {1 << 18, 2, 1 << 10, 3}
    };
    int[] batches = {1, 3, 64, 1 << 12, 1 << 20, 1 << 24};
    List<ModeDraft> modes =
        List.of(
            new ModeDraft.Exact(),
            new ModeDraft.Attested(Optional.empty(), Optional.empty(), Optional.empty()),
            new ModeDraft.Attested(Optional.of(-10), Optional.empty(), Optional.empty()),
            new ModeDraft.Attested(Optional.of(-23), Optional.of(-8), Optional.of(-18)));
    for (int[] shape : shapes) {
      for (int batch : batches) {
        for (Loss loss : LOSSES) {
          for (Optimizer optimizer : OPTIMIZERS) {
            for (ModeDraft mode : modes) {
              HyperparametersDraft draft =
                  new HyperparametersDraft(
                      batch,
                      model(shape),
                      loss,
                      optimizer,
                      Optional.of(mode),
                      Optional.empty(),
                      Optional.empty());
              note(
                  () -> {
                    Hyperparameters hp = FormatPlanner.complete(draft);
                    return hp.formats() + " " + hp.mode();
                  });
              note(() -> arithmetic(FormatPlanner.complete(draft)));
            }
          }
        }
      }
    }
    frozen("dba18e8e0eef9312440b975392612251d527c3352c3bf43171b599fc4547a901", 1000, 100);
  }

  /** Formats around those that fit together, so that each way in which they do not comes up. */
  @Test
  void whatFollowsFromFormats() {
    Random random = new Random(11);
    for (int i = 0; i < 12_000; i++) {
      Formats formats =
          new Formats(
              format(random, 24, 32),
              format(random, 20, 26),
              random.nextInt(4) == 0 ? new TensorFormat(0, 1) : format(random, 20, 36),
              format(random, 20, 36),
              format(random, 26, 30),
              format(random, 24, 32));
      Loss loss = LOSSES.get(random.nextInt(LOSSES.size()));
      Dyadic rate = new Dyadic(2L * random.nextInt(1 << 8) + 1, random.nextInt(50) - 40);
      boolean momentum = random.nextBoolean();
      Optimizer optimizer =
          new Optimizer.Sgd(
              rate,
              momentum ? new Dyadic(1, -1 - random.nextInt(30)) : Dyadic.ZERO,
              momentum && random.nextBoolean(),
              random.nextBoolean() ? new Dyadic(1, -random.nextInt(40)) : Dyadic.ZERO);
      int tolerance = random.nextInt(40) - 30;
      boolean exact = random.nextBoolean();
      int band = random.nextInt(20) - 20;
      int buffers = random.nextInt(45) - 30;
      Model model = random.nextBoolean() ? model(3, 2) : model(30, 1 << random.nextInt(20), 7);
      int batch = 1 << random.nextInt(20);
      note(
          () ->
              arithmetic(
                  new Hyperparameters(
                      batch,
                      model,
                      loss,
                      optimizer,
                      exact ? new Mode.Exact() : new Mode.Attested(tolerance, band, buffers),
                      formats,
                      new CommitmentSettings(1, 1))));
    }
    frozen("71bd5edcf22b701e7a1a97b2e180846543d96a74cccbcd11760493cb8c48d9b2", 100, 1000);
  }

  /** Most are as they should be. */
  private static TensorFormat format(Random random, int frac, int bits) {
    int away = random.nextInt(5) == 0 ? 24 : 2;
    return new TensorFormat(
        Math.clamp(frac + random.nextInt(2 * away + 1) - away, 0, 62),
        Math.clamp(bits + random.nextInt(2 * away + 1) - away, 1, 62));
  }

  /** The ends of a format's range, and halves, which go up. */
  @Test
  void quantized() {
    TensorFormat format = new TensorFormat(2, 4);
    double[] values = {-2, -1.125, -0.125, 0, 0.125, 0.1249, 0.375, 1.75, 1.8749};
    assertThat(Quantizer.quantize(values, format, i -> "x"))
        .containsExactly(-8, -4, 0, 0, 1, 0, 2, 7, 7);
    for (double value : new double[] {1.875, 2, -2.1251, Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertThatThrownBy(
              () -> Quantizer.quantize(new double[] {0, value}, format, i -> "x[" + i + "]"))
          .isInstanceOf(UnusableRequestException.class)
          .hasMessageContaining("x[1]")
          .hasMessageContaining("[-2.0, 2.0)");
    }
    assertThat(Quantizer.quantize(new double[] {-2.125}, format, i -> "x")).containsExactly(-8);
    assertThat(Quantizer.show(-5, 2)).isEqualTo("-1.25");
  }

  @Test
  void rationals() {
    Rational third = new Rational(BigInteger.ONE, BigInteger.valueOf(3));
    assertThat(third.floorLog2()).isEqualTo(-2);
    assertThat(third.roundHalfUp(2)).isEqualTo(1);
    assertThat(third.fracForBits(22)).isEqualTo(23);
    for (int e = -3; e <= 3; e++) {
      assertThat(Rational.of(new Dyadic(1, e)).floorLog2()).isEqualTo(e);
      assertThat(Rational.of(new Dyadic(3, e)).floorLog2()).isEqualTo(e + 1);
    }
    Rational one = Rational.of(new Dyadic(1, 0));
    assertThat(one.roundHalfUp(61)).isEqualTo(1L << 61);
    assertThat(one.roundHalfUp(62)).isEqualTo(Long.MAX_VALUE);
    assertThat(one.roundHalfUp(90)).isEqualTo(Long.MAX_VALUE);
  }

  private static Hyperparameters plain(
      Dyadic rate, boolean bias, int weightFrac, int gradientFrac) {
    TensorFormat small = new TensorFormat(4, 12);
    return new Hyperparameters(
        1,
        new Model(List.of(1), List.of(new Layer.Linear("a", 1, 1, bias))),
        new Loss.Mse(Reduction.HALF_MEAN),
        new Optimizer.Sgd(rate, Dyadic.ZERO, false, Dyadic.ZERO),
        new Mode.Exact(),
        new Formats(
            new TensorFormat(weightFrac, 12),
            small,
            small,
            small,
            new TensorFormat(gradientFrac, 12),
            small),
        new CommitmentSettings(1, 1));
  }

  /** The bug: a factor that rounds to zero, so that any batch gives W' = W. */
  @Test
  void ratesAtTheEnds() {
    assertThatThrownBy(() -> StepArithmetic.of(plain(new Dyadic(1, -62), true, 20, 62)))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("learning_rate");
    assertThatThrownBy(() -> StepArithmetic.of(plain(new Dyadic(1, 26), true, 2, 0)))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("fractional bits of the loss factor");
  }

  /** Gradients coarser than weights are too coarse for a bias, not for a weight. */
  @Test
  void biasesNeedFinerGradients() {
    assertThat(StepArithmetic.of(plain(new Dyadic(1, 0), false, 6, 4)).layers()).hasSize(1);
    assertThatThrownBy(() -> StepArithmetic.of(plain(new Dyadic(1, 0), true, 6, 4)))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("gradient.frac - weight.frac");
  }

  /** The bug: a decay of 2^15 units of 2^14 is two, though the weights have 14 bits below them. */
  @Test
  void constantsNeedFractionalBits() {
    TensorFormat data = new TensorFormat(10, 20);
    Hyperparameters hp =
        new Hyperparameters(
            1,
            model(1, 1),
            new Loss.Mse(Reduction.HALF_MEAN),
            new Optimizer.Sgd(new Dyadic(1, -20), new Dyadic(1, -1), false, new Dyadic(1, 15)),
            new Mode.Exact(),
            new Formats(
                new TensorFormat(30, 32),
                data,
                data,
                data,
                new TensorFormat(6, 30),
                new TensorFormat(12, 32)),
            new CommitmentSettings(1, 1));
    assertThatThrownBy(() -> StepArithmetic.of(hp).sgd().bufferUpdate(10 + 6))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("weight_decay");
  }
}
