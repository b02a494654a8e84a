package pot.zk.cli.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import pot.zk.commitment.Lane;
import pot.zk.commitment.LaneTree;
import pot.zk.commitment.Slice;
import pot.zk.field.Ext;
import pot.zk.fixedpoint.IntegerMatrix;
import pot.zk.fixedpoint.IntegerProduct;
import pot.zk.hash.Domain;
import pot.zk.hash.PrfStream;
import pot.zk.hash.Sha256;
import pot.zk.lookup.FractionTree;
import pot.zk.lookup.LookupLayout;
import pot.zk.lookup.LookupProver;
import pot.zk.lookup.LookupTable;
import pot.zk.merkle.MerkleTree;
import pot.zk.poly.ReedSolomon;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.HashKernels;
import pot.zk.simd.Kernels;

/** What the prover makes of {@link FieldKernel}s, hashes and integers. */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
public enum ProverKernel implements Kernel {
  BUTTERFLY("encoding, a butterfly", false, ProverKernel::butterflies),
  ENCODE("encoding, a committed element", false, ProverKernel::encode),
  LEAF("leaf of 64 lanes", false, ProverKernel::leaves),
  NODE("Merkle node", true, ProverKernel::nodes),
  PRF("PRF stream, an element of F", false, ProverKernel::prf),
  MATRIX("integer matrix, a multiply-add", true, ProverKernel::matrix),
  TREE("fraction tree, a leaf", true, ProverKernel::fractionTree),
  LOOKUP("tree and all its layers, a leaf", true, ProverKernel::lookup),
  COMMIT("commitment, a committed element", true, ProverKernel::commit);

  private static final long SEED = 20260103;

  /** Of a lane; the least rate of a code that is used is a quarter. */
  private static final int EXPANSION = 4;

  private static final int LANES = 64;
  private static final int BATCH = 64;
  private static final int LIMB_BITS = 16;

  /** Products of halves in a product in F, in K, and of the low 64 bits of one of integers. */
  private static final int IN_F = 4;

  private static final int IN_K = 3 * IN_F;
  private static final int IN_INTEGERS = 3;

  private static final int HASH = Sha256.BYTES;
  private static final int BLOCK = 64;

  /** What SHA-256 appends at least. */
  private static final int PADDING = 9;

  private final String title;
  private final boolean parallel;
  private final BiFunction<FieldKernels, Integer, Prepared> prepare;

  ProverKernel(
      String title, boolean parallel, BiFunction<FieldKernels, Integer, Prepared> prepare) {
    this.title = title;
    this.parallel = parallel;
    this.prepare = prepare;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public boolean parallel() {
    return parallel;
  }

  @Override
  public Prepared prepare(FieldKernels kernels, int length) {
    return prepare.apply(kernels, length);
  }

  /** Eight polynomials to a codeword of so many elements. */
  private static Prepared butterflies(FieldKernels kernels, int length) {
    ReedSolomon code = new ReedSolomon(log2(length / ReedSolomon.GROUP), kernels);
    int rows = code.length() / EXPANSION;
    int coefficients = rows * ReedSolomon.GROUP;
    long[] polynomials = Vectors.base(new Random(SEED), coefficients);
    long[] codeword = new long[length];
    double count = butterflies(rows, ReedSolomon.GROUP);
    return new Prepared(
        count,
        IN_F * count,
        0,
        Long.BYTES * (double) (coefficients + length),
        () -> code.encode(polynomials, rows, codeword));
  }

  private static Prepared encode(FieldKernels kernels, int length) {
    Prepared p = butterflies(kernels, length);
    return new Prepared((double) length / EXPANSION, p.products(), p.blocks(), p.bytes(), p.work());
  }

  /** Of some polynomials of as many coefficients; levels above them only copy. */
  private static double butterflies(int coefficients, int polynomials) {
    return log2(coefficients) * (EXPANSION * coefficients / 2.0) * polynomials;
  }

  private static Prepared leaves(FieldKernels kernels, int length) {
    int count = length / LANES;
    int row = FieldKernels.ROW;
    long[][] groups = new long[LANES / row][];
    Random random = new Random(SEED);
    Arrays.setAll(groups, g -> Vectors.base(random, count * row));
    byte[] salts = new byte[count * LaneTree.SALT_BYTES];
    byte[] leaves = new byte[count * HASH];
    HashKernels.Columns hashes = Kernels.hashes().columns(Domain.LEAF, count, LANES, salts, leaves);
    return new Prepared(
        count,
        0,
        leafBlocks() * (double) count,
        (LANES * Long.BYTES + LaneTree.SALT_BYTES + HASH) * (double) count,
        () -> hashes.take(0, count, 0, LANES, groups, 0));
  }

  private static int leafBlocks() {
    return blocks(Domain.TAG_BYTES + LaneTree.SALT_BYTES + LANES * Long.BYTES);
  }

  private static int nodeBlocks() {
    return blocks(Domain.TAG_BYTES + 2 * HASH);
  }

  private static Prepared nodes(FieldKernels kernels, int length) {
    byte[] leaves = new byte[length * HASH];
    new Random(SEED).nextBytes(leaves);
    double count = length - 1.0;
    return new Prepared(
        count, 0, nodeBlocks() * count, 3 * HASH * count, () -> new MerkleTree(leaves).size());
  }

  private static Prepared prf(FieldKernels kernels, int length) {
    PrfStream stream = new PrfStream(new byte[PrfStream.KEY_BYTES]);
    long[] out = new long[length];
    double hashes = (double) length * Long.BYTES / HASH;
    return new Prepared(
        length,
        0,
        prfBlocks() * hashes,
        (double) Long.BYTES * length,
        () ->
            stream.nextFields(
                out,
                0,
                length,
                (key, first, bytes, at, count) ->
                    Kernels.hashes().stream(Domain.PRF, key, first, bytes, at, count)));
  }

  private static int prfBlocks() {
    return blocks(Domain.TAG_BYTES + PrfStream.KEY_BYTES + Long.BYTES);
  }

  /** A batch times a square matrix of so many entries. */
  private static Prepared matrix(FieldKernels kernels, int length) {
    int width = (int) Math.sqrt(length);
    Random random = new Random(SEED);
    long[] inputs = random.ints((long) BATCH * width, -1000, 1000).asLongStream().toArray();
    long[] weights = random.ints((long) width * width, -1000, 1000).asLongStream().toArray();
    long[] out = new long[BATCH * width];
    IntegerMatrix x = new IntegerMatrix(inputs, BATCH, width);
    IntegerMatrix w = new IntegerMatrix(weights, width, width);
    double count = (double) BATCH * width * width;
    return new Prepared(
        count,
        IN_INTEGERS * count,
        0,
        Long.BYTES * (double) (inputs.length + weights.length + 2 * out.length),
        () -> new IntegerProduct(x, w).addTo(out));
  }

  /** From the limbs to the root. */
  private static Prepared fractionTree(FieldKernels kernels, int length) {
    Lookup lookup = new Lookup(kernels, length);
    return new Prepared(
        length, treeProducts(length), 0, Long.BYTES * (double) length, lookup::begin);
  }

  /** A denominator each leaf, then fractions added in pairs, whose numerators are one at first. */
  private static double treeProducts(int leaves) {
    double pairs = leaves / 2.0;
    return IN_F * (double) leaves + IN_K * pairs + 3 * IN_K * (pairs - 1);
  }

  /** The tree, and from its root on all rounds of all its layers. */
  private static Prepared lookup(FieldKernels kernels, int length) {
    Lookup lookup = new Lookup(kernels, length);
    double pairs = length / 2.0;
    // m0 = n0 + lambda d0; six products a pair of a round; four vectors folded.
    double nodeLayers = (1 + 6 + 4) * IN_K * (pairs - 1);
    // u and w made from the limbs again; four products a pair of a round; both folded.
    double leafLayer = IN_F * (double) length + (1 + 4 + 2) * IN_K * pairs;
    return new Prepared(
        length,
        treeProducts(length) + nodeLayers + leafLayer,
        0,
        2 * Long.BYTES * (double) length,
        lookup::run);
  }

  /** A lookup of limbs, all in the range. */
  private static final class Lookup {
    private final Random random = new Random(SEED);
    private final FractionTree tree;
    private final Ext alpha = element();
    private final Ext lambda = element();
    private final List<Ext> point = new ArrayList<>();

    Lookup(FieldKernels kernels, int leaves) {
      Slice limbs = new Slice("limbs", 0, 0, log2(leaves));
      Slice counts = new Slice("multiplicities", 0, 0, LIMB_BITS);
      LookupLayout layout =
          LookupLayout.of(
              new LookupTable.Range(LIMB_BITS, counts),
              List.of(),
              List.of(new LookupLayout.Limb(limbs, LIMB_BITS)),
              List.of());
      FractionTree.Entries entries =
          new FractionTree.Entries(
              random.ints(leaves, 0, 1 << LIMB_BITS).asLongStream().toArray(), 0);
      tree = new FractionTree(layout, slice -> entries, kernels);
      while (point.size() < log2(leaves) - 1) {
        point.add(element());
      }
    }

    void begin() {
      tree.begin(alpha, Ext.ONE);
    }

    void run() {
      begin();
      for (int variables = 0; variables <= point.size(); variables++) {
        List<Ext> at = point.subList(0, variables);
        LookupProver.LayerRounds rounds = tree.layer(at, lambda);
        for (Ext r : at) {
          rounds.round();
          rounds.bind(r);
        }
      }
    }

    private Ext element() {
      return Vectors.elements(random, 1).get(0);
    }
  }

  /** Lanes of limbs encoded, their columns hashed with salts, and a tree over them. */
  private static Prepared commit(FieldKernels kernels, int length) {
    int laneLength = length / LANES;
    ReedSolomon code = new ReedSolomon(log2(laneLength * EXPANSION), kernels);
    Random random = new Random(SEED);
    List<Lane> lanes = new ArrayList<>();
    for (int i = 0; i < LANES; i++) {
      lanes.add(Lane.of(random.longs(laneLength, 0, 1 << LIMB_BITS).toArray()));
    }
    PrfStream salts = new PrfStream(new byte[PrfStream.KEY_BYTES]);
    double columns = code.length();
    return new Prepared(
        length,
        IN_F * butterflies(laneLength, LANES),
        (leafBlocks() + nodeBlocks() + prfBlocks()) * columns,
        // A codeword need not leave the cache; the leaves do.
        Long.BYTES * (double) length + 2 * HASH * columns,
        () -> LaneTree.commit(code, lanes, salts));
  }

  private static int blocks(int bytes) {
    return (bytes + PADDING + BLOCK - 1) / BLOCK;
  }

  private static int log2(int powerOfTwo) {
    return Integer.numberOfTrailingZeros(powerOfTwo);
  }
}
