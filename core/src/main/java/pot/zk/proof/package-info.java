/** Bytes of proofs: strict reading, and the internal signal that a proof is not valid. */
package pot.zk.proof;
