package pot.zk.hiding;

import pot.zk.field.ExtVector;

/** The one-time pads of a proof, each handed out once. */
public final class Pads {
  private final ExtVector values;
  private int next;

  public Pads(ExtVector values) {
    this.values = values;
  }

  /** The index of a pad never handed out before. */
  int take() {
    if (next == values.length()) {
      throw new IllegalStateException("all " + next + " pads are used");
    }
    return next++;
  }

  /** All pads: secret until the end of the proof, and after it. */
  ExtVector values() {
    return values;
  }

  @Override
  public String toString() {
    return "Pads[" + values.length() + "]";
  }
}
