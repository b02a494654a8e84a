/**
 * Commitments to vectors, and the one opening of many claims on many of them.
 *
 * <p>A vector of 2^m entries fills lanes of C = 2^c; lane i is the polynomial p_i(X) = sum_j v_ij
 * X^j + X^C rho_i(X) with rho_i uniform of degree below h. The lanes' codewords are hashed column
 * by column into a Merkle tree (Ligero, eprint 2022/1608). A claim is a linear functional &lt;w,
 * v&gt; = y with y hidden; {@link pot.zk.commitment.Opening} brings all claims to one point z and
 * folds the lanes to G = g + sum_k eta^k sum_i eq(z_row, i) p_{k,i}, which random columns are
 * checked against.
 */
package pot.zk.commitment;
