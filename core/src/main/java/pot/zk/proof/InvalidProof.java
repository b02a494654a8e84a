package pot.zk.proof;

/**
 * Control flow inside the verifier: the proof is not valid, for this reason. Unchecked because the
 * scripts shared with the prover know nothing of it; the verifier catches it, and it never leaves
 * the library.
 */
public final class InvalidProof extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidProof(String reason) {
    super(reason, null, false, false);
  }
}
