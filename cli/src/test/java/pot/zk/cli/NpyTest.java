package pot.zk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pot.zk.error.UnusableRequestException;

/** NumPy's files, as NumPy writes them and as nobody should. */
class NpyTest {
  private static final double[] VALUES = {1, -2, 3, 4, -5, 6};

  /** A file by hand, of any version. */
  private static byte[] file(int version, String header, Consumer<ByteBuffer> elements) {
    byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      out.putShort((short) text.length);
    } else {
      out.putInt(text.length);
    }
    out.put(text);
    elements.accept(out);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static String header(String type, boolean fortran, String shape) {
    return "{'descr': '"
        + type
        + "', 'fortran_order': "
        + (fortran ? "True" : "False")
        + ", 'shape': ("
        + shape
        + "), }";
  }

  private static double[] read(byte[] file, int rows, int columns) throws IOException {
    return Npy.read(new ByteArrayInputStream(file), "w", rows, columns);
  }

  private static Consumer<ByteBuffer> elements(String type) {
    return out -> {
      out.order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      for (double v : VALUES) {
        switch (type.substring(1)) {
          case "f8" -> out.putDouble(v);
          case "f4" -> out.putFloat((float) v);
          case "f2" -> out.putShort(Float.floatToFloat16((float) v));
          case "i8" -> out.putLong((long) v);
          case "i4" -> out.putInt((int) v);
          case "i2" -> out.putShort((short) v);
          case "i1" -> out.put((byte) v);
          default -> throw new AssertionError(type);
        }
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<f8", ">f8", "<f4", ">f4", "<f2", ">f2", "<i8", ">i8", "<i4", "<i2", ">i2", "|i1"
      })
  void everyType(String type) throws IOException {
    for (int version = 1; version <= 3; version++) {
      byte[] file = file(version, header(type, false, "2, 3"), elements(type));
      assertThat(read(file, 2, 3)).isEqualTo(VALUES);
    }
  }

  @Test
  void unsignedTypes() throws IOException {
    byte[] bytes = file(1, header("|u1", false, "2,"), out -> out.put((byte) 255).put((byte) 7));
    assertThat(read(bytes, 1, 2)).containsExactly(255, 7);
    byte[] longs = file(1, header("<u8", false, "2,"), out -> out.putLong(-1).putLong(3));
    assertThat(read(longs, 1, 2)).containsExactly(0x1p64, 3);
    byte[] ints = file(1, header("<u4", false, "1,"), out -> out.putInt(-1));
    assertThat(read(ints, 1, 1)).containsExactly(4294967295.0);
    byte[] shorts = file(1, header("<u2", false, "1,"), out -> out.putShort((short) -1));
    assertThat(read(shorts, 1, 1)).containsExactly(65535);
  }

  @Test
  void columnsFirst() throws IOException {
    byte[] file = file(1, header("<f8", true, "2, 3"), elements("<f8"));
    assertThat(read(file, 2, 3)).containsExactly(1, 3, -5, -2, 4, 6);
    assertThat(read(file(1, header("<f8", true, "6,"), elements("<f8")), 2, 3)).isEqualTo(VALUES);
  }

  @ParameterizedTest
  @CsvSource({"'6,', 2, 3", "'6,', 1, 6", "'1, 6', 1, 6", "'6, 1', 6, 1"})
  void shapesThatFit(String shape, int rows, int columns) throws IOException {
    byte[] file = file(1, header("<f8", false, shape), elements("<f8"));
    assertThat(read(file, rows, columns)).isEqualTo(VALUES);
  }

  @ParameterizedTest
  @CsvSource({
    "'3, 2', 'transpose it'",
    "'5,', 'declared shape'",
    "'2, 3, 1', 'declared shape'",
    "'', 'declared shape'",
    "'999999999999, 999999999999', 'declared shape'",
    "'99999999999999999999', 'fits memory'"
  })
  void shapesThatDoNotFit(String shape, String remedy) {
    byte[] file = file(1, header("<f8", false, shape), elements("<f8"));
    assertThatThrownBy(() -> read(file, 2, 3))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageStartingWith("w: found")
        .hasMessageContaining(remedy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<c16", "|O", "|b1", "<U3", "<f16", "<M8[s]", ""})
  void typesThatAreNoNumbers(String type) {
    assertThatThrownBy(() -> read(file(1, header(type, false, "2, 3"), elements("<f8")), 2, 3))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("elements of type");
  }

  @Test
  void filesThatAreNone() {
    byte[] good = file(1, header("<f8", false, "2, 3"), elements("<f8"));
    assertThatThrownBy(() -> read(new byte[0], 2, 3)).hasMessageContaining("no .npy file");
    assertThatThrownBy(() -> read("hello, world".getBytes(StandardCharsets.US_ASCII), 2, 3))
        .hasMessageContaining("no .npy file");
    byte[] version = good.clone();
    version[6] = 4;
    assertThatThrownBy(() -> read(version, 2, 3)).hasMessageContaining("version 4");
    assertThatThrownBy(() -> read(Arrays.copyOf(good, good.length - 1), 2, 3))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> read(file(1, "{}", out -> {}), 2, 3))
        .hasMessageContaining("header that cannot be read");
    assertThatThrownBy(() -> read(file(2, " ".repeat(2000), out -> {}), 2, 3))
        .hasMessageContaining("header that cannot be read");
    byte[] huge = file(2, "{}", out -> {});
    ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putInt(8, -5);
    assertThatThrownBy(() -> read(huge, 2, 3)).hasMessageContaining("header of -5 bytes");
  }

  /** numpy.load wants the elements to start at a multiple of 64. */
  @ParameterizedTest
  @CsvSource({"2, 3", "1, 6", "6, 1", "1000, 100"})
  void whatIsWrittenIsRead(int rows, int columns) throws IOException {
    double[] values = new double[rows * columns];
    Arrays.setAll(values, i -> Math.sin(i));
    byte[] file = Npy.write(new NamedTensor("x", rows, columns, values));
    assertThat(read(file, rows, columns)).isEqualTo(values);
    assertThat((file.length - 8 * values.length) % 64).isZero();
  }

  @Test
  void archives() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        Answer.of(new pot.zk.cli.json.ObjectNode(), 0)
            .withWeights(
                java.util.List.of(
                    new NamedTensor("fc.weight", 4, 2, new double[8]),
                    new NamedTensor("fc.bias", 1, 2, new double[] {1, 2})))
            .toBinary());
    assertThat(Arrays.copyOf(out.toByteArray(), 2)).containsExactly('P', 'K');
  }
}
