package pot.zk.step;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pot.zk.model.CanonicalJson;
import pot.zk.model.JsonValue;

/**
 * The frozen vectors: what is stored is accepted and rejected as it says, and today's prover still
 * makes the same bytes. Write them anew with {@code -Dpot.vectors=write}; a change of the accepted
 * ones is a new format version and an entry in CHANGELOG.md.
 */
class VectorsTest {
  private static final Path FOLDER = Path.of("../vectors");
  private static final Path LIST = FOLDER.resolve("vectors.json");
  private static final boolean WRITE = "write".equals(System.getProperty("pot.vectors"));

  private static @Nullable List<FrozenVector> stored;

  private static synchronized List<FrozenVector> stored() throws IOException {
    if (stored == null) {
      Map<String, JsonValue> all = members(CanonicalJson.parse(Files.readAllBytes(LIST)));
      stored =
          ((JsonValue.Arr) all.get("cases")).items().stream().map(FrozenVector::parse).toList();
    }
    return stored;
  }

  /** The case of this name. */
  static FrozenVector stored(String id) throws IOException {
    return stored().stream().filter(v -> v.id().equals(id)).findFirst().orElseThrow();
  }

  /** Its bytes, before edits. */
  static byte[] file(FrozenVector vector) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(vector.file()));
  }

  private static Map<String, JsonValue> members(JsonValue object) {
    return ((JsonValue.Obj) object).members();
  }

  @Test
  void theProverStillMakesTheseBytes() throws IOException {
    VectorMaker maker = VectorMaker.make();
    if (WRITE) {
      write(maker);
    }
    assertThat(Files.readString(LIST)).isEqualTo(list(maker.vectors()));
    for (Map.Entry<String, byte[]> file : maker.files().entrySet()) {
      assertThat(Files.readAllBytes(FOLDER.resolve(file.getKey())))
          .as(file.getKey() + " is another now: a change of the format needs a new version")
          .isEqualTo(file.getValue());
    }
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".proof")))
          .containsExactlyInAnyOrderElementsOf(maker.files().keySet());
    }
  }

  /** The quickest of them by itself: what breaks everything shows at once. */
  @Test
  void theSmallestProof() throws IOException {
    VectorMaker maker = VectorMaker.smallest();
    for (Map.Entry<String, byte[]> file : maker.files().entrySet()) {
      assertThat(Files.readAllBytes(FOLDER.resolve(file.getKey()))).isEqualTo(file.getValue());
    }
    for (FrozenVector vector : maker.vectors()) {
      check(vector);
    }
  }

  /** Each by itself, so that a run that only asks whether one fails may stop at the first. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("stored")
  void acceptedAndRejectedAsItSays(FrozenVector vector) throws IOException {
    check(vector);
  }

  private static void check(FrozenVector vector) throws IOException {
    byte[] bytes = vector.edited(file(vector));
    boolean valid =
        vector.kind().equals("step")
            ? new SgdZkVerifier().verifySgdStep(vector.statement(), new Proof(bytes)).isValid()
            : new WeightOpeningVerifier()
                .verify(vector.bytes("root"), new WeightOpening(bytes))
                .isValid();
    assertThat(valid).as(vector.bug()).isEqualTo(vector.valid());
  }

  private static void write(VectorMaker maker) throws IOException {
    Files.createDirectories(FOLDER);
    try (Stream<Path> old = Files.list(FOLDER)) {
      for (Path file : old.filter(f -> f.toString().endsWith(".proof")).toList()) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, byte[]> file : maker.files().entrySet()) {
      Files.write(FOLDER.resolve(file.getKey()), file.getValue());
    }
    Files.writeString(LIST, list(maker.vectors()));
  }

  /** One case a line, so that differences can be read. */
  private static String list(List<FrozenVector> vectors) {
    Map<String, JsonValue> counts = new TreeMap<>();
    Map<String, Long> counted =
        vectors.stream()
            .collect(
                Collectors.groupingBy(
                    v -> v.kind() + (v.valid() ? "_valid" : "_invalid"), Collectors.counting()));
    counted.forEach((name, count) -> counts.put(name, new JsonValue.Int(count)));
    String cases =
        vectors.stream()
            .map(v -> new String(CanonicalJson.write(v.json()), US_ASCII))
            .collect(Collectors.joining(",\n"));
    String head = new String(CanonicalJson.write(new JsonValue.Obj(counts)), US_ASCII);
    return "{\"format\":\"pot-vectors/1\",\n\"counts\":"
        + head
        + ",\n\"cases\":[\n"
        + cases
        + "]}\n";
  }
}
