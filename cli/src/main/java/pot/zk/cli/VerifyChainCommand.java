package pot.zk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import pot.zk.error.UnusableRequestException;
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

  @Spec private CommandSpec spec;

  /** One step of the chain. */
  private record Link(Path file, Statement statement, Proof proof) {}

  @Override
  public Integer call() {
    VectorModule.load();
    PrintWriter out = spec.commandLine().getOut();
    List<Link> links = links();
    SgdZkVerifier verifier = new SgdZkVerifier();
    Map<Long, Path> nonces = new HashMap<>();
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      Statement s = link.statement();
      if (verifier.verifySgdStep(s, link.proof()) instanceof Verdict.Invalid(String reason)) {
        return broken(out, link, "its proof is not valid: " + reason);
      }
      Path same = nonces.put(s.stepNonce(), link.file());
      if (same != null) {
        return broken(
            out, link, "its step_nonce " + s.stepNonce() + " is that of " + same.getFileName());
      }
      if (i > 0) {
        Statement before = links.get(i - 1).statement();
        if (s.stepNumber() != before.stepNumber() + 1) {
          return broken(
              out,
              link,
              "its step_number " + s.stepNumber() + " does not follow " + before.stepNumber());
        }
        if (!Arrays.equals(s.wtRoot(), before.wt1Root())) {
          return broken(out, link, "its w_t_root is not the w_t1_root of the step before");
        }
      }
    }
    out.println(
        "unbroken: "
            + links.size()
            + " steps, "
            + links.getFirst().statement().stepNumber()
            + " to "
            + links.getLast().statement().stepNumber());
    return Main.OK;
  }

  private static int broken(PrintWriter out, Link link, String why) {
    out.println(
        "broken at step "
            + link.statement().stepNumber()
            + " ("
            + link.file().getFileName()
            + "): "
            + why);
    return Main.NOT_TRUE;
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
          directory.toString(), e.toString(), "a readable folder", "name the folder of the chain");
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
      Statement statement = StepRequest.statement(request.object("public_inputs"));
      return new Link(file, statement, StepRequest.proof(request));
    } catch (UnusableRequestException e) {
      throw new UnusableRequestException(
          file.getFileName() + ": " + e.field(), e.found(), e.expected(), e.action());
    }
  }
}
