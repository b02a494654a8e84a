package pot.zk.step;

import java.util.Arrays;
import java.util.List;
import pot.zk.commitment.ColumnVerifier;
import pot.zk.commitment.Opening;
import pot.zk.error.UnusableRequestException;
import pot.zk.hiding.Obligations;
import pot.zk.hiding.VerifierChannel;
import pot.zk.model.Hyperparameters;
import pot.zk.poly.ReedSolomon;
import pot.zk.proof.InvalidProof;
import pot.zk.proof.ProofReader;
import pot.zk.relation.Owner;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;
import pot.zk.soundness.ErrorTally;
import pot.zk.transcript.Sha256Transcript;

/** Verifies openings of chosen weights. Holds no state; one may serve many threads. */
public final class WeightOpeningVerifier {
  /**
   * Whether the commitment behind a root holds the weights that an opening shows. Any bytes
   * whatever get a verdict.
   *
   * @param root 32 bytes
   */
  public OpeningVerdict verify(byte[] root, WeightOpening opening) {
    try {
      ProofReader in = new ProofReader(opening.bytes());
      RevealBytes header = RevealBytes.read(in);
      StepPlan step = StepPlan.of(Hyperparameters.parseCanonical(header.hyperparameters()));
      Revelation shown = header.revelation();
      if (!Revelation.fits(shown.entries(), step)) {
        throw new InvalidProof("the weights shown are not ascending places of this model");
      }
      byte[] tuple = Role.of(Owner.WEIGHTS_BEFORE).tuple(step, Owner.WEIGHTS_BEFORE);
      if (!Arrays.equals(root, PersistentCommitment.root(tuple, header.merkleRoot()))) {
        throw new InvalidProof("the root is not the one that the opening opens");
      }
      RevealPlan plan = RevealPlan.of(step, shown);
      in.need(plan.leastBytes(), "what its hyper-parameters demand");
      verify(plan, root, header, in);
      return new OpeningVerdict.Valid(
          shown.weights(step), step.hyperparameters(), plan.budget().bits());
    } catch (InvalidProof e) {
      return new OpeningVerdict.Invalid(String.valueOf(e.getMessage()));
    } catch (UnusableRequestException e) {
      return new OpeningVerdict.Invalid("hyper-parameters in the opening: " + e.getMessage());
    }
  }

  private static void verify(RevealPlan plan, byte[] root, RevealBytes header, ProofReader in) {
    FieldKernels kernels = Kernels.best();
    Sha256Transcript transcript = new Sha256Transcript(RevealBytes.PROTOCOL_ID);
    RevealScript.absorb(transcript, plan, root, header.merkleRoot(), header.revelation());
    RevealScript script =
        new RevealScript(
            plan,
            header.revelation(),
            new VerifierChannel(transcript, in),
            new Obligations(),
            RevealScript.Provers.absent(),
            new ErrorTally());
    Opening.Pending pending = script.claims();
    Opening.Messages messages = script.open(plan.opening(), pending);
    ColumnVerifier columns = new ColumnVerifier(plan.opening(), messages, kernels, check -> true);
    columns.checkLinearTest();
    columns.checkColumns(
        in,
        List.of(header.merkleRoot(), script.auxiliaryRoot()),
        RevealScript.positions(transcript, plan),
        new ReedSolomon(plan.step().parameters().lengthVariables(), kernels));
    in.end();
  }
}
