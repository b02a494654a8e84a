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
 * The start of a proof: magic, format version, the hyper-parameters, the Merkle roots behind the
 * statement's roots.
 *
 * @param hyperparameters their canonical bytes
 * @param merkleRoots of W, W' and the batch
 */
record ProofBytes(byte[] hyperparameters, List<byte[]> merkleRoots) {
  /** The protocol, and so the first thing that the transcript takes in. */
  static final String PROTOCOL_ID = "PoT-ZK/1/sgd-step";

  private static final byte[] MAGIC = "PoTZKprf".getBytes(StandardCharsets.US_ASCII);
  private static final long VERSION = 1;
  private static final long MAX_HYPERPARAMETERS = 1 << 20;

  /** Bytes of magic, version and length. */
  static final int BYTES_BEFORE_HYPERPARAMETERS = 3 * Long.BYTES;

  /** Merkle roots in a header. */
  static final int ROOTS = 3;

  void write(ByteArrayOutputStream out) {
    out.writeBytes(MAGIC);
    out.writeBytes(Bytes.ofLong(VERSION));
    out.writeBytes(Bytes.ofLong(hyperparameters.length));
    out.writeBytes(hyperparameters);
    merkleRoots.forEach(out::writeBytes);
  }

  static ProofBytes read(ProofReader in) {
    if (!Arrays.equals(in.take(MAGIC.length, "the magic number"), MAGIC)) {
      throw new InvalidProof("this is no PoT-ZK proof: the magic number is wrong");
    }
    long version = Bytes.getLong(in.take(Long.BYTES, "the version"), 0);
    if (version != VERSION) {
      throw new InvalidProof("format version " + version + ", this verifier reads " + VERSION);
    }
    long length = Bytes.getLong(in.take(Long.BYTES, "the header"), 0);
    if (length < 0 || length > MAX_HYPERPARAMETERS) {
      throw new InvalidProof("hyper-parameters of " + length + " bytes");
    }
    byte[] hyperparameters = in.take((int) length, "the hyper-parameters");
    List<byte[]> roots = new ArrayList<>();
    for (int i = 0; i < ROOTS; i++) {
      roots.add(in.take(32, "the Merkle roots"));
    }
    return new ProofBytes(hyperparameters, roots);
  }
}
