package pot.zk.model;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import pot.zk.error.UnusableRequestException;

/** Range checks, and the pieces of messages: always one short printable line. */
final class Checks {
  /** The field path that every place in a document begins with. */
  static final String ROOT = "hyperparameters";

  private static final int MAX_SHOWN_CHARS = 64;
  private static final int MAX_SHOWN_ITEMS = 8;

  private Checks() {}

  /**
   * The value, if it is in [least, most].
   *
   * @throws UnusableRequestException if it is not
   */
  static int range(String field, long value, int least, int most) {
    if (value < least || value > most) {
      throw new UnusableRequestException(
          field, Long.toString(value), integer(least, most), "choose a value in this range");
    }
    return (int) value;
  }

  /** What an integer member is expected to be. */
  static String integer(int least, int most) {
    return least == most ? "the integer " + least : "an integer from " + least + " to " + most;
  }

  /** Text from outside for a message: cut, and with anything but printable ASCII replaced. */
  static String clip(String text) {
    boolean cut = text.length() > MAX_SHOWN_CHARS;
    return text.substring(0, Math.min(text.length(), MAX_SHOWN_CHARS)).replaceAll("[^ -~]", "?")
        + (cut ? "..." : "");
  }

  /** Names for a message. */
  static String list(Collection<String> names) {
    List<String> shown = names.stream().limit(MAX_SHOWN_ITEMS).map(Checks::clip).toList();
    int left = names.size() - shown.size();
    return shown.stream().collect(Collectors.joining(", "))
        + (left > 0 ? " and " + left + " more" : "");
  }
}
