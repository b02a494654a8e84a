package pot.zk.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Shared work is done once and whole: the bugs this stands for are a piece that is left out or done
 * twice, a failure that gets lost, and a call that returns while others still write.
 */
class WorkersTest {
  private static final int N = 1000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void everyIndexIsTakenOnce(int threads) throws Exception {
    try (ForkJoinPool pool = new ForkJoinPool(threads)) {
      for (int n : new int[] {0, 1, 2, 255, 256, 257, N}) {
        AtomicIntegerArray taken = new AtomicIntegerArray(N);
        pool.submit(
                () ->
                    Workers.forRanges(
                        n,
                        1,
                        (from, to) -> {
                          for (int i = from; i < to; i++) {
                            taken.incrementAndGet(i);
                          }
                        }))
            .get();
        for (int i = 0; i < N; i++) {
          assertThat(taken.get(i)).as("%d of %d", i, n).isEqualTo(i < n ? 1 : 0);
        }
        long sum =
            pool.submit(() -> Workers.reduce(n, 1, 0L, (from, to) -> sumOf(from, to), Long::sum))
                .get();
        assertThat(sum).isEqualTo(sumOf(0, n));
      }
    }
  }

  private static long sumOf(int from, int to) {
    return (long) (to - from) * (from + to - 1) / 2;
  }

  @Test
  void workMayShareWork() {
    AtomicInteger done = new AtomicInteger();
    Workers.forRanges(
        16,
        1,
        (from, to) -> Workers.forRanges(16 * (to - from), 1, (f, t) -> done.addAndGet(t - f)));
    assertThat(done).hasValue(256);
  }

  /** Whichever thread meets it: the failure is thrown when nobody works any more. */
  @Test
  void aFailureEndsTheWork() {
    for (int failing = 0; failing < 64; failing++) {
      int bad = failing;
      AtomicInteger running = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  Workers.forRanges(
                      64,
                      1,
                      (from, to) -> {
                        running.incrementAndGet();
                        try {
                          if (from <= bad && bad < to) {
                            throw new IllegalStateException("piece " + bad);
                          }
                        } finally {
                          running.decrementAndGet();
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("piece " + bad);
      assertThat(running).hasValue(0);
    }
  }

  /** The other thread has 64 pieces of its own to go through if nobody tells it. */
  @Test
  void noPieceBeginsAfterAFailure() throws Exception {
    AtomicInteger begun = new AtomicInteger();
    CountDownLatch failed = new CountDownLatch(1);
    try (ForkJoinPool pool = new ForkJoinPool(2)) {
      assertThatThrownBy(
              () ->
                  pool.submit(
                          () -> Workers.forRanges(64, 1, (from, to) -> piece(from, begun, failed)))
                      .get())
          .hasRootCauseInstanceOf(IllegalStateException.class);
    }
    assertThat(begun.get()).isLessThan(64);
  }

  private static void piece(int from, AtomicInteger begun, CountDownLatch failed) {
    begun.incrementAndGet();
    if (from == 0) {
      failed.countDown();
      throw new IllegalStateException("first");
    }
    try {
      failed.await();
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anInterruptedCallerStops() {
    AtomicInteger begun = new AtomicInteger();
    try {
      assertThatThrownBy(
              () ->
                  Workers.forRanges(
                      N,
                      1,
                      (from, to) -> {
                        begun.incrementAndGet();
                        throw new CancellationException("stop");
                      }))
          .isInstanceOf(CancellationException.class);
      int before = begun.get();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> Workers.forRanges(N, 1, (from, to) -> begun.incrementAndGet()))
          .isInstanceOf(CancellationException.class);
      assertThat(begun).hasValue(before);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }
}
