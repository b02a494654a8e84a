package pot.zk.lookup;

import pot.zk.field.ExtVector;
import pot.zk.parallel.Workers;

/** A level that is kept. */
final class StoredNodes implements Nodes {
  private final ExtVector num;
  private final ExtVector den;

  private StoredNodes(ExtVector num, ExtVector den) {
    this.num = num;
    this.den = den;
  }

  /** Reads a level once. */
  static StoredNodes of(Nodes source) {
    ExtVector num = ExtVector.zeros(source.size());
    ExtVector den = ExtVector.zeros(source.size());
    Workers.forRanges(
        source.size(),
        Math.min(RUN, source.size()),
        (from, to) -> {
          Reader reader = source.reader();
          for (int i = from; i < to; i += RUN) {
            reader.read(i, Math.min(RUN, to - i), num, den, i);
          }
        });
    return new StoredNodes(num, den);
  }

  @Override
  public int size() {
    return num.length();
  }

  @Override
  public Kind kind(int from, int n) {
    return Kind.GENERAL;
  }

  @Override
  public Reader reader() {
    return (from, n, toNum, toDen, at) -> {
      num.copyTo(from, toNum, at, n);
      den.copyTo(from, toDen, at, n);
    };
  }
}
