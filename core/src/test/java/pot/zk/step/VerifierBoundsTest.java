package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pot.zk.fixedpoint.FormatPlanner;
import pot.zk.model.CanonicalJson;
import pot.zk.model.Hyperparameters;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.JsonValue;
import pot.zk.model.Layer;
import pot.zk.model.Model;

/**
 * What a verifier allocates, which bounds its time as well: for no input much more than for an
 * honest proof of the same length, or of the same hyper-parameters.
 */
@Tag("long")
class VerifierBoundsTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Path VECTORS = Path.of("../vectors");

  /** What other threads of the program allocate meanwhile, and caches. */
  private static final long SLACK = 1L << 22;

  private static long allocated(Runnable work) {
    long before = THREADS.getTotalThreadAllocatedBytes();
    work.run();
    return THREADS.getTotalThreadAllocatedBytes() - before;
  }

  /** Every rejected vector, beside the honest proof that it is made from. */
  @Test
  void rejectedVectors() throws Exception {
    List<FrozenVector> vectors = vectors();
    Map<String, Long> honest = new HashMap<>();
    List<String> faults = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (FrozenVector v : vectors) {
        byte[] bytes = v.edited(Files.readAllBytes(VECTORS.resolve(v.file())));
        long bytesAllocated = allocated(() -> verify(v, bytes));
        if (v.valid()) {
          honest.put(v.file(), bytesAllocated);
        } else if (bytesAllocated > 2 * honest.getOrDefault(v.file(), SLACK) + SLACK) {
          faults.add(v.id() + ": " + bytesAllocated);
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  private static void verify(FrozenVector v, byte[] bytes) {
    if (v.kind().equals("step")) {
      new SgdZkVerifier().verifySgdStep(v.statement(), new Proof(bytes));
    } else {
      new WeightOpeningVerifier().verify(v.bytes("root"), new WeightOpening(bytes));
    }
  }

  private static List<FrozenVector> vectors() throws Exception {
    byte[] list = Files.readAllBytes(VECTORS.resolve("vectors.json"));
    Map<String, JsonValue> all = ((JsonValue.Obj) CanonicalJson.parse(list)).members();
    return ((JsonValue.Arr) all.get("cases")).items().stream().map(FrozenVector::parse).toList();
  }

  /** The largest models that can be declared, with a few bytes for a proof. */
  @ParameterizedTest
  @CsvSource({
    "1, 8192, 8192, 1",
    "1024, 16384, 1024, 1",
    "16777216, 1, 1, 1",
    "1, 1, 1, 128",
    "64, 64, 64, 128",
    "4096, 1024, 1024, 16",
    "65536, 65536, 65536, 2"
  })
  void hugeDeclarations(int batch, int in, int out, int layers) {
    Hyperparameters hp = declare(batch, in, out, layers);
    byte[] root = new byte[32];
    ByteArrayOutputStream proof = new ByteArrayOutputStream();
    new ProofBytes(hp.canonicalBytes(), List.of(root, root, root)).write(proof);
    proof.writeBytes(new byte[1 << 16]);
    Statement statement = new Statement(root, root, hp.hash(), root, 0, 0, 0);
    long bytes =
        allocated(
            () -> new SgdZkVerifier().verifySgdStep(statement, new Proof(proof.toByteArray())));
    // A plan: some hundred kilobytes a layer.
    assertThat(bytes).isLessThan(32 * SLACK);
  }

  private static Hyperparameters declare(int batch, int in, int out, int count) {
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < count; l++) {
      layers.add(new Layer.Linear("fc" + l, l == 0 ? in : out, out, true));
      layers.add(new Layer.Relu());
    }
    return FormatPlanner.complete(
        HyperparametersDraft.of(
            batch,
            new Model(List.of(in), layers),
            Fixtures.CROSS_ENTROPY,
            Fixtures.sgd("0.1", "0.9", true, "0.01")));
  }
}
