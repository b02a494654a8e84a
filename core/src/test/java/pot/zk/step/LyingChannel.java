package pot.zk.step;

import java.util.List;
import java.util.function.Supplier;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.hiding.Channel;
import pot.zk.hiding.HiddenValue;

/** Passes everything on; a lie overrides what it changes. */
class LyingChannel implements Channel {
  private final Channel honest;
  private int sends;

  LyingChannel(Channel honest) {
    this.honest = honest;
  }

  /**
   * The value to send in place of the honest one, which is the index-th padded value of the proof.
   */
  Ext alter(String label, int index, Ext value) {
    return value;
  }

  /** The message to send in place of the honest one. */
  ExtVector alterClear(String label, ExtVector values) {
    return values;
  }

  /** Sees every challenge. */
  void observe(String label, Ext challenge) {}

  @Override
  public byte[] root(String label, Supplier<byte[]> root) {
    return honest.root(label, root);
  }

  @Override
  public HiddenValue send(String label, Supplier<Ext> value) {
    int index = sends++;
    return honest.send(label, () -> alter(label, index, value.get()));
  }

  @Override
  public HiddenValue freshPad() {
    return honest.freshPad();
  }

  @Override
  public ExtVector sendClear(String label, int count, Supplier<ExtVector> values) {
    return honest.sendClear(label, count, () -> alterClear(label, values.get()));
  }

  @Override
  public Ext challenge(String label) {
    Ext challenge = honest.challenge(label);
    observe(label, challenge);
    return challenge;
  }

  @Override
  public List<Ext> challenges(String label, int count) {
    return honest.challenges(label, count);
  }

  @Override
  public void grind(String label, int bits) {
    honest.grind(label, bits);
  }

  @Override
  public Ext reveal(HiddenValue value) {
    return honest.reveal(value);
  }
}
