/**
 * The sumcheck protocol over hidden values: sum_{x in {0,1}^m} f(x) = c becomes f(r) = c_m for a
 * random point r, one variable a round, by h_i(X) = sum_x f(r_1, ..., r_{i-1}, X, x) with h_i(0) +
 * h_i(1) = c_{i-1} and c_i = h_i(r_i).
 */
package pot.zk.sumcheck;
