package pot.zk.step;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.hiding.Channel;
import pot.zk.hiding.HiddenValue;

/** Writes down what a prover sends, what it hides by that, and which pads it takes. */
class Recorder extends LyingChannel {
  /** One element of a message, with its kind: the label, without numbers. */
  record Sent(String kind, Ext element) {}

  private final List<Sent> sent = new ArrayList<>();
  private final List<Ext> hidden = new ArrayList<>();
  private final List<HiddenValue> pads = new ArrayList<>();

  Recorder(Channel honest) {
    super(honest);
  }

  /** Every element sent, padded or not. */
  List<Sent> sent() {
    return sent;
  }

  /** The true values of all that was sent under pads. */
  List<Ext> hidden() {
    return hidden;
  }

  /** The pad that each message and each masked factor took: its index among so many. */
  List<Integer> padIndices(int count) {
    List<Integer> indices = new ArrayList<>();
    for (HiddenValue pad : pads) {
      ExtVector form = ExtVector.zeros(count);
      pad.addFormTo(form, Ext.ONE);
      for (int i = 0; i < count; i++) {
        if (!form.get(i).isZero()) {
          indices.add(i);
        }
      }
    }
    return indices;
  }

  /** The values of those pads. */
  List<Ext> padValues() {
    List<Ext> values = new ArrayList<>();
    for (HiddenValue pad : pads) {
      Ext value = reveal(pad).minus(pad.constant());
      values.add(pad.constant().isZero() ? value : value.negate());
    }
    return values;
  }

  @Override
  Ext alter(String label, int index, Ext value) {
    hidden.add(value);
    return value;
  }

  @Override
  public HiddenValue send(String label, Supplier<Ext> value) {
    HiddenValue padded = super.send(label, value);
    pads.add(padded);
    sent.add(new Sent(kind(label), padded.constant()));
    return padded;
  }

  @Override
  public HiddenValue freshPad() {
    HiddenValue pad = super.freshPad();
    pads.add(pad);
    return pad;
  }

  @Override
  public ExtVector sendClear(String label, int count, Supplier<ExtVector> values) {
    ExtVector clear = super.sendClear(label, count, values);
    for (int i = 0; i < clear.length(); i++) {
      sent.add(new Sent(kind(label), clear.get(i)));
    }
    return clear;
  }

  private static String kind(String label) {
    return label.replaceAll("[0-9]+", "#");
  }
}
