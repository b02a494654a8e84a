package pot.zk.relation;

import java.util.ArrayList;
import java.util.List;

/** Finds each row's maximum, the distances from it, and the exponentials of their digits. */
record SoftmaxShift(Softmax softmax) implements Determination {
  @Override
  public List<TensorSpec> tensors() {
    List<TensorSpec> tensors = new ArrayList<>(List.of(softmax.maximum(), softmax.selector()));
    tensors.addAll(softmax.digits());
    tensors.addAll(softmax.factors());
    return tensors;
  }

  @Override
  public void run(Relation relation, Trace trace) {
    long[] input = trace.get(softmax.input());
    long[] maximum = new long[softmax.maximum().paddedSize()];
    long[] selector = new long[softmax.selector().paddedSize()];
    int width = softmax.selector().paddedColumns();
    for (int i = 0; i < softmax.selector().rows(); i++) {
      int best = i * width;
      for (int at = best; at < i * width + softmax.selector().columns(); at++) {
        best = input[at] > input[best] ? at : best;
      }
      maximum[i] = input[best];
      selector[best] = 1;
    }
    trace.put(softmax.maximum(), maximum);
    trace.put(softmax.selector(), selector);
    putDigits(relation, trace);
  }

  /** What follows from the maximum, whatever it is. */
  void putDigits(Relation relation, Trace trace) {
    softmax.digits().forEach(d -> trace.put(d, new long[d.paddedSize()]));
    long[] distance = relation.evaluate(trace);
    int count = softmax.digits().size();
    for (int k = 0; k < count; k++) {
      long[] digit = new long[distance.length];
      long[] factor = new long[distance.length];
      long[] table = softmax.arithmetic().table(k);
      for (int i = 0; i < digit.length; i++) {
        long rest = distance[i] >> softmax.arithmetic().place(k);
        // What does not fit goes into the last digit, and out of its range.
        digit[i] = k == count - 1 ? rest : rest & (table.length - 1);
        factor[i] = digit[i] >= 0 && digit[i] < table.length ? table[(int) digit[i]] : 0;
      }
      trace.put(softmax.digits().get(k), digit);
      trace.put(softmax.factors().get(k), factor);
    }
  }
}
