package pot.zk.step;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import pot.zk.commitment.Opening;
import pot.zk.commitment.VectorOpeningProver;
import pot.zk.error.InternalFaultException;
import pot.zk.error.UntrueStepException;
import pot.zk.error.UnusableRequestException;
import pot.zk.hash.Domain;
import pot.zk.hash.PrfStream;
import pot.zk.hash.Sha256;
import pot.zk.hiding.Channel;
import pot.zk.hiding.Obligations;
import pot.zk.hiding.ProverChannel;
import pot.zk.ledger.OpeningLedger;
import pot.zk.model.Hyperparameters;
import pot.zk.poly.ReedSolomon;
import pot.zk.relation.Owner;
import pot.zk.relation.StepCircuit.Parameter;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;
import pot.zk.simd.Kernels;
import pot.zk.soundness.ErrorTally;
import pot.zk.transcript.Sha256Transcript;

/**
 * Shows chosen weights of a commitment and proves that it holds them, showing no other. Each
 * opening spends one of the commitment's budget, counted in the ledger before the first message;
 * the same input and build gives the same bytes and spends nothing more.
 */
public final class WeightOpener {
  private final OpeningLedger ledger;
  private final String buildId;

  public WeightOpener(OpeningLedger ledger) {
    this(ledger, BuildId.VALUE);
  }

  /** For frozen vectors: as if it were another build. */
  WeightOpener(OpeningLedger ledger, String buildId) {
    this.ledger = new CancellableLedger(ledger);
    this.buildId = buildId;
  }

  /**
   * A place in a model's state.
   *
   * @param tensor the parameter's name, such as {@code fc1.weight}
   * @param index in it, row-major, from 0
   */
  public record Place(String tensor, int index) {}

  /**
   * What was opened.
   *
   * @param weights in the order of the state, each place once
   */
  public record Opened(WeightOpening opening, List<RevealedWeight> weights, double soundnessBits) {}

  /**
   * Opens places of a commitment to weights.
   *
   * @param root of the commitment
   * @param seed under which it was made
   * @param places at least one, in any order
   * @throws UnusableRequestException if a place does not exist or the opening budget is spent
   * @throws UntrueStepException if the weights under the seed commit to another root
   * @throws InternalFaultException if the opening made does not verify
   */
  public Opened open(
      Hyperparameters hyperparameters,
      byte[] root,
      ModelState weights,
      BlindingSeed seed,
      List<Place> places) {
    StepPlan step = StepPlan.of(hyperparameters);
    Trace trace = new Trace();
    new TraceBuilder(step.circuit(), TraceBuilder.Naming.DATA).putState(trace, weights, false);
    Revelation revelation = revelation(step, trace, places);
    RevealPlan plan = RevealPlan.of(step, revelation);
    ReedSolomon code = new ReedSolomon(step.parameters().lengthVariables(), Kernels.best());
    PersistentCommitment commitment =
        PersistentCommitment.commit(step, Owner.WEIGHTS_BEFORE, trace, seed, code);
    checkRoot(root, commitment);
    byte[] bytes =
        prove(
            plan,
            commitment,
            revelation,
            random(plan, commitment, revelation, seed, trace),
            code,
            UnaryOperator.identity());
    WeightOpening opening = new WeightOpening(bytes);
    if (new WeightOpeningVerifier().verify(commitment.root(), opening)
        instanceof OpeningVerdict.Invalid(String reason)) {
      throw new InternalFaultException(
          "opening", "one that does not verify: " + reason, "a valid one", "please report this");
    }
    return new Opened(opening, revelation.weights(step), plan.budget().bits());
  }

  /**
   * Follows the protocol, whatever it is asked to show.
   *
   * @param wrap put around the channel: where tests take hold
   */
  static byte[] prove(
      RevealPlan plan,
      PersistentCommitment commitment,
      Revelation revelation,
      PrfStream random,
      ReedSolomon code,
      UnaryOperator<Channel> wrap) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new RevealBytes(
            plan.step().hyperparameters().canonicalBytes(), commitment.merkleRoot(), revelation)
        .write(out);
    Sha256Transcript transcript = new Sha256Transcript(RevealBytes.PROTOCOL_ID);
    RevealScript.absorb(transcript, plan, commitment.root(), commitment.merkleRoot(), revelation);
    VectorOpeningProver prover =
        VectorOpeningProver.commitAuxiliary(
            plan.opening(),
            List.of(commitment.vector()),
            List.of(commitment.tree()),
            new long[0],
            code,
            random,
            Kernels.best());
    RevealScript script =
        new RevealScript(
            plan,
            revelation,
            wrap.apply(new ProverChannel(transcript, out, prover.pads())),
            new Obligations(),
            new RevealScript.Provers(prover::auxiliaryRoot, prover),
            new ErrorTally());
    Opening.Pending pending = script.claims();
    script.open(plan.opening(), pending);
    prover.openColumns(RevealScript.positions(transcript, plan), out);
    return out.toByteArray();
  }

  /** All randomness of one opening, after the ledger has counted it. */
  private PrfStream random(
      RevealPlan plan,
      PersistentCommitment commitment,
      Revelation revelation,
      BlindingSeed seed,
      Trace trace) {
    byte[] secrets =
        Sha256.digest(
            Domain.WITNESS,
            new FramedBytes()
                .text(RevealBytes.PROTOCOL_ID)
                .text(buildId)
                .bytes(plan.step().hyperparameters().canonicalBytes())
                .bytes(plan.step().derivedParameters())
                .bytes(commitment.root())
                .bytes(revelation.encoded())
                .bytes(seed.revealBytes())
                .bytes(PersistentCommitment.dataHash(plan.step(), Owner.WEIGHTS_BEFORE, trace))
                .toByteArray());
    OpeningLedger.Reservation reservation =
        ledger.reserve(
            Sha256.digest(Domain.LEDGER, secrets),
            List.of(
                new OpeningLedger.Spend(
                    commitment.merkleRoot(), plan.step().parameters().openings(), "the weights")));
    return new PrfStream(
        Sha256.digest(
            Domain.PROOF_RANDOMNESS,
            new FramedBytes().bytes(secrets).bytes(reservation.nonce()).toByteArray()));
  }

  private static Revelation revelation(StepPlan plan, Trace trace, List<Place> places) {
    if (places.isEmpty() || places.size() > Revelation.MAX_ENTRIES) {
      throw new UnusableRequestException(
          "indices",
          places.size() + " places",
          "1 to " + Revelation.MAX_ENTRIES,
          "name that many weights at a time");
    }
    List<Parameter> parameters = plan.circuit().parameters();
    TreeSet<Revelation.Entry> entries =
        new TreeSet<>(
            Comparator.comparingInt(Revelation.Entry::tensor)
                .thenComparingInt(Revelation.Entry::index));
    for (Place place : places) {
      int tensor = parameters.stream().map(Parameter::name).toList().indexOf(place.tensor());
      if (tensor < 0) {
        throw new UnusableRequestException(
            "indices",
            "a tensor named " + place.tensor(),
            "one of " + parameters.stream().map(Parameter::name).toList(),
            "name it as declared");
      }
      TensorSpec spec = parameters.get(tensor).before();
      int size = spec.rows() * spec.columns();
      if (place.index() < 0 || place.index() >= size) {
        throw new UnusableRequestException(
            "indices",
            place.tensor() + "[" + place.index() + "]",
            "an index from 0 to " + (size - 1),
            "count from 0, row after row");
      }
      long units = trace.get(spec)[Revelation.paddedIndex(spec, place.index())];
      entries.add(new Revelation.Entry(tensor, place.index(), units));
    }
    return new Revelation(new ArrayList<>(entries));
  }

  private static void checkRoot(byte[] root, PersistentCommitment commitment) {
    if (!Arrays.equals(root, commitment.root())) {
      HexFormat hex = HexFormat.of();
      throw new UntrueStepException(
          "root",
          hex.formatHex(root),
          hex.formatHex(commitment.root()) + ", the root of these weights under this seed",
          "give the weights and the seed of the commitment");
    }
  }
}
