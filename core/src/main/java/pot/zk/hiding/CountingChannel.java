package pot.zk.hiding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;

/**
 * Runs a script with nobody at either end, to learn how many pads it needs and how much it says.
 */
public final class CountingChannel implements Channel {
  /** Stands for every challenge: any element outside F will do. */
  private static final Ext ANY = new Ext(1, 1);

  private int pads;
  private int sentBytes;
  private final List<String> sendLabels = new ArrayList<>();

  public int pads() {
    return pads;
  }

  /** Bytes of all messages. */
  public int sentBytes() {
    return sentBytes;
  }

  /** The labels of the padded values, in the order in which they are sent. */
  public List<String> sendLabels() {
    return Collections.unmodifiableList(sendLabels);
  }

  @Override
  public byte[] root(String label, Supplier<byte[]> root) {
    sentBytes += 32;
    return new byte[32];
  }

  @Override
  public HiddenValue send(String label, Supplier<Ext> value) {
    sentBytes += Ext.BYTES;
    sendLabels.add(label);
    return freshPad();
  }

  /** Counted; its form is left empty, as nobody will look at it: so counting costs little. */
  @Override
  public HiddenValue freshPad() {
    pads++;
    return HiddenValue.known(Ext.ZERO);
  }

  @Override
  public ExtVector sendClear(String label, int count, Supplier<ExtVector> values) {
    sentBytes += count * Ext.BYTES;
    return ExtVector.zeros(count);
  }

  @Override
  public Ext challenge(String label) {
    return ANY;
  }

  @Override
  public void grind(String label, int bits) {
    sentBytes += bits > 0 ? Long.BYTES : 0;
  }

  @Override
  public Ext reveal(HiddenValue value) {
    throw new IllegalStateException("nothing is known here");
  }
}
