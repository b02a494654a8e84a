package pot.zk.relation;

import java.util.List;

/**
 * How what is not known yet in a relation follows from what is: a relation as a step of a program.
 */
public interface Determination {
  /** The tensors that are determined, besides the remainder. */
  List<TensorSpec> tensors();

  /**
   * Puts them into the trace, and the relation's remainder. Values may come out of their formats'
   * ranges: the caller checks.
   */
  void run(Relation relation, Trace trace);

  /** Nothing is determined but the remainder. */
  record RemainderAlone() implements Determination {
    @Override
    public List<TensorSpec> tensors() {
      return List.of();
    }

    @Override
    public void run(Relation relation, Trace trace) {
      relation.putRemainder(trace);
    }
  }
}
