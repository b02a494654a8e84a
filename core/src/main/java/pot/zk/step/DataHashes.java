package pot.zk.step;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import pot.zk.hash.Domain;
import pot.zk.hash.Sha256;
import pot.zk.parallel.Workers;
import pot.zk.relation.Owner;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;

/**
 * For each owner a hash of the values of all its tensors: what the randomness of a commitment is
 * bound to. Secret.
 */
final class DataHashes {
  /** Values that one thread hashes sooner than two have met. */
  private static final int FEW = 1 << 12;

  private final Map<Owner, byte[]> hashes;

  private DataHashes(Map<Owner, byte[]> hashes) {
    this.hashes = hashes;
  }

  /** The hashes of these owners' tensors in a trace, all tensors side by side. */
  static DataHashes of(StepPlan plan, Trace trace, List<Owner> owners) {
    // The longest first, each taken by whoever is free: a hash itself cannot be shared.
    List<TensorSpec> tensors =
        owners.stream()
            .flatMap(o -> plan.circuit().tensors(o).stream())
            .sorted(Comparator.comparingInt(TensorSpec::paddedSize).reversed())
            .toList();
    long values = tensors.stream().mapToLong(TensorSpec::paddedSize).sum();
    Map<String, byte[]> byName = new ConcurrentHashMap<>();
    AtomicInteger next = new AtomicInteger();
    Workers.forRanges(
        tensors.size(),
        values < FEW ? tensors.size() : 1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            TensorSpec tensor = tensors.get(next.getAndIncrement());
            byName.put(tensor.name(), Sha256.digest(Domain.WITNESS, trace.get(tensor)));
          }
        });
    Map<Owner, byte[]> hashes = new EnumMap<>(Owner.class);
    for (Owner owner : owners) {
      FramedBytes all = new FramedBytes();
      for (TensorSpec tensor : plan.circuit().tensors(owner)) {
        all.bytes(Objects.requireNonNull(byName.get(tensor.name())));
      }
      hashes.put(owner, Sha256.digest(Domain.WITNESS, all.toByteArray()));
    }
    return new DataHashes(hashes);
  }

  byte[] of(Owner owner) {
    return Objects.requireNonNull(hashes.get(owner));
  }

  @Override
  public String toString() {
    return "DataHashes" + hashes.keySet();
  }
}
