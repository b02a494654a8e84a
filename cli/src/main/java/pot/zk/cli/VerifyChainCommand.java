package pot.zk.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import pot.zk.cli.json.ObjectNode;
import pot.zk.error.UnusableRequestException;
import pot.zk.step.Progress;
import pot.zk.step.Proof;
import pot.zk.step.SgdZkVerifier;
import pot.zk.step.Statement;
import pot.zk.step.Verdict;

/** Verifies a folder of steps as a chain. */
@Command(
    name = "verify-chain",
    mixinStandardHelpOptions = true,
    description = {
      "Verify a chain of steps: every *.json in DIR is a request of verify.",
      "Each proof is valid, each W' root is the next W root, step numbers are consecutive, nonces differ."
    },
    footer = {
      "",
      "Exit status: 0 an unbroken chain; 1 a broken one, and where.",
      "",
      "Example:",
      "  ./pot verify-chain run-7/"
    })
final class VerifyChainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "the folder")
  private Path directory = Path.of(".");

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec;

  /** One step of the chain. */
  private record Link(Path file, Statement statement, Proof proof) {}

  @Override
  public Integer call() {
    VectorModule.load();
    return output.run(Console.of(spec.commandLine()), this::answer);
  }

  private Answer answer(Progress progress) {
    progress.phase("reading");
    List<Link> links = links();
    ObjectNode answer = new ObjectNode();
    Optional<Break> broken = firstBreak(links, progress);
    answer.put("unbroken", broken.isEmpty());
    answer.put("steps", links.size());
    answer.put("first_step", links.getFirst().statement().stepNumber());
    answer.put("last_step", links.getLast().statement().stepNumber());
    broken.ifPresent(
        b ->
            answer
                .putObject("broken_at")
                .put("file", String.valueOf(b.link().file().getFileName()))
                .put("step_number", b.link().statement().stepNumber())
                .put("reason", b.reason()));
    return Answer.of(answer, broken.isEmpty() ? Main.OK : Main.NOT_TRUE);
  }

  /** The first link that does not hold, and why. */
  private record Break(Link link, String reason) {}

  private static Optional<Break> firstBreak(List<Link> links, Progress progress) {
    SgdZkVerifier verifier = new SgdZkVerifier();
    Map<Long, Path> nonces = new HashMap<>();
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      progress.phase("step " + (i + 1) + " of " + links.size());
      Statement s = link.statement();
      if (verifier.verifySgdStep(s, link.proof()) instanceof Verdict.Invalid(String reason)) {
        return Optional.of(new Break(link, "its proof is not valid: " + reason));
      }
      Path same = nonces.put(s.stepNonce(), link.file());
      if (same != null) {
        return Optional.of(
            new Break(
                link, "its step_nonce " + s.stepNonce() + " is that of " + same.getFileName()));
      }
      Optional<String> gap = i == 0 ? Optional.empty() : gap(links.get(i - 1).statement(), s);
      if (gap.isPresent()) {
        return Optional.of(new Break(link, gap.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> gap(Statement before, Statement s) {
    if (s.stepNumber() != before.stepNumber() + 1) {
      return Optional.of("its step_number does not follow " + before.stepNumber());
    }
    return Arrays.equals(s.wtRoot(), before.wt1Root())
        ? Optional.empty()
        : Optional.of("its w_t_root is not the w_t1_root of the step before");
  }

  /** The links by step number. */
  private List<Link> links() {
    List<Link> links = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        links.add(read(file));
      }
    } catch (IOException e) {
      throw new UnusableRequestException(
          directory.toString(),
          Request.reason(e),
          "a readable folder",
          "name the folder of the chain");
    }
    if (links.isEmpty()) {
      throw new UnusableRequestException(
          directory.toString(),
          "no *.json",
          "statements with proofs",
          "name the folder of the chain");
    }
    links.sort(Comparator.comparingLong(l -> l.statement().stepNumber()));
    return links;
  }

  private static Link read(Path file) throws IOException {
    try {
      Request request = Request.parse(Files.readAllBytes(file));
      request.members(Set.of("public_inputs", "proof"), Set.of("version", "params_k", "metadata"));
      Statement statement = StepRequest.statement(request);
      return new Link(file, statement, new Proof(StepRequest.proof(request)));
    } catch (UnusableRequestException e) {
      throw new UnusableRequestException(
          file.getFileName() + ": " + e.field(), e.found(), e.expected(), e.action());
    }
  }
}
