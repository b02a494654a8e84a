package pot.zk.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import pot.zk.cli.json.JsonException;
import pot.zk.cli.json.JsonNode;
import pot.zk.cli.json.JsonReader;
import pot.zk.cli.json.WordNode;
import pot.zk.error.UnusableRequestException;

/** Reads the requests of a server: a line of JSON, then the bytes of its frames. */
final class ServerInput {
  private static final int MAX_LINE = 1 << 26;
  private static final long MAX_FRAME = Integer.MAX_VALUE - 64;
  private static final Set<String> MEMBERS = Set.of("id", "command", "request", "frames");

  private final InputStream in;

  ServerInput(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /**
   * A line, parsed as far as it goes.
   *
   * @param id null where there is none
   */
  record Message(JsonNode id, String command, JsonNode request, List<byte[]> frames) {}

  /** A message that is none, after which the next line can still be read. */
  static final class BadMessage extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialized
    private final JsonNode id;

    @SuppressWarnings("serial")
    private final UnusableRequestException fault;

    BadMessage(JsonNode id, UnusableRequestException fault) {
      super(fault);
      this.id = id;
      this.fault = fault;
    }

    JsonNode id() {
      return id;
    }

    UnusableRequestException fault() {
      return fault;
    }
  }

  /**
   * The next message; empty at the end.
   *
   * @throws BadMessage for a line that is no message
   * @throws UnusableRequestException if it cannot be told where the next message begins
   */
  Optional<Message> next() throws IOException, BadMessage {
    byte[] line = line();
    if (line.length == 0) {
      return Optional.empty();
    }
    JsonNode root;
    try {
      root = JsonReader.read(line);
    } catch (JsonException e) {
      throw new BadMessage(WordNode.NULL, Request.malformed(e));
    }
    List<byte[]> frames = frames(root.path("frames"));
    return Optional.of(message(root, frames));
  }

  /** A line with its end; nothing at the end of the stream. */
  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.write(b);
      if (b == '\n') {
        break;
      }
      if (line.size() > MAX_LINE) {
        throw fault(
            "request",
            "a line of more than " + MAX_LINE + " bytes",
            "less than that",
            "give large tensors as frames or files");
      }
    }
    return line.toByteArray();
  }

  private List<byte[]> frames(JsonNode sizes) throws IOException {
    if (sizes.isMissingNode()) {
      return List.of();
    }
    if (!sizes.isArray()) {
      throw fault("frames", Request.kind(sizes), "a list of sizes", "leave it out, or list them");
    }
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      JsonNode size = sizes.get(i);
      if (!size.isIntegralNumber()
          || !size.canConvertToInt()
          || size.intValue() < 0
          || size.intValue() > MAX_FRAME) {
        throw fault(
            "frames[" + i + "]",
            Request.clip(size.toString()),
            "bytes, from 0 to " + MAX_FRAME,
            "send larger tensors as files");
      }
      byte[] frame = in.readNBytes(size.intValue());
      if (frame.length != size.intValue()) {
        throw fault(
            "frames[" + i + "]",
            frame.length + " bytes before the end",
            size + " bytes",
            "send the whole frame after its line");
      }
      frames.add(frame);
    }
    return frames;
  }

  private static Message message(JsonNode root, List<byte[]> frames) throws BadMessage {
    JsonNode id = root.path("id");
    if (!id.isString() && !id.isIntegralNumber()) {
      JsonNode none = WordNode.NULL;
      String found = id.isMissingNode() ? "nothing" : Request.kind(id);
      throw new BadMessage(
          none, fault("id", found, "a string or an integer", "number the requests"));
    }
    Set<String> unknown = new TreeSet<>(root.propertyNames());
    unknown.removeAll(MEMBERS);
    if (!unknown.isEmpty()
        || !root.path("command").isString()
        || !root.path("request").isObject()) {
      throw new BadMessage(
          id,
          fault(
              "request",
              "the members " + Request.clip(new TreeSet<>(root.propertyNames()).toString()),
              "id, command (a string), request (an object) and perhaps frames",
              "see ./pot serve --help"));
    }
    return new Message(id, root.path("command").stringValue(), root.path("request"), frames);
  }

  private static UnusableRequestException fault(
      String field, String found, String expected, String action) {
    return new UnusableRequestException(field, found, expected, action);
  }
}
