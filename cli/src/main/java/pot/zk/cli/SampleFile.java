package pot.zk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import pot.zk.error.UnusableRequestException;

/**
 * A user's samples: an {@code .npz} file of {@code inputs}, one row a sample, and {@code targets},
 * likewise, or {@code labels}, a class from 0 for each sample.
 */
final class SampleFile {
  private static final String EXPECTED = "inputs, and targets or labels";

  private final Path file;
  private final int inputs;
  private final int outputs;
  private double @Nullable [] inputValues;
  private double @Nullable [] targetValues;

  private SampleFile(Path file, int inputs, int outputs) {
    this.file = file;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /**
   * Reads the samples for a model of so many inputs and outputs.
   *
   * @throws UnusableRequestException if the file is not what it should be
   */
  static TrainingData read(Path file, int inputs, int outputs, double heldOut, Random random) {
    SampleFile samples = new SampleFile(file, inputs, outputs);
    try (InputStream in = Files.newInputStream(file)) {
      samples.readEntries(in);
    } catch (IOException e) {
      throw new UnusableRequestException(
          file.toString(), Request.reason(e), "an .npz file of samples", "name another file");
    }
    return samples.toData(heldOut, random);
  }

  private void readEntries(InputStream in) throws IOException {
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      String name = entry.getName().replaceFirst("\\.npy$", "");
      String place = file + " " + Request.clip(name);
      switch (name) {
        case "inputs" -> inputValues = Npy.readRows(zip, place, inputs);
        case "targets" -> targetValues = Npy.readRows(zip, place, outputs);
        case "labels" -> targetValues = oneHot(Npy.readRows(zip, place, 1), place);
        default -> throw fault(place, "an array of this name", EXPECTED);
      }
    }
  }

  private double[] oneHot(double[] labels, String place) {
    double[] targets = new double[Math.multiplyExact(labels.length, outputs)];
    for (int i = 0; i < labels.length; i++) {
      int label = (int) labels[i];
      if (label != labels[i] || label < 0 || label >= outputs) {
        throw fault(place + "[" + i + "]", Double.toString(labels[i]), "0 to " + (outputs - 1));
      }
      targets[i * outputs + label] = 1;
    }
    return targets;
  }

  private TrainingData toData(double heldOut, Random random) {
    Supplier<UnusableRequestException> missing =
        () -> fault(file.toString(), "one of them missing", EXPECTED);
    double[] x = java.util.Optional.ofNullable(inputValues).orElseThrow(missing);
    double[] y = java.util.Optional.ofNullable(targetValues).orElseThrow(missing);
    int samples = x.length / inputs;
    if (samples != y.length / outputs || samples == 0) {
      throw fault(
          file.toString(), samples + " inputs, " + y.length / outputs + " targets", "as many");
    }
    return TrainingData.of(x, y, inputs, outputs, heldOut, random);
  }

  private static UnusableRequestException fault(String place, String found, String expected) {
    return new UnusableRequestException(
        place, found, expected, "save it with numpy.savez(FILE, inputs=.., labels=..)");
  }
}
