/**
 * What a step claims of its tensors, relation by relation.
 *
 * <p>A relation says that at every place of its shape a sum of {@linkplain pot.zk.relation.Term
 * terms} and a constant is a remainder in a known range, over the integers: the bounds of its parts
 * exclude any wrap modulo p. At a random point it becomes one linear constraint on hidden
 * evaluations, matrix products by a sumcheck over the inner dimension (Thaler, CRYPTO 2013). {@link
 * pot.zk.relation.StepCircuit} lists the relations of a step; layers, losses and optimisers each
 * have a file that makes theirs.
 */
package pot.zk.relation;
