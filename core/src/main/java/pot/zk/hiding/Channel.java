package pot.zk.hiding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;

/**
 * One side's end of the conversation. The script of a protocol is written once, against this
 * interface: the prover's end computes each message, the verifier's reads it, and both absorb it
 * into the transcript before the next challenge. A supplier is asked for its message on the
 * prover's side alone.
 */
public interface Channel {
  /** A 32-byte Merkle root. */
  byte[] root(String label, Supplier<byte[]> root);

  /** A field element sent under a fresh pad. */
  HiddenValue send(String label, Supplier<Ext> value);

  /** A fresh pad, never used to cover a message. */
  HiddenValue freshPad();

  /** Field elements sent as they are: only ones already uniform, or implied by what was sent. */
  ExtVector sendClear(String label, int count, Supplier<ExtVector> values);

  /** A uniform element of K outside F. */
  Ext challenge(String label);

  /** count independent challenges under one label. */
  default List<Ext> challenges(String label, int count) {
    List<Ext> challenges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      challenges.add(challenge(label));
    }
    return challenges;
  }

  /** A proof of work of the given bits over the transcript so far; 0 bits send nothing. */
  void grind(String label, int bits);

  /** The prover's value of a hidden value; the verifier's end refuses. */
  Ext reveal(HiddenValue value);
}
