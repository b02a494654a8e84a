package pot.zk.transcript;

import pot.zk.field.Ext;

/**
 * The verifier's public coins, made from everything said so far (Fiat-Shamir). Messages and
 * challenges carry labels; whatever is not absorbed before a challenge is free for the prover to
 * choose after it.
 */
public interface Transcript {
  /** Takes in a message. */
  void absorb(String label, byte[] message);

  /** A uniform element of K outside F. */
  Ext challenge(String label);

  /** 32 bytes for a proof of work. */
  byte[] seed(String label);

  /**
   * Uniform distinct positions in [0, 2^lengthVariables), ascending.
   *
   * @param count at most 2^lengthVariables
   */
  int[] positions(String label, int lengthVariables, int count);
}
