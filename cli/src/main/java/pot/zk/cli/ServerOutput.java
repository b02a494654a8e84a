package pot.zk.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import pot.zk.cli.json.ArrayNode;
import pot.zk.cli.json.JsonNode;
import pot.zk.cli.json.ObjectNode;
import pot.zk.error.PotException;

/** Writes the events of a server, each as a whole, from any thread. */
final class ServerOutput {
  private static final int PROTOCOL = 1;

  private final OutputStream out;
  private final Runnable whenNobodyReads;

  /**
   * @param whenNobodyReads run if the other end has gone
   */
  ServerOutput(OutputStream out, Runnable whenNobodyReads) {
    this.out = out;
    this.whenNobodyReads = whenNobodyReads;
  }

  void ready() {
    ObjectNode event = new ObjectNode();
    event.put("event", "ready").put("protocol", PROTOCOL).put("program", Main.Version.text());
    write(event, List.of());
  }

  void progress(JsonNode id, String phase) {
    write(event(id, "progress").put("phase", phase), List.of());
  }

  /** The tensors of an answer travel as frames. */
  void answer(JsonNode id, Answer answer) {
    ObjectNode event = event(id, "answer").put("status", answer.status());
    List<byte[]> frames = new ArrayList<>();
    if (!answer.weights().isEmpty()) {
      ObjectNode references = answer.json().putObject("weights");
      for (NamedTensor tensor : answer.weights()) {
        references.putObject(tensor.name()).put("frame", frames.size());
        frames.add(Npy.write(tensor));
      }
    }
    event.set("answer", answer.json());
    write(event, frames);
  }

  void error(JsonNode id, PotException e) {
    ObjectNode event = event(id, "error").put("status", Main.exitCode(e));
    event.set("error", ErrorAnswer.of(e));
    write(event, List.of());
  }

  private static ObjectNode event(JsonNode id, String kind) {
    ObjectNode event = new ObjectNode();
    event.set("id", id);
    return event.put("event", kind);
  }

  private synchronized void write(ObjectNode event, List<byte[]> frames) {
    if (!frames.isEmpty()) {
      ArrayNode sizes = event.putArray("frames");
      frames.forEach(f -> sizes.add(f.length));
    }
    try {
      out.write(Request.utf8(event + "\n"));
      for (byte[] frame : frames) {
        out.write(frame);
      }
      out.flush();
    } catch (IOException e) {
      whenNobodyReads.run();
    }
  }
}
