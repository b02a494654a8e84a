/**
 * Binary Merkle trees over hashed leaves, and proofs for many leaves at once.
 *
 * <p>A tree has n = 2^k leaves of 32 bytes, which the caller hashes under its own tag; node =
 * SHA-256(NODE tag || left || right); the root of one leaf is the leaf itself. The tags and the
 * fixed n keep leaves, nodes and levels apart, so a root binds its n leaves in order.
 *
 * <p>A multi-proof for sorted distinct positions holds just the hashes the verifier cannot compute:
 * level by level from the leaves upward, each level left to right. {@link pot.zk.merkle.PrunedWalk}
 * is the one description of that order; prover, verifier and the count all walk it. The number of
 * nodes is a function of n and the positions, so a proof has exactly one length and no node can be
 * repeated, missing or shuffled unnoticed.
 */
package pot.zk.merkle;
