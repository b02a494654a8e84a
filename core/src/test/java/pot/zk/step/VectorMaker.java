package pot.zk.step;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import pot.zk.field.Goldilocks;
import pot.zk.hash.Domain;
import pot.zk.hash.PrfStream;
import pot.zk.hash.Sha256;
import pot.zk.ledger.OpeningLedger;
import pot.zk.model.Hyperparameters;
import pot.zk.model.JsonValue;
import pot.zk.model.Layer;
import pot.zk.model.Mode;
import pot.zk.model.Reduction;
import pot.zk.poly.ReedSolomon;
import pot.zk.proof.Bytes;
import pot.zk.relation.Owner;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;
import pot.zk.simd.Kernels;
import pot.zk.step.FrozenVector.Edit;

/**
 * Makes all frozen vectors anew, the same bytes at every run: data, blinding seeds, ledger nonces
 * and the build are fixed.
 */
final class VectorMaker {
  private static final String BUILD = "frozen vectors";

  private final List<FrozenVector> vectors = new ArrayList<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  /** All cases, in the order of the file. */
  List<FrozenVector> vectors() {
    return vectors;
  }

  /** The bytes of each file, by name. */
  Map<String, byte[]> files() {
    return files;
  }

  static VectorMaker make() {
    VectorMaker maker = new VectorMaker();
    maker.steps();
    maker.openings();
    maker.lies();
    maker.mutations("small-exact");
    maker.mutations("classifier");
    return maker;
  }

  /** The first case alone. */
  static VectorMaker smallest() {
    VectorMaker maker = new VectorMaker();
    maker.oneWeight();
    return maker;
  }

  // --- accepted ---

  private void oneWeight() {
    Hyperparameters hp = linear(1, 1, 1, false, Fixtures.EXACT, 1);
    step("one-weight", "one weight, one sample", hp);
  }

  private void steps() {
    Mode exact = Fixtures.EXACT;
    Mode attested = new Mode.Attested(-20, -14, -20);
    oneWeight();
    step("small-exact", "padding in every dimension, bias, exact", Fixtures.small(exact));
    step("small-attested", "the same, attested", Fixtures.small(attested));
    step("sixteen-by-four", "16 x 4, one sample, budget 8", linear(1, 16, 4, false, exact, 8));
    step("primes", "prime sizes", linear(13, 17, 11, true, exact, 2));
    step("wide", "limbs of 16 bits", linear(2, 256, 128, true, attested, 1));
    step("deep-exact", "an activation between two layers", Fixtures.deep(exact));
    step("deep-attested", "the same, attested", Fixtures.deep(attested));
    step("odd", "activations first, last and in a row", Fixtures.odd(attested));
    step("momentum", "momentum and decay", Fixtures.moved(exact, false));
    step("nesterov", "Nesterov and decay, attested", Fixtures.moved(attested, true));
    step("decay", "decay without momentum", Fixtures.decayed(exact));
    step("classifier", "softmax cross-entropy", Fixtures.classifier(exact));
    step("deep-classifier", "cross-entropy of activations", Fixtures.deepClassifier(attested));
    step("six-layers", "six layers, cross-entropy, attested", sixLayers(attested));
  }

  private static Hyperparameters linear(
      int batch, int in, int out, boolean bias, Mode mode, int openings) {
    return Fixtures.linear(batch, in, out, bias, Reduction.HALF_MEAN, mode, openings);
  }

  private static Hyperparameters sixLayers(Mode mode) {
    List<Layer> layers = new ArrayList<>();
    int[] widths = {7, 5, 9, 4, 6, 3, 5};
    for (int l = 0; l < 6; l++) {
      layers.add(new Layer.Linear("fc" + l, widths[l], widths[l + 1], l % 2 == 0));
      if (l < 5) {
        layers.add(new Layer.Relu());
      }
    }
    var sgd = Fixtures.sgd("0.05", "0", false, "0");
    return Fixtures.model(4, 7, layers, sgd, Fixtures.CROSS_ENTROPY, mode, 1);
  }

  private void step(String id, String covers, Hyperparameters hp) {
    Steps.Data data = Steps.random(hp, new Random(id.hashCode()));
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
    ModelState after =
        hp.mode() instanceof Mode.Exact
            ? builder.canonicalStep(data.before(), data.batch())
            : Steps.floatStep(hp, data);
    Witness.Seeds seeds = new Witness.Seeds(seed(id, 0), seed(id, 1), seed(id, 2));
    Statement statement =
        new Statement(
            builder.extractWeightsForZk(data.before(), seeds.wt()).root(),
            builder.buildBatchCommitment(data.batch(), seeds.batch()).root(),
            hp.hash(),
            builder.extractWeightsForZk(after, seeds.wt1()).root(),
            vectors.size() + 1,
            vectors.size() + 2,
            vectors.size() + 3);
    Proof proof =
        new SgdZkProver(fixedLedger(), Kernels.best(), Progress.none(), BUILD)
            .proveSgdStep(hp, statement, new Witness(data.before(), after, data.batch(), seeds));
    String file = store(id, proof.bytes());
    vectors.add(
        new FrozenVector(
            id, "step", true, covers, "", "", FrozenVector.of(statement), file, List.of()));
  }

  private void openings() {
    opening("opened-weights", "two weights and a bias", Fixtures.small(Fixtures.EXACT));
    opening("opened-buffers", "weights and buffers", Fixtures.moved(Fixtures.EXACT, false));
  }

  private void opening(String id, String covers, Hyperparameters hp) {
    ModelState weights = Steps.random(hp, new Random(id.hashCode())).before();
    byte[] root = new ZkWitnessBuilder(hp).extractWeightsForZk(weights, seed(id, 0)).root();
    List<WeightOpener.Place> places = new ArrayList<>();
    weights.names().forEach(name -> places.add(new WeightOpener.Place(name, 1)));
    WeightOpener.Opened opened =
        new WeightOpener(fixedLedger(), BUILD).open(hp, root, weights, seed(id, 0), places);
    byte[] bytes = opened.opening().bytes();
    Map<String, JsonValue> inputs = new TreeMap<>(Map.of("root", FrozenVector.hex(root)));
    String file = store(id, bytes);
    vectors.add(new FrozenVector(id, "opening", true, covers, "", "", inputs, file, List.of()));
    int value = 24 + hp.canonicalBytes().length + 32 + 8 + 16;
    rejected(id, "another value", "the value is not what is committed", xor(value, 1));
    int index = value - 8;
    rejected(id, "another place", "places are not bound to the values", xor(index, 2));
    rejected(id, "bytes after the end", "the end is not checked", new Edit.Append(new byte[1]));
    lyingOpening(id, hp, weights);
    byte[] otherRoot = root.clone();
    otherRoot[31] ^= 1;
    Map<String, JsonValue> other = new TreeMap<>(Map.of("root", FrozenVector.hex(otherRoot)));
    add(id, "another root", "the root is not bound to the tree", other);
  }

  // --- rejected ---

  /** One who follows the protocol, but for showing another value. */
  private void lyingOpening(String base, Hyperparameters hp, ModelState weights) {
    StepPlan step = StepPlan.of(hp);
    Trace trace = new Trace();
    new TraceBuilder(step.circuit(), TraceBuilder.Naming.DATA).putState(trace, weights, false);
    ReedSolomon code = new ReedSolomon(step.parameters().lengthVariables(), Kernels.best());
    PersistentCommitment commitment =
        PersistentCommitment.commit(step, Owner.WEIGHTS_BEFORE, trace, seed(base, 0), code);
    TensorSpec first = step.circuit().tensors(Owner.WEIGHTS_BEFORE).getFirst();
    long value = trace.get(first)[0];
    Revelation shown = new Revelation(List.of(new Revelation.Entry(0, 0, value + 1)));
    byte[] bytes =
        WeightOpener.prove(
            RevealPlan.of(step, shown),
            commitment,
            shown,
            new PrfStream(Sha256.digest(Domain.SEED, base.getBytes(US_ASCII))),
            code,
            channel -> channel);
    String id = next(base);
    vectors.add(
        new FrozenVector(
            id,
            "opening",
            false,
            "",
            "claims are not opened against the commitment",
            "a value of one unit more, the protocol followed",
            find(base).publicInputs(),
            store(id, bytes),
            List.of()));
  }

  /**
   * Of all that the lying prover can tell, the first lie for each set of checks that it breaks, and
   * for each bug: so every relation has one that breaks it alone.
   */
  private void lies() {
    Set<String> seen = new HashSet<>();
    List<Hyperparameters> steps =
        List.of(
            linear(2, 3, 2, true, Fixtures.EXACT, 1),
            Fixtures.classifier(Fixtures.EXACT),
            Fixtures.deep(new Mode.Attested(-20, -14, -20)),
            Fixtures.moved(Fixtures.EXACT, false));
    int count = 0;
    for (Hyperparameters hp : steps) {
      LyingProver prover = new LyingProver(hp, 11);
      for (Lie lie : new Lies(prover).named()) {
        // Layers are much the same: one of each kind will do.
        boolean newChecks = seen.add(lie.expected().toString().replaceAll("[0-9]", ""));
        if (seen.add(lie.bug()) || newChecks) {
          LyingProver.Outcome outcome = prover.run(lie, check -> true);
          count++;
          String id = String.format(Locale.ROOT, "lie-%02d", count);
          vectors.add(
              new FrozenVector(
                  id,
                  "step",
                  false,
                  "",
                  lie.bug(),
                  lie.name(),
                  FrozenVector.of(outcome.statement()),
                  store(id, outcome.proof()),
                  List.of()));
        }
      }
    }
  }

  /** One change in each part of a proof's bytes, and in each field of its statement. */
  private void mutations(String base) {
    FrozenVector honest =
        vectors.stream().filter(v -> v.id().equals(base)).findFirst().orElseThrow();
    byte[] proof = files.get(honest.file());
    int length = (int) Bytes.getLong(proof, 16);
    StepPlan plan =
        StepPlan.of(Hyperparameters.parseCanonical(Arrays.copyOfRange(proof, 24, 24 + length)));
    int roots = 24 + length;
    int auxiliary = roots + 96;
    int messages = auxiliary + 32 + (plan.lookupGrinding() > 0 ? 8 : 0);
    int end = auxiliary + plan.messageBytes();
    rejected(base, "another magic number", "the kind of file is not checked", xor(0, 1));
    rejected(base, "another version", "the version is not checked", xor(8, 2));
    rejected(base, "longer hyper-parameters", "lengths are not checked", xor(16, 1));
    rejected(base, "huge hyper-parameters", "memory is taken as asked", xor(22, 0x7f));
    rejected(base, "another hyper-parameter", "its hash is not compared", xor(24 + 9, 1));
    for (int k = 0; k < 3; k++) {
      String which = List.of("weights", "new weights", "batch").get(k);
      rejected(
          base,
          "another Merkle root of the " + which,
          "roots are not bound",
          xor(roots + 32 * k, 1));
    }
    rejected(base, "another auxiliary root", "the tree is not bound", xor(auxiliary, 0x80));
    rejected(base, "another first message", "a message is not absorbed", xor(messages, 1));
    rejected(base, "another last message", "the pads' opening is not checked", xor(end - 24, 1));
    rejected(base, "a word that is not below p", "two encodings", raise(proof, messages));
    rejected(base, "another nonce of the work", "the work is not checked", xor(end - 8, 1));
    rejected(base, "another column", "columns are not hashed", xor(end, 1));
    int salt = end + 8 * plan.opening().treeLanes(0);
    rejected(base, "another salt", "salts are not hashed", xor(salt, 1));
    rejected(base, "another Merkle node", "paths are not followed", xor(proof.length - 1, 1));
    rejected(base, "a node less", "the end is not checked", new Edit.Cut(proof.length - 32));
    rejected(base, "a byte less", "the end is not checked", new Edit.Cut(proof.length - 1));
    rejected(base, "a byte more", "bytes may follow", new Edit.Append(new byte[1]));
    rejected(base, "half of it", "lengths are not checked", new Edit.Cut(proof.length / 2));
    rejected(base, "nothing", "lengths are not checked", new Edit.Cut(0));
    statements(honest);
  }

  private void statements(FrozenVector honest) {
    for (Map.Entry<String, JsonValue> field : honest.publicInputs().entrySet()) {
      Map<String, JsonValue> changed = new TreeMap<>(honest.publicInputs());
      JsonValue other =
          switch (field.getValue()) {
            case JsonValue.Int(long n) -> new JsonValue.Int(n + 1);
            case JsonValue.Str(String hex) -> new JsonValue.Str(hex.substring(1) + hex.charAt(0));
            default -> throw new AssertionError(field);
          };
      changed.put(field.getKey(), other);
      add(honest.id(), "another " + field.getKey(), "the statement is not bound", changed);
    }
  }

  private static Edit xor(int at, int with) {
    return new Edit.Xor(at, new byte[] {(byte) with});
  }

  /** Makes the word there its own value plus p: the same element, written otherwise. */
  private static Edit raise(byte[] proof, int at) {
    long word = Bytes.getLong(proof, at);
    long raised =
        Long.compareUnsigned(word, -Goldilocks.MODULUS) < 0 ? word + Goldilocks.MODULUS : -1;
    return new Edit.Xor(at, Bytes.ofLong(word ^ raised));
  }

  private void rejected(String base, String why, String bug, Edit edit) {
    FrozenVector honest = find(base);
    String id = next(base);
    vectors.add(
        new FrozenVector(
            id,
            honest.kind(),
            false,
            "",
            bug,
            why,
            honest.publicInputs(),
            honest.file(),
            List.of(edit)));
  }

  private void add(String base, String why, String bug, Map<String, JsonValue> inputs) {
    FrozenVector honest = find(base);
    String id = next(base);
    vectors.add(
        new FrozenVector(id, honest.kind(), false, "", bug, why, inputs, honest.file(), List.of()));
  }

  /** The next name of a case that changes this one. */
  private String next(String base) {
    long before = vectors.stream().filter(v -> v.id().startsWith(base + "-not-")).count();
    return base + "-not-" + String.format(Locale.ROOT, "%02d", before + 1);
  }

  private FrozenVector find(String id) {
    return vectors.stream().filter(v -> v.id().equals(id)).findFirst().orElseThrow();
  }

  private String store(String id, byte[] bytes) {
    String file = id + ".proof";
    files.put(file, bytes);
    return file;
  }

  private static BlindingSeed seed(String id, int which) {
    return BlindingSeed.of(Sha256.digest(Domain.SEED, (id + " " + which).getBytes(US_ASCII)));
  }

  /** A nonce for each input, always the same. */
  private static OpeningLedger fixedLedger() {
    return new OpeningLedger() {
      @Override
      public Reservation reserve(byte[] inputHash, List<Spend> spends) {
        return new Reservation(Sha256.digest(Domain.LEDGER, inputHash), false);
      }

      @Override
      public int spent(byte[] merkleRoot) {
        return 0;
      }
    };
  }
}
