/**
 * The field F of order p = 2^64 - 2^32 + 1 and its quadratic extension K = F[u]/(u^2 - 7).
 *
 * <p>Data and codewords are in F, challenges in K. Knows nothing of what is above it.
 */
package pot.zk.field;
