package pot.zk.step;

/**
 * The bytes of an opening of chosen weights; the format is in docs/protocol.md, "Opening chosen
 * weights". Any bytes can be held: it takes a verifier to tell what they are.
 */
public final class WeightOpening {
  private final byte[] bytes;

  public WeightOpening(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public int size() {
    return bytes.length;
  }

  @Override
  public String toString() {
    return "WeightOpening[" + bytes.length + " bytes]";
  }
}
