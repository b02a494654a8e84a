package pot.zk.cli;

import pot.zk.cli.json.JsonNode;
import pot.zk.error.UnusableRequestException;

/**
 * Reads a tensor written as JSON: a flat list, or a nested one of the declared shape.
 *
 * @param place for errors
 * @param rows 1 for a vector
 */
record TensorList(String place, int rows, int columns) {
  double[] read(JsonNode list) {
    if (!list.isArray()) {
      throw fault(
          place,
          Request.kind(list),
          "a list of numbers",
          "give a flat or nested list, or {\"file\":\"x.npy\"}");
    }
    boolean nested = !list.isEmpty() && list.get(0).isArray();
    if (!nested) {
      return fill(new double[rows * columns], place, list, 0, rows * columns);
    }
    if (list.size() != rows) {
      throw fault(
          place,
          Request.count(list.size(), "row"),
          rows + " of " + columns,
          "give every row, or a flat list");
    }
    double[] values = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      String row = place + "[" + i + "]";
      if (!list.get(i).isArray()) {
        throw fault(row, Request.kind(list.get(i)), "a row of numbers", "correct it");
      }
      fill(values, row, list.get(i), i * columns, columns);
    }
    return values;
  }

  private double[] fill(double[] values, String at, JsonNode list, int from, int count) {
    if (list.size() != count) {
      throw fault(
          at,
          Request.count(list.size(), "value"),
          count == columns && rows > 1 ? count + ", a row" : shape(),
          "give every value, row after row");
    }
    for (int i = 0; i < count; i++) {
      JsonNode element = list.get(i);
      if (!element.isNumber()) {
        throw fault(at + "[" + i + "]", Request.kind(element), "a number", "correct it");
      }
      values[from + i] = element.doubleValue();
    }
    return values;
  }

  private String shape() {
    return rows == 1
        ? Integer.toString(columns)
        : rows * columns + " (" + rows + " x " + columns + ")";
  }

  private static UnusableRequestException fault(
      String field, String found, String expected, String action) {
    return new UnusableRequestException(field, found, expected, action);
  }
}
