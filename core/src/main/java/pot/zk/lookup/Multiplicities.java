package pot.zk.lookup;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import pot.zk.field.Goldilocks;
import pot.zk.parallel.Pool;
import pot.zk.parallel.Workers;

/** How often each entry of a table is looked up: the honest multiplicities. */
public final class Multiplicities {
  /** Limbs of a task. */
  private static final int GRAIN = 1 << 16;

  private Multiplicities() {}

  /**
   * The counts of one table.
   *
   * @param table its place among the layout's tables
   */
  public static long[] count(LookupLayout layout, int table, FractionTree.SliceValues values) {
    int size = 1 << layout.tables().get(table).bits();
    // Every task that runs counts for itself. A count fits: there are fewer than 2^31 leaves.
    List<int[]> all = new CopyOnWriteArrayList<>();
    Pool<int[]> pool =
        new Pool<>(
            () -> {
              int[] counts = new int[size];
              all.add(counts);
              return counts;
            });
    for (LookupLayout.Leaf leaf : layout.leaves()) {
      if (leaf.table() == table) {
        // Of a pair, the first says which entry is meant.
        LookupLayout.Part key = leaf.parts().get(0);
        FractionTree.Entries limbs = values.of(key.slice());
        Workers.forRanges(
            leaf.size(),
            GRAIN,
            (from, to) -> pool.use(counts -> count(counts, limbs, key.factor(), from, to)));
      }
    }
    long[] sums = new long[size];
    for (int[] counts : all) {
      for (int i = 0; i < size; i++) {
        sums[i] += counts[i];
      }
    }
    return sums;
  }

  private static void count(
      int[] counts, FractionTree.Entries limbs, long factor, int from, int to) {
    long[] array = limbs.array();
    for (int i = limbs.offset() + from; i < limbs.offset() + to; i++) {
      long x = factor == 1 ? array[i] : Goldilocks.mul(array[i], factor);
      // What lies outside the table has no multiplicity: the lookup identity then fails.
      if (x >= 0 && x < counts.length) {
        counts[(int) x]++;
      }
    }
  }
}
