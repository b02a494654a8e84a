package pot.zk.cli.json;

/** A value that is one word; or none. */
public final class WordNode extends JsonNode {
  public static final WordNode NULL = new WordNode("null");
  public static final WordNode TRUE = new WordNode("true");
  public static final WordNode FALSE = new WordNode("false");

  /** What stands for a member that is not there. */
  static final WordNode MISSING = new WordNode("");

  private final String word;

  private WordNode(String word) {
    this.word = word;
  }

  @Override
  void write(StringBuilder out) {
    out.append(word);
  }
}
