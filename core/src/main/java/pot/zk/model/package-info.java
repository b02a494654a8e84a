/**
 * What a user declares: model, loss, optimiser and everything else a proof is about, and its one
 * canonical form.
 *
 * <pre>
 *   canonical bytes = ASCII JSON, members sorted by name, no white space
 *   hparams_hash    = SHA-256(canonical bytes)
 *   D = {"e":e,"m":m} = m * 2^e, m odd below 2^20 or 0 (then e = 0)
 * </pre>
 *
 * <p>{@link pot.zk.model.HyperparametersDraft} is what a user writes, with formats, mode and
 * commitment optional; {@link pot.zk.model.Hyperparameters} is complete and is what gets hashed.
 * The format and its rules: docs/interfaces, "Hyper-parameters". A value that exists has been
 * checked: every constructor refuses what its Javadoc excludes. What of all this can be proven is
 * decided elsewhere.
 */
package pot.zk.model;
