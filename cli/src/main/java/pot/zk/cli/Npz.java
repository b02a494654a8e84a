package pot.zk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import pot.zk.error.UnusableRequestException;
import pot.zk.step.ModelState;
import pot.zk.step.ZkWitnessBuilder.ParameterShape;

/** NumPy's archives of arrays: a zip file with an {@code .npy} entry for each name. */
final class Npz {
  private Npz() {}

  /** Reads the declared parameters; there must be no others. */
  static ModelState read(InputStream in, String place, List<ParameterShape> shapes)
      throws IOException {
    Map<String, double[]> found = new LinkedHashMap<>();
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      String name = entry.getName().replaceFirst("\\.npy$", "");
      String at = place + "." + Request.clip(name);
      Optional<ParameterShape> shape = shapes.stream().filter(s -> names(s, name)).findFirst();
      if (shape.isEmpty()) {
        StepRequest.notDeclared(at, shapes);
      }
      ParameterShape s = shape.orElseThrow();
      double[] values = Npy.read(zip, at, s.rows(), s.columns());
      if (zip.read() >= 0 || found.put(s.name(), values) != null) {
        throw new UnusableRequestException(
            at, "more than one array", "one array of each name", "save the archive again");
      }
    }
    in.skip(Long.MAX_VALUE);
    Map<String, double[]> tensors = new LinkedHashMap<>();
    for (ParameterShape shape : shapes) {
      double[] values = found.get(shape.name());
      if (values == null) {
        throw new UnusableRequestException(
            place + "." + shape.name(),
            "nothing",
            "an array of this name",
            "add it to the archive");
      }
      tensors.put(shape.name(), values);
    }
    return new ModelState(tensors);
  }

  private static boolean names(ParameterShape shape, String name) {
    return name.equals(shape.name()) || name.equals(StepRequest.layer(shape));
  }
}
