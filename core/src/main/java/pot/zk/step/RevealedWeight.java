package pot.zk.step;

/**
 * A weight that is shown.
 *
 * @param tensor its parameter, such as {@code fc1.weight}
 * @param index in that parameter, row-major, from 0
 * @param value exactly as committed
 */
public record RevealedWeight(String tensor, int index, double value) {}
