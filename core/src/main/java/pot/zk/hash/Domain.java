package pot.zk.hash;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Domain separators: what a hash is for.
 *
 * <p>A tag is the ASCII text {@code "PoT-ZK/1/" + name}, padded with zeros to {@value #TAG_BYTES}
 * bytes. All tags have one length, so no tag is a prefix of another.
 */
@SuppressWarnings("ImmutableEnumChecker") // the array never leaves this class
public enum Domain {
  /** A Merkle leaf: salt and one codeword column. */
  LEAF("leaf"),
  /** An inner Merkle node. */
  NODE("node"),
  /** A commitment's root: its description and Merkle root. */
  ROOT("root"),
  /** A message absorbed by the transcript. */
  TRANSCRIPT("transcript"),
  /** A challenge drawn from the transcript. */
  CHALLENGE("challenge"),
  /** A block of a {@link PrfStream}. */
  PRF("prf"),
  /** A key derived from another. */
  SEED("seed"),
  /** The hash of a witness. */
  WITNESS("witness"),
  /** The key of all randomness of one proof. */
  PROOF_RANDOMNESS("proof-randomness"),
  /** A proof of work. */
  GRIND("grind"),
  /** The check word of an entry in the opening ledger. */
  LEDGER("ledger");

  /** The length of every tag. */
  public static final int TAG_BYTES = 32;

  private static final String PREFIX = "PoT-ZK/1/";

  private final byte[] tag;

  Domain(String name) {
    byte[] text = (PREFIX + name).getBytes(StandardCharsets.US_ASCII);
    if (text.length > TAG_BYTES) {
      throw new AssertionError("tag too long: " + name);
    }
    this.tag = Arrays.copyOf(text, TAG_BYTES);
  }

  /** A copy of the {@value #TAG_BYTES}-byte tag. */
  public byte[] tag() {
    return tag.clone();
  }

  /** Absorbs the tag; the first call on a fresh digest of this domain. */
  public void update(MessageDigest digest) {
    digest.update(tag);
  }
}
