package pot.zk.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import pot.zk.error.UnusableRequestException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One object of a JSON request, read member by member; every fault names its place. */
final class Request {
  private static final int MAX_DEPTH = 32;

  /** Strict: no duplicate members, nothing after the document, bounded depth. */
  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String path;
  private final JsonNode node;

  private Request(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  /**
   * Reads a whole document.
   *
   * @throws UnusableRequestException unless it is one JSON object
   */
  static Request parse(byte[] json) {
    try {
      JsonNode root = MAPPER.readTree(json);
      if (!root.isObject()) {
        throw fault("request", kind(root), "one JSON object", "see --help for an example");
      }
      return new Request("", root);
    } catch (JacksonException e) {
      throw fault(
          "request",
          "malformed JSON: " + firstLine(e.getOriginalMessage()) + at(e),
          "one JSON object",
          "see --help for an example");
    }
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
      if (!missing.isEmpty()) {
        found.add("no " + String.join(", ", missing));
      }
      if (!unknown.isEmpty()) {
        found.add("unknown " + clip(String.join(", ", unknown)));
      }
      Set<String> allowed = new TreeSet<>(required);
      allowed.addAll(optional);
      throw fault(
          path.isEmpty() ? "request" : path,
          String.join("; ", found),
          "the members " + allowed,
          "add what is missing and remove what is unknown");
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
    return new Request(place(name), child);
  }

  /** The member as JSON bytes, for a stricter reader. */
  byte[] json(String name) {
    return child(name).toString().getBytes(StandardCharsets.UTF_8);
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

  String text(String name) {
    JsonNode child = child(name);
    if (!child.isString()) {
      throw fault(place(name), kind(child), "a string", "give a string");
    }
    return child.stringValue();
  }

  /** 32 bytes as 64 hex digits, with or without 0x. */
  byte[] hash(String name) {
    String text = text(name);
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

  /** A tensor: a flat or nested list of numbers, row after row. */
  double[] tensor(String name, int rows, int columns) {
    List<Double> values = new ArrayList<>();
    collect(place(name), child(name), values, 0);
    if (values.size() != rows * columns) {
      throw fault(
          place(name),
          values.size() + " values",
          rows * columns + " (" + rows + " x " + columns + ")",
          "give every value, row after row");
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

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

  private static void collect(String place, JsonNode node, List<Double> values, int depth) {
    if (!node.isArray()) {
      throw fault(place, kind(node), "a list of numbers", "give a flat or nested list");
    }
    for (int i = 0; i < node.size(); i++) {
      JsonNode element = node.get(i);
      if (element.isNumber()) {
        values.add(element.doubleValue());
      } else if (element.isArray() && depth < 2) {
        collect(place + "[" + i + "]", element, values, depth + 1);
      } else {
        throw fault(place + "[" + i + "]", kind(element), "a number", "correct it");
      }
    }
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case STRING -> "the string \"" + clip(node.stringValue()) + "\"";
      case NULL -> "null";
      case MISSING -> "an empty document";
      default -> clip(node.toString());
    };
  }

  private static String clip(String text) {
    String plain = text.replaceAll("[^ -~]", "?");
    return plain.length() <= 60 ? plain : plain.substring(0, 60) + "...";
  }

  private static String firstLine(String text) {
    return clip(text.lines().findFirst().orElse(""));
  }

  private static String at(JacksonException e) {
    var location = e.getLocation();
    return location == null
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static UnusableRequestException fault(
      String field, String found, String expected, String action) {
    return new UnusableRequestException(field, found, expected, action);
  }
}
