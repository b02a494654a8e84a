package pot.zk.step;

import java.util.Set;
import pot.zk.field.Ext;
import pot.zk.transcript.Sha256Transcript;
import pot.zk.transcript.Transcript;

/**
 * A transcript with the bug that some challenges were drawn too early: they do not depend on what
 * was said since the beginning, so a prover knows them all along.
 */
final class EarlyTranscript implements Transcript {
  private final Transcript sound = new Sha256Transcript(ProofBytes.PROTOCOL_ID);
  private final Set<String> early;

  EarlyTranscript(String... early) {
    this.early = Set.of(early);
  }

  /** What a prover may know beforehand of a challenge drawn too early. */
  static Ext known(String label) {
    return new Sha256Transcript("too early").challenge(label);
  }

  /** The same for the positions. */
  static int[] knownPositions(int lengthVariables, int count) {
    return new Sha256Transcript("too early").positions("positions", lengthVariables, count);
  }

  @Override
  public void absorb(String label, byte[] message) {
    sound.absorb(label, message);
  }

  @Override
  public Ext challenge(String label) {
    Ext drawn = sound.challenge(label);
    return early.contains(label) ? known(label) : drawn;
  }

  @Override
  public byte[] seed(String label) {
    return sound.seed(label);
  }

  @Override
  public int[] positions(String label, int lengthVariables, int count) {
    int[] drawn = sound.positions(label, lengthVariables, count);
    return early.contains(label) ? knownPositions(lengthVariables, count) : drawn;
  }
}
