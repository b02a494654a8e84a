package pot.zk.lookup;

import pot.zk.field.ExtVector;

/**
 * The nodes of one level of the fraction tree, read in runs. What is read need not be stored: the
 * lowest levels are the largest, and cheaper to compute again from the limbs than to keep.
 */
interface Nodes {
  /** Nodes that are read at once, at most. */
  int RUN = 512;

  /** What is known of a run's numerators without reading it. */
  enum Kind {
    /** All are one. */
    UNIT,
    /** All are zero, and the denominators one. */
    PADDING,
    GENERAL
  }

  /** 2^k. */
  int size();

  Kind kind(int from, int n);

  /** A new reader, for one thread. */
  Reader reader();

  /** Reads runs; has buffers of its own. */
  interface Reader {
    /** Copies nodes [from, from + n), n at most {@link #RUN}, to num and den from {@code at} on. */
    void read(int from, int n, ExtVector num, ExtVector den, int at);
  }
}
