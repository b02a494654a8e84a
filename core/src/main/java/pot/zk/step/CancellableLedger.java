package pot.zk.step;

import java.util.List;
import java.util.concurrent.CancellationException;
import pot.zk.error.InternalFaultException;
import pot.zk.ledger.OpeningLedger;

/**
 * A ledger as provers see it: an interruption ends its reads and writes like a fault of the disk,
 * and is none.
 */
record CancellableLedger(OpeningLedger ledger) implements OpeningLedger {
  /**
   * @throws CancellationException if the thread was interrupted, its flag still set; an opening may
   *     be counted
   */
  @Override
  public Reservation reserve(byte[] inputHash, List<Spend> spends) {
    try {
      return ledger.reserve(inputHash, spends);
    } catch (InternalFaultException e) {
      if (!Thread.currentThread().isInterrupted()) {
        throw e;
      }
      var cancelled = new CancellationException("the thread that reserves was interrupted");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  @Override
  public int spent(byte[] merkleRoot) {
    return ledger.spent(merkleRoot);
  }
}
