package pot.zk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Tensors, proofs and answers in files. */
class FilesTest {
  private static final double[] WEIGHT = {0.5, -0.25, 0.125, 0.75, -0.5, 0.25, 1, -1};
  private static final double[] BIAS = {0.25, -0.125};

  @TempDir Path folder;

  private final ObjectNode commit = Golden.read("commit-weights").completeRequest();
  private final String root = Golden.read("commit-weights").answer().get("root").stringValue();

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] npy(int rows, int columns, double... values) {
    return Npy.write(new NamedTensor("", rows, columns, values));
  }

  private static ObjectNode file(Path path) {
    return Jackson.NODES.objectNode().put("file", path.toString());
  }

  private void committed() {
    Cli.Result result = Cli.run("commit", commit);
    assertThat(result.err()).isEmpty();
    assertThat(result.json().get("root").stringValue()).isEqualTo(root);
  }

  private void refused(String... parts) {
    Cli.Result result = Cli.run("commit", commit);
    assertThat(result.status()).isEqualTo(Main.UNUSABLE);
    assertThat(result.err()).contains(parts).hasLineCount(1);
  }

  @Test
  void aTensorInAFile() throws IOException {
    ((ObjectNode) commit.get("weights")).set("fc.weight", file(write("w.npy", npy(4, 2, WEIGHT))));
    committed();
  }

  @Test
  void allWeightsInOneFile() throws IOException {
    double[] flat = java.util.Arrays.copyOf(WEIGHT, 10);
    System.arraycopy(BIAS, 0, flat, 8, 2);
    commit.set("weights", file(write("w.npy", npy(1, 10, flat))));
    committed();
  }

  private static byte[] zip(List<String> names, List<byte[]> contents) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < names.size(); i++) {
        zip.putNextEntry(new ZipEntry(names.get(i)));
        zip.write(contents.get(i));
      }
    }
    return out.toByteArray();
  }

  @Test
  void anArchive() throws IOException {
    byte[] weight = npy(4, 2, WEIGHT);
    byte[] bias = npy(1, 2, BIAS);
    commit.set(
        "weights",
        file(write("w.npz", zip(List.of("fc.bias.npy", "fc.npy"), List.of(bias, weight)))));
    committed();
    write("w.npz", zip(List.of("fc.bias.npy"), List.of(bias)));
    refused("weights.fc.weight", "nothing");
    write("w.npz", zip(List.of("fc.bias.npy", "x.npy"), List.of(bias, weight)));
    refused("weights.x", "not declared");
    write("w.npz", zip(List.of("fc.weight.npy", "fc.npy"), List.of(weight, weight)));
    refused("more than one array");
    write("w.npz", zip(List.of("fc.weight.npy"), List.of(bias)));
    refused("weights.fc.weight", "shape [2]");
    write("w.npz", new byte[] {'P', 'K', 3, 4, 0, 0});
    refused("weights");
  }

  @Test
  void filesThatAreBroken() throws IOException {
    ObjectNode weights = (ObjectNode) commit.get("weights");
    byte[] good = npy(4, 2, WEIGHT);
    weights.set("fc.weight", file(write("w.npy", java.util.Arrays.copyOf(good, good.length - 3))));
    refused("weights.fc.weight", "w.npy", "fewer bytes");
    write("w.npy", java.util.Arrays.copyOf(good, good.length + 3));
    refused("weights.fc.weight", "more bytes");
    write("w.npy", npy(2, 4, WEIGHT));
    refused("shape [2, 4]", "transpose");
    double[] bad = WEIGHT.clone();
    bad[3] = Double.NaN;
    write("w.npy", npy(4, 2, bad));
    refused("weights.fc.weight[1, 1]", "NaN");
    bad[3] = Double.NEGATIVE_INFINITY;
    write("w.npy", npy(4, 2, bad));
    refused("weights.fc.weight[1, 1]", "-Infinity");
  }

  /** What one command writes in binary, another takes back. */
  @Test
  void binaryAnswers() throws IOException {
    Path weights = folder.resolve("after.npz");
    ObjectNode step = Golden.read("step").completeRequest();
    assertThat(Cli.run("step", step, "--format", "binary", "-o", weights.toString()).out())
        .isEmpty();
    commit.set("weights", file(weights));
    ObjectNode after = Golden.read("commit-weights").completeRequest();
    after.set("weights", Golden.read("step").answer().get("weights"));
    assertThat(Cli.run("commit", commit).json()).isEqualTo(Cli.run("commit", after).json());

    Path rootFile = folder.resolve("root");
    Cli.run(
        "commit",
        Golden.read("commit-weights").completeRequest(),
        "--format",
        "binary",
        "-o",
        rootFile.toString());
    assertThat(Files.readAllBytes(rootFile)).asHexString().isEqualToIgnoringCase(root);

    Path proof = folder.resolve("x.proof");
    Cli.run(
        "prove",
        Golden.read("prove").completeRequest(),
        "--format",
        "binary",
        "-o",
        proof.toString());
    ObjectNode verify = Golden.read("verify").completeRequest();
    verify.set("proof", file(proof));
    assertThat(Cli.run("verify", verify).json().get("valid").booleanValue()).isTrue();
    assertThat(Cli.run("inspect", "-i", proof.toString()).json().get("kind").stringValue())
        .isEqualTo("step");
  }

  @Test
  void secretsAreForTheOwner() throws IOException {
    Path seed = folder.resolve("seed.json");
    Cli.run("commit", commit, "-o", seed.toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(seed)))
        .isEqualTo("rw-------");
    assertThat(Jackson.MAPPER.readTree(Files.readAllBytes(seed)).get("root").stringValue())
        .isEqualTo(root);
  }

  /** Told before the work, and nothing is left behind. */
  @Test
  void placesThatCannotBeWritten() throws IOException {
    for (String place : List.of("/nowhere/x.json", folder.toString())) {
      Cli.Result result = Cli.run("commit", commit, "-o", place);
      assertThat(result.status()).isEqualTo(Main.UNUSABLE);
      assertThat(result.err()).startsWith("pot: --output").contains(place).hasLineCount(1);
    }
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void verboseNamesThePhases() {
    Cli.Result result = Cli.run("prove", Golden.read("prove").completeRequest(), "-v");
    assertThat(result.err()).contains("witness", "commitments", "proof", "verification", " ms");
    assertThat(result.status()).isZero();
  }
}
