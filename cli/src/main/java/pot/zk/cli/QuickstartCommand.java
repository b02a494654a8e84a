package pot.zk.cli;

import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import pot.zk.error.UnusableRequestException;
import pot.zk.ledger.FileOpeningLedger;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Mode;
import pot.zk.simd.Kernels;
import pot.zk.step.ModelState;
import pot.zk.step.Progress;
import pot.zk.step.Proof;
import pot.zk.step.RecentCommitments;
import pot.zk.step.SgdZkProver;
import pot.zk.step.SgdZkVerifier;
import pot.zk.step.Verdict;
import pot.zk.step.ZkWitnessBuilder;
import pot.zk.step.ZkWitnessBuilder.StepData;

/** Proves one step from beginning to end, and shows that nothing else passes. */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    description = "Do one SGD step, prove it in zero knowledge, verify it, and tamper with it.",
    footer = {"", "Example:", "  ./pot quickstart --example 16x4"})
final class QuickstartCommand implements Callable<Integer> {
  @Option(
      names = "--example",
      paramLabel = "NAME",
      defaultValue = "digits",
      description = "digits (64x10, batch 32; the default) or 16x4 (batch 1)")
  private String name = "digits";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    VectorModule.load();
    PrintWriter out = spec.commandLine().getOut();
    Example example = example();
    out.println("PoT-ZK: " + example.title());
    out.println();
    Hyperparameters hp = example.hyperparameters(example.rate());
    describe(out, example, hp);

    RecentCommitments recent = new RecentCommitments();
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp, recent);
    ModelState after =
        timed(out, "do the step", () -> builder.canonicalStep(example.before(), example.batch()));
    StepData step =
        timed(
            out,
            "commit to W, W' and the batch",
            () ->
                builder.extractSgdUpdateWitness(
                    example.before(), after, example.batch(), 123, 456, 1));
    FileOpeningLedger ledger = FileOpeningLedger.openDefault();
    SgdZkProver prover = new SgdZkProver(ledger, Progress.none(), recent);
    Proof proof =
        timed(
            out,
            "prove (and verify before release)",
            () -> prover.proveSgdStep(hp, step.statement(), step.witness()));
    SgdZkVerifier verifier = new SgdZkVerifier();
    Verdict verdict = timed(out, "verify", () -> verifier.verifySgdStep(step.statement(), proof));
    out.println();
    HexFormat hex = HexFormat.of();
    out.println("  w_t_root      " + hex.formatHex(step.statement().wtRoot()));
    out.println("  w_t1_root     " + hex.formatHex(step.statement().wt1Root()));
    out.println("  batch_root    " + hex.formatHex(step.statement().batchRoot()));
    out.println("  hparams_hash  " + hex.formatHex(step.statement().hparamsHash()));
    out.println("  opening ledger at " + ledger.directory());
    out.println();
    switch (verdict) {
      case Verdict.Valid(Hyperparameters proven, double bits) ->
          out.printf(
              Locale.ROOT,
              "VALID: proof of %,d bytes, soundness error at most 2^-%.1f (proven, summed)%n",
              proof.size(),
              bits);
      case Verdict.Invalid(String reason) -> {
        out.println("INVALID: " + reason);
        return Main.NOT_TRUE;
      }
    }
    out.println();
    out.println("Tampering, and what happened to it:");
    List<TamperTable.Row> rows = new TamperTable(example, step, proof, prover).run();
    TamperTable.print(rows, out);
    out.println();
    long caught = rows.stream().filter(TamperTable.Row::asExpected).count();
    out.println(caught + " of " + rows.size() + " tamperings caught.");
    return caught == rows.size() ? Main.OK : Main.NOT_TRUE;
  }

  private Example example() {
    return switch (name) {
      case "digits" -> Example.digits(Main.home());
      case "16x4" -> Example.sixteenByFour();
      default ->
          throw new UnusableRequestException(
              "--example", name, "digits or 16x4", "choose one of these");
    };
  }

  private static void describe(PrintWriter out, Example example, Hyperparameters hp) {
    String mode =
        switch (hp.mode()) {
          case Mode.Exact e -> "exact: one legal W' for each W and batch";
          case Mode.Attested a -> "attested: W' within 2^" + a.toleranceLog2();
        };
    out.printf(
        "  model         linear %d x %d%s, mean squared error, plain SGD at rate %s%n",
        example.layer().in(),
        example.layer().out(),
        example.layer().bias() ? " with bias" : "",
        example.rate());
    out.printf("  batch         %d%n", hp.batch());
    out.printf("  mode          %s%n", mode);
    out.printf(
        "  arithmetic    %s, %d processors%n",
        Kernels.notice(), Runtime.getRuntime().availableProcessors());
    out.printf(
        "  openings      each commitment may be opened %d times%n", hp.commitment().openings());
    out.println();
  }

  private static <T> T timed(PrintWriter out, String what, Supplier<T> work) {
    out.printf("  %-34s", what + " ...");
    out.flush();
    long start = System.nanoTime();
    T result = work.get();
    out.printf(Locale.ROOT, "%8.0f ms%n", (System.nanoTime() - start) / 1e6);
    out.flush();
    return result;
  }
}
