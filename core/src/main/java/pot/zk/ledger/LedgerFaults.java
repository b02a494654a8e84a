package pot.zk.ledger;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import pot.zk.error.InternalFaultException;
import pot.zk.error.UnusableRequestException;

/** The ledger's messages. */
final class LedgerFaults {
  private LedgerFaults() {}

  /** A directory that cannot hold a ledger. */
  static UnusableRequestException unusable(Path dir, IOException cause) {
    var fault =
        new UnusableRequestException(
            "opening ledger " + dir,
            describe(cause),
            "a directory that this user can create, read and write",
            "set POT_STATE to such a directory, always the same one, or free the path");
    fault.initCause(cause);
    return fault;
  }

  /** A read or write that failed: no nonce was returned. */
  static InternalFaultException inputOutput(Path path, IOException cause) {
    var fault =
        new InternalFaultException(
            "opening ledger " + path,
            describe(cause),
            "to read, write and sync this file",
            "check permissions, free space and the disk, then repeat the same request; one opening "
                + "may have been counted");
    fault.initCause(cause);
    return fault;
  }

  /** Content that no crash of ours explains. */
  static InternalFaultException damaged(Path file, String found, String expected) {
    return new InternalFaultException(
        "opening ledger " + file,
        found,
        expected,
        "the file is damaged or was changed by something else, and the openings of this commitment "
            + "cannot be counted: do not delete it, commit again with a fresh blinding seed (or "
            + "restore the ledger only if nothing was opened since)");
  }

  private static String describe(IOException cause) {
    String kind =
        cause instanceof AccessDeniedException ? "no permission" : cause.getClass().getSimpleName();
    String detail = cause.getMessage();
    return detail == null ? kind : kind + ": " + detail;
  }
}
