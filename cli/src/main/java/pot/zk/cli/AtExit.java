package pot.zk.cli;

/** Something to be done when a block ends, or the whole program within it, by an interrupt. */
final class AtExit implements AutoCloseable {
  private final Runnable work;
  private final Thread hook;

  /**
   * @param work may be done twice
   */
  AtExit(Runnable work) {
    this.work = work;
    this.hook = new Thread(work);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    work.run();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is ending: the thread is at work, and finds nothing.
    }
  }
}
