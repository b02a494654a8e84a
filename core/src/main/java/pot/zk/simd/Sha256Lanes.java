package pot.zk.simd;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.REVERSE_BYTES;
import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The compression function of SHA-256 (FIPS 180-4) on sixteen messages side by side, a lane each.
 *
 * <p>A state is eight vectors, a block sixteen, in arrays of ints: word i of lane l at 16 i + l.
 * Message m of sixteen that lie row by row is in lane 2 m, or 2 (m - 8) + 1 from the ninth on: so
 * two transposed halves of longs interleave. The additions are in an order in which what comes late
 * is added last; the next words of the schedule are made between the rounds, which by themselves
 * would wait for each other.
 */
final class Sha256Lanes {
  /** Messages side by side. */
  static final int LANES = 16;

  /** Whether this machine has vectors of sixteen words. */
  static final boolean ARE_WIDE = IntVector.SPECIES_PREFERRED.length() >= LANES;

  /** Ints of a state. */
  static final int STATE = 8 * LANES;

  /** Ints of a block. */
  static final int BLOCK = 16 * LANES;

  /** Ints of a schedule, whose beginning is the block. */
  static final int SCHEDULE = 64 * LANES;

  /** Longs that conversions work in. */
  static final int ROOM = 2 * FieldKernels.ROW * FieldKernels.ROW;

  private static final VectorSpecies<Integer> WORDS = IntVector.SPECIES_512;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  private static final VectorSpecies<Long> HALF_LONGS = LongVector.SPECIES_256;
  private static final VectorSpecies<Byte> HALF_BYTES = ByteVector.SPECIES_256;
  private static final int ROW = FieldKernels.ROW;
  private static final int HALF = 32;
  private static final long LOW = 0xFFFFFFFFL;

  private static final VectorShuffle<Long> SWAP_1 =
      VectorShuffle.fromValues(LONGS, 1, 0, 3, 2, 5, 4, 7, 6);
  private static final VectorShuffle<Long> SWAP_2 =
      VectorShuffle.fromValues(LONGS, 2, 3, 0, 1, 6, 7, 4, 5);
  private static final VectorShuffle<Long> SWAP_4 =
      VectorShuffle.fromValues(LONGS, 4, 5, 6, 7, 0, 1, 2, 3);
  private static final VectorMask<Long> ODD_1 = VectorMask.fromLong(LONGS, 0xAA);
  private static final VectorMask<Long> ODD_2 = VectorMask.fromLong(LONGS, 0xCC);
  private static final VectorMask<Long> ODD_4 = VectorMask.fromLong(LONGS, 0xF0);

  private static final int[] INITIAL = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  private static final int[] K = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };

  private Sha256Lanes() {}

  /** The lane of message m, of sixteen that lie row by row. */
  static int lane(int m) {
    return m < ROW ? 2 * m : 2 * (m - ROW) + 1;
  }

  /** The state before the first block. */
  static void begin(int[] state, int at) {
    for (int i = 0; i < INITIAL.length; i++) {
      IntVector.broadcast(WORDS, INITIAL[i]).intoArray(state, at + LANES * i);
    }
  }

  /**
   * Takes one block into each of sixteen states.
   *
   * @param schedule begins with the block, which stays; the rest is written
   * @param working room for a state
   */
  static void compress(int[] state, int at, int[] schedule, int[] working) {
    System.arraycopy(state, at, working, 0, STATE);
    int t = 0;
    for (; t < 48; t += 4) {
      roundsAndSchedule(working, schedule, t);
    }
    for (; t < 64; t += 4) {
      rounds(working, schedule, t);
    }
    for (int i = 0; i < STATE; i += LANES) {
      IntVector.fromArray(WORDS, state, at + i)
          .add(IntVector.fromArray(WORDS, working, i))
          .intoArray(state, at + i);
    }
  }

  /** Rounds t to t + 3, and words t + 16 to t + 19 of the schedule. */
  private static void roundsAndSchedule(int[] state, int[] w, int t) {
    IntVector a = IntVector.fromArray(WORDS, state, 0 * LANES);
    IntVector b = IntVector.fromArray(WORDS, state, 1 * LANES);
    IntVector c = IntVector.fromArray(WORDS, state, 2 * LANES);
    IntVector d = IntVector.fromArray(WORDS, state, 3 * LANES);
    IntVector e = IntVector.fromArray(WORDS, state, 4 * LANES);
    IntVector f = IntVector.fromArray(WORDS, state, 5 * LANES);
    IntVector g = IntVector.fromArray(WORDS, state, 6 * LANES);
    IntVector h = IntVector.fromArray(WORDS, state, 7 * LANES);
    IntVector w0 = IntVector.fromArray(WORDS, w, (t + 0) * LANES);
    IntVector choice0 = g.lanewise(XOR, e.and(f.lanewise(XOR, g)));
    IntVector high0 =
        e.lanewise(ROR, 6).lanewise(XOR, e.lanewise(ROR, 11)).lanewise(XOR, e.lanewise(ROR, 25));
    IntVector x0 = h.add(w0).add(K[t + 0]).add(choice0).add(high0);
    d = d.add(x0);
    IntVector majority0 = a.and(b).lanewise(XOR, c.and(a.lanewise(XOR, b)));
    IntVector low0 =
        a.lanewise(ROR, 2).lanewise(XOR, a.lanewise(ROR, 13)).lanewise(XOR, a.lanewise(ROR, 22));
    h = x0.add(majority0.add(low0));
    IntVector w1 = IntVector.fromArray(WORDS, w, (t + 1) * LANES);
    IntVector choice1 = f.lanewise(XOR, d.and(e.lanewise(XOR, f)));
    IntVector high1 =
        d.lanewise(ROR, 6).lanewise(XOR, d.lanewise(ROR, 11)).lanewise(XOR, d.lanewise(ROR, 25));
    IntVector x1 = g.add(w1).add(K[t + 1]).add(choice1).add(high1);
    c = c.add(x1);
    IntVector majority1 = h.and(a).lanewise(XOR, b.and(h.lanewise(XOR, a)));
    IntVector low1 =
        h.lanewise(ROR, 2).lanewise(XOR, h.lanewise(ROR, 13)).lanewise(XOR, h.lanewise(ROR, 22));
    g = x1.add(majority1.add(low1));
    IntVector w2 = IntVector.fromArray(WORDS, w, (t + 2) * LANES);
    IntVector choice2 = e.lanewise(XOR, c.and(d.lanewise(XOR, e)));
    IntVector high2 =
        c.lanewise(ROR, 6).lanewise(XOR, c.lanewise(ROR, 11)).lanewise(XOR, c.lanewise(ROR, 25));
    IntVector x2 = f.add(w2).add(K[t + 2]).add(choice2).add(high2);
    b = b.add(x2);
    IntVector majority2 = g.and(h).lanewise(XOR, a.and(g.lanewise(XOR, h)));
    IntVector low2 =
        g.lanewise(ROR, 2).lanewise(XOR, g.lanewise(ROR, 13)).lanewise(XOR, g.lanewise(ROR, 22));
    f = x2.add(majority2.add(low2));
    IntVector w3 = IntVector.fromArray(WORDS, w, (t + 3) * LANES);
    IntVector choice3 = d.lanewise(XOR, b.and(c.lanewise(XOR, d)));
    IntVector high3 =
        b.lanewise(ROR, 6).lanewise(XOR, b.lanewise(ROR, 11)).lanewise(XOR, b.lanewise(ROR, 25));
    IntVector x3 = e.add(w3).add(K[t + 3]).add(choice3).add(high3);
    a = a.add(x3);
    IntVector majority3 = f.and(g).lanewise(XOR, h.and(f.lanewise(XOR, g)));
    IntVector low3 =
        f.lanewise(ROR, 2).lanewise(XOR, f.lanewise(ROR, 13)).lanewise(XOR, f.lanewise(ROR, 22));
    e = x3.add(majority3.add(low3));
    IntVector p0 = w1;
    IntVector q0 = IntVector.fromArray(WORDS, w, (t + 14) * LANES);
    IntVector small0 =
        p0.lanewise(ROR, 7).lanewise(XOR, p0.lanewise(ROR, 18)).lanewise(XOR, p0.lanewise(LSHR, 3));
    IntVector large0 =
        q0.lanewise(ROR, 17)
            .lanewise(XOR, q0.lanewise(ROR, 19))
            .lanewise(XOR, q0.lanewise(LSHR, 10));
    IntVector w16 = w0.add(IntVector.fromArray(WORDS, w, (t + 9) * LANES)).add(small0).add(large0);
    w16.intoArray(w, (t + 16) * LANES);
    IntVector p1 = w2;
    IntVector q1 = IntVector.fromArray(WORDS, w, (t + 15) * LANES);
    IntVector small1 =
        p1.lanewise(ROR, 7).lanewise(XOR, p1.lanewise(ROR, 18)).lanewise(XOR, p1.lanewise(LSHR, 3));
    IntVector large1 =
        q1.lanewise(ROR, 17)
            .lanewise(XOR, q1.lanewise(ROR, 19))
            .lanewise(XOR, q1.lanewise(LSHR, 10));
    IntVector w17 = w1.add(IntVector.fromArray(WORDS, w, (t + 10) * LANES)).add(small1).add(large1);
    w17.intoArray(w, (t + 17) * LANES);
    IntVector p2 = w3;
    IntVector q2 = w16;
    IntVector small2 =
        p2.lanewise(ROR, 7).lanewise(XOR, p2.lanewise(ROR, 18)).lanewise(XOR, p2.lanewise(LSHR, 3));
    IntVector large2 =
        q2.lanewise(ROR, 17)
            .lanewise(XOR, q2.lanewise(ROR, 19))
            .lanewise(XOR, q2.lanewise(LSHR, 10));
    IntVector w18 = w2.add(IntVector.fromArray(WORDS, w, (t + 11) * LANES)).add(small2).add(large2);
    w18.intoArray(w, (t + 18) * LANES);
    IntVector p3 = IntVector.fromArray(WORDS, w, (t + 4) * LANES);
    IntVector q3 = w17;
    IntVector small3 =
        p3.lanewise(ROR, 7).lanewise(XOR, p3.lanewise(ROR, 18)).lanewise(XOR, p3.lanewise(LSHR, 3));
    IntVector large3 =
        q3.lanewise(ROR, 17)
            .lanewise(XOR, q3.lanewise(ROR, 19))
            .lanewise(XOR, q3.lanewise(LSHR, 10));
    IntVector w19 = w3.add(IntVector.fromArray(WORDS, w, (t + 12) * LANES)).add(small3).add(large3);
    w19.intoArray(w, (t + 19) * LANES);
    e.intoArray(state, 0 * LANES);
    f.intoArray(state, 1 * LANES);
    g.intoArray(state, 2 * LANES);
    h.intoArray(state, 3 * LANES);
    a.intoArray(state, 4 * LANES);
    b.intoArray(state, 5 * LANES);
    c.intoArray(state, 6 * LANES);
    d.intoArray(state, 7 * LANES);
  }

  /** Rounds t to t + 3. */
  private static void rounds(int[] state, int[] w, int t) {
    IntVector a = IntVector.fromArray(WORDS, state, 0 * LANES);
    IntVector b = IntVector.fromArray(WORDS, state, 1 * LANES);
    IntVector c = IntVector.fromArray(WORDS, state, 2 * LANES);
    IntVector d = IntVector.fromArray(WORDS, state, 3 * LANES);
    IntVector e = IntVector.fromArray(WORDS, state, 4 * LANES);
    IntVector f = IntVector.fromArray(WORDS, state, 5 * LANES);
    IntVector g = IntVector.fromArray(WORDS, state, 6 * LANES);
    IntVector h = IntVector.fromArray(WORDS, state, 7 * LANES);
    IntVector w0 = IntVector.fromArray(WORDS, w, (t + 0) * LANES);
    IntVector choice0 = g.lanewise(XOR, e.and(f.lanewise(XOR, g)));
    IntVector high0 =
        e.lanewise(ROR, 6).lanewise(XOR, e.lanewise(ROR, 11)).lanewise(XOR, e.lanewise(ROR, 25));
    IntVector x0 = h.add(w0).add(K[t + 0]).add(choice0).add(high0);
    d = d.add(x0);
    IntVector majority0 = a.and(b).lanewise(XOR, c.and(a.lanewise(XOR, b)));
    IntVector low0 =
        a.lanewise(ROR, 2).lanewise(XOR, a.lanewise(ROR, 13)).lanewise(XOR, a.lanewise(ROR, 22));
    h = x0.add(majority0.add(low0));
    IntVector w1 = IntVector.fromArray(WORDS, w, (t + 1) * LANES);
    IntVector choice1 = f.lanewise(XOR, d.and(e.lanewise(XOR, f)));
    IntVector high1 =
        d.lanewise(ROR, 6).lanewise(XOR, d.lanewise(ROR, 11)).lanewise(XOR, d.lanewise(ROR, 25));
    IntVector x1 = g.add(w1).add(K[t + 1]).add(choice1).add(high1);
    c = c.add(x1);
    IntVector majority1 = h.and(a).lanewise(XOR, b.and(h.lanewise(XOR, a)));
    IntVector low1 =
        h.lanewise(ROR, 2).lanewise(XOR, h.lanewise(ROR, 13)).lanewise(XOR, h.lanewise(ROR, 22));
    g = x1.add(majority1.add(low1));
    IntVector w2 = IntVector.fromArray(WORDS, w, (t + 2) * LANES);
    IntVector choice2 = e.lanewise(XOR, c.and(d.lanewise(XOR, e)));
    IntVector high2 =
        c.lanewise(ROR, 6).lanewise(XOR, c.lanewise(ROR, 11)).lanewise(XOR, c.lanewise(ROR, 25));
    IntVector x2 = f.add(w2).add(K[t + 2]).add(choice2).add(high2);
    b = b.add(x2);
    IntVector majority2 = g.and(h).lanewise(XOR, a.and(g.lanewise(XOR, h)));
    IntVector low2 =
        g.lanewise(ROR, 2).lanewise(XOR, g.lanewise(ROR, 13)).lanewise(XOR, g.lanewise(ROR, 22));
    f = x2.add(majority2.add(low2));
    IntVector w3 = IntVector.fromArray(WORDS, w, (t + 3) * LANES);
    IntVector choice3 = d.lanewise(XOR, b.and(c.lanewise(XOR, d)));
    IntVector high3 =
        b.lanewise(ROR, 6).lanewise(XOR, b.lanewise(ROR, 11)).lanewise(XOR, b.lanewise(ROR, 25));
    IntVector x3 = e.add(w3).add(K[t + 3]).add(choice3).add(high3);
    a = a.add(x3);
    IntVector majority3 = f.and(g).lanewise(XOR, h.and(f.lanewise(XOR, g)));
    IntVector low3 =
        f.lanewise(ROR, 2).lanewise(XOR, f.lanewise(ROR, 13)).lanewise(XOR, f.lanewise(ROR, 22));
    e = x3.add(majority3.add(low3));
    e.intoArray(state, 0 * LANES);
    f.intoArray(state, 1 * LANES);
    g.intoArray(state, 2 * LANES);
    h.intoArray(state, 3 * LANES);
    a.intoArray(state, 4 * LANES);
    b.intoArray(state, 5 * LANES);
    c.intoArray(state, 6 * LANES);
    d.intoArray(state, 7 * LANES);
  }

  /**
   * Sixteen rows of eight longs, which are hashed little-endian, as a block.
   *
   * @param room for {@link #ROOM} longs: new ones for each call would sweep through the caches
   */
  static void block(long[] rows, int at, int[] block, long[] room) {
    transpose(rows, at, room, 0);
    transpose(rows, at + ROW * ROW, room, ROW * ROW);
    for (int i = 0; i < ROW; i++) {
      interleave(room, i * ROW, (ROW + i) * ROW, block, 2 * i * LANES);
    }
  }

  /** Sixteen rows of 64 bytes as a block. */
  static void block(byte[] rows, int at, int[] block, long[] room) {
    for (int i = 0; i < 2 * ROW; i++) {
      ByteVector.fromArray(BYTES, rows, at + i * ROW * Long.BYTES)
          .reinterpretAsLongs()
          .intoArray(room, i * ROW);
    }
    block(room, 0, block, room);
  }

  /** Sixteen rows of 32 bytes as half a block, from a word on. */
  static void halfBlock(byte[] rows, int at, int[] block, int word, long[] room) {
    for (int i = 0; i < 2 * ROW; i++) {
      ByteVector.fromArray(HALF_BYTES, rows, at + i * ROW / 2 * Long.BYTES)
          .reinterpretAsLongs()
          .intoArray(room, halfRow(i));
    }
    transpose(room, 0, room, 0);
    for (int i = 0; i < ROW / 2; i++) {
      interleave(room, i * ROW, (ROW / 2 + i) * ROW, block, (word + 2 * i) * LANES);
    }
  }

  /** The hashes that sixteen states end as, 32 bytes each, in the order of the messages. */
  static void hashes(int[] state, int at, byte[] out, int outAt, long[] room) {
    for (int i = 0; i < ROW / 2; i++) {
      separate(state, at + 2 * i * LANES, room, i * ROW, (ROW / 2 + i) * ROW);
    }
    transpose(room, 0, room, 0);
    for (int i = 0; i < 2 * ROW; i++) {
      LongVector.fromArray(HALF_LONGS, room, halfRow(i))
          .reinterpretAsBytes()
          .intoArray(out, outAt + i * ROW / 2 * Long.BYTES);
    }
  }

  /** Rows of four longs: i beside i + 8. */
  private static int halfRow(int i) {
    return i < ROW ? i * ROW : (i - ROW) * ROW + ROW / 2;
  }

  /** Eight rows of eight, transposed: within pairs of rows, of pairs, of halves; maybe in place. */
  private static void transpose(long[] in, int at, long[] out, int to) {
    LongVector a0 = LongVector.fromArray(LONGS, in, at + 0 * ROW);
    LongVector a1 = LongVector.fromArray(LONGS, in, at + 1 * ROW);
    LongVector a2 = LongVector.fromArray(LONGS, in, at + 2 * ROW);
    LongVector a3 = LongVector.fromArray(LONGS, in, at + 3 * ROW);
    LongVector a4 = LongVector.fromArray(LONGS, in, at + 4 * ROW);
    LongVector a5 = LongVector.fromArray(LONGS, in, at + 5 * ROW);
    LongVector a6 = LongVector.fromArray(LONGS, in, at + 6 * ROW);
    LongVector a7 = LongVector.fromArray(LONGS, in, at + 7 * ROW);
    LongVector b0 = a0.blend(a1.rearrange(SWAP_1), ODD_1);
    LongVector b1 = a0.rearrange(SWAP_1).blend(a1, ODD_1);
    LongVector b2 = a2.blend(a3.rearrange(SWAP_1), ODD_1);
    LongVector b3 = a2.rearrange(SWAP_1).blend(a3, ODD_1);
    LongVector b4 = a4.blend(a5.rearrange(SWAP_1), ODD_1);
    LongVector b5 = a4.rearrange(SWAP_1).blend(a5, ODD_1);
    LongVector b6 = a6.blend(a7.rearrange(SWAP_1), ODD_1);
    LongVector b7 = a6.rearrange(SWAP_1).blend(a7, ODD_1);
    LongVector c0 = b0.blend(b2.rearrange(SWAP_2), ODD_2);
    LongVector c2 = b0.rearrange(SWAP_2).blend(b2, ODD_2);
    LongVector c1 = b1.blend(b3.rearrange(SWAP_2), ODD_2);
    LongVector c3 = b1.rearrange(SWAP_2).blend(b3, ODD_2);
    LongVector c4 = b4.blend(b6.rearrange(SWAP_2), ODD_2);
    LongVector c6 = b4.rearrange(SWAP_2).blend(b6, ODD_2);
    LongVector c5 = b5.blend(b7.rearrange(SWAP_2), ODD_2);
    LongVector c7 = b5.rearrange(SWAP_2).blend(b7, ODD_2);
    LongVector d0 = c0.blend(c4.rearrange(SWAP_4), ODD_4);
    LongVector d4 = c0.rearrange(SWAP_4).blend(c4, ODD_4);
    LongVector d1 = c1.blend(c5.rearrange(SWAP_4), ODD_4);
    LongVector d5 = c1.rearrange(SWAP_4).blend(c5, ODD_4);
    LongVector d2 = c2.blend(c6.rearrange(SWAP_4), ODD_4);
    LongVector d6 = c2.rearrange(SWAP_4).blend(c6, ODD_4);
    LongVector d3 = c3.blend(c7.rearrange(SWAP_4), ODD_4);
    LongVector d7 = c3.rearrange(SWAP_4).blend(c7, ODD_4);
    d0.intoArray(out, to + 0 * ROW);
    d1.intoArray(out, to + 1 * ROW);
    d2.intoArray(out, to + 2 * ROW);
    d3.intoArray(out, to + 3 * ROW);
    d4.intoArray(out, to + 4 * ROW);
    d5.intoArray(out, to + 5 * ROW);
    d6.intoArray(out, to + 6 * ROW);
    d7.intoArray(out, to + 7 * ROW);
  }

  /** Low words and high words of the first half in even lanes, of the second one in odd lanes. */
  private static void interleave(long[] halves, int first, int second, int[] words, int at) {
    LongVector low = LongVector.broadcast(LONGS, LOW);
    LongVector high = LongVector.broadcast(LONGS, ~LOW);
    LongVector x = LongVector.fromArray(LONGS, halves, first);
    LongVector y = LongVector.fromArray(LONGS, halves, second);
    x.and(low)
        .or(y.lanewise(LSHL, HALF))
        .reinterpretAsInts()
        .lanewise(REVERSE_BYTES)
        .intoArray(words, at);
    x.lanewise(LSHR, HALF)
        .or(y.and(high))
        .reinterpretAsInts()
        .lanewise(REVERSE_BYTES)
        .intoArray(words, at + LANES);
  }

  /** The reverse of {@link #interleave}. */
  private static void separate(int[] words, int at, long[] halves, int first, int second) {
    LongVector low = LongVector.broadcast(LONGS, LOW);
    LongVector high = LongVector.broadcast(LONGS, ~LOW);
    LongVector x =
        IntVector.fromArray(WORDS, words, at).lanewise(REVERSE_BYTES).reinterpretAsLongs();
    LongVector y =
        IntVector.fromArray(WORDS, words, at + LANES).lanewise(REVERSE_BYTES).reinterpretAsLongs();
    x.and(low).or(y.lanewise(LSHL, HALF)).intoArray(halves, first);
    x.lanewise(LSHR, HALF).or(y.and(high)).intoArray(halves, second);
  }
}
