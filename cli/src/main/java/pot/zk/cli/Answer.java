package pot.zk.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import pot.zk.cli.json.ObjectNode;

/**
 * What a command answers.
 *
 * @param json everything but the tensors
 * @param status the exit code that goes with it
 * @param weights to be added under that name, as lists or as frames; empty if there are none
 * @param bytes what the answer is for, where that is bytes: a proof, an opening, a root
 * @param secret whether it is for the owner's eyes only
 * @param text for people, in place of the JSON where no format is asked for; empty if there is none
 */
record Answer(
    ObjectNode json,
    int status,
    List<NamedTensor> weights,
    Optional<byte[]> bytes,
    boolean secret,
    Optional<String> text) {
  /** Facts for anyone. */
  static Answer of(ObjectNode json, int status) {
    return new Answer(json, status, List.of(), Optional.empty(), false, Optional.empty());
  }

  Answer withBytes(byte[] main) {
    return new Answer(json, status, weights, Optional.of(main), secret, text);
  }

  Answer withWeights(List<NamedTensor> tensors) {
    return new Answer(json, status, tensors, bytes, secret, text);
  }

  Answer forTheOwner() {
    return new Answer(json, status, weights, bytes, true, text);
  }

  Answer withText(String forPeople) {
    return new Answer(json, status, weights, bytes, secret, Optional.of(forPeople));
  }

  /** All of it as one line of JSON. */
  byte[] toJson() {
    if (!weights.isEmpty()) {
      ObjectNode lists = json.putObject("weights");
      weights.forEach(t -> lists.set(t.name(), t.toJson()));
    }
    return Request.utf8(json + "\n");
  }

  /** The bytes, or the weights as an .npz file; where there are neither, JSON. */
  byte[] toBinary() {
    if (bytes.isPresent()) {
      return bytes.get();
    }
    return weights.isEmpty() ? toJson() : npz();
  }

  private byte[] npz() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (NamedTensor tensor : weights) {
        ZipEntry entry = new ZipEntry(tensor.name() + ".npy");
        // Without a time of its own the entry would carry that of the day.
        entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(Npy.write(tensor));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
