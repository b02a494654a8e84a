/**
 * Fixed-point arithmetic: formats and the planner that chooses them, the integer constants that
 * follow, quantisation, and the canonical step in integers.
 *
 * <p>A value of a format with f fractional bits is an integer in units of 2^-f; every rounding is
 * floor(x + 1/2).
 */
package pot.zk.fixedpoint;
