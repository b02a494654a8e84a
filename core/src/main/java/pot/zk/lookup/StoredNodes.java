package pot.zk.lookup;

import pot.zk.field.ExtVector;
import pot.zk.parallel.Pool;
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
    // The JVM clears what it allocates on the thread that asks: large levels are worth several.
    long[][] planes = new long[4][];
    Workers.forRanges(
        planes.length,
        1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            planes[i] = new long[source.size()];
          }
        });
    ExtVector num = new ExtVector(planes[0], planes[1]);
    ExtVector den = new ExtVector(planes[2], planes[3]);
    Pool<Reader> readers = new Pool<>(source::reader);
    // By whole runs: some levels are read faster from the beginning of one.
    int run = Math.min(RUN, source.size());
    Workers.forRanges(
        source.size() / run,
        1,
        (from, to) ->
            readers.use(
                reader -> {
                  for (int i = from * run; i < to * run; i += run) {
                    reader.read(i, run, num, den, i);
                  }
                }));
    return new StoredNodes(num, den);
  }

  ExtVector numerators() {
    return num;
  }

  ExtVector denominators() {
    return den;
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
