package pot.zk.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import pot.zk.field.Goldilocks;

/**
 * A deterministic stream of bytes from a 32-byte key: block i is SHA-256(PRF tag || key || i), i =
 * 0, 1, ... as 8 bytes little-endian.
 *
 * <p>All methods consume the one stream in order, so the same calls on the same key always give the
 * same values, and no byte is ever given out twice. Keys have a fixed length, hence plain
 * concatenation is unambiguous and length extension is impossible. Not safe for use by several
 * threads: give each its own key by {@link #deriveKey}.
 */
public final class PrfStream {
  /** The length of a key. */
  public static final int KEY_BYTES = 32;

  private static final VarHandle LONG_LE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int COUNTER_OFFSET = Domain.TAG_BYTES + KEY_BYTES;

  private final MessageDigest digest = Sha256.newDigest();

  /** Tag, key and counter: what the next block hashes. */
  private final byte[] message = new byte[COUNTER_OFFSET + Long.BYTES];

  /** The current block; its bytes from {@code used} on are still to be given out. */
  private final byte[] block = new byte[Sha256.BYTES];

  private int used = Sha256.BYTES;
  private long counter;

  /**
   * The stream of a key, from its beginning.
   *
   * @throws IllegalArgumentException if the key is not {@value #KEY_BYTES} bytes
   */
  public PrfStream(byte[] key) {
    checkKey(key);
    System.arraycopy(Domain.PRF.tag(), 0, message, 0, Domain.TAG_BYTES);
    System.arraycopy(key, 0, message, Domain.TAG_BYTES, KEY_BYTES);
  }

  /**
   * An independent key: SHA-256(SEED tag || key || label || context...), each part after its length
   * as 8 bytes little-endian, so that no two lists of parts read alike.
   *
   * @param key {@value #KEY_BYTES} secret bytes
   * @param label what the new key is for, unique in the program
   * @param context what else it is bound to
   * @return {@value #KEY_BYTES} new bytes
   * @throws IllegalArgumentException if the key is not {@value #KEY_BYTES} bytes
   */
  public static byte[] deriveKey(byte[] key, String label, byte[]... context) {
    checkKey(key);
    MessageDigest digest = Sha256.newDigest();
    Domain.SEED.update(digest);
    byte[] length = new byte[Long.BYTES];
    updateFramed(digest, length, key);
    updateFramed(digest, length, label.getBytes(StandardCharsets.UTF_8));
    for (byte[] part : context) {
      updateFramed(digest, length, part);
    }
    return digest.digest();
  }

  /** Fills out with the next bytes. */
  public void fill(byte[] out) {
    int at = 0;
    while (at < out.length) {
      if (used == block.length && out.length - at >= block.length) {
        nextBlock(out, at);
        at += block.length;
      } else {
        refillIfEmpty();
        int n = Math.min(block.length - used, out.length - at);
        System.arraycopy(block, used, out, at, n);
        used += n;
        at += n;
      }
    }
  }

  /** A way to compute many blocks of a stream at once. */
  @FunctionalInterface
  public interface Blocks {
    /** Writes blocks [first, first + count) of the key's stream to out[at, at + 32 count). */
    void write(byte[] key, long first, byte[] out, int at, int count);
  }

  /** As {@link #fill(byte[])}, the whole blocks made by somebody else. */
  public void fill(byte[] out, Blocks blocks) {
    int begun = Math.min(block.length - used, out.length);
    int whole = (out.length - begun) / block.length;
    System.arraycopy(block, used, out, 0, begun);
    used += begun;
    byte[] key = Arrays.copyOfRange(message, Domain.TAG_BYTES, COUNTER_OFFSET);
    blocks.write(key, counter, out, begun, whole);
    counter += whole;
    for (int at = begun + whole * block.length; at < out.length; at++) {
      refillIfEmpty();
      out[at] = block[used++];
    }
  }

  /** The next n bytes, n &gt;= 0. */
  public byte[] next(int n) {
    byte[] out = new byte[n];
    fill(out);
    return out;
  }

  /**
   * A uniform element of F: the first of the next little-endian 64-bit words that is below p. A
   * word is rejected with probability 2^-32.
   */
  public long nextField() {
    while (true) {
      long word = nextWord();
      if (Goldilocks.isCanonical(word)) {
        return word;
      }
    }
  }

  /** Fills out[off, off + n) with what n calls of {@link #nextField} would return. */
  public void nextFields(long[] out, int off, int n) {
    Objects.checkFromIndexSize(off, n, out.length);
    for (int i = off; i < off + n; i++) {
      out[i] = nextField();
    }
  }

  /** As {@link #nextFields(long[], int, int)}, the whole blocks made by somebody else. */
  public void nextFields(long[] out, int off, int n, Blocks blocks) {
    Objects.checkFromIndexSize(off, n, out.length);
    byte[] words = new byte[Math.multiplyExact(n, Long.BYTES)];
    fill(words, blocks);
    int at = off;
    for (int i = 0; i < words.length; i += Long.BYTES) {
      long word = (long) LONG_LE.get(words, i);
      if (Goldilocks.isCanonical(word)) {
        out[at++] = word;
      }
    }
    // In place of those rejected.
    nextFields(out, at, off + n - at);
  }

  private long nextWord() {
    refillIfEmpty();
    if (block.length - used >= Long.BYTES) {
      long word = (long) LONG_LE.get(block, used);
      used += Long.BYTES;
      return word;
    }
    // Only after a fill of a length that is no multiple of eight: the word spans two blocks.
    return (long) LONG_LE.get(next(Long.BYTES), 0);
  }

  private void refillIfEmpty() {
    if (used == block.length) {
      nextBlock(block, 0);
      used = 0;
    }
  }

  private void nextBlock(byte[] out, int off) {
    LONG_LE.set(message, COUNTER_OFFSET, counter++);
    digest.update(message);
    Sha256.finish(digest, out, off);
  }

  private static void updateFramed(MessageDigest digest, byte[] length, byte[] part) {
    LONG_LE.set(length, 0, (long) part.length);
    digest.update(length);
    digest.update(part);
  }

  private static void checkKey(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("key of " + key.length + " bytes, not " + KEY_BYTES);
    }
  }
}
