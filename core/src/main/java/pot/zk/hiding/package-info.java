/**
 * All of zero-knowledge for the messages of the argument.
 *
 * <p>A value v is sent as v + P_i with a uniform pad P_i of its own, committed beforehand. What the
 * verifier then holds is a <em>hidden value</em>: a known constant plus a linear form in the pads.
 * Sums and known multiples of hidden values are hidden values; products are settled once for all by
 * {@link pot.zk.hiding.ProductSettlement}. So everything that must hold ends as linear constraints
 * on P, and those as one, &lt;c, P&gt; = const (the padded transcript of Longfellow ZK, eprint
 * 2024/2010; QuickSilver, 2021/076).
 *
 * <p>{@link pot.zk.hiding.Channel} is what a protocol is written against: one script, run by both
 * sides.
 */
package pot.zk.hiding;
