package pot.zk.transcript;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import pot.zk.field.Ext;
import pot.zk.field.Goldilocks;
import pot.zk.hash.Domain;
import pot.zk.hash.Sha256;

/**
 * A hash chain: state' = SHA-256(tag, state, |label|, label, |message|, message), lengths as eight
 * bytes little-endian. A challenge absorbs its own label with an empty message and then reads
 * 64-bit words from SHA-256(challenge tag, state, counter), counter = 0, 1, ...; words not below p
 * are passed over, so there is no modulo bias.
 */
public final class Sha256Transcript implements Transcript {
  private byte[] state;

  /** A transcript of one protocol: nothing said under another id can be replayed under this one. */
  public Sha256Transcript(String protocolId) {
    state = new byte[32];
    absorb("protocol", protocolId.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void absorb(String label, byte[] message) {
    byte[] name = label.getBytes(StandardCharsets.US_ASCII);
    state =
        Sha256.digest(
            Domain.TRANSCRIPT, state, word(name.length), name, word(message.length), message);
  }

  @Override
  public Ext challenge(String label) {
    Words words = squeeze(label);
    long c0 = words.nextField();
    long c1 = words.nextField();
    while (c1 == 0) {
      c1 = words.nextField();
    }
    return new Ext(c0, c1);
  }

  @Override
  public byte[] seed(String label) {
    absorb(label, new byte[0]);
    return state.clone();
  }

  @Override
  public int[] positions(String label, int lengthVariables, int count) {
    Words words = squeeze(label);
    BitSet chosen = new BitSet();
    while (chosen.cardinality() < count) {
      chosen.set((int) (words.next() & ((1L << lengthVariables) - 1)));
    }
    int[] ascending = new int[count];
    int at = -1;
    for (int i = 0; i < count; i++) {
      at = chosen.nextSetBit(at + 1);
      ascending[i] = at;
    }
    return ascending;
  }

  private Words squeeze(String label) {
    absorb(label, new byte[0]);
    return new Words(state);
  }

  private static byte[] word(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  /** The words of one challenge. */
  private static final class Words {
    private final byte[] state;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long counter;

    Words(byte[] state) {
      this.state = state;
    }

    long next() {
      if (!block.hasRemaining()) {
        byte[] digest = Sha256.digest(Domain.CHALLENGE, state, word(counter++));
        block = ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN);
      }
      return block.getLong();
    }

    long nextField() {
      long w = next();
      while (!Goldilocks.isCanonical(w)) {
        w = next();
      }
      return w;
    }
  }
}
