package pot.zk.step;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pot.zk.proof.Bytes;
import pot.zk.proof.InvalidProof;
import pot.zk.proof.ProofReader;

/**
 * The start of an opening of chosen weights: magic, format version, the hyper-parameters, the
 * Merkle root behind the commitment's root, the weights shown.
 *
 * @param hyperparameters their canonical bytes
 * @param merkleRoot of the commitment
 */
record RevealBytes(byte[] hyperparameters, byte[] merkleRoot, Revelation revelation) {
  /** The protocol, and so the first thing that the transcript takes in. */
  static final String PROTOCOL_ID = "PoT-ZK/1/open-weights";

  static final byte[] MAGIC = "PoTZKopn".getBytes(StandardCharsets.US_ASCII);
  private static final long VERSION = 1;
  private static final long MAX_HYPERPARAMETERS = 1 << 20;
  private static final int ENTRY_BYTES = 3 * Long.BYTES;

  void write(ByteArrayOutputStream out) {
    out.writeBytes(MAGIC);
    out.writeBytes(Bytes.ofLong(VERSION));
    out.writeBytes(Bytes.ofLong(hyperparameters.length));
    out.writeBytes(hyperparameters);
    out.writeBytes(merkleRoot);
    out.writeBytes(revelation.encoded());
  }

  static RevealBytes read(ProofReader in) {
    if (!Arrays.equals(in.take(MAGIC.length, "the magic number"), MAGIC)) {
      throw new InvalidProof("this is no PoT-ZK opening: the magic number is wrong");
    }
    long version = number(in);
    if (version != VERSION) {
      throw new InvalidProof("format version " + version + ", this verifier reads " + VERSION);
    }
    long length = number(in);
    if (length < 0 || length > MAX_HYPERPARAMETERS) {
      throw new InvalidProof("hyper-parameters of " + length + " bytes");
    }
    byte[] hyperparameters = in.take((int) length, "the hyper-parameters");
    byte[] root = in.take(Statement.HASH_BYTES, "the Merkle root");
    long count = number(in);
    if (count < 1 || count > Revelation.MAX_ENTRIES) {
      throw new InvalidProof(count + " weights");
    }
    in.need(count * ENTRY_BYTES, "the weights");
    List<Revelation.Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(new Revelation.Entry(small(in), small(in), number(in)));
    }
    return new RevealBytes(hyperparameters, root, new Revelation(entries));
  }

  private static long number(ProofReader in) {
    return Bytes.getLong(in.take(Long.BYTES, "the header"), 0);
  }

  private static int small(ProofReader in) {
    long value = number(in);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new InvalidProof("a weight at place " + value);
    }
    return (int) value;
  }
}
