package pot.zk.parallel;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Buffers for the tasks of one piece of parallel work: as many are made as tasks run at once, and
 * each task takes one that another has left.
 */
public final class Pool<T> {
  private final ConcurrentLinkedQueue<T> free = new ConcurrentLinkedQueue<>();
  private final Supplier<T> maker;

  public Pool(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Runs a task with a buffer that nobody else uses meanwhile. */
  public <R> R apply(Function<T, R> task) {
    T taken = free.poll();
    T mine = taken == null ? maker.get() : taken;
    try {
      return task.apply(mine);
    } finally {
      free.add(mine);
    }
  }

  /** As {@link #apply} without a result. */
  public void use(Consumer<T> task) {
    apply(
        mine -> {
          task.accept(mine);
          return true;
        });
  }
}
