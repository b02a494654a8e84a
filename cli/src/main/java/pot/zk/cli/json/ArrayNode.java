package pot.zk.cli.json;

import java.util.ArrayList;
import java.util.List;

/** An array. */
public final class ArrayNode extends JsonNode {
  private final List<JsonNode> elements = new ArrayList<>();

  public ArrayNode add(JsonNode value) {
    elements.add(value);
    return this;
  }

  public ArrayNode add(String text) {
    return add(of(text));
  }

  public ArrayNode add(long number) {
    return add(of(number));
  }

  public ArrayNode add(double number) {
    return add(of(number));
  }

  /** Adds a new object, and returns that. */
  public ObjectNode addObject() {
    ObjectNode object = new ObjectNode();
    add(object);
    return object;
  }

  /** Adds a new array, and returns that. */
  public ArrayNode addArray() {
    ArrayNode array = new ArrayNode();
    add(array);
    return array;
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public JsonNode get(int index) {
    return elements.get(index);
  }

  @Override
  List<JsonNode> elements() {
    return elements;
  }

  @Override
  void write(StringBuilder out) {
    char before = '[';
    for (JsonNode element : elements) {
      element.write(out.append(before));
      before = ',';
    }
    out.append(elements.isEmpty() ? "[]" : "]");
  }
}
