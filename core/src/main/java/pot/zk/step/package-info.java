/**
 * The public interface, and the proof of one SGD step put together from the other packages.
 *
 * <p>{@link pot.zk.step.ZkWitnessBuilder} makes commitments and statements, {@link
 * pot.zk.step.SgdZkProver} proofs, {@link pot.zk.step.SgdZkVerifier} verdicts. {@code StepPlan}
 * derives everything public from the hyper-parameters; {@code StepScript} is the order of messages
 * and challenges that both sides run.
 */
package pot.zk.step;
