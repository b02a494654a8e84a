package pot.zk.cli;

import java.io.PrintWriter;
import pot.zk.step.Progress;

/**
 * Shows phases on standard error: with their times where that is asked for, as one line that
 * vanishes where a person watches, else not at all.
 */
final class Reporter implements Progress, AutoCloseable {
  /** The launcher knows whether standard error is a terminal. */
  private static final boolean WATCHED = Boolean.getBoolean("pot.watched");

  private static final String ERASE_LINE = "\r\033[K";

  private final PrintWriter err;
  private final boolean verbose;
  private String phase = "";
  private long since;

  Reporter(PrintWriter err, boolean verbose) {
    this.err = err;
    this.verbose = verbose;
  }

  @Override
  public void phase(String name) {
    end();
    phase = name;
    since = System.nanoTime();
    if (WATCHED && !name.isEmpty()) {
      err.print(ERASE_LINE + "  " + name + " ...");
      err.flush();
    }
  }

  private void end() {
    if (phase.isEmpty()) {
      return;
    }
    if (WATCHED) {
      err.print(ERASE_LINE);
    }
    if (verbose) {
      err.printf("  %-14s %,8d ms%n", phase, (System.nanoTime() - since) / 1_000_000);
    }
    err.flush();
    phase = "";
  }

  @Override
  public void close() {
    end();
  }
}
