package pot.zk.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import pot.zk.model.JsonValue;

/**
 * One frozen case of {@code vectors/vectors.json}: docs/formats.md describes the members.
 *
 * @param id unique, also the name of its file where it has one of its own
 * @param kind {@code step} or {@code opening}
 * @param valid what a verifier must say
 * @param covers of an accepted one, what is in it
 * @param bug of a rejected one, the mistake in a verifier that would let it pass
 * @param why of a rejected one, what is wrong with it
 * @param publicInputs what it is verified against: the statement's fields, or the root
 * @param file where its bytes are, before edits
 * @param edits to be made to them, in order
 */
record FrozenVector(
    String id,
    String kind,
    boolean valid,
    String covers,
    String bug,
    String why,
    Map<String, JsonValue> publicInputs,
    String file,
    List<Edit> edits) {

  /** A change of the bytes of a file. */
  sealed interface Edit {
    byte[] apply(byte[] bytes);

    JsonValue json();

    /** These bytes from a place on are exclusive-ored. */
    @SuppressWarnings("ArrayRecordComponent")
    record Xor(int at, byte[] with) implements Edit {
      @Override
      public byte[] apply(byte[] bytes) {
        byte[] out = bytes.clone();
        for (int i = 0; i < with.length; i++) {
          out[at + i] ^= with[i];
        }
        return out;
      }

      @Override
      public JsonValue json() {
        return object("at", new JsonValue.Int(at), "xor", hex(with));
      }
    }

    /** The bytes end after so many. */
    record Cut(int length) implements Edit {
      @Override
      public byte[] apply(byte[] bytes) {
        return Arrays.copyOf(bytes, length);
      }

      @Override
      public JsonValue json() {
        return object("cut", new JsonValue.Int(length));
      }
    }

    /** More bytes after the end. */
    @SuppressWarnings("ArrayRecordComponent")
    record Append(byte[] more) implements Edit {
      @Override
      public byte[] apply(byte[] bytes) {
        byte[] out = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, out, bytes.length, more.length);
        return out;
      }

      @Override
      public JsonValue json() {
        return object("append", hex(more));
      }
    }
  }

  static JsonValue hex(byte[] bytes) {
    return new JsonValue.Str(HexFormat.of().formatHex(bytes));
  }

  private static JsonValue object(Object... namesAndValues) {
    Map<String, JsonValue> members = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put((String) namesAndValues[i], (JsonValue) namesAndValues[i + 1]);
    }
    return new JsonValue.Obj(members);
  }

  /** What it is verified against, for a step. */
  static Map<String, JsonValue> of(Statement s) {
    Map<String, JsonValue> members = new TreeMap<>();
    members.put("w_t_root", hex(s.wtRoot()));
    members.put("batch_root", hex(s.batchRoot()));
    members.put("hparams_hash", hex(s.hparamsHash()));
    members.put("w_t1_root", hex(s.wt1Root()));
    members.put("step_nonce", new JsonValue.Int(s.stepNonce()));
    members.put("step_number", new JsonValue.Int(s.stepNumber()));
    members.put("epoch", new JsonValue.Int(s.epoch()));
    return members;
  }

  /** The statement, of a step. */
  Statement statement() {
    return new Statement(
        bytes("w_t_root"),
        bytes("batch_root"),
        bytes("hparams_hash"),
        bytes("w_t1_root"),
        number("step_nonce"),
        number("step_number"),
        number("epoch"));
  }

  byte[] bytes(String name) {
    return HexFormat.of().parseHex(((JsonValue.Str) publicInputs.get(name)).text());
  }

  private long number(String name) {
    return ((JsonValue.Int) publicInputs.get(name)).value();
  }

  /** The bytes to verify, from those of the file. */
  byte[] edited(byte[] ofFile) {
    byte[] bytes = ofFile;
    for (Edit edit : edits) {
      bytes = edit.apply(bytes);
    }
    return bytes;
  }

  JsonValue json() {
    Map<String, JsonValue> members = new TreeMap<>();
    members.put("id", new JsonValue.Str(id));
    members.put("kind", new JsonValue.Str(kind));
    members.put("valid", new JsonValue.Bool(valid));
    if (valid) {
      members.put("covers", new JsonValue.Str(covers));
    } else {
      members.put("bug", new JsonValue.Str(bug));
      members.put("why", new JsonValue.Str(why));
    }
    members.put("public_inputs", new JsonValue.Obj(publicInputs));
    members.put("file", new JsonValue.Str(file));
    if (!edits.isEmpty()) {
      members.put("edits", new JsonValue.Arr(edits.stream().map(Edit::json).toList()));
    }
    return new JsonValue.Obj(members);
  }

  @Override
  public String toString() {
    return id + " " + covers + why;
  }

  static FrozenVector parse(JsonValue value) {
    Map<String, JsonValue> m = ((JsonValue.Obj) value).members();
    List<Edit> edits = new ArrayList<>();
    if (m.get("edits") instanceof JsonValue.Arr(List<JsonValue> items)) {
      items.forEach(e -> edits.add(edit(((JsonValue.Obj) e).members())));
    }
    return new FrozenVector(
        text(m, "id"),
        text(m, "kind"),
        ((JsonValue.Bool) m.get("valid")).value(),
        text(m, "covers"),
        text(m, "bug"),
        text(m, "why"),
        ((JsonValue.Obj) m.get("public_inputs")).members(),
        text(m, "file"),
        edits);
  }

  private static Edit edit(Map<String, JsonValue> m) {
    if (m.get("cut") instanceof JsonValue.Int(long length)) {
      return new Edit.Cut((int) length);
    }
    if (m.get("append") instanceof JsonValue.Str(String more)) {
      return new Edit.Append(HexFormat.of().parseHex(more));
    }
    int at = (int) ((JsonValue.Int) m.get("at")).value();
    return new Edit.Xor(at, HexFormat.of().parseHex(text(m, "xor")));
  }

  private static String text(Map<String, JsonValue> m, String name) {
    return m.get(name) instanceof JsonValue.Str(String text) ? text : "";
  }
}
