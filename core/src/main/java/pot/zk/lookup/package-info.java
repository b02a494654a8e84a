/**
 * The lookup argument: every limb is in the range {0, ..., 2^w - 1}, and every pair that is said to
 * be on the graph of a public function is on it.
 *
 * <p>sum_i 1/(alpha - x_i) = sum_t m_t/(alpha - t) (eprint 2022/1530), the left side added up by a
 * tree of fractions whose layers are proven by sumcheck from the root to the leaves (eprint
 * 2023/1284). {@link pot.zk.lookup.LookupArgument} is the script of both sides, {@link
 * pot.zk.lookup.FractionTree} what the prover computes for it.
 */
package pot.zk.lookup;
