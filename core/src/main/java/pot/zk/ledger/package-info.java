/**
 * The opening ledger: how often each commitment has been opened, kept on disk.
 *
 * <p>Every opening of a commitment reveals q columns, and its blinding hides budget * q of them:
 * one more and the data leaks. And two proofs that use one randomness for different inputs give
 * away every pad. So before a proof makes its first commitment it reserves an opening of each
 * persistent commitment, and gets a nonce that enters its randomness. With L(r) the entries of
 * Merkle root r, each a pair (hash of the whole input, nonce), at every moment and after any crash:
 *
 * <pre>
 *   (1) a nonce that was ever returned for (input, roots) is in L(r) for each of the roots
 *   (2) |L(r)| &lt;= budget(r)
 *   (3) within L(r) inputs are distinct and nonces are distinct
 * </pre>
 *
 * <p>so openings are over-counted at worst. Keyed by Merkle root, not by commitment root: the same
 * tree under two names or descriptions has one count. The protocol's reasons are in its section 3.
 */
package pot.zk.ledger;
