package pot.zk.parallel;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Work in numbered pieces. Each thread takes the next piece when it is through with one, so that
 * pieces of unequal cost, or a core that has other things to do, leave no thread idle until the
 * last piece: a parallel stream hands each of two threads a few large shares, and took an eighth
 * longer.
 */
final class SharedWork {
  private final int pieces;
  private final AtomicInteger next = new AtomicInteger();

  SharedWork(int pieces) {
    this.pieces = pieces;
  }

  /**
   * Does all pieces, on the calling thread and others of its pool. After one that throws no further
   * piece begins, and what it threw is thrown once all that had begun are through.
   */
  void run(IntConsumer piece) {
    ForkJoinPool pool = ForkJoinTask.getPool();
    int others = pool == null ? ForkJoinPool.getCommonPoolParallelism() : pool.getParallelism() - 1;
    List<ForkJoinTask<?>> helpers =
        Stream.<ForkJoinTask<?>>generate(() -> ForkJoinTask.adapt(() -> take(piece)).fork())
            .limit(Math.min(others, pieces - 1))
            .toList();
    try {
      take(piece);
    } finally {
      helpers.forEach(ForkJoinTask::quietlyJoin);
    }
    helpers.forEach(ForkJoinTask::join);
  }

  private void take(IntConsumer piece) {
    boolean done = false;
    try {
      for (int i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
        piece.accept(i);
      }
      done = true;
    } finally {
      if (!done) {
        next.set(pieces);
      }
    }
  }
}
