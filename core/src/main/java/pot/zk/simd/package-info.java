/**
 * The hot loops over vectors of F and K, in plain Java and with the vector module, bit for bit
 * alike.
 *
 * <p>The only package that touches {@code jdk.incubator.vector}. What a loop computes is defined by
 * {@link pot.zk.simd.FieldKernels} and its plain implementation.
 */
package pot.zk.simd;
