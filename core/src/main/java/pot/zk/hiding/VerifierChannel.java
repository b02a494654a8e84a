package pot.zk.hiding;

import java.util.function.Supplier;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.proof.Bytes;
import pot.zk.proof.InvalidProof;
import pot.zk.proof.ProofReader;
import pot.zk.transcript.ProofOfWork;
import pot.zk.transcript.Transcript;

/** The verifier's end: reads each message from the proof, strictly, and absorbs it. */
public final class VerifierChannel implements Channel {
  private final Transcript transcript;
  private final ProofReader in;
  private int pads;

  public VerifierChannel(Transcript transcript, ProofReader in) {
    this.transcript = transcript;
    this.in = in;
  }

  @Override
  public byte[] root(String label, Supplier<byte[]> root) {
    byte[] value = in.take(32, label);
    transcript.absorb(label, value);
    return value;
  }

  @Override
  public HiddenValue send(String label, Supplier<Ext> value) {
    return HiddenValue.unpadded(read(label, 1).get(0), pads++);
  }

  @Override
  public HiddenValue freshPad() {
    return HiddenValue.ofPad(pads++);
  }

  @Override
  public ExtVector sendClear(String label, int count, Supplier<ExtVector> values) {
    return read(label, count);
  }

  @Override
  public Ext challenge(String label) {
    return transcript.challenge(label);
  }

  @Override
  public void grind(String label, int bits) {
    if (bits > 0) {
      byte[] seed = transcript.seed(label);
      byte[] nonce = in.take(Long.BYTES, label);
      if (!ProofOfWork.check(seed, Bytes.getLong(nonce, 0), bits)) {
        throw new InvalidProof(
            label
                + ": the proof of work fails, so the proof is of another statement"
                + " or its messages were altered");
      }
      transcript.absorb(label, nonce);
    }
  }

  @Override
  public Ext reveal(HiddenValue value) {
    throw new IllegalStateException("hidden values are hidden from the verifier");
  }

  private ExtVector read(String label, int count) {
    ExtVector values = in.elements(count, label);
    transcript.absorb(label, Bytes.ofElements(values));
    return values;
  }
}
