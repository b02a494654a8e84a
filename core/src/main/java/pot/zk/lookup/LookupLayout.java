package pot.zk.lookup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import pot.zk.commitment.Slice;
import pot.zk.field.Ext;
import pot.zk.poly.Multilinear;

/**
 * The leaves of the lookup: which limbs are looked up in the table {0, ..., 2^width - 1}, and where
 * each lies among the leaves.
 *
 * <p>A limb narrower than the table by d bits has two leaves, x and 2^d x: both in the table means
 * that x is an integer below 2^width with 2^d x below 2^width, so x is in its own range. One table
 * serves all widths.
 *
 * @param width log2 of the table
 * @param leaves in the order of their offsets, larger slices first
 * @param variables log2 of the number of leaves, padding included
 * @param used leaves that are not padding
 * @param multiplicities the slice that holds the table's multiplicities
 */
public record LookupLayout(
    int width, List<Leaf> leaves, int variables, int used, Slice multiplicities) {
  /**
   * A slice among the leaves.
   *
   * @param factor the power of two that the limb is multiplied by before it is looked up
   * @param offset of its first leaf, a multiple of the slice's size
   */
  public record Leaf(Slice slice, int factor, int offset) {}

  /** A limb column to look up. */
  public record Limb(Slice slice, int width) {}

  /** How many leaves these limbs have in a table of 2^width entries. */
  public static long leaves(int width, List<Limb> limbs) {
    return limbs.stream().mapToLong(l -> (l.width() < width ? 2L : 1L) * l.slice().size()).sum();
  }

  public static LookupLayout of(int width, List<Limb> limbs, Slice multiplicities) {
    List<Leaf> unplaced = new ArrayList<>();
    for (Limb limb : limbs) {
      unplaced.add(new Leaf(limb.slice(), 1, 0));
      if (limb.width() < width) {
        unplaced.add(new Leaf(limb.slice(), 1 << (width - limb.width()), 0));
      }
    }
    unplaced.sort(Comparator.comparingInt((Leaf l) -> l.slice().variables()).reversed());
    List<Leaf> placed = new ArrayList<>();
    int offset = 0;
    for (Leaf leaf : unplaced) {
      placed.add(new Leaf(leaf.slice(), leaf.factor(), offset));
      offset = Math.addExact(offset, leaf.slice().size());
    }
    return new LookupLayout(
        width, List.copyOf(placed), Multilinear.variables(offset), offset, multiplicities);
  }

  /** eq(top variables of the point, place of the leaf): the leaf's share in the whole. */
  public Ext selector(List<Ext> point, Leaf leaf) {
    int low = leaf.slice().variables();
    return Multilinear.eqIndex(point.subList(0, point.size() - low), leaf.offset() >>> low);
  }
}
