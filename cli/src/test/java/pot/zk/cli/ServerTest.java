package pot.zk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pot.zk.cli.json.JsonReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The server's lines and frames, whatever is sent to it. */
class ServerTest {
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  /** An event with its frames. */
  private record Event(JsonNode json, List<byte[]> frames) {
    String kind() {
      return json.get("event").stringValue();
    }
  }

  private void send(int id, String command, JsonNode request, byte[]... frames) {
    ObjectNode line = Jackson.NODES.objectNode();
    line.put("id", id).put("command", command).set("request", request);
    if (frames.length > 0) {
      var sizes = line.putArray("frames");
      for (byte[] frame : frames) {
        sizes.add(frame.length);
      }
    }
    assertThat(Schemas.faults("serve-request", line)).isEmpty();
    send(line.toString());
    for (byte[] frame : frames) {
      sent.writeBytes(frame);
    }
  }

  private void send(String line) {
    sent.writeBytes(Request.utf8(line + "\n"));
  }

  /** All events but progress, the first being "ready"; each by the schema. */
  private List<Event> serve(int status) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int ended =
        new Server(
                new ByteArrayInputStream(sent.toByteArray()),
                new ServerOutput(
                    out,
                    () -> {
                      throw new AssertionError("somebody reads");
                    }))
            .run();
    assertThat(ended).isEqualTo(status);
    ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
    List<Event> events = new ArrayList<>();
    while (in.available() > 0) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        line.write(b);
      }
      JsonNode json = Jackson.MAPPER.readTree(line.toByteArray());
      assertThat(Schemas.faults("serve-event", json)).isEmpty();
      List<byte[]> frames = new ArrayList<>();
      for (JsonNode size : json.path("frames")) {
        frames.add(in.readNBytes(size.intValue()));
      }
      events.add(new Event(json, frames));
    }
    assertThat(events.getFirst().kind()).isEqualTo("ready");
    assertThat(events.getFirst().json().get("program").stringValue()).startsWith("pot-zk");
    return events;
  }

  private static Event result(List<Event> events, int id) {
    List<Event> found =
        events.stream()
            .filter(e -> e.json().path("id").asInt(-1) == id && !e.kind().equals("progress"))
            .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static JsonNode answer(List<Event> events, int id) {
    assertThat(result(events, id).kind()).isEqualTo("answer");
    return result(events, id).json().get("answer");
  }

  private static ObjectNode golden(String name) {
    return Golden.read(name).completeRequest();
  }

  @Test
  void nothingIsAsked() throws IOException {
    assertThat(serve(Main.OK)).hasSize(1);
  }

  /** The same answers as from the commands. */
  @Test
  void everyCommand() throws IOException {
    List<String> names =
        List.of(
            "commit-weights",
            "commit-batch",
            "prove",
            "verify",
            "verify-invalid",
            "open",
            "open-check",
            "inspect",
            "soundness");
    for (int i = 0; i < names.size(); i++) {
      send(i, Golden.read(names.get(i)).command(), golden(names.get(i)));
    }
    List<Event> events = serve(Main.OK);
    for (int i = 0; i < names.size(); i++) {
      Golden golden = Golden.read(names.get(i));
      assertThat(Golden.masked(answer(events, i))).isEqualTo(golden.answer());
      assertThat(result(events, i).json().get("status").intValue()).isEqualTo(golden.status());
    }
    List<String> phases =
        events.stream()
            .filter(e -> e.kind().equals("progress") && e.json().get("id").intValue() == 2)
            .map(e -> e.json().get("phase").stringValue())
            .toList();
    assertThat(phases).containsExactly("witness", "commitments", "proof", "verification");
  }

  @Test
  void framesInAndOut() throws IOException {
    ObjectNode step = golden("step");
    JsonNode weights = step.get("weights").deepCopy();
    ObjectNode frames = step.putObject("weights");
    frames.putObject("fc.weight").put("frame", 1);
    frames.putObject("fc.bias").put("frame", 0);
    send(1, "step", step, npy(weights, "fc.bias", 1, 2), npy(weights, "fc.weight", 4, 2));
    send(2, "soundness", golden("soundness"));
    List<Event> events = serve(Main.OK);
    JsonNode references = answer(events, 1).get("weights");
    JsonNode expected = Golden.read("step").answer().get("weights");
    for (String name : List.of("fc.weight", "fc.bias")) {
      byte[] frame = result(events, 1).frames().get(references.get(name).get("frame").intValue());
      int rows = name.equals("fc.bias") ? 1 : 4;
      double[] values = Npy.read(new ByteArrayInputStream(frame), name, rows, 2);
      assertThat(values).isEqualTo(list(expected.get(name), rows, 2));
    }
    assertThat(answer(events, 2).has("soundness_bits")).isTrue();
  }

  private static double[] list(JsonNode json, int rows, int columns) {
    return new TensorList("", rows, columns).read(JsonReader.read(json.toString()));
  }

  private static byte[] npy(JsonNode weights, String name, int rows, int columns) {
    double[] values = list(weights.get(name), rows, columns);
    return Npy.write(new NamedTensor(name, rows, columns, values));
  }

  @Test
  void manyAtOnce() throws IOException {
    ObjectNode prove = golden("prove");
    IntStream.range(0, 20).forEach(i -> send(i, "prove", prove));
    List<Event> events = serve(Main.OK);
    String first = answer(events, 0).get("proof").stringValue();
    IntStream.range(0, 20)
        .forEach(i -> assertThat(answer(events, i).get("proof").stringValue()).isEqualTo(first));
  }

  private static void fault(Event event, String field) {
    assertThat(event.kind()).isEqualTo("error");
    assertThat(event.json().get("status").intValue()).isEqualTo(Main.UNUSABLE);
    assertThat(event.json().get("error").get("field").stringValue()).isEqualTo(field);
  }

  /** One bad request does not hurt the next. */
  @Test
  void faultsAreOneRequestsAlone() throws IOException {
    send("garbage");
    send("");
    send("{\"id\":1}");
    send("{\"id\":2,\"command\":\"frob\",\"request\":{}}");
    send("{\"id\":3,\"command\":\"step\",\"request\":{}}");
    send("{\"id\":4,\"command\":\"step\",\"request\":{},\"x\":1}");
    send("{\"id\":true,\"command\":\"step\",\"request\":{}}");
    ObjectNode commit = golden("commit-weights");
    ((ObjectNode) commit.get("weights")).putObject("fc.bias").put("frame", 3);
    send(5, "commit", commit, new byte[7]);
    send(6, "commit", golden("commit-weights"));
    List<Event> events = serve(Main.OK);
    assertThat(events.stream().filter(e -> e.json().path("id").isNull())).hasSize(3);
    fault(result(events, 1), "request");
    fault(result(events, 2), "command");
    fault(result(events, 3), "request");
    fault(result(events, 4), "request");
    fault(result(events, 5), "weights.fc.bias (frame 3)");
    assertThat(answer(events, 6).get("root"))
        .isEqualTo(Golden.read("commit-weights").answer().get("root"));
  }

  /** Where the next request begins cannot be told: the server says so and ends. */
  @Test
  void framesThatCannotBe() throws IOException {
    for (String frames : List.of("[-1]", "[1.5]", "[\"x\"]", "7", "[9999999999]", "[100]")) {
      sent.reset();
      send("{\"id\":1,\"command\":\"step\",\"request\":{},\"frames\":" + frames + "}");
      List<Event> events = serve(Main.UNUSABLE);
      assertThat(events).hasSize(2);
      assertThat(events.getLast().json().get("error").get("field").stringValue())
          .startsWith("frames");
    }
  }

  @Test
  void aLineWithoutEnd() throws IOException {
    sent.writeBytes(Request.utf8(" ".repeat((1 << 26) + 10)));
    fault(serve(Main.UNUSABLE).getLast(), "request");
  }

  @Test
  void nobodyReads() {
    AtomicInteger told = new AtomicInteger();
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("broken pipe");
          }
        };
    send(1, "soundness", golden("soundness"));
    new Server(
            new ByteArrayInputStream(sent.toByteArray()),
            new ServerOutput(broken, told::incrementAndGet))
        .run();
    assertThat(told.get()).isPositive();
  }
}
