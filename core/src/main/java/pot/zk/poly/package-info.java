/**
 * Polynomials: multilinear extensions of tables over {0,1}^m, and Reed-Solomon codes of univariate
 * ones.
 *
 * <p>A table v of 2^m entries extends to v(z) = sum_x eq(z, x) v(x), eq(z, x) = prod_i (z_i x_i +
 * (1 - z_i)(1 - x_i)), with the first variable the most significant bit of the index. A polynomial
 * of degree below n has the codeword (p(x_0), ..., p(x_{n-1})) on a coset of the subgroup of order
 * n.
 */
package pot.zk.poly;
