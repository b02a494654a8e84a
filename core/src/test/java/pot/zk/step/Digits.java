package pot.zk.step;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * The digits that come with the project, as a source of batches: pixels of 0 to 1, targets one-hot.
 */
final class Digits {
  static final int PIXELS = 64;
  static final int CLASSES = 10;
  private static final double MAX_PIXEL = 16;

  private final List<String> rows;
  private final Random random;

  Digits(Random random) {
    this.random = random;
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(Path.of("../examples/digits.csv.gz")))) {
      this.rows = new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A batch of samples drawn with equal chances. */
  Batch batch(int samples) {
    double[] inputs = new double[samples * PIXELS];
    double[] targets = new double[samples * CLASSES];
    for (int s = 0; s < samples; s++) {
      List<String> fields = List.of(rows.get(random.nextInt(rows.size())).split(",", -1));
      for (int j = 0; j < PIXELS; j++) {
        inputs[s * PIXELS + j] = Double.parseDouble(fields.get(j)) / MAX_PIXEL;
      }
      targets[s * CLASSES + Integer.parseInt(fields.get(PIXELS))] = 1;
    }
    return new Batch(inputs, targets);
  }
}
