package pot.zk.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import pot.zk.error.PotException;
import pot.zk.error.UntrueStepException;
import pot.zk.model.Hyperparameters;
import pot.zk.step.ModelState;
import pot.zk.step.Proof;
import pot.zk.step.SgdZkProver;
import pot.zk.step.SgdZkVerifier;
import pot.zk.step.Statement;
import pot.zk.step.Verdict;
import pot.zk.step.Witness;
import pot.zk.step.ZkWitnessBuilder.StepData;

/**
 * Tampers with a true proof and with a true step in every way a reader would try, and shows what
 * happens.
 */
final class TamperTable {
  private static final int REASON_WIDTH = 96;

  /**
   * One row.
   *
   * @param asExpected whether the tampering was caught, and by whom it should be
   */
  record Row(String tampering, String outcome, String detail, boolean asExpected) {}

  private final Example example;
  private final StepData step;
  private final Proof proof;
  private final SgdZkProver prover;
  private final SgdZkVerifier verifier = new SgdZkVerifier();
  private final List<Row> rows = new ArrayList<>();

  TamperTable(Example example, StepData step, Proof proof, SgdZkProver prover) {
    this.example = example;
    this.step = step;
    this.proof = proof;
    this.prover = prover;
  }

  List<Row> run() {
    statements();
    bytes();
    steps();
    return rows;
  }

  private void statements() {
    Statement s = step.statement();
    verify(
        "w_t_root: one bit flipped",
        with(s, flip(s.wtRoot()), s.batchRoot(), s.hparamsHash(), s.wt1Root()));
    verify(
        "batch_root: one bit flipped",
        with(s, s.wtRoot(), flip(s.batchRoot()), s.hparamsHash(), s.wt1Root()));
    verify(
        "hparams_hash: one bit flipped",
        with(s, s.wtRoot(), s.batchRoot(), flip(s.hparamsHash()), s.wt1Root()));
    verify(
        "w_t1_root: one bit flipped",
        with(s, s.wtRoot(), s.batchRoot(), s.hparamsHash(), flip(s.wt1Root())));
    verify(
        "replayed under another step_nonce",
        numbered(s, s.stepNonce() + 1, s.stepNumber(), s.epoch()));
    verify("another step_number", numbered(s, s.stepNonce(), s.stepNumber() + 1, s.epoch()));
    verify("another epoch", numbered(s, s.stepNonce(), s.stepNumber(), s.epoch() + 1));
  }

  private void bytes() {
    byte[] flipped = proof.bytes();
    flipped[flipped.length / 2] ^= 1;
    verify("proof: one bit flipped", new Proof(flipped));
    verify("proof: last byte cut off", new Proof(Arrays.copyOf(proof.bytes(), proof.size() - 1)));
    verify("proof: one byte added", new Proof(Arrays.copyOf(proof.bytes(), proof.size() + 1)));
  }

  private void steps() {
    Hyperparameters declared = example.hyperparameters(example.rate());
    Witness w = step.witness();
    ModelState otherWeights = example.withOtherWeight(w.after());
    prove(
        "one weight of W' changed",
        () ->
            prover.proveSgdStep(
                declared,
                step.statement(),
                new Witness(w.before(), otherWeights, w.batch(), w.seeds())));
    prove(
        "one label changed",
        () ->
            prover.proveSgdStep(
                declared,
                step.statement(),
                new Witness(w.before(), w.after(), example.withOtherLabel(), w.seeds())));
    String otherRate = "0.05";
    Hyperparameters other = example.hyperparameters(otherRate);
    Statement s = step.statement();
    Statement otherStatement = with(s, s.wtRoot(), s.batchRoot(), other.hash(), s.wt1Root());
    prove(
        "learning rate declared " + otherRate + ", done " + example.rate(),
        () -> prover.proveSgdStep(other, otherStatement, w));
  }

  private void verify(String tampering, Statement statement) {
    add(tampering, verifier.verifySgdStep(statement, proof));
  }

  private void verify(String tampering, Proof tampered) {
    add(tampering, verifier.verifySgdStep(step.statement(), tampered));
  }

  private void add(String tampering, Verdict verdict) {
    rows.add(
        switch (verdict) {
          case Verdict.Valid valid -> new Row(tampering, "VALID", "this must not be", false);
          case Verdict.Invalid(String reason) -> new Row(tampering, "invalid", reason, true);
        });
  }

  private void prove(String tampering, Supplier<Proof> attempt) {
    try {
      Proof made = attempt.get();
      rows.add(new Row(tampering, "PROVEN", made.size() + " bytes: this must not be", false));
    } catch (UntrueStepException e) {
      rows.add(new Row(tampering, "refused", e.found(), true));
    } catch (PotException e) {
      rows.add(new Row(tampering, "FAILED", String.valueOf(e.getMessage()), false));
    }
  }

  /** Prints the rows, long reasons wrapped. */
  static void print(List<Row> rows, PrintWriter out) {
    for (Row row : rows) {
      out.printf("  %-40s %s%n", row.tampering(), row.outcome());
      for (String line : wrap(row.detail())) {
        out.printf("      %s%n", line);
      }
    }
  }

  private static List<String> wrap(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > REASON_WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static byte[] flip(byte[] hash) {
    hash[0] ^= 1;
    return hash;
  }

  private static Statement with(Statement s, byte[] wt, byte[] batch, byte[] hparams, byte[] wt1) {
    return new Statement(wt, batch, hparams, wt1, s.stepNonce(), s.stepNumber(), s.epoch());
  }

  private static Statement numbered(Statement s, long nonce, long number, long epoch) {
    return new Statement(
        s.wtRoot(), s.batchRoot(), s.hparamsHash(), s.wt1Root(), nonce, number, epoch);
  }
}
