package pot.zk.cli;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The published JSON schema. */
final class Schemas {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final JsonNode ALL = read();

  private Schemas() {}

  private static JsonNode read() {
    try {
      return Jackson.MAPPER.readTree(Files.readAllBytes(Path.of("../docs/schema/pot.schema.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with a document by the definition of that name. */
  static List<String> faults(String definition, JsonNode document) {
    if (!ALL.get("$defs").has(definition)) {
      throw new AssertionError("the schema does not define " + definition);
    }
    ObjectNode root = Jackson.NODES.objectNode().put("$ref", "#/$defs/" + definition);
    root.set("$defs", ALL.get("$defs"));
    Schema schema = REGISTRY.getSchema(root);
    return schema.validate(document).stream().map(Object::toString).toList();
  }
}
