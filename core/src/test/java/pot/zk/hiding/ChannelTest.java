package pot.zk.hiding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.proof.Bytes;
import pot.zk.proof.InvalidProof;
import pot.zk.proof.ProofReader;
import pot.zk.transcript.ProofOfWork;
import pot.zk.transcript.Sha256Transcript;

/**
 * The three ends of the conversation. The bugs this stands for: a verifier that takes a nonce
 * without looking at the work, a pad that covers two messages, ends that hear different things.
 */
class ChannelTest {
  private static final int BITS = 10;
  private static final ExtVector PADS = ExtVector.of(List.of(new Ext(3, 4), new Ext(5, 6)));

  private static Sha256Transcript transcript() {
    return new Sha256Transcript("PoT-ZK/test");
  }

  /** The work decides by itself: nothing after it needs to go wrong for the proof to fail. */
  @Test
  void workThatIsNotDoneIsRefused() {
    byte[] seed = transcript().seed("work");
    long done = ProofOfWork.find(seed, BITS);
    verifier(Bytes.ofLong(done)).grind("work", BITS);
    for (long nonce : new long[] {done + 1, done ^ 1, -1, 0}) {
      if (!ProofOfWork.check(seed, nonce, BITS)) {
        VerifierChannel channel = verifier(Bytes.ofLong(nonce));
        assertThatThrownBy(() -> channel.grind("work", BITS))
            .isInstanceOf(InvalidProof.class)
            .hasMessageContaining("proof of work");
      }
    }
  }

  /** No work: no nonce, and nothing said. */
  @Test
  void noWorkSendsNothing() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProverChannel prover = new ProverChannel(transcript(), out, new Pads(PADS));
    VerifierChannel verifier = verifier(new byte[0]);
    CountingChannel counting = new CountingChannel();
    for (Channel channel : List.of(prover, verifier, counting)) {
      channel.grind("work", 0);
    }
    assertThat(out.size()).isZero();
    assertThat(counting.sentBytes()).isZero();
    Ext untouched = transcript().challenge("x");
    assertThat(prover.challenge("x")).isEqualTo(untouched);
    assertThat(verifier.challenge("x")).isEqualTo(untouched);
  }

  private static VerifierChannel verifier(byte[] bytes) {
    return new VerifierChannel(transcript(), new ProofReader(bytes));
  }

  /** What the prover says is what the verifier hears, and as long as was counted. */
  @Test
  void allEndsAgree() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProverChannel prover = new ProverChannel(transcript(), out, new Pads(PADS));
    byte[] root = new byte[32];
    root[7] = 9;
    assertThat(said(prover, root)).isEqualTo(root);
    VerifierChannel verifier = verifier(out.toByteArray());
    assertThat(said(verifier, new byte[32])).isEqualTo(root);
    assertThat(prover.challenge("x")).isEqualTo(verifier.challenge("x"));
    CountingChannel counting = new CountingChannel();
    assertThat(said(counting, root)).hasSize(32);
    assertThat(counting.sentBytes()).isEqualTo(out.size());
    assertThat(counting.pads()).isEqualTo(PADS.length());
    assertThat(counting.sendLabels()).containsExactly("value");
  }

  private static byte[] said(Channel channel, byte[] root) {
    byte[] heard = channel.root("root", () -> root);
    channel.send("value", () -> new Ext(1, 2));
    channel.freshPad();
    ExtVector clear = channel.sendClear("clear", 1, () -> ExtVector.of(List.of(new Ext(7, 8))));
    assertThat(clear.length()).isEqualTo(1);
    channel.grind("work", BITS);
    return heard;
  }

  /** A value goes out under its pad, which is never used again. */
  @Test
  void padsAreUsedOnce() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProverChannel prover = new ProverChannel(transcript(), out, new Pads(PADS));
    HiddenValue sent = prover.send("value", () -> new Ext(1, 2));
    assertThat(out.toByteArray()).isEqualTo(Bytes.ofElements(ExtVector.of(List.of(new Ext(4, 6)))));
    assertThat(prover.reveal(sent)).isEqualTo(new Ext(1, 2));
    assertThat(prover.reveal(prover.freshPad())).isEqualTo(new Ext(5, 6));
    assertThatThrownBy(prover::freshPad)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("all 2 pads are used");
  }

  @Test
  void anotherNumberOfValuesIsTheProversFault() {
    ProverChannel prover =
        new ProverChannel(transcript(), new ByteArrayOutputStream(), new Pads(PADS));
    assertThatThrownBy(() -> prover.sendClear("clear", 1, () -> PADS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("clear: 2 values, not 1");
  }

  /** The form of a sum has each pad once, and the words for it show no value. */
  @Test
  void sumsOfHiddenValues() {
    HiddenValue sum =
        HiddenValue.unpadded(new Ext(10, 0), 1)
            .plus(HiddenValue.ofPad(0))
            .plus(HiddenValue.ofPad(1).times(new Ext(3, 0)));
    assertThat(sum).hasToString("HiddenValue[2 pads]");
    assertThat(sum.reveal(PADS)).isEqualTo(new Ext(10 + 3 + 2 * 5, 4 + 2 * 6));
    assertThat(HiddenValue.ofPad(1).plus(HiddenValue.ofPad(1))).hasToString("HiddenValue[1 pads]");
    assertThat(new Pads(PADS)).hasToString("Pads[2]");
  }

  /** Tests of single checks turn the others off by name: they must be off. */
  @Test
  void obligationsThatAreOff() {
    Obligations some = new Obligations(name -> name.equals("on"));
    HiddenValue value = HiddenValue.known(Ext.ONE);
    for (String name : List.of("on", "off")) {
      some.zero(name, value);
      some.product(new ProductRelation(name, value, List.of()));
    }
    assertThat(some.zeros()).extracting(Obligations.Zero::name).containsExactly("on");
    assertThat(some.products()).extracting(ProductRelation::name).containsExactly("on");
  }
}
