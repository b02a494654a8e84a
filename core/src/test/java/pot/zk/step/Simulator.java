package pot.zk.step;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import pot.zk.commitment.LaneTree;
import pot.zk.commitment.Opening;
import pot.zk.commitment.OpeningShape;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.hash.Domain;
import pot.zk.hash.PrfStream;
import pot.zk.hash.Sha256;
import pot.zk.hiding.Channel;
import pot.zk.hiding.HiddenValue;
import pot.zk.hiding.Obligations;
import pot.zk.hiding.VerifierChannel;
import pot.zk.merkle.MerkleTree;
import pot.zk.poly.Multilinear;
import pot.zk.poly.ReedSolomon;
import pot.zk.proof.Bytes;
import pot.zk.proof.ProofReader;
import pot.zk.relation.Owner;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;
import pot.zk.soundness.ErrorTally;
import pot.zk.transcript.ProofOfWork;
import pot.zk.transcript.Transcript;

/**
 * Makes proofs that an honest verifier accepts, from its coins alone. It is given no weights, no
 * batch and no seeds: so whatever such a proof shows, it shows nothing about them.
 *
 * <p>All values sent are random; the mask form follows from the linear test. At the positions,
 * known beforehand, the columns are random but for the masks, which are solved for; all other
 * leaves are random hashes.
 */
final class Simulator {
  private final StepPlan plan;
  private final OpeningShape shape;
  private final long coins;
  private final PrfStream random;
  private final FieldKernels kernels = Kernels.best();

  Simulator(StepPlan plan, long coins, byte[] key) {
    this.plan = plan;
    this.shape = plan.opening();
    this.coins = coins;
    this.random = new PrfStream(key);
  }

  /** A statement with the proof of it. */
  record Simulated(Statement statement, byte[] proof) {}

  Simulated run() {
    byte[] messages = new byte[plan.messageBytes()];
    Transcript transcript = new ChosenTranscript(coins);
    RandomChannel channel = new RandomChannel(transcript, messages);
    StepScript script =
        new StepScript(
            plan,
            channel,
            new Obligations(),
            StepScript.Provers.absent(),
            new ErrorTally(),
            kernels);
    Opening.Messages sent = script.open(shape, script.claims());
    int data = shape.padLanes() * shape.padLaneLength();
    Ext tau =
        kernels
            .dot(sent.padMessage(), 0, sent.form(), 0, data)
            .minus(sent.theta().times(sent.constant()));
    put(messages, channel.maskFormAt, Bytes.ofElements(ExtVector.of(List.of(tau))));

    int[] positions = StepPrelude.positions(transcript, plan);
    ByteArrayOutputStream columns = new ByteArrayOutputStream();
    List<byte[]> roots = trees(sent, positions, columns);
    put(messages, 0, roots.get(shape.auxiliary()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ProofBytes(plan.hyperparameters().canonicalBytes(), roots.subList(0, 3)).write(out);
    out.writeBytes(messages);
    out.writeBytes(columns.toByteArray());
    return new Simulated(statement(roots), out.toByteArray());
  }

  private static void put(byte[] messages, int at, byte[] message) {
    System.arraycopy(message, 0, messages, at, message.length);
  }

  private Statement statement(List<byte[]> roots) {
    return new Statement(
        root(Owner.WEIGHTS_BEFORE, roots),
        root(Owner.BATCH, roots),
        plan.hyperparameters().hash(),
        root(Owner.WEIGHTS_AFTER, roots),
        1,
        2,
        3);
  }

  private byte[] root(Owner owner, List<byte[]> roots) {
    return PersistentCommitment.root(Role.of(owner).tuple(plan, owner), roots.get(owner.index()));
  }

  /**
   * Random columns, the masks solved for; writes them and returns the roots of trees that contain
   * them.
   */
  private List<byte[]> trees(Opening.Messages sent, int[] positions, ByteArrayOutputStream out) {
    int count = shape.layouts().size();
    List<long[][]> columns = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      long[][] words = new long[positions.length][shape.treeLanes(k)];
      for (long[] column : words) {
        random.nextFields(column, 0, column.length);
      }
      columns.add(words);
    }
    ReedSolomon code = new ReedSolomon(shape.parameters().lengthVariables(), kernels);
    solveFoldMask(sent, positions, columns, code);
    solvePadMasks(sent, positions, columns.get(shape.auxiliary()), code);
    List<byte[]> roots = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      roots.add(tree(positions, columns.get(k), out));
    }
    return roots;
  }

  /** g(x) = G(x) - sum_k eta^k sum_i eq(z_row, i) p_k,i(x). */
  private void solveFoldMask(
      Opening.Messages sent, int[] positions, List<long[][]> columns, ReedSolomon code) {
    ExtVector folded = code.evaluateExt(sent.folded(), positions);
    List<Ext> z = sent.point();
    int laneVariables = shape.parameters().laneVariables();
    for (int j = 0; j < positions.length; j++) {
      Ext rest = folded.get(j);
      Ext power = Ext.ONE;
      for (int k = 0; k < columns.size(); k++) {
        power = power.times(sent.eta());
        int from = z.size() - shape.layouts().get(k).variables();
        List<Ext> row = z.subList(from, z.size() - laneVariables);
        for (int i = 0; i < shape.dataLanes(k); i++) {
          Ext weight = Multilinear.eqIndex(row, i).times(power);
          rest = rest.minus(weight.times(columns.get(k)[j][i]));
        }
      }
      long[] column = columns.get(shape.auxiliary())[j];
      column[column.length - 2] = rest.c0();
      column[column.length - 1] = rest.c1();
    }
  }

  /** mask_l(x) = u_l(x) - theta P_l(x). */
  private void solvePadMasks(
      Opening.Messages sent, int[] positions, long[][] columns, ReedSolomon code) {
    int length = shape.padLaneLength();
    int queries = shape.parameters().queries();
    for (int l = 0; l < shape.padLanes(); l++) {
      ExtVector lane = ExtVector.zeros(length + queries);
      for (int i = 0; i < length; i++) {
        lane.set(i, sent.padMessage().get(l * length + i));
      }
      for (int i = 0; i < queries; i++) {
        lane.set(length + i, sent.padMessage().get(shape.padLanes() * length + l * queries + i));
      }
      ExtVector values = code.evaluateExt(lane, positions);
      int pad = shape.dataLanes(shape.auxiliary()) + 2 * l;
      int mask = pad + 2 * shape.padLanes();
      for (int j = 0; j < positions.length; j++) {
        Ext opened = new Ext(columns[j][pad], columns[j][pad + 1]);
        Ext value = values.get(j).minus(sent.theta().times(opened));
        columns[j][mask] = value.c0();
        columns[j][mask + 1] = value.c1();
      }
    }
  }

  private byte[] tree(int[] positions, long[][] columns, ByteArrayOutputStream out) {
    byte[] leaves = random.next(shape.parameters().codeLength() * 32);
    for (int j = 0; j < positions.length; j++) {
      byte[] salt = random.next(LaneTree.SALT_BYTES);
      byte[] column = Bytes.ofLongs(columns[j]);
      put(leaves, positions[j] * 32, Sha256.digest(Domain.LEAF, salt, column));
      out.writeBytes(column);
      out.writeBytes(salt);
    }
    MerkleTree tree = new MerkleTree(leaves);
    out.writeBytes(tree.prove(positions));
    return tree.root();
  }

  /** A verifier's end, into whose proof random words are written just before it reads them. */
  private final class RandomChannel implements Channel {
    private final Transcript transcript;
    private final byte[] proof;
    private final ProofReader in;
    private final VerifierChannel verifier;
    private int maskFormAt;

    RandomChannel(Transcript transcript, byte[] proof) {
      this.transcript = transcript;
      this.proof = proof;
      this.in = new ProofReader(proof);
      this.verifier = new VerifierChannel(transcript, in);
    }

    private int at() {
      return proof.length - in.remaining();
    }

    private void write(int elements) {
      long[] words = new long[2 * elements];
      random.nextFields(words, 0, words.length);
      put(proof, at(), Bytes.ofLongs(words));
    }

    @Override
    public byte[] root(String label, Supplier<byte[]> root) {
      return verifier.root(label, root);
    }

    @Override
    public HiddenValue send(String label, Supplier<Ext> value) {
      write(1);
      return verifier.send(label, value);
    }

    @Override
    public HiddenValue freshPad() {
      return verifier.freshPad();
    }

    @Override
    public ExtVector sendClear(String label, int count, Supplier<ExtVector> values) {
      if (label.equals("mask form")) {
        maskFormAt = at();
      }
      write(count);
      return verifier.sendClear(label, count, values);
    }

    @Override
    public Ext challenge(String label) {
      return verifier.challenge(label);
    }

    @Override
    public List<Ext> challenges(String label, int count) {
      return verifier.challenges(label, count);
    }

    @Override
    public void grind(String label, int bits) {
      if (bits > 0) {
        put(proof, at(), Bytes.ofLong(ProofOfWork.find(transcript.seed(label), bits)));
      }
      verifier.grind(label, bits);
    }

    @Override
    public Ext reveal(HiddenValue value) {
      throw new IllegalStateException("a simulator knows nothing");
    }
  }
}
