package pot.zk.relation;

import java.util.ArrayList;
import java.util.List;
import pot.zk.commitment.Axis;
import pot.zk.commitment.Claim;
import pot.zk.commitment.Slice;
import pot.zk.commitment.Weights;
import pot.zk.field.Ext;
import pot.zk.hiding.Channel;
import pot.zk.hiding.HiddenValue;
import pot.zk.hiding.Obligations;
import pot.zk.soundness.ErrorTally;

/**
 * What a relation's argument works with: the channel, the claims it adds to, and the prover's
 * tables.
 */
public final class RelationContext {
  private final Channel channel;
  private final TensorLimbs limbs;
  private final List<Claim> claims;
  private final Obligations obligations;
  private final TensorProver prover;
  private final ErrorTally tally;

  public RelationContext(
      Channel channel,
      TensorLimbs limbs,
      List<Claim> claims,
      Obligations obligations,
      TensorProver prover,
      ErrorTally tally) {
    this.channel = channel;
    this.limbs = limbs;
    this.claims = claims;
    this.obligations = obligations;
    this.prover = prover;
    this.tally = tally;
  }

  public Channel channel() {
    return channel;
  }

  public Obligations obligations() {
    return obligations;
  }

  public TensorProver prover() {
    return prover;
  }

  public ErrorTally tally() {
    return tally;
  }

  /** Sends sum_x rows(x_r) columns(x_c) tensor(x) and claims it of the committed limbs. */
  public HiddenValue evaluation(String at, Combination tensor, Axis rows, Axis columns) {
    Weights.Grid grid = new Weights.Grid(rows, columns);
    String name = at + ": " + tensor.name();
    HiddenValue value = channel.send(name, () -> prover.evaluate(tensor, grid));
    List<Weighted> parts =
        tensor.parts().stream()
            .map(p -> new Weighted(p.tensor(), grid, Ext.ofSigned(p.coefficient())))
            .toList();
    claim(name, parts, value);
    return value;
  }

  /** factor * sum_x grid(x) tensor(x). */
  public record Weighted(TensorSpec tensor, Weights.Grid grid, Ext factor) {}

  /** Claims that the sum of the weighted functionals is a value. */
  public void claim(String name, List<Weighted> parts, HiddenValue value) {
    if (!obligations.enforces(name)) {
      return;
    }
    List<Claim.Term> terms = new ArrayList<>();
    Ext offset = Ext.ZERO;
    for (Weighted part : parts) {
      Ext place = part.factor();
      for (TensorLimbs.Limb limb : limbs.of(part.tensor())) {
        terms.add(new Claim.Term(limb.slice(), place, part.grid()));
        place = place.times(1L << limb.width());
      }
      offset = offset.plus(part.grid().total().times(part.factor()).times(part.tensor().offset()));
    }
    claims.add(new Claim(name, terms, value.plus(offset)));
  }

  /** Where the limbs of each tensor are committed. */
  public interface TensorLimbs {
    /** Least significant first. */
    List<Limb> of(TensorSpec tensor);

    /** A limb column of 2^width possible values. */
    record Limb(Slice slice, int width) {}
  }
}
