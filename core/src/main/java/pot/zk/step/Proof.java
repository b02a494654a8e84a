package pot.zk.step;

/**
 * The bytes of a proof; the format is in docs/protocol.md, "Proof bytes". Any bytes can be held: it
 * takes a verifier to tell what they are.
 */
public final class Proof {
  private final byte[] bytes;

  public Proof(byte[] bytes) {
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
    return "Proof[" + bytes.length + " bytes]";
  }
}
