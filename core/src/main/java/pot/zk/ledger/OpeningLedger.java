package pot.zk.ledger;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import pot.zk.error.InternalFaultException;
import pot.zk.error.UnusableRequestException;

/** Counts openings and hands out the nonce of each; see the package's description. */
public interface OpeningLedger {
  /** The length of Merkle roots, input hashes and nonces. */
  int HASH_BYTES = 32;

  /**
   * Reserves one opening of each commitment for one input, durably, before it returns.
   *
   * <p>If every root already has this input, nothing is spent and its nonce is returned again. If
   * only some have it (a crash came between them), their nonce is reused and the others are
   * completed.
   *
   * @param inputHash 32 bytes: the hash of all that the proof is made from, roots and build
   *     included
   * @param spends at least one; a root listed twice counts once, under its smallest budget
   * @throws UnusableRequestException if a root's budget is spent; then nothing was changed
   * @throws InternalFaultException if the ledger is damaged or cannot be written; then nothing is
   *     returned to build on, but an opening may have been counted
   * @throws IllegalArgumentException if inputHash is not 32 bytes or spends is empty
   */
  Reservation reserve(byte[] inputHash, List<Spend> spends);

  /**
   * The number of openings counted for a commitment, zero if it is unknown.
   *
   * @param merkleRoot 32 bytes
   * @throws InternalFaultException if the ledger is damaged or cannot be read
   */
  int spent(byte[] merkleRoot);

  /**
   * A commitment to be opened.
   *
   * @param merkleRoot 32 bytes, copied
   * @param budget how often it may be opened in all, at least 1
   * @param name what the user calls it, for messages
   */
  @SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
  record Spend(byte[] merkleRoot, int budget, String name) {
    public Spend {
      merkleRoot = checkHash("Merkle root", merkleRoot).clone();
      if (budget < 1) {
        throw new IllegalArgumentException("budget " + budget + " of " + name);
      }
    }

    @Override
    public byte[] merkleRoot() {
      return merkleRoot.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Spend that
          && Arrays.equals(merkleRoot, that.merkleRoot)
          && budget == that.budget
          && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(merkleRoot);
    }

    @Override
    public String toString() {
      return name + " (" + HexFormat.of().formatHex(merkleRoot) + "), budget " + budget;
    }
  }

  /**
   * What a proof may go on with.
   *
   * @param nonce 32 bytes, copied
   * @param repeated whether all of it was reserved before, so that nothing was spent now
   */
  @SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
  record Reservation(byte[] nonce, boolean repeated) {
    public Reservation {
      nonce = checkHash("nonce", nonce).clone();
    }

    @Override
    public byte[] nonce() {
      return nonce.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Reservation that
          && Arrays.equals(nonce, that.nonce)
          && repeated == that.repeated;
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(nonce);
    }

    /** Without the nonce, which is nobody's business. */
    @Override
    public String toString() {
      return "Reservation[repeated=" + repeated + "]";
    }
  }

  /** Returns its argument if it has the length of a hash. */
  static byte[] checkHash(String what, byte[] hash) {
    if (hash.length != HASH_BYTES) {
      throw new IllegalArgumentException(what + " of " + hash.length + " bytes, not " + HASH_BYTES);
    }
    return hash;
  }
}
