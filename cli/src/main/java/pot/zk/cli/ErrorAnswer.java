package pot.zk.cli;

import pot.zk.cli.json.ArrayNode;
import pot.zk.cli.json.ObjectNode;
import pot.zk.error.InternalFaultException;
import pot.zk.error.PotException;

/** Errors as JSON, and faults of ours or the machine's as errors. */
final class ErrorAnswer {
  private ErrorAnswer() {}

  static ObjectNode of(PotException e) {
    ObjectNode error = new ObjectNode();
    error.put("code", Main.exitCode(e));
    put(error, e);
    error.put("message", String.valueOf(e.getMessage()));
    if (e.faults().size() > 1) {
      ArrayNode faults = error.putArray("faults");
      e.faults().forEach(f -> put(faults.addObject(), f));
    }
    return error;
  }

  private static void put(ObjectNode to, PotException e) {
    to.put("field", e.field())
        .put("found", e.found())
        .put("expected", e.expected())
        .put("action", e.action());
  }

  /** Any exception as one of the family. */
  static PotException known(Throwable e) {
    return e instanceof PotException known
        ? known
        : new InternalFaultException(
            "internal error", e.toString(), "none", "please report it, with the output of -v");
  }

  static InternalFaultException outOfMemory() {
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    return new InternalFaultException(
        "memory",
        "no more of the " + megabytes + " MB that this process may use",
        "more",
        "prove a smaller model or batch, or give more: JAVA_TOOL_OPTIONS=-Xmx16g");
  }
}
