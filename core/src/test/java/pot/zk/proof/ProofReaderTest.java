package pot.zk.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pot.zk.field.Ext;
import pot.zk.field.Goldilocks;

/**
 * Each rule of reading by itself. The bugs this stands for would hide behind checks that come
 * later: missing bytes read as zeros, two ways to write an element, memory taken for bytes that are
 * not there.
 */
class ProofReaderTest {
  private static void refused(ThrowingCallable reading, String reason) {
    assertThatThrownBy(reading).isInstanceOf(InvalidProof.class).hasMessage(reason);
  }

  @Test
  void whatIsThereIsRead() {
    byte[] bytes = Bytes.ofLongs(new long[] {1, 2, 3, Goldilocks.MODULUS - 1});
    ProofReader in = new ProofReader(bytes);
    assertThat(in.take(8, "x")).isEqualTo(Bytes.ofLong(1));
    assertThat(in.words(1, "x")).containsExactly(2);
    assertThat(in.remaining()).isEqualTo(16);
    assertThat(in.elements(1, "x").get(0)).isEqualTo(new Ext(3, Goldilocks.MODULUS - 1));
    in.need(0, "x");
    in.end();
  }

  @ParameterizedTest
  @ValueSource(longs = {Goldilocks.MODULUS, Goldilocks.MODULUS + 1, -1})
  void wordsNotBelowP(long word) {
    String reason = "a field word of x is not below p";
    refused(() -> new ProofReader(Bytes.ofLong(word)).words(1, "x"), reason);
    refused(() -> new ProofReader(Bytes.ofLongs(new long[] {0, word})).elements(1, "x"), reason);
  }

  @Test
  void bytesThatAreMissing() {
    ProofReader in = new ProofReader(new byte[15]);
    String reason = "the proof ends inside x";
    refused(() -> in.take(16, "x"), reason);
    refused(() -> in.words(2, "x"), reason);
    refused(() -> in.elements(1, "x"), reason);
    refused(() -> in.need(16, "x"), reason);
    in.need(15, "x");
    // A length whose bytes no int counts is no reason to try for the memory.
    refused(() -> in.words(Integer.MAX_VALUE, "x"), reason);
    assertThat(in.take(15, "x")).hasSize(15);
  }

  @Test
  void bytesThatAreLeftOver() {
    ProofReader in = new ProofReader(new byte[3]);
    in.take(2, "x");
    refused(in::end, "1 more bytes after the end of the proof");
    in.take(1, "x");
    in.end();
  }
}
