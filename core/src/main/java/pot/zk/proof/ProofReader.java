package pot.zk.proof;

import java.util.Arrays;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;

/**
 * Strict reading of proof bytes: what is short, not canonical or left over makes the proof invalid.
 */
public final class ProofReader {
  private final byte[] bytes;
  private int position;

  public ProofReader(byte[] bytes) {
    this.bytes = bytes;
  }

  public int remaining() {
    return bytes.length - position;
  }

  /** Makes sure that this many bytes are there, before memory is taken for them. */
  public void need(long count, String what) {
    if (count > remaining()) {
      throw new InvalidProof("the proof ends inside " + what);
    }
  }

  public byte[] take(int count, String what) {
    need(count, what);
    position += count;
    return Arrays.copyOfRange(bytes, position - count, position);
  }

  /** Field words, little-endian, each below p. */
  public long[] words(int count, String what) {
    need((long) count * Long.BYTES, what);
    long[] words = new long[count];
    for (int i = 0; i < count; i++) {
      words[i] = Bytes.getLong(bytes, position);
      position += Long.BYTES;
      if (!Goldilocks.isCanonical(words[i])) {
        throw new InvalidProof("a field word of " + what + " is not below p");
      }
    }
    return words;
  }

  /** Elements of K. */
  public ExtVector elements(int count, String what) {
    return Bytes.elements(words(2 * count, what));
  }

  public void end() {
    if (remaining() != 0) {
      throw new InvalidProof(remaining() + " more bytes after the end of the proof");
    }
  }
}
