/**
 * What {@code pot bench} measures: proofs of synthetic steps, and beside them the same step in
 * float32, done as fast as this machine can.
 *
 * <p>Beside {@code pot.zk.simd} the only package that touches {@code jdk.incubator.vector}: load
 * the module first. Nothing here is needed to prove or verify.
 */
package pot.zk.cli.bench;
