package pot.zk.commitment;

/**
 * A run of 2^variables entries of a committed vector, aligned to its own size, so that the top
 * variables of the vector select it and the low ones index it.
 *
 * @param name unique within all commitments of a proof
 * @param commitment index of the commitment it lies in
 * @param offset first entry, a multiple of the size
 * @param variables log2 of the size
 */
public record Slice(String name, int commitment, int offset, int variables) {
  public int size() {
    return 1 << variables;
  }
}
