package pot.zk.cli.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object, its members in the order in which they were put. */
public final class ObjectNode extends JsonNode {
  private final Map<String, JsonNode> members = new LinkedHashMap<>();

  public ObjectNode set(String name, JsonNode value) {
    members.put(name, value);
    return this;
  }

  public ObjectNode put(String name, String text) {
    return set(name, of(text));
  }

  public ObjectNode put(String name, long number) {
    return set(name, of(number));
  }

  public ObjectNode put(String name, double number) {
    return set(name, of(number));
  }

  public ObjectNode put(String name, boolean truth) {
    return set(name, of(truth));
  }

  public ObjectNode putNull(String name) {
    return set(name, WordNode.NULL);
  }

  /** Puts a new object, and returns that. */
  public ObjectNode putObject(String name) {
    ObjectNode object = new ObjectNode();
    set(name, object);
    return object;
  }

  /** Puts a new array, and returns that. */
  public ArrayNode putArray(String name) {
    ArrayNode array = new ArrayNode();
    set(name, array);
    return array;
  }

  @Override
  public int size() {
    return members.size();
  }

  @Override
  public @Nullable JsonNode get(String name) {
    return members.get(name);
  }

  @Override
  public Map<String, JsonNode> properties() {
    return Collections.unmodifiableMap(members);
  }

  @Override
  void write(StringBuilder out) {
    char before = '{';
    for (Map.Entry<String, JsonNode> member : members.entrySet()) {
      TextNode.write(member.getKey(), out.append(before));
      member.getValue().write(out.append(':'));
      before = ',';
    }
    out.append(members.isEmpty() ? "{}" : "}");
  }
}
