package pot.zk.step;

import java.util.Arrays;
import java.util.HexFormat;
import pot.zk.error.UnusableRequestException;

/**
 * What a proof is about, all of it public.
 *
 * @param wtRoot root of the weights before the step, 32 bytes
 * @param batchRoot root of the batch, 32 bytes
 * @param hparamsHash SHA-256 of the canonical hyper-parameters, 32 bytes
 * @param wt1Root root of the weights after the step, 32 bytes
 * @param stepNonce 0 to 2^63 - 1: a proof is good for this nonce, step and epoch and no other
 * @param stepNumber 0 to 2^63 - 1
 * @param epoch 0 to 2^63 - 1
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record Statement(
    byte[] wtRoot,
    byte[] batchRoot,
    byte[] hparamsHash,
    byte[] wt1Root,
    long stepNonce,
    long stepNumber,
    long epoch) {
  /** Bytes of a root or hash. */
  public static final int HASH_BYTES = 32;

  /**
   * @throws UnusableRequestException if a hash is not 32 bytes or a number is negative
   */
  public Statement {
    wtRoot = hash("w_t_root", wtRoot);
    batchRoot = hash("batch_root", batchRoot);
    hparamsHash = hash("hparams_hash", hparamsHash);
    wt1Root = hash("w_t1_root", wt1Root);
    number("step_nonce", stepNonce);
    number("step_number", stepNumber);
    number("epoch", epoch);
  }

  @Override
  public byte[] wtRoot() {
    return wtRoot.clone();
  }

  @Override
  public byte[] batchRoot() {
    return batchRoot.clone();
  }

  @Override
  public byte[] hparamsHash() {
    return hparamsHash.clone();
  }

  @Override
  public byte[] wt1Root() {
    return wt1Root.clone();
  }

  /** Every field, framed, as the transcript takes it in. */
  byte[] encoded() {
    return new FramedBytes()
        .bytes(wtRoot)
        .bytes(batchRoot)
        .bytes(hparamsHash)
        .bytes(wt1Root)
        .number(stepNonce)
        .number(stepNumber)
        .number(epoch)
        .toByteArray();
  }

  private static byte[] hash(String field, byte[] value) {
    if (value.length != HASH_BYTES) {
      throw new UnusableRequestException(
          field, value.length + " bytes", HASH_BYTES + " bytes", "give the whole hash, uncut");
    }
    return value.clone();
  }

  private static void number(String field, long value) {
    if (value < 0) {
      throw new UnusableRequestException(
          field, Long.toString(value), "0 to 2^63 - 1", "give a number in that range");
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Statement s && Arrays.equals(encoded(), s.encoded());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded());
  }

  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return "Statement[w_t_root="
        + hex.formatHex(wtRoot)
        + ", batch_root="
        + hex.formatHex(batchRoot)
        + ", hparams_hash="
        + hex.formatHex(hparamsHash)
        + ", w_t1_root="
        + hex.formatHex(wt1Root)
        + ", step_nonce="
        + stepNonce
        + ", step_number="
        + stepNumber
        + ", epoch="
        + epoch
        + "]";
  }
}
