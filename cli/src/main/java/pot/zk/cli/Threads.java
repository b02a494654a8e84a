package pot.zk.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;

/** Work on a chosen number of threads: the library's runs in the pool that it is called from. */
final class Threads {
  private Threads() {}

  /** What the work gives, or throws. */
  static <T> T run(int threads, Callable<T> work) {
    try (ForkJoinPool pool = new ForkJoinPool(threads)) {
      return pool.submit(work).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof OutOfMemoryError) {
        throw ErrorAnswer.outOfMemory();
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
