package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pot.zk.error.UnusableRequestException;
import pot.zk.field.Ext;
import pot.zk.model.CanonicalJson;
import pot.zk.model.Hyperparameters;
import pot.zk.model.JsonValue;
import pot.zk.model.Reduction;
import pot.zk.proof.InvalidProof;
import pot.zk.proof.ProofReader;
import pot.zk.simd.Kernels;
import pot.zk.transcript.Sha256Transcript;
import pot.zk.transcript.Transcript;

/**
 * Everything public, and every message, goes into the challenges that follow. The bug this stands
 * for is weak Fiat-Shamir: whatever is not absorbed can be chosen afterwards, or exchanged in a
 * finished proof.
 */
class BindingTest {
  private static final byte[] ROOT = new byte[32];
  private static final List<byte[]> ROOTS = List.of(ROOT, ROOT, ROOT);

  private static Ext firstChallenge(Hyperparameters hp, Statement statement, List<byte[]> roots) {
    Transcript transcript = new Sha256Transcript(ProofBytes.PROTOCOL_ID);
    StepPrelude.absorb(transcript, StepPlan.of(hp), statement, roots);
    return transcript.challenge("first");
  }

  private static byte[] flipped(int at) {
    byte[] root = ROOT.clone();
    root[at] ^= 1;
    return root;
  }

  @Test
  void everyFieldOfTheStatement() {
    Hyperparameters hp = Fixtures.small(Fixtures.EXACT);
    List<Statement> statements = new ArrayList<>();
    statements.add(new Statement(ROOT, ROOT, ROOT, ROOT, 0, 0, 0));
    for (int at : new int[] {0, 31}) {
      byte[] other = flipped(at);
      statements.add(new Statement(other, ROOT, ROOT, ROOT, 0, 0, 0));
      statements.add(new Statement(ROOT, other, ROOT, ROOT, 0, 0, 0));
      statements.add(new Statement(ROOT, ROOT, other, ROOT, 0, 0, 0));
      statements.add(new Statement(ROOT, ROOT, ROOT, other, 0, 0, 0));
    }
    for (long number : new long[] {1, 1L << 32, Long.MAX_VALUE}) {
      statements.add(new Statement(ROOT, ROOT, ROOT, ROOT, number, 0, 0));
      statements.add(new Statement(ROOT, ROOT, ROOT, ROOT, 0, number, 0));
      statements.add(new Statement(ROOT, ROOT, ROOT, ROOT, 0, 0, number));
    }
    assertThat(statements.stream().map(s -> firstChallenge(hp, s, ROOTS))).doesNotHaveDuplicates();
  }

  @Test
  void everyMerkleRoot() {
    Hyperparameters hp = Fixtures.small(Fixtures.EXACT);
    Statement statement = new Statement(ROOT, ROOT, ROOT, ROOT, 0, 0, 0);
    Stream<List<byte[]>> roots =
        Stream.of(
            ROOTS,
            List.of(flipped(0), ROOT, ROOT),
            List.of(ROOT, flipped(0), ROOT),
            List.of(ROOT, ROOT, flipped(0)),
            List.of(flipped(31), ROOT, ROOT),
            List.of(ROOT, flipped(31), ROOT),
            List.of(ROOT, ROOT, flipped(31)));
    assertThat(roots.map(r -> firstChallenge(hp, statement, r))).doesNotHaveDuplicates();
  }

  /** Every leaf of the document, the statement being the same. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyHyperparameter(boolean attested) {
    Hyperparameters hp = Fixtures.small(attested ? Fixtures.ATTESTED : Fixtures.EXACT);
    Statement statement = new Statement(ROOT, ROOT, ROOT, ROOT, 0, 0, 0);
    Map<String, JsonValue> leaves = new LinkedHashMap<>();
    addLeaves("", hp.toJson(), leaves);
    Map<String, Ext> challenges = new LinkedHashMap<>();
    challenges.put("as it was", firstChallenge(hp, statement, ROOTS));
    TreeSet<String> unchanged = new TreeSet<>();
    for (Map.Entry<String, JsonValue> leaf : leaves.entrySet()) {
      boolean changed = false;
      for (JsonValue other : alternatives(leaf.getValue())) {
        byte[] json = CanonicalJson.write(replace("", hp.toJson(), leaf.getKey(), other));
        try {
          Hyperparameters parsed = Hyperparameters.parseCanonical(json);
          challenges.put(
              new String(json, StandardCharsets.US_ASCII),
              firstChallenge(parsed, statement, ROOTS));
          changed = true;
        } catch (UnusableRequestException e) {
          // No step that can be proven: the next alternative may be one.
        }
      }
      if (!changed) {
        unchanged.add(leaf.getKey());
      }
    }
    assertThat(challenges.values()).doesNotHaveDuplicates();
    // These have one value in this version, or none that goes alone with the other members.
    unchanged.remove("/mode/op");
    assertThat(unchanged)
        .containsExactly(
            "/commitment/profile",
            "/format",
            "/loss/op",
            "/model/layers/0/op",
            "/optimizer/momentum/e",
            "/optimizer/momentum/m",
            "/optimizer/nesterov",
            "/optimizer/op",
            "/optimizer/weight_decay/e");
  }

  private static void addLeaves(String path, JsonValue value, Map<String, JsonValue> leaves) {
    switch (value) {
      case JsonValue.Obj o -> o.members().forEach((k, v) -> addLeaves(path + "/" + k, v, leaves));
      case JsonValue.Arr a -> {
        for (int i = 0; i < a.items().size(); i++) {
          addLeaves(path + "/" + i, a.items().get(i), leaves);
        }
      }
      default -> leaves.put(path, value);
    }
  }

  private static List<JsonValue> alternatives(JsonValue leaf) {
    return switch (leaf) {
      case JsonValue.Int(long v) ->
          Stream.of(-8, -2, -1, 1, 2, 8).<JsonValue>map(d -> new JsonValue.Int(v + d)).toList();
      case JsonValue.Bool(boolean v) -> List.of(new JsonValue.Bool(!v));
      default ->
          Stream.of("mean", "half_mean", "exact", "other")
              .<JsonValue>map(JsonValue.Str::new)
              .filter(s -> !s.equals(leaf))
              .toList();
    };
  }

  /** Two pairs of members say the same, and change together. */
  private static boolean same(String path, String changed) {
    return path.equals(changed) || twins(path, changed) || twins(changed, path);
  }

  private static boolean twins(String a, String b) {
    return a.equals("/model/input/0") && b.equals("/model/layers/0/in")
        || a.equals("/mode/tolerance_log2") && b.equals("/mode/buffer_tolerance_log2");
  }

  private static JsonValue replace(String path, JsonValue value, String leaf, JsonValue other) {
    return switch (value) {
      case JsonValue.Obj o -> {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        o.members().forEach((k, v) -> members.put(k, replace(path + "/" + k, v, leaf, other)));
        yield new JsonValue.Obj(members);
      }
      case JsonValue.Arr a -> {
        List<JsonValue> items = new ArrayList<>();
        for (int i = 0; i < a.items().size(); i++) {
          items.add(replace(path + "/" + i, a.items().get(i), leaf, other));
        }
        yield new JsonValue.Arr(items);
      }
      default -> same(path, leaf) ? other : value;
    };
  }

  /** What went into a transcript and what came out of it, in order. */
  private static final class Log implements Transcript {
    private final Transcript sound = new Sha256Transcript(ProofBytes.PROTOCOL_ID);
    private final List<String> events = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();

    @Override
    public void absorb(String label, byte[] message) {
      sound.absorb(label, message);
      events.add("");
      lengths.add(message.length);
    }

    @Override
    public Ext challenge(String label) {
      return logged(sound.challenge(label));
    }

    @Override
    public byte[] seed(String label) {
      byte[] seed = sound.seed(label);
      logged(Arrays.hashCode(seed));
      return seed;
    }

    @Override
    public int[] positions(String label, int lengthVariables, int count) {
      int[] positions = sound.positions(label, lengthVariables, count);
      logged(Arrays.hashCode(positions));
      return positions;
    }

    private <T> T logged(T value) {
      events.add(value.toString());
      lengths.add(-1);
      return value;
    }
  }

  private static Log verify(StepPlan plan, byte[] proof, Statement statement) {
    Log log = new Log();
    try {
      ProofReader in = new ProofReader(proof);
      ProofBytes header = ProofBytes.read(in);
      new StepVerifier(plan, Kernels.best()).verify(statement, header, in, check -> true, log);
    } catch (InvalidProof expected) {
      log.events.add("invalid");
      log.lengths.add(-1);
    }
    return log;
  }

  /** For every message: one bit of it changes the very next challenge, and none before. */
  @Test
  void everyMessage() {
    Hyperparameters hp = Fixtures.linear(1, 2, 1, true, Reduction.MEAN, Fixtures.EXACT, 1);
    StepPlan plan = StepPlan.of(hp);
    Steps.Data data = Steps.random(hp, new Random(3));
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
    ModelState after = builder.canonicalStep(data.before(), data.batch());
    var step = builder.extractSgdUpdateWitness(data.before(), after, data.batch(), 1, 2, 3);
    byte[] proof =
        new SgdZkProver(new MemoryLedger())
            .proveSgdStep(hp, step.statement(), step.witness())
            .bytes();
    Log honest = verify(plan, proof, step.statement());
    int at = 24 + hp.canonicalBytes().length + 3 * 32;
    // The last message is the nonce of the work before the positions: checked before anything more
    // is drawn.
    int end = at + plan.messageBytes() - Long.BYTES;
    // The prelude says six things before the first message.
    int messages = 0;
    for (int i = 6; at < end; i++) {
      int length = honest.lengths.get(i);
      if (length > 0) {
        byte[] mutated = proof.clone();
        mutated[at + messages % length] ^= 1;
        at += length;
        messages++;
        Log other = verify(plan, mutated, step.statement());
        int next = i;
        while (honest.lengths.get(next) >= 0) {
          next++;
        }
        assertThat(other.events.subList(0, next)).isEqualTo(honest.events.subList(0, next));
        assertThat(other.events.get(next)).isNotEqualTo(honest.events.get(next));
      }
    }
    assertThat(messages).isGreaterThan(plan.sendLabels().size() + 4);
    assertThat(honest.events).doesNotContain("invalid");
  }
}
