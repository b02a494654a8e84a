package pot.zk.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import pot.zk.cli.bench.BenchedStep;
import pot.zk.cli.bench.Network;
import pot.zk.model.Hyperparameters;
import pot.zk.step.Progress;
import pot.zk.step.Proof;

/** A whole step, in a warm process, on all processors: its proof, and the proof's verification. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 5, time = 4)
@Measurement(iterations = 5, time = 4)
public class StepBenchmark {
  private static final int OPENINGS = 4;

  /** Layers and samples. */
  @Param({"16-4/1", "64-32-10/64"})
  public String step = "";

  private @Nullable Path state;
  private @Nullable BenchedStep done;
  private @Nullable Proof proof;
  private BenchedStep.@Nullable Committed proven;

  /** Does the step, and one proof of it, which is then verified again and again. */
  @Setup
  public void prepare() throws IOException {
    String[] parts = step.split("/", -1);
    List<Integer> widths = Arrays.stream(parts[0].split("-", -1)).map(Integer::valueOf).toList();
    Network network = new Network(widths, Integer.parseInt(parts[1]), false);
    Hyperparameters hyperparameters = network.hyperparameters(false, OPENINGS);
    state = Files.createTempDirectory("pot-jmh");
    done = new BenchedStep(network, hyperparameters, state);
    proven = done.commit(0);
    proof = done.prove(proven, Progress.none());
  }

  /** Deletes the ledger. */
  @TearDown
  public void delete() throws IOException {
    try (Stream<Path> files = Files.walk(Objects.requireNonNull(state))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Commitments that no proof has opened yet, made outside of the time that is measured. */
  @State(Scope.Thread)
  public static class Fresh {
    private long number;
    private BenchedStep.@Nullable Committed committed;

    /** Commits. */
    @Setup(Level.Invocation)
    public void commit(StepBenchmark benchmark) {
      committed = Objects.requireNonNull(benchmark.done).commit(++number);
    }
  }

  /** All that a prover does in a chain, where it has the commitment to the weights before. */
  @Benchmark
  public Proof prove(Fresh fresh) {
    return Objects.requireNonNull(done)
        .prove(Objects.requireNonNull(fresh.committed), Progress.none());
  }

  /** From the bytes of statement and proof. */
  @Benchmark
  public void verify() {
    Objects.requireNonNull(done)
        .verify(Objects.requireNonNull(proven), Objects.requireNonNull(proof));
  }
}
