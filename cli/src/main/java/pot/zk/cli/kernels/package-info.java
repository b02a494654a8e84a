/**
 * The prover's kernels one by one, and how near each comes to what the machine can do: {@code pot
 * bench kernels}, and the benchmarks of the module bench.
 *
 * <p>To add a kernel is one line in {@link pot.zk.cli.kernels.FieldKernel}, {@link
 * pot.zk.cli.kernels.IntegerKernel} or {@link pot.zk.cli.kernels.ProverKernel}.
 */
package pot.zk.cli.kernels;
