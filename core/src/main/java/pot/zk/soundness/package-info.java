/**
 * How sure a proof is: the commitment parameters that a state needs, and the exact sum of all
 * errors, at most 2^-100.
 */
package pot.zk.soundness;
