package pot.zk.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/** Where a command's text and its messages go. */
record Console(PrintWriter out, PrintWriter err) {
  static Console of(CommandLine line) {
    return new Console(line.getOut(), line.getErr());
  }
}
