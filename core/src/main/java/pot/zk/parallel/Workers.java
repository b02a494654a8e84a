package pot.zk.parallel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;

/**
 * All parallel work of the library goes through here, onto the pool of the calling thread or, from
 * a thread of none, the JVM's common pool.
 *
 * <p>Results never depend on the number of threads: ranges write disjoint places, and reductions
 * are over exact, commutative operations only.
 *
 * <p>Once the calling thread is interrupted, every call ends in a {@link CancellationException},
 * with the thread's interrupt flag still set: so a prover stops soon, wherever it is.
 */
public final class Workers {
  /** Ranges per call: enough that two or sixty-four cores are evenly loaded. */
  private static final int MAX_RANGES = 256;

  private Workers() {}

  /** Rows of a block at most, and the columns of one in a large grid and in a small one. */
  private static final int BLOCK_ROWS = 128;

  private static final int WIDE = 256;
  private static final int NARROW = 64;
  private static final int LARGE = 1 << 20;

  /** Work on the indices [from, to). */
  @FunctionalInterface
  public interface Range {
    void run(int from, int to);
  }

  /** A partial result over the indices [from, to). */
  @FunctionalInterface
  public interface RangeFunction<T> {
    T apply(int from, int to);
  }

  /**
   * Runs body over a partition of [0, n) into ranges of at least {@code grain} indices; on the
   * calling thread alone when one range suffices.
   */
  public static void forRanges(int n, int grain, Range body) {
    Thread caller = Thread.currentThread();
    checkNotInterrupted(caller);
    int ranges = ranges(n, grain);
    if (ranges <= 1) {
      if (n > 0) {
        body.run(0, n);
      }
      return;
    }
    new SharedWork(ranges)
        .run(
            i -> {
              checkNotInterrupted(caller);
              body.run(bound(n, ranges, i), bound(n, ranges, i + 1));
            });
  }

  /** Runs body over a partition of a grid into blocks, none of more than 2^15 places. */
  public static void forBlocks(int rows, int columns, Consumer<Block> body) {
    int size = rows * columns >= LARGE ? WIDE : NARROW;
    int across = (columns + size - 1) / size;
    int down = (rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
    forRanges(
        across * down,
        1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int row = i / across * BLOCK_ROWS;
            int column = i % across * size;
            body.accept(
                new Block(
                    row,
                    Math.min(rows, row + BLOCK_ROWS),
                    column,
                    Math.min(columns, column + size),
                    columns));
          }
        });
  }

  /** The combination of partial results over a partition of [0, n), n &gt;= 0. */
  public static <T> T reduce(
      int n, int grain, T identity, RangeFunction<T> body, BinaryOperator<T> combine) {
    Thread caller = Thread.currentThread();
    checkNotInterrupted(caller);
    int ranges = ranges(n, grain);
    if (ranges <= 1) {
      return n > 0 ? body.apply(0, n) : identity;
    }
    List<T> results = new ArrayList<>(Collections.nCopies(ranges, identity));
    new SharedWork(ranges)
        .run(
            i -> {
              checkNotInterrupted(caller);
              results.set(i, body.apply(bound(n, ranges, i), bound(n, ranges, i + 1)));
            });
    return results.stream().reduce(identity, combine);
  }

  private static void checkNotInterrupted(Thread caller) {
    if (caller.isInterrupted()) {
      throw new CancellationException("the thread that asked for this work was interrupted");
    }
  }

  private static int ranges(int n, int grain) {
    return Math.min(MAX_RANGES, n / Math.max(1, grain));
  }

  private static int bound(int n, int ranges, int i) {
    return (int) ((long) n * i / ranges);
  }
}
