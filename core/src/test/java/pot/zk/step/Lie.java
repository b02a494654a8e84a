package pot.zk.step;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import pot.zk.hiding.Channel;
import pot.zk.poly.ReedSolomon;
import pot.zk.relation.Owner;
import pot.zk.relation.Trace;

/**
 * One lie, told at one place of an otherwise honest prover.
 *
 * @param name what it is
 * @param bug the mistake in a verifier that would let it pass
 * @param expected the checks that must break, and no others; empty where the diagnosis is asked
 * @param trace edits the integers before they are committed
 * @param limbs edits the limbs of one commitment
 * @param multiplicities edits the auxiliary vector after the honest count
 * @param commitment replaces a persistent commitment
 * @param channel lies in messages
 * @param bytes edits the finished proof
 */
record Lie(
    String name,
    String bug,
    Set<String> expected,
    Consumer<Trace> trace,
    LimbEdit limbs,
    LimbEdit multiplicities,
    CommitmentEdit commitment,
    ChannelEdit channel,
    UnaryOperator<byte[]> bytes) {
  /** Edits the entries of one committed vector. */
  @FunctionalInterface
  interface LimbEdit {
    void edit(StepPlan plan, Owner owner, long[] limbs);
  }

  /** Replaces a commitment. */
  @FunctionalInterface
  interface CommitmentEdit {
    PersistentCommitment edit(
        StepPlan plan, Owner owner, PersistentCommitment honest, ReedSolomon code);
  }

  /** Puts something around the prover's channel; the script is there once it runs. */
  @FunctionalInterface
  interface ChannelEdit {
    Channel wrap(Channel honest, StepPlan plan, Supplier<StepScript> script);
  }

  /** No lie at all. */
  static Lie none() {
    return new Lie(
        "honest",
        "none",
        Set.of(),
        trace -> {},
        (plan, owner, limbs) -> {},
        (plan, owner, limbs) -> {},
        (plan, owner, honest, code) -> honest,
        (honest, plan, script) -> honest,
        UnaryOperator.identity());
  }

  Lie named(String newName, String newBug, Set<String> newExpected) {
    return new Lie(
        newName, newBug, newExpected, trace, limbs, multiplicities, commitment, channel, bytes);
  }

  Lie inTrace(Consumer<Trace> edit) {
    return new Lie(name, bug, expected, edit, limbs, multiplicities, commitment, channel, bytes);
  }

  Lie inLimbs(LimbEdit edit) {
    return new Lie(name, bug, expected, trace, edit, multiplicities, commitment, channel, bytes);
  }

  Lie inMultiplicities(LimbEdit edit) {
    return new Lie(name, bug, expected, trace, limbs, edit, commitment, channel, bytes);
  }

  Lie inCommitment(CommitmentEdit edit) {
    return new Lie(name, bug, expected, trace, limbs, multiplicities, edit, channel, bytes);
  }

  Lie inChannel(ChannelEdit edit) {
    return new Lie(name, bug, expected, trace, limbs, multiplicities, commitment, edit, bytes);
  }

  Lie inBytes(UnaryOperator<byte[]> edit) {
    return new Lie(name, bug, expected, trace, limbs, multiplicities, commitment, channel, edit);
  }

  @Override
  public String toString() {
    return name;
  }
}
