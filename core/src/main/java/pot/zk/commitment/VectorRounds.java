package pot.zk.commitment;

import pot.zk.field.Ext;
import pot.zk.sumcheck.RoundProver;

/** Round polynomials of sum_x c(x) v(x), for one committed vector v and its coefficients c. */
interface VectorRounds extends RoundProver {
  /** The sum itself, over the variables that are not bound. */
  Ext sum();

  /** v at the point, once all variables are bound. */
  Ext value();
}
