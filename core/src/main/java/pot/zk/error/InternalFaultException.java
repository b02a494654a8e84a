package pot.zk.error;

/** A defect of this program or its machine, never of the request. */
public final class InternalFaultException extends PotException {
  private static final long serialVersionUID = 1L;

  public InternalFaultException(String field, String found, String expected, String action) {
    super(field, found, expected, action);
  }
}
