package pot.zk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that is told to stop stops, and leaves nothing of what it had begun. */
class InterruptionTest {
  /** What a shell reports: 128 and the signal's number. */
  private static final int ENDED_BY_SIGINT = 130;

  private static final Path DECLARATION = Path.of("../examples/digits-64-32-10.json");

  @TempDir Path folder;
  private Path work = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
  }

  /** Early, in the middle of its commitments, and after its opening was counted. */
  @ParameterizedTest
  @ValueSource(strings = {"reading", "witness", "commitments"})
  void anInterruptedProverLeavesNoFile(String phase) throws Exception {
    Path request = recordedStep();
    assertThat(interrupted(phase, "prove", "-v", "-i", request.toString(), "-o", "work/proof.json"))
        .isEqualTo(ENDED_BY_SIGINT);
    assertThat(filesIn(work)).isEmpty();
  }

  @Test
  void anInterruptedBenchmarkLeavesNoFile() throws Exception {
    assertThat(interrupted("", "bench", "step", "--layers", "200,200", "--batch", "64"))
        .isEqualTo(ENDED_BY_SIGINT);
    assertThat(filesIn(work)).isEmpty();
  }

  /** The process that measures is ended with the one that started it. */
  @Test
  void anInterruptedSeriesLeavesNoFile() throws Exception {
    Path written = work.resolve("scaling");
    assertThat(interrupted("", "bench", "scaling", "--from", "18", "-o", written.toString()))
        .isEqualTo(ENDED_BY_SIGINT);
    assertThat(filesIn(work)).containsExactly(written);
    assertThat(filesIn(written)).isEmpty();
  }

  private Path recordedStep() throws IOException {
    Path run = folder.resolve("run");
    String[] train = {
      "train", DECLARATION.toString(), "--epochs", "1", "--record", "1", "-o", run.toString()
    };
    System.setProperty("pot.home", Path.of("..").toString());
    Cli.Result trained = Cli.run(train);
    assertThat(trained.status()).as(trained.err()).isZero();
    return filesIn(run.resolve("requests")).get(0);
  }

  /**
   * The exit status of a program that is interrupted when it has told of the end of a phase, or
   * half a second after it started.
   */
  private int interrupted(String phase, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + work);
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "pot.zk.cli.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("POT_STATE", folder.resolve("state").toString());
    Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      if (phase.isEmpty()) {
        assertThat(process.waitFor(1, TimeUnit.SECONDS)).isFalse();
      } else {
        boolean told = err.lines().anyMatch(line -> line.strip().startsWith(phase));
        assertThat(told).isTrue();
      }
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    return process.exitValue();
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> !f.getFileName().toString().startsWith("hsperfdata")).toList();
    }
  }
}
