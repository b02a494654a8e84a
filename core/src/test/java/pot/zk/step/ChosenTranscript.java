package pot.zk.step;

import java.util.TreeSet;
import pot.zk.field.Ext;
import pot.zk.hash.PrfStream;
import pot.zk.transcript.Transcript;

/** An honest verifier's coins, tossed beforehand: what is said does not change them. */
final class ChosenTranscript implements Transcript {
  private final byte[] key;
  private int drawn;

  /**
   * @param seed the same for the same coins
   */
  ChosenTranscript(long seed) {
    this.key = PrfStream.deriveKey(new byte[32], "chosen coins " + seed);
  }

  @Override
  public void absorb(String label, byte[] message) {
    // Deaf.
  }

  @Override
  public Ext challenge(String label) {
    PrfStream words = next(label);
    return new Ext(words.nextField(), words.nextField());
  }

  @Override
  public byte[] seed(String label) {
    return PrfStream.deriveKey(key, label);
  }

  @Override
  public int[] positions(String label, int lengthVariables, int count) {
    PrfStream words = next(label);
    TreeSet<Integer> chosen = new TreeSet<>();
    while (chosen.size() < count) {
      chosen.add((int) (words.nextField() & ((1L << lengthVariables) - 1)));
    }
    return chosen.stream().mapToInt(i -> i).toArray();
  }

  private PrfStream next(String label) {
    return new PrfStream(PrfStream.deriveKey(key, label + " " + drawn++));
  }
}
