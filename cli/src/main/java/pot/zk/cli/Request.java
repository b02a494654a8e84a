package pot.zk.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import pot.zk.cli.json.JsonException;
import pot.zk.cli.json.JsonNode;
import pot.zk.cli.json.JsonReader;
import pot.zk.error.UnusableRequestException;

/** One object of a JSON request, read member by member; every fault names its place. */
final class Request {
  /** Larger requests are refused before they fill the memory. */
  private static final int MAX_BYTES = 1 << 26;

  private final String path;
  private final JsonNode node;
  private final List<byte[]> frames;

  private Request(String path, JsonNode node, List<byte[]> frames) {
    this.path = path;
    this.node = node;
    this.frames = frames;
  }

  /** Reads a whole document. */
  static Request parse(byte[] json) {
    try {
      return parse(new ByteArrayInputStream(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a whole document, stopping at the first thing that is wrong with it.
   *
   * @throws UnusableRequestException unless it is one JSON object of at most {@value #MAX_BYTES}
   *     bytes
   */
  static Request parse(InputStream json) throws IOException {
    LimitedInput limited = new LimitedInput(json, MAX_BYTES);
    try {
      return of(JsonReader.read(limited), List.of());
    } catch (JsonException e) {
      throw malformed(e);
    }
  }

  /**
   * A request that came with frames.
   *
   * @param frames that its tensors may refer to
   */
  static Request of(JsonNode root, List<byte[]> frames) {
    if (!root.isObject()) {
      throw fault("request", kind(root), "one JSON object", "see --help for an example");
    }
    return new Request("", root, frames);
  }

  static UnusableRequestException malformed(JsonException e) {
    String message = String.valueOf(e.getMessage());
    return fault(
        "request", "malformed JSON: " + message, "one JSON object", "see --help for an example");
  }

  /** Refuses members that are not known, naming all of them, and names all that are missing. */
  Request members(Set<String> required, Set<String> optional) {
    Set<String> unknown = new TreeSet<>(node.propertyNames());
    unknown.removeAll(required);
    unknown.removeAll(optional);
    Set<String> missing = new TreeSet<>(required);
    missing.removeAll(node.propertyNames());
    if (!unknown.isEmpty() || !missing.isEmpty()) {
      List<String> found = new ArrayList<>();
      List<String> actions = new ArrayList<>();
      if (!missing.isEmpty()) {
        found.add("no " + String.join(", ", missing));
        actions.add("add what is missing");
      }
      if (!unknown.isEmpty()) {
        found.add("unknown " + clip(String.join(", ", unknown)));
        actions.add("remove or rename what is unknown");
      }
      String allowed = "the members " + String.join(", ", new TreeSet<>(required));
      if (!optional.isEmpty()) {
        allowed += "; optional: " + String.join(", ", new TreeSet<>(optional));
      }
      throw fault(
          path.isEmpty() ? "request" : path,
          String.join("; ", found),
          allowed,
          String.join(", ", actions));
    }
    if (node.has("version")) {
      long version = integer("version");
      if (version != 1) {
        throw fault(place("version"), Long.toString(version), "1", "use version 1");
      }
    }
    return this;
  }

  boolean has(String name) {
    return node.has(name);
  }

  Request object(String name) {
    JsonNode child = child(name);
    if (!child.isObject()) {
      throw fault(place(name), kind(child), "an object", "give an object");
    }
    return new Request(place(name), child, frames);
  }

  /** The member as JSON bytes, for a stricter reader. */
  byte[] json(String name) {
    return utf8(child(name).toString());
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  long integer(String name) {
    JsonNode child = child(name);
    if (!child.isIntegralNumber() || !child.canConvertToLong() || child.longValue() < 0) {
      throw fault(
          place(name), clip(child.toString()), "an integer from 0 to 2^63 - 1", "correct it");
    }
    return child.longValue();
  }

  double number(String name) {
    JsonNode child = child(name);
    if (!child.isNumber()) {
      throw fault(place(name), kind(child), "a number", "give a number");
    }
    return child.doubleValue();
  }

  /**
   * A string.
   *
   * @param expected what it should be, for the error
   */
  String text(String name, String expected) {
    JsonNode child = child(name);
    if (!child.isString()) {
      throw fault(place(name), kind(child), expected, "give that");
    }
    return child.stringValue();
  }

  /** 32 bytes as 64 hex digits, with or without 0x. */
  byte[] hash(String name) {
    String text = text(name, "64 hex digits as a string");
    String digits = text.startsWith("0x") ? text.substring(2) : text;
    if (digits.length() != 64) {
      throw fault(
          place(name), digits.length() + " hex digits", "64, for 32 bytes", "give the whole value");
    }
    try {
      return HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException e) {
      throw fault(place(name), "a character that is no hex digit", "64 hex digits", "correct it");
    }
  }

  /**
   * A tensor, row after row: a flat or nested list, or a reference to a .npy file or frame.
   *
   * @param rows 1 for a vector
   */
  double[] tensor(String name, int rows, int columns) {
    JsonNode child = child(name);
    if (isReference(child)) {
      return referenced(name, in -> Npy.read(in, place(name), rows, columns));
    }
    return new TensorList(place(name), rows, columns).read(child);
  }

  /** Whether the member refers to a file or frame. */
  boolean isReference(String name) {
    return isReference(child(name));
  }

  /** A tensor given by itself is told from an object of tensors by what its one member is. */
  private static boolean isReference(JsonNode node) {
    return node.isObject()
        && node.size() == 1
        && (node.path("file").isString() || node.path("frame").isIntegralNumber());
  }

  /** Reads from a stream. */
  interface Reader<T> {
    T read(InputStream in) throws IOException;
  }

  /** Reads the file or frame that the member refers to, to its end. */
  <T> T referenced(String name, Reader<T> reader) {
    JsonNode reference = child(name);
    String what =
        reference.has("file")
            ? reference.path("file").stringValue()
            : "frame " + reference.get("frame");
    String place = place(name) + " (" + clip(what) + ")";
    try (InputStream in = open(reference, place)) {
      T value = reader.read(in);
      if (in.read() >= 0) {
        throw fault(place, "more bytes than the array has", "one array", "save it again");
      }
      return value;
    } catch (EOFException e) {
      throw fault(place, "fewer bytes than the array has", "the whole array", "save it again");
    } catch (IOException | InvalidPathException e) {
      throw fault(place, reason(e), "a readable file", "name a file that is there");
    }
  }

  /** Why a file cannot be read, in words. */
  static String reason(Exception e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file";
      case AccessDeniedException denied -> "a file that may not be read";
      default -> clip(String.valueOf(e.getMessage()));
    };
  }

  /** So many of them, in words. */
  static String count(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  private InputStream open(JsonNode reference, String place) throws IOException {
    if (reference.has("file")) {
      return new BufferedInputStream(
          Files.newInputStream(Path.of(reference.path("file").stringValue())));
    }
    JsonNode index = reference.path("frame");
    if (!index.canConvertToInt() || index.intValue() < 0 || index.intValue() >= frames.size()) {
      throw fault(
          place,
          count(frames.size(), "frame"),
          "one of that number",
          "send frames with the request, in ./pot serve; elsewhere use {\"file\":..}");
    }
    return new ByteArrayInputStream(frames.get(index.intValue()));
  }

  /** The elements of a list, each read by itself. */
  <T> List<T> list(String name, Function<JsonElement, T> read) {
    JsonNode child = child(name);
    if (!child.isArray()) {
      throw fault(place(name), kind(child), "a list", "give a list");
    }
    List<T> out = new ArrayList<>();
    for (int i = 0; i < child.size(); i++) {
      out.add(read.apply(new JsonElement(place(name) + "[" + i + "]", child.get(i))));
    }
    return out;
  }

  /** An element of a list, with its place for errors. */
  record JsonElement(String place, JsonNode node) {}

  Set<String> names() {
    return new TreeSet<>(node.propertyNames());
  }

  boolean isList(String name) {
    return child(name).isArray();
  }

  String place(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private JsonNode child(String name) {
    JsonNode child = node.get(name);
    if (child == null) {
      throw fault(place(name), "nothing", "a member of this name", "add it");
    }
    return child;
  }

  static String kind(JsonNode node) {
    if (node.isObject()) {
      return "an object";
    }
    if (node.isArray()) {
      return "a list";
    }
    if (node.isString()) {
      return "the string \"" + clip(node.stringValue()) + "\"";
    }
    return node.isMissingNode() ? "an empty document" : clip(node.toString());
  }

  static String clip(String text) {
    String plain = text.replaceAll("[^ -~]", "?");
    return plain.length() <= 60 ? plain : plain.substring(0, 60) + "...";
  }

  private static UnusableRequestException fault(
      String field, String found, String expected, String action) {
    return new UnusableRequestException(field, found, expected, action);
  }
}
