package pot.zk.lookup;

import java.util.ArrayList;
import java.util.List;
import pot.zk.commitment.Slice;
import pot.zk.field.Ext;
import pot.zk.poly.Multilinear;

/**
 * The leaves of the lookup: what is looked up in which table, and where each run of leaves lies
 * among all.
 *
 * <p>Every limb is looked up in the range {0, ..., 2^width - 1}. A limb narrower than that by d
 * bits has two leaves, x and 2^d x: both in the table means that x is an integer below 2^width with
 * 2^d x below 2^width, so x is in its own range. One range serves all widths.
 *
 * @param tables the range first, then functions, numbered from one
 * @param leaves in the order of their offsets, larger slices first
 * @param variables log2 of the number of leaves, padding included
 * @param used leaves that are not padding
 */
public record LookupLayout(List<LookupTable> tables, List<Leaf> leaves, int variables, int used) {
  /**
   * A run of leaves, as many as its slices have entries: entry x has the fingerprint sum of factor
   * delta^power slice(x), and the table's number times delta^2.
   *
   * @param parts of slices of one size
   * @param table its place among the tables
   * @param offset of its first leaf, a multiple of the slices' size
   */
  public record Leaf(List<Part> parts, int table, int offset) {
    public int variables() {
      return parts.get(0).slice().variables();
    }

    public int size() {
      return 1 << variables();
    }
  }

  /** factor * delta^power * slice. */
  public record Part(Slice slice, long factor, int power) {
    /** factor * delta^power. */
    public Ext coefficient(Ext delta) {
      return (power == 0 ? Ext.ONE : delta).times(factor);
    }
  }

  /** A limb column to look up in the range. */
  public record Limb(Slice slice, int width) {}

  /**
   * A pair of columns to look up in a function's table.
   *
   * @param key the first of the pair, in one limb
   * @param value the limbs of the second, least significant first
   * @param table its place among the tables, at least 1
   */
  public record Pair(Slice key, List<Limb> value, int table) {}

  /** How many leaves these limbs have in a range of 2^width entries. */
  public static long leaves(int width, List<Limb> limbs) {
    return limbs.stream().mapToLong(l -> (l.width() < width ? 2L : 1L) * l.slice().size()).sum();
  }

  /**
   * The layout of some limbs and pairs.
   *
   * @param range log2 of it is at least the width of every limb
   */
  public static LookupLayout of(
      LookupTable.Range range,
      List<LookupTable.Function> functions,
      List<Limb> limbs,
      List<Pair> pairs) {
    List<Leaf> unplaced = new ArrayList<>();
    for (Limb limb : limbs) {
      unplaced.add(single(limb.slice(), 1));
      if (limb.width() < range.bits()) {
        unplaced.add(single(limb.slice(), 1L << (range.bits() - limb.width())));
      }
    }
    pairs.forEach(p -> unplaced.add(pair(p)));
    unplaced.sort((a, b) -> Integer.compare(b.variables(), a.variables()));
    List<Leaf> placed = new ArrayList<>();
    int offset = 0;
    for (Leaf leaf : unplaced) {
      placed.add(new Leaf(leaf.parts(), leaf.table(), offset));
      offset = Math.addExact(offset, leaf.size());
    }
    List<LookupTable> tables = new ArrayList<>(List.of(range));
    tables.addAll(functions);
    return new LookupLayout(
        List.copyOf(tables), List.copyOf(placed), Multilinear.variables(offset), offset);
  }

  private static Leaf single(Slice slice, long factor) {
    return new Leaf(List.of(new Part(slice, factor, 0)), 0, 0);
  }

  private static Leaf pair(Pair pair) {
    List<Part> parts = new ArrayList<>(List.of(new Part(pair.key(), 1, 0)));
    int shift = 0;
    for (Limb limb : pair.value()) {
      parts.add(new Part(limb.slice(), 1L << shift, 1));
      shift += limb.width();
    }
    return new Leaf(List.copyOf(parts), pair.table(), 0);
  }

  /** Whether there is more than the range. */
  public boolean usesDelta() {
    return tables.stream().anyMatch(LookupTable::usesDelta);
  }

  /**
   * The degree, in alpha and delta together, of the polynomial identity that the lookup checks at
   * random places: one for each leaf and entry, two where fingerprints are of degree two in delta.
   */
  public long degree() {
    long poles = used;
    for (LookupTable table : tables) {
      poles += 1L << table.bits();
    }
    return usesDelta() ? 2 * poles : poles;
  }

  /** eq(top variables of the point, place of the leaf): the leaf's share in the whole. */
  public Ext selector(List<Ext> point, Leaf leaf) {
    int low = leaf.variables();
    return Multilinear.eqIndex(point.subList(0, point.size() - low), leaf.offset() >>> low);
  }

  /** The constant part of a leaf's fingerprint. */
  public Ext tag(Leaf leaf, Ext delta) {
    return tables.get(leaf.table()) instanceof LookupTable.Function f ? f.tag(delta) : Ext.ZERO;
  }
}
