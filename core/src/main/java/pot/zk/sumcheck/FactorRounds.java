package pot.zk.sumcheck;

import pot.zk.field.Ext;

/** The rounds of a sum of products of two factors. */
public interface FactorRounds extends RoundProver {
  /** The claim itself, before any round. */
  Ext sum();

  /** The left factor at the point, once all variables are bound. */
  Ext left();

  /** The right factor at the point, once all variables are bound. */
  Ext right();
}
