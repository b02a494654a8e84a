package pot.zk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import pot.zk.cli.json.ObjectNode;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.Layer;
import pot.zk.step.ModelState;
import pot.zk.step.RecentCommitments;

/** Trains a declared model on the digits by canonical steps. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Train a declared model in the integers that are proven: on the handwritten digits, or on",
      "samples of your own.",
      "The same declaration and seed give the same weights on every machine."
    },
    footer = {
      "",
      "DECLARATION is a JSON file of hyper-parameters; formats, mode and commitment may be left out.",
      "FILE is an .npz of inputs, one row a sample, and of targets likewise or labels (0, 1, ..).",
      "DIR gets checkpoint-EPOCH.npz; with --record requests/step-NUMBER.json, statement and all,",
      "for prove; with --prove step-NUMBER.json for verify-chain.",
      "",
      "Examples:",
      "  ./pot train examples/digits-64-32-10.json --epochs 20 -o run-1",
      "  ./pot train mine.json --data mine.npz --record 100 --prove 10 -o run-2"
    })
final class TrainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DECLARATION", description = "the hyper-parameters")
  private Path declaration = Path.of("");

  @Option(names = "--epochs", paramLabel = "N", defaultValue = "20", description = "default 20")
  private int epochs;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "default 1")
  private long seed;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      description = "of the samples, for accuracy (default 0.2)")
  private double heldOut;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "samples to train on (default the digits)")
  private @Nullable Path samples;

  @Option(
      names = "--record",
      paramLabel = "N",
      defaultValue = "0",
      description = "write the last N steps as requests of prove (default 0)")
  private int recorded;

  @Option(
      names = "--prove",
      paramLabel = "N",
      defaultValue = "0",
      description = "prove the last N steps, as a chain (default 0)")
  private int prove;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "write checkpoints and proofs to DIR")
  private @Nullable Path folder;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    VectorModule.load();
    check();
    HyperparametersDraft draft = HyperparametersDraft.parse(read());
    Random random = new Random(seed);
    TrainingData data = data(draft, random);
    RecentCommitments recent = new RecentCommitments();
    checkBatch(draft, data);
    Trainer trainer = new Trainer(draft, data, random, recent);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%,d samples to train on, %,d held out; batches of %d%n",
        data.trained(),
        data.heldOut(),
        draft.batch());
    long perEpoch = (data.trained() + draft.batch() - 1) / draft.batch();
    long steps = perEpoch * epochs;
    Optional<StepRecorder> recorder =
        Optional.ofNullable(folder).map(f -> new StepRecorder(f, recent));
    AtomicLong number = new AtomicLong();
    for (int e = 1; e <= epochs; e++) {
      int epoch = e;
      long start = System.nanoTime();
      double loss =
          trainer.epoch(
              step -> {
                long n = number.getAndIncrement();
                if (n >= steps - prove) {
                  recorder.ifPresent(r -> showProof(out, n, r.prove(step, n, epoch)));
                } else if (n >= steps - recorded) {
                  recorder.ifPresent(r -> r.record(step, n, epoch));
                }
              });
      double seconds = (System.nanoTime() - start) * 1e-9;
      out.printf(
          Locale.ROOT,
          "epoch %3d  loss %.5f%s  %.1f s%n",
          e,
          loss,
          data.heldOut() == 0 || !data.classes()
              ? ""
              : String.format(Locale.ROOT, "  accuracy %.2f %%", 100 * trainer.accuracy()),
          seconds);
      out.flush();
      if (folder != null) {
        checkpoint(folder.resolve("checkpoint-" + e + ".npz"), trainer.state());
      }
    }
    return Main.OK;
  }

  private static void showProof(PrintWriter out, long number, int bytes) {
    out.printf(Locale.ROOT, "  step %,d proven: %,d bytes%n", number, bytes);
    out.flush();
  }

  private void check() throws IOException {
    if (epochs < 1 || prove < 0 || recorded < 0 || !(heldOut >= 0 && heldOut < 1)) {
      throw new UnusableRequestException(
          "options",
          "--epochs %d --record %d --prove %d --held-out %s"
              .formatted(epochs, recorded, prove, heldOut),
          "epochs from 1, steps from 0, a share from 0 to less than 1",
          "correct them");
    }
    if (prove + recorded > 0 && folder == null) {
      throw new UnusableRequestException(
          prove > 0 ? "--prove" : "--record", "no folder for the steps", "-o DIR", "name one");
    }
    if (folder != null) {
      try {
        Files.createDirectories(recorded > 0 ? folder.resolve(StepRecorder.REQUESTS) : folder);
      } catch (IOException e) {
        throw new UnusableRequestException(
            "--output " + folder, Request.reason(e), "a folder", "name another");
      }
    }
  }

  private byte[] read() {
    try {
      return Files.readAllBytes(declaration);
    } catch (IOException e) {
      throw new UnusableRequestException(
          declaration.toString(), Request.reason(e), "a readable file", "name the declaration");
    }
  }

  private TrainingData data(HyperparametersDraft draft, Random random) {
    int in = draft.model().input().get(0);
    int out =
        draft.model().layers().stream()
            .filter(Layer.Linear.class::isInstance)
            .map(Layer.Linear.class::cast)
            .reduce((a, b) -> b)
            .map(Layer.Linear::out)
            .orElse(in);
    if (samples != null) {
      return SampleFile.read(samples, in, out, heldOut, random);
    }
    if (in != Digits.PIXELS || out != Digits.CLASSES) {
      throw new UnusableRequestException(
          "model",
          in + " inputs and " + out + " outputs",
          Digits.PIXELS + " pixels and " + Digits.CLASSES + " classes",
          "declare a model for the digits, or name other samples with --data");
    }
    Digits digits = Digits.load(Main.home().resolve("examples/digits.csv.gz"));
    return TrainingData.digits(digits, heldOut, random);
  }

  private static void checkBatch(HyperparametersDraft draft, TrainingData data) {
    if (draft.batch() > data.trained()) {
      throw new UnusableRequestException(
          "batch",
          Integer.toString(draft.batch()),
          "at most " + data.trained() + ", the samples to train on",
          "choose a smaller batch");
    }
  }

  private static void checkpoint(Path file, ModelState state) {
    List<NamedTensor> tensors = new ArrayList<>();
    for (String name : state.names()) {
      double[] values = state.tensor(name);
      tensors.add(new NamedTensor(name, 1, values.length, values));
    }
    Answer answer = Answer.of(new ObjectNode(), Main.OK).withWeights(tensors);
    Output.writeFile(file, answer.toBinary(), true);
  }
}
