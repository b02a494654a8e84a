package pot.zk.sumcheck;

import java.util.ArrayList;
import java.util.List;
import pot.zk.field.Ext;
import pot.zk.hiding.Channel;
import pot.zk.hiding.HiddenValue;
import pot.zk.soundness.ErrorTally;

/**
 * The sumcheck protocol (Lund, Fortnow, Karloff, Nisan) over hidden values, for polynomials of
 * degree two in each variable.
 *
 * <p>In the plain form the claim is sum_x f(x). In the weighted form it is sum_x eq(t, x) f(x), and
 * the prover sends the round polynomial of f alone, so that the degree stays two (Gruen, eprint
 * 2024/108, section 3). A round polynomial h goes over the wire as h(0) and its leading
 * coefficient, padded; h(1) is what the claim leaves: claim = h(0) + h(1), or (1 - t_i) h(0) + t_i
 * h(1). The next claim is h(r).
 */
public final class Sumcheck {
  private static final int DEGREE = 2;

  private Sumcheck() {}

  /**
   * Where a sumcheck ends.
   *
   * @param claim what is left to show: f at the point
   * @param point the challenges, first round first
   */
  public record Reduced(HiddenValue claim, List<Ext> point) {}

  /** claim = sum over {0,1}^rounds of f. */
  public static Reduced plain(
      Channel channel,
      String label,
      HiddenValue claim,
      int rounds,
      RoundProver prover,
      ErrorTally tally) {
    HiddenValue current = claim;
    List<Ext> point = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      Round round = Round.exchange(channel, label, prover);
      HiddenValue atOne = current.minus(round.atZero);
      current = round.bind(channel, label, atOne, prover, tally, point);
    }
    return new Reduced(current, point);
  }

  /**
   * claim = sum over x of eq(weights, x) f(x); no weight may be zero (none that is a challenge is).
   */
  public static Reduced weighted(
      Channel channel,
      String label,
      HiddenValue claim,
      List<Ext> weights,
      RoundProver prover,
      ErrorTally tally) {
    HiddenValue current = claim;
    List<Ext> point = new ArrayList<>();
    for (Ext t : weights) {
      Round round = Round.exchange(channel, label, prover);
      HiddenValue atOne = current.minus(round.atZero.times(Ext.ONE.minus(t))).times(t.inverse());
      current = round.bind(channel, label, atOne, prover, tally, point);
    }
    return new Reduced(current, point);
  }

  /** A round polynomial h, known by h(0) and its leading coefficient. */
  private record Round(HiddenValue atZero, HiddenValue leading) {
    static Round exchange(Channel channel, String label, RoundProver prover) {
      // Both values come from one pass over the data, made when the first of them is asked for.
      Ext[][] values = new Ext[1][];
      HiddenValue atZero =
          channel.send(
              label + " h(0)",
              () -> {
                values[0] = prover.round();
                return values[0][0];
              });
      HiddenValue leading = channel.send(label + " h(inf)", () -> values[0][1]);
      return new Round(atZero, leading);
    }

    HiddenValue bind(
        Channel channel,
        String label,
        HiddenValue atOne,
        RoundProver prover,
        ErrorTally tally,
        List<Ext> point) {
      Ext r = channel.challenge(label + " r");
      tally.add(ErrorTally.Source.SUMCHECK, DEGREE);
      prover.bind(r);
      point.add(r);
      HiddenValue linear = atOne.minus(atZero).minus(leading);
      return atZero.plus(linear.times(r)).plus(leading.times(r.times(r)));
    }
  }
}
