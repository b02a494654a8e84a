package pot.zk.cli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Against a library that reads JSON strictly: the same documents are refused, the others read
 * alike. Halves of surrogate pairs alone are refused here only.
 */
class JsonReaderTest {
  private static final JsonMapper LIBRARY =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        " [ 1 , -2.5e3,\t0 ]\n",
        "{\"a\":{\"b\":[true,false,null]},\"c\":\"x\"}",
        "[9223372036854775807,-9223372036854775808,9223372036854775808,0.1,1E-7,1e+300,-0,-0.0]",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\u20ac\\ud83d\\ude00\\u0000\"",
        "\"\u00e4\u20ac\ud83d\ude00\"",
        "7",
        "null"
      })
  void readsAndWrites(String json) {
    assertThat(JsonReader.read(json).toString()).isEqualTo(LIBRARY.readTree(json).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":1,\"a\":2}",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "+1",
        "1.5.2",
        "0x10",
        "nul",
        "nulls",
        "NaN",
        "Infinity",
        "-Infinity",
        "tru",
        "\"",
        "\"a",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"a\nb\"",
        "{} {}",
        "1 1",
        "]",
        "}",
        ",",
        ":",
        "//",
        "/* */1",
        "\u0007"
      })
  void refuses(String json) {
    assertThatThrownBy(() -> LIBRARY.readTree(json)).isNotNull();
    assertThatThrownBy(() -> JsonReader.read(json)).isInstanceOf(JsonException.class);
  }

  /** A byte of a document changed to any other, taken away, or everything from it on. */
  @Test
  void agreesOnSpoiltDocuments() {
    String whole =
        "{\"a\":[1,-2.5e3,0.125,\"x\\u00e4\\n\"],\"bc\":{\"d\":true,\"e\":null},\"f\":\"\"}";
    Random random = new Random(5);
    String bytes = "{}[]\",:\\0123456789.eE+-truefalsn \n/u";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder spoilt = new StringBuilder(whole);
      int at = random.nextInt(whole.length());
      switch (random.nextInt(3)) {
        case 0 -> spoilt.setCharAt(at, bytes.charAt(random.nextInt(bytes.length())));
        case 1 -> spoilt.deleteCharAt(at);
        default -> spoilt.setLength(at);
      }
      String json = spoilt.toString();
      assertThat(read(json)).as(json).isEqualTo(library(json));
    }
  }

  private static String read(String json) {
    try {
      return JsonReader.read(json).toString();
    } catch (JsonException e) {
      return "refused";
    }
  }

  private static String library(String json) {
    try {
      return LIBRARY.readTree(json).toString();
    } catch (tools.jackson.core.JacksonException e) {
      return "refused";
    }
  }

  /** A reader that goes on as if the rest of a buffer were the next. */
  @Test
  void textsLongerThanABuffer() throws IOException {
    String text = "x\u00e4\\".repeat(20_000);
    StringBuilder json = new StringBuilder();
    TextNode.write(text, json);
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    InputStream drops =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] out, int off, int length) {
            return super.read(out, off, Math.min(length, 7));
          }
        };
    assertThat(JsonReader.read(drops).stringValue()).isEqualTo(text);
    assertThat(JsonReader.read(bytes).stringValue()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"31, true", "32, true", "33, false"})
  void depthIsBounded(int depth, boolean legal) {
    String json = "[".repeat(depth) + "]".repeat(depth);
    assertThat(read(json).equals("refused")).isEqualTo(!legal);
  }

  @Test
  void placesAreThoseOfTheBytes() {
    assertThatThrownBy(() -> JsonReader.read("{\n  \"a\":1,\n  b:2}"))
        .hasMessageEndingWith("at line 3, column 3");
  }

  @Test
  void bytesThatAreNoUtf8() {
    assertThatThrownBy(() -> JsonReader.read(new byte[] {'"', (byte) 0xc3, '"'}))
        .hasMessageStartingWith("Invalid UTF-8");
    assertThatThrownBy(() -> JsonReader.read("\"\\ud800\"")).hasMessageContaining("surrogate");
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    assertThat(JsonReader.read("\ufeff7").longValue()).isEqualTo(7);
  }

  @Test
  void nothingIsNoDocument() {
    assertThat(JsonReader.read(" \n").isMissingNode()).isTrue();
  }

  @Test
  void whatIsNoNumberIsWrittenAsText() {
    ArrayNode list = new ArrayNode().add(Double.NaN).add(Double.NEGATIVE_INFINITY).add(0.1);
    assertThat(list.toString()).isEqualTo("[\"NaN\",\"-Infinity\",0.1]");
  }
}
