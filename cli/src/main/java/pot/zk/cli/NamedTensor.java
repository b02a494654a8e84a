package pot.zk.cli;

import pot.zk.cli.json.ArrayNode;

/**
 * A tensor of an answer.
 *
 * @param rows, columns its shape; a vector has one row
 * @param values row after row
 */
@SuppressWarnings("ArrayRecordComponent")
record NamedTensor(String name, int rows, int columns, double[] values) {
  /** As a nested list, a vector as a flat one. */
  ArrayNode toJson() {
    ArrayNode list = new ArrayNode();
    for (int i = 0; i < rows; i++) {
      ArrayNode row = rows == 1 ? list : list.addArray();
      for (int j = 0; j < columns; j++) {
        row.add(values[i * columns + j]);
      }
    }
    return list;
  }

  @Override
  public String toString() {
    return "NamedTensor[" + name + ", " + rows + " x " + columns + "]";
  }
}
