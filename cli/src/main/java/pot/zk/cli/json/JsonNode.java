package pot.zk.cli.json;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value of a document. What a kind of value does not have is empty, false or null, so a document
 * can be looked into without knowing what it is; what is not there at all is {@linkplain
 * #isMissingNode missing}.
 */
public abstract sealed class JsonNode
    permits ObjectNode, ArrayNode, TextNode, NumberNode, WordNode {
  JsonNode() {}

  public static JsonNode of(String text) {
    return new TextNode(text);
  }

  public static JsonNode of(long number) {
    return new NumberNode.Whole(number);
  }

  public static JsonNode of(double number) {
    return new NumberNode.Real(number);
  }

  public static JsonNode of(boolean truth) {
    return truth ? WordNode.TRUE : WordNode.FALSE;
  }

  /** Appends the value as JSON without white space. */
  abstract void write(StringBuilder out);

  public final boolean isObject() {
    return this instanceof ObjectNode;
  }

  public final boolean isArray() {
    return this instanceof ArrayNode;
  }

  public final boolean isString() {
    return this instanceof TextNode;
  }

  public final boolean isNumber() {
    return this instanceof NumberNode;
  }

  public final boolean isNull() {
    return this == WordNode.NULL;
  }

  /** Whether it stands for a member that is not there. */
  public final boolean isMissingNode() {
    return this == WordNode.MISSING;
  }

  /** Whether it is a number written without fraction and exponent. */
  public boolean isIntegralNumber() {
    return false;
  }

  /** Whether it is such a number, and within a long. */
  public boolean canConvertToLong() {
    return false;
  }

  /** Whether it is such a number, and within an int. */
  public final boolean canConvertToInt() {
    return canConvertToLong() && longValue() == (int) longValue();
  }

  /** The number if {@link #canConvertToLong}. */
  public long longValue() {
    throw new JsonException("found " + this + " where a whole number is expected");
  }

  public final int intValue() {
    return (int) longValue();
  }

  public double doubleValue() {
    throw new JsonException("found " + this + " where a number is expected");
  }

  public String stringValue() {
    throw new JsonException("found " + this + " where a text is expected");
  }

  /** A text as it is, anything else as JSON. */
  public final String asString() {
    return isString() ? stringValue() : toString();
  }

  /** Members or elements. */
  public int size() {
    return 0;
  }

  public final boolean isEmpty() {
    return size() == 0;
  }

  public @Nullable JsonNode get(String name) {
    return null;
  }

  /** An element, 0 &lt;= index &lt; size. */
  public JsonNode get(int index) {
    throw new IndexOutOfBoundsException(index);
  }

  public final boolean has(String name) {
    return get(name) != null;
  }

  /** The member, or one that {@linkplain #isMissingNode is missing}. */
  public final JsonNode path(String name) {
    JsonNode member = get(name);
    return member == null ? WordNode.MISSING : member;
  }

  /** The member; a {@link JsonException} if there is none. */
  public final JsonNode required(String name) {
    JsonNode member = get(name);
    if (member == null) {
      throw new JsonException("no member " + name);
    }
    return member;
  }

  public final Set<String> propertyNames() {
    return properties().keySet();
  }

  /** The members in their order. */
  public Map<String, JsonNode> properties() {
    return Map.of();
  }

  public final Stream<JsonNode> valueStream() {
    return elements().stream();
  }

  List<JsonNode> elements() {
    return List.of();
  }

  /** As JSON without white space. */
  @Override
  public final String toString() {
    StringBuilder out = new StringBuilder();
    write(out);
    return out.toString();
  }
}
