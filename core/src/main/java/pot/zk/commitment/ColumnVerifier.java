package pot.zk.commitment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.merkle.MerkleMultiProof;
import pot.zk.poly.Multilinear;
import pot.zk.poly.ReedSolomon;
import pot.zk.proof.Bytes;
import pot.zk.proof.InvalidProof;
import pot.zk.proof.ProofReader;
import pot.zk.simd.FieldKernels;

/**
 * The verifier of an opening: the linear test on the pads, and the opened columns against G and
 * u_P.
 */
public final class ColumnVerifier {
  private final OpeningShape shape;
  private final Opening.Messages messages;

  /** The names of the checks. */
  public static final String LINEAR_TEST = "linear test";

  public static final String MERKLE_PATHS = "Merkle paths";
  public static final String FOLDED_LANES = "folded lanes";
  public static final String PAD_MESSAGE = "pad message";

  private final FieldKernels kernels;
  private final Predicate<String> enforced;

  /**
   * @param enforced whether the check of this name is on: all are, but in tests of single checks
   */
  public ColumnVerifier(
      OpeningShape shape,
      Opening.Messages messages,
      FieldKernels kernels,
      Predicate<String> enforced) {
    this.shape = shape;
    this.messages = messages;
    this.kernels = kernels;
    this.enforced = enforced;
  }

  private void require(boolean holds, String check, String otherwise) {
    if (!holds && enforced.test(check)) {
      throw new InvalidProof(check + ": " + otherwise);
    }
  }

  /** &lt;c, u_P&gt; = tau + theta const. */
  public void checkLinearTest() {
    int data = shape.padLanes() * shape.padLaneLength();
    Ext left = kernels.dot(messages.padMessage(), 0, messages.form(), 0, data);
    Ext right = messages.maskForm().plus(messages.theta().times(messages.constant()));
    require(left.equals(right), LINEAR_TEST, "a claim, relation or lookup does not hold");
  }

  /**
   * Reads the columns of every tree and checks them.
   *
   * @param roots the Merkle root of each commitment
   */
  public void checkColumns(ProofReader in, List<byte[]> roots, int[] positions, ReedSolomon code) {
    List<long[]> columns = new ArrayList<>();
    for (int k = 0; k < roots.size(); k++) {
      columns.add(readTree(in, roots.get(k), k, positions));
    }
    checkFolding(columns, positions, code.evaluateExt(messages.folded(), positions));
    checkPads(columns.get(shape.auxiliary()), positions, code);
  }

  /** The columns of one tree, position after position, their Merkle paths checked. */
  private long[] readTree(ProofReader in, byte[] root, int commitment, int[] positions) {
    String what = "the columns of commitment " + commitment;
    int lanes = shape.treeLanes(commitment);
    in.need((long) positions.length * (8L * lanes + LaneTree.SALT_BYTES), what);
    long[] columns = new long[positions.length * lanes];
    byte[] leaves = new byte[positions.length * 32];
    for (int i = 0; i < positions.length; i++) {
      long[] column = in.words(lanes, what);
      byte[] salt = in.take(LaneTree.SALT_BYTES, what);
      System.arraycopy(column, 0, columns, i * lanes, lanes);
      byte[] leaf = LaneTree.leafHash(salt, Bytes.ofLongs(column));
      System.arraycopy(leaf, 0, leaves, i * 32, 32);
    }
    int n = shape.parameters().codeLength();
    byte[] nodes = in.take(MerkleMultiProof.nodeCount(n, positions) * 32, what);
    byte[] computed = MerkleMultiProof.root(n, positions, leaves, nodes, 0);
    require(
        Arrays.equals(root, computed),
        MERKLE_PATHS,
        "those of commitment " + commitment + " do not lead to its root");
    return columns;
  }

  /** G(x_j) = g(x_j) + sum_k eta^k sum_i eq(z_row, i) p_k,i(x_j) at every position. */
  private void checkFolding(List<long[]> columns, int[] positions, ExtVector folded) {
    List<ExtVector> laneWeights = new ArrayList<>();
    Ext power = Ext.ONE;
    List<Ext> z = messages.point();
    for (VectorLayout layout : shape.layouts()) {
      power = power.times(messages.eta());
      int from = z.size() - layout.variables();
      int to = z.size() - shape.parameters().laneVariables();
      ExtVector eq = Multilinear.eqTable(z.subList(from, to), kernels);
      kernels.scale(eq, 0, power, eq, 0, eq.length());
      laneWeights.add(eq);
    }
    int aux = shape.auxiliary();
    int auxLanes = shape.treeLanes(aux);
    for (int i = 0; i < positions.length; i++) {
      int mask = i * auxLanes + auxLanes - 2;
      Ext sum = new Ext(columns.get(aux)[mask], columns.get(aux)[mask + 1]);
      for (int k = 0; k < columns.size(); k++) {
        int start = i * shape.treeLanes(k);
        sum =
            sum.plus(
                kernels.dotBase(laneWeights.get(k), 0, columns.get(k), start, shape.dataLanes(k)));
      }
      require(sum.equals(folded.get(i)), FOLDED_LANES, "a column does not match");
    }
  }

  /** u_l(x_j) = mask_l(x_j) + theta P_l(x_j) at every position, for every pad lane. */
  private void checkPads(long[] columns, int[] positions, ReedSolomon code) {
    int lanes = shape.treeLanes(shape.auxiliary());
    int first = shape.dataLanes(shape.auxiliary());
    int masks = first + 2 * shape.padLanes();
    for (int l = 0; l < shape.padLanes(); l++) {
      ExtVector values = code.evaluateExt(padLane(l), positions);
      for (int i = 0; i < positions.length; i++) {
        int row = i * lanes;
        Ext pad = new Ext(columns[row + first + 2 * l], columns[row + first + 2 * l + 1]);
        Ext mask = new Ext(columns[row + masks + 2 * l], columns[row + masks + 2 * l + 1]);
        Ext opened = mask.plus(messages.theta().times(pad));
        require(opened.equals(values.get(i)), PAD_MESSAGE, "a column does not match");
      }
    }
  }

  /** The coefficients of u_P's lane l: its data part, then its blinding part. */
  private ExtVector padLane(int l) {
    int length = shape.padLaneLength();
    int queries = shape.parameters().queries();
    int blinding = shape.padLanes() * length + l * queries;
    ExtVector lane = ExtVector.zeros(shape.padLaneCoefficients());
    for (int i = 0; i < lane.length(); i++) {
      int at = i < length ? l * length + i : blinding + i - length;
      lane.set(i, messages.padMessage().get(at));
    }
    return lane;
  }
}
