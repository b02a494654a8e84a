package pot.zk.step;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import pot.zk.error.UnusableRequestException;

/** The parameters of a model by name, each row-major (in x out for weights). Secret. */
public final class ModelState {
  private final Map<String, double[]> tensors;

  /**
   * @param tensors name to values; the arrays are not copied
   */
  public ModelState(Map<String, double[]> tensors) {
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** The names, in the order given. */
  public Iterable<String> names() {
    return tensors.keySet();
  }

  /**
   * The values of one parameter.
   *
   * @throws UnusableRequestException if there is none of that name
   */
  public double[] tensor(String name) {
    double[] values = tensors.get(name);
    if (values == null) {
      throw new UnusableRequestException(
          name,
          "no such tensor among " + tensors.keySet(),
          "one of that name",
          "name it as declared");
    }
    return values;
  }

  int size() {
    return tensors.size();
  }

  @Override
  public String toString() {
    return "ModelState" + tensors.keySet();
  }
}
