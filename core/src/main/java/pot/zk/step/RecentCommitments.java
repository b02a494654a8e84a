package pot.zk.step;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The commitments made last, by the keys that determine them, for who needs one again: W' of a step
 * is W of the next, and what a {@link ZkWitnessBuilder} has made its prover needs not make anew.
 * What is found is what would be made, bit for bit.
 *
 * <p>A few are kept, and none that memory is needed for. Several threads may share them.
 */
public final class RecentCommitments {
  /** Those of one step: W, W' and the batch. */
  private static final int MOST = 3;

  private final Map<ByteBuffer, SoftReference<PersistentCommitment>> byKey = new LinkedHashMap<>();

  /** The commitment of a key, if it is still there. */
  synchronized Optional<PersistentCommitment> find(byte[] key) {
    SoftReference<PersistentCommitment> found = byKey.get(ByteBuffer.wrap(key));
    return found == null ? Optional.empty() : Optional.ofNullable(found.get());
  }

  /** Keeps a commitment, and lets the oldest go if there are too many. */
  synchronized void put(byte[] key, PersistentCommitment commitment) {
    ByteBuffer wrapped = ByteBuffer.wrap(key.clone());
    byKey.remove(wrapped);
    byKey.put(wrapped, new SoftReference<>(commitment));
    if (byKey.size() > MOST) {
      byKey.remove(byKey.keySet().iterator().next());
    }
  }

  /** Lets all go but those of these keys. */
  synchronized void keepOnly(List<byte[]> keys) {
    byKey.keySet().retainAll(keys.stream().map(ByteBuffer::wrap).toList());
  }

  @Override
  public synchronized String toString() {
    return "RecentCommitments[" + byKey.size() + "]";
  }
}
