package pot.zk.cli.json;

/** A document that is no JSON, or not the JSON that is expected. */
public final class JsonException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public JsonException(String message) {
    super(message);
  }
}
