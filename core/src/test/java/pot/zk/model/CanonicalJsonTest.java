package pot.zk.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pot.zk.model.JsonValue.Arr;
import pot.zk.model.JsonValue.Bool;
import pot.zk.model.JsonValue.Int;
import pot.zk.model.JsonValue.Obj;
import pot.zk.model.JsonValue.Str;

class CanonicalJsonTest {
  private static JsonValue parse(String json) {
    return CanonicalJson.parse(json.getBytes(ISO_8859_1));
  }

  private static String write(JsonValue value) {
    return new String(CanonicalJson.write(value), ISO_8859_1);
  }

  private static void refused(String field, String json) {
    Refusals.refused(field, () -> parse(json));
    Refusals.refused(field, () -> CanonicalJson.parseCanonical(json.getBytes(ISO_8859_1)));
  }

  private static JsonValue random(Random random, int levels) {
    int kind = random.nextInt(levels == 0 ? 3 : 5);
    return switch (kind) {
      case 0 -> new Int(random.nextLong(1 - JsonValue.INTEGER_LIMIT, JsonValue.INTEGER_LIMIT));
      case 1 -> new Bool(random.nextBoolean());
      case 2 -> new Str(text(random));
      case 3 -> {
        List<JsonValue> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(random(random, levels - 1));
        }
        yield new Arr(items);
      }
      default -> {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          members.put(text(random), random(random, levels - 1));
        }
        yield new Obj(members);
      }
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      char c = (char) (' ' + random.nextInt('~' - ' ' + 1));
      text.append(c == '"' || c == '\\' ? '_' : c);
    }
    return text.toString();
  }

  @Test
  void sortsMembersByCodeUnitAndWritesNoWhiteSpace() {
    String json =
        " {\"b\" : [ 1,-2 ,true ,{ } ,[ ] ]\t,\r\n \"B\":\"x y\",\"a.\":0,\"a\":false , \"\":1 }\n";
    assertThat(write(parse(json)))
        .isEqualTo("{\"\":1,\"B\":\"x y\",\"a\":false,\"a.\":0,\"b\":[1,-2,true,{},[]]}");
  }

  @Test
  void sortsAlsoAMapOfAnotherOrder() {
    TreeMap<String, JsonValue> reversed = new TreeMap<>(java.util.Comparator.reverseOrder());
    reversed.put("a", new Int(1));
    reversed.put("b", new Int(2));
    assertThat(write(new Obj(reversed))).isEqualTo("{\"a\":1,\"b\":2}");
  }

  @Test
  void whatIsWrittenIsCanonicalAndReadsBack() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      JsonValue value = random(random, 5);
      byte[] json = CanonicalJson.write(value);
      assertThat(CanonicalJson.parseCanonical(json)).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " {\"a\":1}",
        "{\"a\":1} ",
        "{\"a\":1}\n",
        "{\"a\": 1}",
        "{\"a\" :1}",
        "{ \"a\":1}",
        "{\"b\":1,\"a\":1}",
        "{\"a\":1,\"B\":1}",
        "[1, 2]",
        "[ ]"
      })
  void aSecondFormOfAValueIsNotCanonical(String json) {
    parse(json);
    Refusals.refused(
        "hyperparameters", () -> CanonicalJson.parseCanonical(json.getBytes(ISO_8859_1)));
  }

  @Test
  void theLargestIntegersAreRead() {
    assertThat(parse("9007199254740991")).isEqualTo(new Int(9007199254740991L));
    assertThat(parse("-9007199254740991")).isEqualTo(new Int(-9007199254740991L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-0",
        "00",
        "01",
        "-01",
        "+1",
        "1.0",
        ".5",
        "1.",
        "1e3",
        "1E3",
        "-",
        "--1",
        "0x10",
        "1L",
        "9007199254740992",
        "-9007199254740992",
        "9223372036854775808",
        "18446744073709551617",
        "99999999999999999999999999999999999999999999999999999999999999999999999999999999999999999",
        "null",
        "nul",
        "True",
        "tru",
        "truefalse",
        "NaN",
        "Infinity",
        "-Infinity",
        "'a'",
        "\"a",
        "\"a\\n\"",
        "\"\\u0041\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"a\u0000b\"",
        "\"\u007f\"",
        "\"\u00e9\"",
        "\u00ef\u00bb\u00bf1",
        "{",
        "[",
        "]",
        "}",
        ",",
        ":",
        "",
        " ",
        "{]",
        "[}",
        "{,}",
        "{1:2}",
        "{a:1}",
        "[1 2]",
        "[1,]x",
        "1 1",
        "{}{}",
        "// 1",
        "\u000b1",
        "\u00a01",
        "{\"a\"}",
        "{\"a\",1}",
        "{\"a\":1,}",
        "{\"a\\u0000\":1}"
      })
  void whatIsNotThisJsonIsRefused(String json) {
    Refusals.refused(() -> parse(json));
    Refusals.refused(() -> CanonicalJson.parseCanonical(json.getBytes(ISO_8859_1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":null}                       | hyperparameters.a",
        "{\"a\":{\"b\":0.5}}                | hyperparameters.a.b",
        "{\"a\":[1,[2,03]]}                 | hyperparameters.a[1][1]",
        "[1,]                               | hyperparameters[1]",
        "{\"a\":}                           | hyperparameters.a",
        "{\"a\":1,\"a\":1}                  | hyperparameters.a",
        "{\"a\":{\"b\":1,\"c\":2,\"b\":3}}  | hyperparameters.a.b",
        "{\"a\":1}{                         | hyperparameters",
        "{\"a\":1 \"b\":2}                  | hyperparameters",
      })
  void aRefusalNamesThePlace(String json, String field) {
    refused(field, json);
  }

  @Test
  void aFractionIsRefusedWithTheFormOfARate() {
    assertThat(Refusals.refused(() -> parse("0.01")).action()).contains("{\"e\":-26,\"m\":671089}");
  }

  @Test
  void sixteenLevelsAreReadAndNotMore() {
    JsonValue value = parse("[".repeat(16) + "]".repeat(16));
    assertThat(write(value)).hasSize(32);
    Refusals.refused(() -> parse("[".repeat(17) + "]".repeat(17)));
    Refusals.refused(() -> parse("{\"a\":".repeat(17) + "1" + "}".repeat(17)));
    Refusals.refused(() -> CanonicalJson.write(new Arr(List.of(value))));
  }

  @Test
  void levelsBesideEachOtherDoNotAddUp() {
    assertThat(write(parse("[" + "[[]],".repeat(100) + "{}]"))).hasSize(2 + 2 + 100 * 5);
  }

  @Test
  void aMebibyteIsReadAndNotMore() {
    String text = "\"" + "a".repeat(CanonicalJson.MAX_BYTES - 2) + "\"";
    assertThat(write(parse(text))).isEqualTo(text);
    refused("hyperparameters", text + " ");
  }

  @Test
  void hostileDocumentsCostLittle() {
    int size = CanonicalJson.MAX_BYTES;
    StringBuilder members = new StringBuilder("{");
    for (int i = 0; members.length() < size - 30; i++) {
      members.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":0");
    }
    String half = "x".repeat(size / 2 - 10);
    List<String> hostile =
        List.of(
            "[".repeat(size),
            "{\"a\":".repeat(size / 5),
            "9".repeat(size),
            "-" + "0".repeat(size - 1),
            "1e" + "9".repeat(size - 2),
            "n".repeat(size),
            "\"" + "a".repeat(size - 1),
            " ".repeat(size),
            "[" + "0,".repeat(size / 2 - 2) + "0",
            members.toString(),
            "{\"" + half + "\":1,\"" + half + "\":1}",
            "\u0000".repeat(size),
            "\u00ff".repeat(size));
    for (String json : hostile) {
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(5), () -> Refusals.refused(() -> parse(json)));
    }
  }

  @Test
  void noBytesAreTooStrangeToRefuse() {
    Random random = new Random(2);
    byte[] example = Examples.bytes(Examples.DIGITS_JSON);
    for (int i = 0; i < 5000; i++) {
      byte[] json = example.clone();
      json[random.nextInt(json.length)] = (byte) random.nextInt(256);
      try {
        assertThat(CanonicalJson.write(CanonicalJson.parseCanonical(json))).isEqualTo(json);
      } catch (pot.zk.error.UnusableRequestException expected) {
        assertThat(expected.getMessage()).matches("[ -~]+");
      }
    }
  }

  @Test
  void valuesThatCannotBeWrittenCannotBeMade() {
    Refusals.refused(() -> new Str("\""));
    Refusals.refused(() -> new Str("\u00e9"));
    Refusals.refused(() -> new Obj(Map.of("a\\", new Int(1))));
    Refusals.refused(() -> new Int(1L << 53));
    Refusals.refused(() -> new Int(-(1L << 53)));
    Refusals.refused(() -> new Int(Long.MIN_VALUE));
  }
}
