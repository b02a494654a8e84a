package pot.zk.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import pot.zk.step.Progress;

/** The seconds of each phase or, where it has them, of each of its parts. */
final class PhaseTimes implements Progress {
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private String name;
  private boolean parted = true;
  private long since = System.nanoTime();

  /** Starts the clock. */
  PhaseTimes(String first) {
    this.name = first;
  }

  @Override
  public void phase(String next) {
    begin(next);
    parted = false;
  }

  @Override
  public void part(String next) {
    if (parted) {
      begin(next);
    } else {
      name = next;
      parted = true;
    }
  }

  /** Stops the clock. */
  Map<String, Double> end() {
    begin("");
    return seconds;
  }

  private void begin(String next) {
    long now = System.nanoTime();
    seconds.merge(name, (now - since) * 1e-9, Double::sum);
    name = next;
    since = now;
  }
}
