package pot.zk.cli.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The coefficients of {@link CostModel}, as {@code pot bench fit} found them: the table {@code
 * costs.properties} beside this class.
 *
 * @param values by kind of phase and kind of work, such as {@code lookup.leaves}
 */
record Costs(Map<String, Double> values) {
  /** Bytes resident for each that is live: what the collector leaves lying. */
  static final String MEMORY_LIVE = "memory.live";

  /** Bytes resident whatever is proven. */
  static final String MEMORY_ONCE = "memory.once";

  private static final String TABLE = "costs.properties";

  /** The table that comes with the program. */
  static Costs table() {
    Properties properties = new Properties();
    try (InputStream in = Costs.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException("no " + TABLE);
      }
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Double> values = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      values.put(name, Double.valueOf(properties.getProperty(name)));
    }
    return new Costs(values);
  }

  /** A coefficient; none was found where the table has none. */
  double of(String name) {
    return values.getOrDefault(name, 0.0);
  }
}
