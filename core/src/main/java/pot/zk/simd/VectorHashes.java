package pot.zk.simd;

import static pot.zk.simd.Sha256Lanes.BLOCK;
import static pot.zk.simd.Sha256Lanes.LANES;
import static pot.zk.simd.Sha256Lanes.SCHEDULE;
import static pot.zk.simd.Sha256Lanes.STATE;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import pot.zk.hash.Domain;
import pot.zk.hash.PrfStream;
import pot.zk.hash.Sha256;

/**
 * Hashes sixteen messages side by side; what is left over is done one after another. Loaded only
 * where the vector module is present.
 */
final class VectorHashes implements HashKernels {
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final int HASH = Sha256.BYTES;
  private static final int HASH_WORDS = HASH / Integer.BYTES;
  private static final int BLOCK_BYTES = 64;
  private static final int BLOCK_WORDS = 16;
  private static final int PADDING = 0x80000000;

  private final HashKernels oneByOne = new DigestHashes();

  @Override
  public String name() {
    return LANES + " side by side";
  }

  @Override
  public void pairs(Domain domain, byte[] in, int inAt, byte[] out, int outAt, int count) {
    Work left = new Work(domain.tag());
    Work right = new Work(new byte[0]);
    right.pad(HASH_WORDS, Domain.TAG_BYTES + 2 * HASH);
    int[] state = new int[STATE];
    int[] pair = new int[BLOCK];
    int whole = count - count % LANES;
    for (int i = 0; i < whole; i += LANES) {
      Sha256Lanes.block(in, inAt + 2 * HASH * i, pair, left.room);
      System.arraycopy(pair, 0, left.schedule, BLOCK / 2, BLOCK / 2);
      System.arraycopy(pair, BLOCK / 2, right.schedule, 0, BLOCK / 2);
      Sha256Lanes.begin(state, 0);
      left.compress(state, 0);
      right.compress(state, 0);
      Sha256Lanes.hashes(state, 0, out, outAt + HASH * i, right.room);
    }
    oneByOne.pairs(domain, in, inAt + 2 * HASH * whole, out, outAt + HASH * whole, count - whole);
  }

  @Override
  public void stream(Domain domain, byte[] key, long first, byte[] out, int outAt, int count) {
    Work tagAndKey = new Work(domain.tag());
    tagAndKey.broadcast(HASH_WORDS, key);
    int[] begun = new int[STATE];
    Sha256Lanes.begin(begun, 0);
    tagAndKey.compress(begun, 0);
    Work counters = new Work(new byte[0]);
    counters.pad(2, Domain.TAG_BYTES + PrfStream.KEY_BYTES + Long.BYTES);
    int[] state = new int[STATE];
    int whole = count - count % LANES;
    for (int i = 0; i < whole; i += LANES) {
      for (int m = 0; m < LANES; m++) {
        long counter = Long.reverseBytes(first + i + m);
        int lane = Sha256Lanes.lane(m);
        counters.schedule[lane] = (int) (counter >>> Integer.SIZE);
        counters.schedule[LANES + lane] = (int) counter;
      }
      System.arraycopy(begun, 0, state, 0, STATE);
      counters.compress(state, 0);
      Sha256Lanes.hashes(state, 0, out, outAt + HASH * i, counters.room);
    }
    oneByOne.stream(domain, key, first + whole, out, outAt + HASH * whole, count - whole);
  }

  @Override
  public Columns columns(Domain domain, int leaves, int columns, byte[] salts, byte[] out) {
    return leaves % LANES == 0
        ? new Lanes(domain.tag(), columns, salts, out, new int[leaves / LANES * STATE])
        : oneByOne.columns(domain, leaves, columns, salts, out);
  }

  /** A block of sixteen messages, to be used again: whoever takes it leaves it as it is. */
  private static final class Work {
    final int[] schedule = new int[SCHEDULE];
    final long[] room = new long[Sha256Lanes.ROOM];
    private final int[] working = new int[STATE];

    /**
     * @param first bytes that all sixteen blocks begin with
     */
    Work(byte[] first) {
      broadcast(0, first);
    }

    void compress(int[] states, int at) {
      Sha256Lanes.compress(states, at, schedule, working);
    }

    /** The same bytes in all blocks, from a word on. */
    void broadcast(int word, byte[] bytes) {
      for (int i = 0; i < bytes.length / Integer.BYTES; i++) {
        int value = (int) BIG_ENDIAN.get(bytes, i * Integer.BYTES);
        Arrays.fill(schedule, (word + i) * LANES, (word + i + 1) * LANES, value);
      }
    }

    /** Ends the block, and the message: of so many words of the block, so many bytes in all. */
    void pad(int words, int bytes) {
      if (words < BLOCK_WORDS) {
        Arrays.fill(schedule, words * LANES, (words + 1) * LANES, PADDING);
        Arrays.fill(schedule, (words + 1) * LANES, BLOCK, 0);
      }
      length(bytes);
    }

    void length(int bytes) {
      Arrays.fill(schedule, BLOCK - LANES, BLOCK, bytes * Byte.SIZE);
    }
  }

  /**
   * Leaves by sixteens.
   *
   * @param states of all leaves, by sixteens
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Lanes(byte[] tag, int columns, byte[] salts, byte[] out, int[] states)
      implements Columns {
    @Override
    public void take(int leaf, int count, int first, int taken, long[][] groups, int row) {
      Work tagAndSalts = new Work(tag);
      Work work = new Work(new byte[0]);
      for (int i = 0; i < count; i += LANES) {
        int at = (leaf + i) / LANES * STATE;
        if (first == 0) {
          begin(leaf + i, at, tagAndSalts);
        }
        for (int k = 0; k < taken; k += FieldKernels.ROW) {
          long[] group = groups[k / FieldKernels.ROW];
          Sha256Lanes.block(group, (row + i) * FieldKernels.ROW, work.schedule, work.room);
          int present = Math.min(FieldKernels.ROW, taken - k);
          if (present == FieldKernels.ROW) {
            work.compress(states, at);
          } else {
            end(2 * present, at, work);
          }
        }
        if (first + taken == columns) {
          if (taken % FieldKernels.ROW == 0) {
            end(0, at, work);
          }
          Sha256Lanes.hashes(states, at, out, (leaf + i) * HASH, work.room);
        }
      }
    }

    /** Tag, which is there already, and salts. */
    private void begin(int leaf, int at, Work work) {
      Sha256Lanes.begin(states, at);
      Sha256Lanes.halfBlock(salts, leaf * HASH, work.schedule, HASH_WORDS, work.room);
      work.compress(states, at);
    }

    /** The last block that has so many words of values, and its padding. */
    private void end(int words, int at, Work work) {
      int bytes = BLOCK_BYTES + columns * Long.BYTES;
      work.pad(words, bytes);
      if (words + 3 > BLOCK_WORDS) {
        // No room for the length: it goes into a block of its own.
        Arrays.fill(work.schedule, BLOCK - 2 * LANES, BLOCK, 0);
        Arrays.fill(work.schedule, words * LANES, (words + 1) * LANES, PADDING);
        work.compress(states, at);
        Arrays.fill(work.schedule, 0, BLOCK, 0);
        work.length(bytes);
      }
      work.compress(states, at);
    }
  }
}
