package pot.zk.merkle;

import java.security.MessageDigest;
import pot.zk.hash.Domain;
import pot.zk.hash.Sha256;

/** node = SHA-256(NODE tag || left || right). Holds one digest; not for several threads. */
final class NodeHasher {
  /** The length of a leaf, node or root. */
  static final int HASH = Sha256.BYTES;

  private final MessageDigest digest = Sha256.newDigest();

  /**
   * The node over children that lie side by side at in[at, at + 64), written to out[to, to + 32).
   */
  void pair(byte[] in, int at, byte[] out, int to) {
    Domain.NODE.update(digest);
    digest.update(in, at, 2 * HASH);
    Sha256.finish(digest, out, to);
  }

  /** The node over two children anywhere, written to out[to, to + 32), which may overlap them. */
  void node(byte[] left, int leftAt, byte[] right, int rightAt, byte[] out, int to) {
    Domain.NODE.update(digest);
    digest.update(left, leftAt, HASH);
    digest.update(right, rightAt, HASH);
    Sha256.finish(digest, out, to);
  }
}
