package pot.zk.commitment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.poly.ReedSolomon;
import pot.zk.proof.InvalidProof;
import pot.zk.proof.ProofReader;
import pot.zk.simd.Kernels;

/** What the frozen vectors cannot tell of the last checks, as others refuse the same bytes. */
class ColumnVerifierTest {
  private static final CommitmentParameters PARAMETERS = new CommitmentParameters(0, 4, 2, 1, 0);

  /** The first commitment has 2^30 lanes of one entry: its columns fill no array. */
  private static final OpeningShape SHAPE =
      new OpeningShape(
          PARAMETERS,
          List.of(new VectorLayout(List.of(), 1 << 30, 30), new VectorLayout(List.of(), 0, 0)),
          1,
          1);

  /** The linear test asks for zero = maskForm. */
  private static ColumnVerifier verifier(Ext maskForm, boolean enforced) {
    ExtVector zeros = ExtVector.zeros(3);
    Opening.Messages messages =
        new Opening.Messages(
            List.of(), Ext.ONE, zeros, Ext.ONE, zeros, ExtVector.zeros(1), Ext.ZERO, maskForm);
    return new ColumnVerifier(SHAPE, messages, Kernels.scalar(), check -> enforced);
  }

  @Test
  void theLinearTestRefusesWhereItIsOn() {
    verifier(Ext.ZERO, true).checkLinearTest();
    verifier(Ext.ONE, false).checkLinearTest();
    assertThatThrownBy(() -> verifier(Ext.ONE, true).checkLinearTest())
        .isInstanceOf(InvalidProof.class)
        .hasMessageContaining(ColumnVerifier.LINEAR_TEST);
  }

  /** Memory for columns is taken once they are known to be there. */
  @Test
  void columnsThatAreNotThereTakeNoMemory() {
    List<byte[]> roots = List.of(new byte[32], new byte[32]);
    ReedSolomon code = new ReedSolomon(4, Kernels.scalar());
    for (int length : new int[] {0, 64, 1000}) {
      ProofReader in = new ProofReader(new byte[length]);
      assertThatThrownBy(
              () -> verifier(Ext.ZERO, true).checkColumns(in, roots, new int[] {1, 2}, code))
          .isInstanceOf(InvalidProof.class)
          .hasMessage("the proof ends inside the columns of commitment 0");
    }
  }
}
