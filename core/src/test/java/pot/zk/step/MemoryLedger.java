package pot.zk.step;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import pot.zk.ledger.OpeningLedger;

/** A ledger for tests that are not about the ledger: fresh nonces, no budget. */
final class MemoryLedger implements OpeningLedger {
  private final Map<String, byte[]> nonces = new ConcurrentHashMap<>();

  @Override
  public Reservation reserve(byte[] inputHash, List<Spend> spends) {
    String input = HexFormat.of().formatHex(inputHash);
    boolean repeated = nonces.containsKey(input);
    byte[] nonce = nonces.computeIfAbsent(input, i -> fresh());
    return new Reservation(nonce, repeated);
  }

  @Override
  public int spent(byte[] merkleRoot) {
    return 0;
  }

  private static byte[] fresh() {
    byte[] nonce = new byte[HASH_BYTES];
    new SecureRandom().nextBytes(nonce);
    return nonce;
  }
}
