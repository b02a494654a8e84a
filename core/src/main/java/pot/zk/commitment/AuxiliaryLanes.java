package pot.zk.commitment;

import java.util.ArrayList;
import java.util.List;
import pot.zk.field.ExtVector;
import pot.zk.hash.PrfStream;

/**
 * The lanes over K that ride in the auxiliary tree: the pads P, their masks, and the mask g of the
 * folded lanes. All uniform; the pads' own blinding keeps them so when q columns are open.
 *
 * @param pads coefficients of each pad lane, pads first
 * @param masks of the same shape
 * @param foldMask g, C + h coefficients
 */
record AuxiliaryLanes(List<ExtVector> pads, List<ExtVector> masks, ExtVector foldMask) {
  static AuxiliaryLanes draw(OpeningShape shape, PrfStream random) {
    List<ExtVector> pads = new ArrayList<>();
    List<ExtVector> masks = new ArrayList<>();
    for (int l = 0; l < shape.padLanes(); l++) {
      pads.add(uniform(shape.padLaneCoefficients(), random));
      masks.add(uniform(shape.padLaneCoefficients(), random));
    }
    return new AuxiliaryLanes(pads, masks, uniform(shape.parameters().longestLane(), random));
  }

  /** In the order of the tree: P's lanes, the masks' lanes, g; c0 before c1 each. */
  List<Lane> baseLanes() {
    List<Lane> lanes = new ArrayList<>();
    for (ExtVector v : pads) {
      lanes.add(Lane.of(v.c0()));
      lanes.add(Lane.of(v.c1()));
    }
    for (ExtVector v : masks) {
      lanes.add(Lane.of(v.c0()));
      lanes.add(Lane.of(v.c1()));
    }
    lanes.add(Lane.of(foldMask.c0()));
    lanes.add(Lane.of(foldMask.c1()));
    return lanes;
  }

  /** The pads themselves, without blinding: padLanes * padLaneLength of them. */
  ExtVector padValues(int padLaneLength) {
    ExtVector out = ExtVector.zeros(pads.size() * padLaneLength);
    for (int l = 0; l < pads.size(); l++) {
      System.arraycopy(pads.get(l).c0(), 0, out.c0(), l * padLaneLength, padLaneLength);
      System.arraycopy(pads.get(l).c1(), 0, out.c1(), l * padLaneLength, padLaneLength);
    }
    return out;
  }

  private static ExtVector uniform(int count, PrfStream random) {
    ExtVector v = ExtVector.zeros(count);
    random.nextFields(v.c0(), 0, count, StreamBlocks::write);
    random.nextFields(v.c1(), 0, count, StreamBlocks::write);
    return v;
  }

  @Override
  public String toString() {
    return "AuxiliaryLanes[" + pads.size() + " pad lanes]";
  }
}
