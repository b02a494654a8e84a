package pot.zk.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import pot.zk.error.UnusableRequestException;

/**
 * The handwritten digits that come with the project: 64 pixels of 0 to 16 and a label a row.
 *
 * @param pixels rows x 64, scaled to 0 to 1
 * @param labels rows of them, 0 to 9
 */
@SuppressWarnings("ArrayRecordComponent")
record Digits(double[] pixels, int[] labels) {
  static final int PIXELS = 64;
  static final int CLASSES = 10;
  private static final double MAX_PIXEL = 16;

  /**
   * @throws UnusableRequestException if the file is missing or not what it should be
   */
  static Digits load(Path file) {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
      reader.lines().forEach(lines::add);
    } catch (IOException e) {
      throw new UnusableRequestException(
          file.toString(),
          e.toString(),
          "the digits that come with the project",
          "run ./pot from a complete checkout");
    }
    double[] pixels = new double[lines.size() * PIXELS];
    int[] labels = new int[lines.size()];
    for (int i = 0; i < labels.length; i++) {
      List<String> fields = List.of(lines.get(i).split(",", -1));
      if (fields.size() != PIXELS + 1) {
        throw new UnusableRequestException(
            file + " line " + (i + 1),
            fields.size() + " fields",
            PIXELS + " pixels and a label",
            "restore the file");
      }
      for (int j = 0; j < PIXELS; j++) {
        pixels[i * PIXELS + j] = Double.parseDouble(fields.get(j)) / MAX_PIXEL;
      }
      labels[i] = Integer.parseInt(fields.get(PIXELS));
    }
    return new Digits(pixels, labels);
  }
}
