package pot.zk.hiding;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Supplier;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.proof.Bytes;
import pot.zk.transcript.ProofOfWork;
import pot.zk.transcript.Transcript;

/** The prover's end: computes each message, writes it into the proof and absorbs it. */
public final class ProverChannel implements Channel {
  private final Transcript transcript;
  private final ByteArrayOutputStream out;
  private final Pads pads;

  /**
   * @param pads uniform and committed in the first tree, before any challenge
   */
  public ProverChannel(Transcript transcript, ByteArrayOutputStream out, Pads pads) {
    this.transcript = transcript;
    this.out = out;
    this.pads = pads;
  }

  @Override
  public byte[] root(String label, Supplier<byte[]> root) {
    byte[] value = root.get();
    write(label, value);
    return value;
  }

  @Override
  public HiddenValue send(String label, Supplier<Ext> value) {
    int pad = pads.take();
    Ext sent = value.get().plus(pads.values().get(pad));
    write(label, Bytes.ofElements(ExtVector.of(List.of(sent))));
    return HiddenValue.unpadded(sent, pad);
  }

  @Override
  public HiddenValue freshPad() {
    return HiddenValue.ofPad(pads.take());
  }

  @Override
  public ExtVector sendClear(String label, int count, Supplier<ExtVector> values) {
    ExtVector sent = values.get();
    if (sent.length() != count) {
      throw new IllegalStateException(label + ": " + sent.length() + " values, not " + count);
    }
    write(label, Bytes.ofElements(sent));
    return sent;
  }

  @Override
  public Ext challenge(String label) {
    return transcript.challenge(label);
  }

  @Override
  public void grind(String label, int bits) {
    if (bits > 0) {
      long nonce = ProofOfWork.find(transcript.seed(label), bits);
      write(label, Bytes.ofLong(nonce));
    }
  }

  @Override
  public Ext reveal(HiddenValue value) {
    return value.reveal(pads.values());
  }

  private void write(String label, byte[] message) {
    out.writeBytes(message);
    transcript.absorb(label, message);
  }
}
