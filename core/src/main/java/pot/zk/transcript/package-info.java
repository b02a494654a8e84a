/**
 * The Fiat-Shamir transform: challenges are hashes of all that was said before, drawn from K
 * without F and without modulo bias; and the proof of work that some of them cost.
 */
package pot.zk.transcript;
