package pot.zk.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A long-lived prover for another program. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serve requests of another program until standard input closes.",
      "A request is a line of JSON with an id, then the bytes of its frames. Answers come on standard output,",
      "in the order in which they are done."
    },
    footer = {
      "",
      "Request:",
      "  {\"id\":1, \"command\":\"prove\", \"request\":{..}, \"frames\":[1048704]}",
      "  commands: commit, step, check, prove, verify, open, inspect, soundness; docs/json.md describes them",
      "",
      "Example:",
      "  echo '{\"id\":1,\"command\":\"inspect\",\"request\":{\"proof\":{\"file\":\"x.proof\"}}}' | ./pot serve --stdio"
    })
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--stdio",
      required = true,
      description = "on standard input and output: there is no other way yet")
  private boolean stdio;

  @Override
  public Integer call() {
    VectorModule.load();
    OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
    // Nothing but the protocol may get into standard output.
    System.setOut(System.err);
    // Nobody is left to hear of it: what is still being computed is for nobody, too.
    Runnable whenNobodyReads = () -> Runtime.getRuntime().halt(Main.INTERNAL);
    return new Server(System.in, new ServerOutput(out, whenNobodyReads)).run();
  }
}
