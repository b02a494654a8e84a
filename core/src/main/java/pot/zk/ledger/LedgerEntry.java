package pot.zk.ledger;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import pot.zk.hash.Domain;
import pot.zk.hash.Sha256;

/**
 * One entry of a ledger file, 128 bytes:
 *
 * <pre>
 *     0  magic and version   8   ASCII "PoTopen1"
 *     8  input hash         32
 *    40  nonce              32
 *    72  index               8   little-endian, 0 for the file's first entry
 *    80  zeros              16
 *    96  check word         32   SHA-256(LEDGER tag || bytes 0 to 95 || Merkle root)
 * </pre>
 *
 * <p>The index and the root in the check word keep entries from being moved, copied or renamed. 128
 * divides every sector and page size, so no entry straddles two.
 *
 * @param input the input hash in hexadecimal: here only ever compared
 * @param nonce 32 bytes; not copied, stays within the package
 */
@SuppressWarnings("ArrayRecordComponent")
record LedgerEntry(String input, byte[] nonce) {
  /** The length of an entry. */
  static final int BYTES = 128;

  private static final byte[] MAGIC = "PoTopen1".getBytes(StandardCharsets.US_ASCII);
  private static final int INPUT = 8;
  private static final int NONCE = 40;
  private static final int INDEX = 72;
  private static final int CHECK = 96;
  private static final HexFormat HEX = HexFormat.of();

  /** The entry's bytes at a place in the file of a root. */
  byte[] encode(byte[] merkleRoot, int index) {
    byte[] bytes = new byte[BYTES];
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put(HEX.parseHex(input))
        .put(nonce)
        .putLong(INDEX, index);
    System.arraycopy(checkWord(bytes, 0, merkleRoot), 0, bytes, CHECK, Sha256.BYTES);
    return bytes;
  }

  /** What is wrong with the bytes at file[index * 128, + 128) of a root; empty if nothing. */
  static Optional<String> fault(byte[] file, int index, byte[] merkleRoot) {
    int at = index * BYTES;
    byte[] magic = Arrays.copyOfRange(file, at, at + MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      return Optional.of("magic and version 0x" + HEX.formatHex(magic));
    }
    byte[] check = checkWord(file, at, merkleRoot);
    if (!Arrays.equals(check, 0, Sha256.BYTES, file, at + CHECK, at + BYTES)) {
      return Optional.of("a wrong check word");
    }
    long stored = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(at + INDEX);
    return stored == index ? Optional.empty() : Optional.of("the entry of index " + stored);
  }

  /** The entry at file[index * 128, + 128), which must have no fault. */
  static LedgerEntry decode(byte[] file, int index) {
    int at = index * BYTES;
    return new LedgerEntry(
        HEX.formatHex(file, at + INPUT, at + NONCE),
        Arrays.copyOfRange(file, at + NONCE, at + INDEX));
  }

  private static byte[] checkWord(byte[] bytes, int at, byte[] merkleRoot) {
    MessageDigest digest = Sha256.newDigest();
    Domain.LEDGER.update(digest);
    digest.update(bytes, at, CHECK);
    return digest.digest(merkleRoot);
  }
}
