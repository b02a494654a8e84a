package pot.zk.lookup;

import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.simd.FieldKernels;

/** A run of nodes of any kind, as elements of K, and what is made of them. For one thread. */
final class GeneralNodes {
  private static final int RUN = Nodes.RUN;

  final FieldKernels kernels;
  final ExtVector n = ExtVector.zeros(RUN);
  final ExtVector d = ExtVector.zeros(RUN);

  /** e d and e n, weights of sums. */
  final ExtVector weightedD = ExtVector.zeros(RUN);

  final ExtVector weightedN = ExtVector.zeros(RUN);
  private final Nodes.Reader reader;
  private int last = -1;

  GeneralNodes(Nodes nodes, FieldKernels kernels) {
    this.reader = nodes.reader();
    this.kernels = kernels;
  }

  /** Reads a run, unless it is the last that was read. */
  void read(int from) {
    if (from != last) {
      reader.read(from, RUN, n, d, 0);
      last = from;
    }
  }

  void weight(ExtVector e) {
    kernels.multiply(weightedD, 0, e, 0, d, 0, RUN);
    kernels.multiply(weightedN, 0, e, 0, n, 0, RUN);
  }

  /** out += factor n. */
  void addN(Ext factor, ExtVector out, int at) {
    kernels.addScaled(out, at, factor, n, 0, RUN);
  }

  /** out += factor d. */
  void addD(Ext factor, ExtVector out, int at) {
    kernels.addScaled(out, at, factor, d, 0, RUN);
  }
}
