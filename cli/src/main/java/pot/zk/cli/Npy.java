package pot.zk.cli;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pot.zk.error.UnusableRequestException;

/**
 * NumPy's file format for one array, versions 1.0 to 3.0 (NumPy Enhancement Proposal 1 and
 * numpy.lib.format): magic, version, the length of a header, the header as a Python literal, the
 * elements.
 */
final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;
  private static final int CHUNK_ELEMENTS = 1 << 13;
  private static final Pattern DESCRIPTION = member("descr", "'([^']*)'");
  private static final Pattern ORDER = member("fortran_order", "(True|False)");
  private static final Pattern SHAPE = member("shape", "\\(([0-9, ]*)\\)");
  private static final Pattern TYPE = Pattern.compile("([<>|=]?)(f[248]|[iu][1248])");

  private Npy() {}

  private static Pattern member(String name, String value) {
    return Pattern.compile("['\"]" + name + "['\"]\\s*:\\s*" + value);
  }

  /** What the header says. */
  private record Header(
      char kind, int size, ByteOrder byteOrder, boolean fortran, List<Long> shape) {}

  /**
   * Reads an array of this shape, or a flat one of its size.
   *
   * @param place for errors
   * @return its values, row after row
   * @throws UnusableRequestException if it is something else; before memory is taken for it
   */
  static double[] read(InputStream in, String place, int rows, int columns) throws IOException {
    Header header = header(in, place);
    checkShape(header, place, rows, columns);
    return elements(in, header, rows, columns);
  }

  /**
   * Reads an array of any number of rows.
   *
   * @param columns values of a row, in any number of dimensions; with one, a flat array will do
   * @throws UnusableRequestException if rows have another size, or there are too many for memory
   */
  static double[] readRows(InputStream in, String place, int columns) throws IOException {
    Header header = header(in, place);
    List<Long> shape = header.shape();
    long rows = shape.isEmpty() ? 0 : shape.get(0);
    long size = shape.stream().skip(1).reduce(1L, Math::multiplyExact);
    boolean fits = rows * Math.max(1, size) < Integer.MAX_VALUE - 8;
    if (shape.isEmpty() || size != columns || !fits || header.fortran() && shape.size() > 2) {
      throw new UnusableRequestException(
          place,
          "an array of shape " + shape,
          columns == 1 ? "[samples]" : "[samples, " + columns + "]",
          "give one row a sample");
    }
    return elements(in, header, (int) rows, columns);
  }

  private static double[] elements(InputStream in, Header header, int rows, int columns)
      throws IOException {
    double[] values = new double[rows * columns];
    boolean transposed = header.fortran() && header.shape().size() == 2;
    byte[] bytes = new byte[CHUNK_ELEMENTS * header.size()];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(header.byteOrder());
    for (int done = 0; done < values.length; ) {
      int count = Math.min(CHUNK_ELEMENTS, values.length - done);
      int wanted = count * header.size();
      if (in.readNBytes(bytes, 0, wanted) != wanted) {
        throw new EOFException("the elements end early");
      }
      for (int k = 0; k < count; k++, done++) {
        int at = transposed ? done % rows * columns + done / rows : done;
        values[at] = element(buffer, header, k * header.size());
      }
    }
    return values;
  }

  private static Header header(InputStream in, String place) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length != MAGIC.length + 2 || !startsWithMagic(start)) {
      throw fault(place, "bytes that are no .npy file", "one written by numpy.save");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw fault(place, ".npy version " + version, "1, 2 or 3");
    }
    int lengthBytes = version == 1 ? 2 : 4;
    byte[] length = in.readNBytes(lengthBytes);
    int size = 0;
    for (int i = length.length - 1; i >= 0; i--) {
      size = size << 8 | length[i] & 0xff;
    }
    if (length.length != lengthBytes || size < 0 || size > MAX_HEADER) {
      throw fault(place, "a .npy header of " + size + " bytes", "a shorter one");
    }
    return parse(new String(in.readNBytes(size), StandardCharsets.UTF_8), place);
  }

  private static boolean startsWithMagic(byte[] start) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (start[i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  private static Header parse(String text, String place) {
    Matcher description = DESCRIPTION.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!description.find() || !order.find() || !shape.find()) {
      throw fault(place, "a .npy header that cannot be read", "descr, fortran_order and shape");
    }
    Matcher type = TYPE.matcher(description.group(1));
    if (!type.matches()) {
      throw fault(
          place,
          "elements of type " + Request.clip(description.group(1)),
          "f2, f4, f8, or integers");
    }
    ByteOrder byteOrder =
        type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    List<Long> sizes = new ArrayList<>();
    for (String size : shape.group(1).split(",", -1)) {
      String digits = size.strip();
      if (digits.length() > 18) {
        throw fault(place, "a dimension of " + Request.clip(digits), "one that fits memory");
      }
      if (!digits.isEmpty()) {
        sizes.add(Long.parseLong(digits));
      }
    }
    String code = type.group(2);
    return new Header(
        code.charAt(0), code.charAt(1) - '0', byteOrder, order.group(1).equals("True"), sizes);
  }

  private static void checkShape(Header header, String place, int rows, int columns) {
    List<Long> shape = header.shape();
    boolean flat =
        shape.equals(List.of((long) rows * columns)) || shape.isEmpty() && rows * columns == 1;
    if (!flat && !shape.equals(List.of((long) rows, (long) columns))) {
      boolean turned = rows != columns && shape.equals(List.of((long) columns, (long) rows));
      throw new UnusableRequestException(
          place,
          "an array of shape " + shape,
          rows == 1 ? "[" + columns + "]" : "[" + rows + ", " + columns + "], or flat",
          turned ? "transpose it: weights are in x out" : "give the array of the declared shape");
    }
  }

  private static double element(ByteBuffer buffer, Header header, int at) {
    return switch (header.kind()) {
      case 'f' ->
          switch (header.size()) {
            case 2 -> Float.float16ToFloat(buffer.getShort(at));
            case 4 -> buffer.getFloat(at);
            default -> buffer.getDouble(at);
          };
      case 'i' ->
          switch (header.size()) {
            case 1 -> buffer.get(at);
            case 2 -> buffer.getShort(at);
            case 4 -> buffer.getInt(at);
            default -> buffer.getLong(at);
          };
      default ->
          switch (header.size()) {
            case 1 -> buffer.get(at) & 0xff;
            case 2 -> buffer.getShort(at) & 0xffff;
            case 4 -> buffer.getInt(at) & 0xffff_ffffL;
            default -> unsigned(buffer.getLong(at));
          };
    };
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : 2.0 * (value >>> 1) + (value & 1);
  }

  /** The bytes of a file with these values as {@code <f8}. */
  static byte[] write(NamedTensor tensor) {
    String shape =
        tensor.rows() == 1 ? tensor.columns() + "," : tensor.rows() + ", " + tensor.columns();
    String dictionary = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + shape + "), }";
    // numpy.save pads the header with spaces so that the elements start at a multiple of 64.
    int unpadded = MAGIC.length + 4 + dictionary.length() + 1;
    String header = dictionary + " ".repeat(Math.floorMod(-unpadded, 64)) + "\n";
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    start.writeBytes(MAGIC);
    start.writeBytes(new byte[] {1, 0, (byte) header.length(), (byte) (header.length() >> 8)});
    start.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    double[] values = tensor.values();
    ByteBuffer out =
        ByteBuffer.allocate(start.size() + values.length * Double.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(start.toByteArray());
    out.asDoubleBuffer().put(values);
    return out.array();
  }

  private static UnusableRequestException fault(String place, String found, String expected) {
    return new UnusableRequestException(place, found, expected, "save the array with numpy.save");
  }
}
