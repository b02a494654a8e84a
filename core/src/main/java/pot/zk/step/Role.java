package pot.zk.step;

import java.util.List;
import pot.zk.relation.Owner;
import pot.zk.relation.RelationContext.TensorLimbs;
import pot.zk.relation.TensorSpec;

/**
 * What a persistent commitment is of. Both states of the weights have one role: W' of a step is W
 * of the next.
 */
enum Role {
  WEIGHTS("weights"),
  BATCH("batch");

  private final String tag;

  Role(String tag) {
    this.tag = tag;
  }

  static Role of(Owner owner) {
    return switch (owner) {
      case WEIGHTS_BEFORE, WEIGHTS_AFTER -> WEIGHTS;
      case BATCH -> BATCH;
      case AUXILIARY -> throw new IllegalArgumentException("auxiliary data has no root of its own");
    };
  }

  /**
   * The tuple under which a tree's root is read: anything else would make the same tree other data.
   * Version, role, then for each tensor its name, dimensions, format and limbs, then C, h, n, q, g
   * and the budget.
   */
  byte[] tuple(StepPlan plan, Owner owner) {
    List<TensorSpec> tensors = plan.circuit().tensors(owner);
    FramedBytes out = new FramedBytes().number(1).text(tag).number(tensors.size());
    for (TensorSpec t : tensors) {
      out.text(t.name().substring(t.name().indexOf('/') + 1))
          .number(t.rows())
          .number(t.columns())
          .number(t.frac())
          .number(t.bits())
          .number(t.signed() ? 1 : 0)
          .number(t.offset());
      List<TensorLimbs.Limb> limbs = plan.of(t);
      out.number(limbs.size());
      for (TensorLimbs.Limb limb : limbs) {
        out.number(limb.width()).number(limb.slice().offset());
      }
    }
    var p = plan.parameters();
    return out.number(p.laneLength())
        .number(p.blinding())
        .number(p.codeLength())
        .number(p.queries())
        .number(p.grindingBits())
        .number(p.openings())
        .toByteArray();
  }
}
