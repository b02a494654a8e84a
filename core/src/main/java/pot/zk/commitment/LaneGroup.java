package pot.zk.commitment;

import java.util.List;
import pot.zk.parallel.Workers;
import pot.zk.poly.PackedPolynomials;
import pot.zk.poly.ReedSolomon;
import pot.zk.simd.FieldKernels;

/** Up to eight lanes, laid out to be encoded together. */
sealed interface LaneGroup {
  /** Lanes of a group. */
  int LANES = ReedSolomon.GROUP;

  /** One block of their codewords, as {@link ReedSolomon#encodeBlock} has it. */
  void encode(ReedSolomon code, int level, int block, long[] out);

  /** As {@link #encode} for some positions only. */
  void encodeAt(ReedSolomon code, int level, int block, int[] positions, long[] out);

  /** Data of integers below 2^16, blinding above it. */
  record Packed(PackedPolynomials polynomials) implements LaneGroup {
    @Override
    public void encode(ReedSolomon code, int level, int block, long[] out) {
      code.encodeBlock(polynomials, level, block, out);
    }

    @Override
    public void encodeAt(ReedSolomon code, int level, int block, int[] positions, long[] out) {
      code.encodeBlockAt(polynomials, level, block, positions, out);
    }
  }

  /** Any coefficients, row-major. */
  @SuppressWarnings("ArrayRecordComponent")
  record Plain(long[] coefficients, int rows) implements LaneGroup {
    @Override
    public void encode(ReedSolomon code, int level, int block, long[] out) {
      code.encodeBlock(coefficients, rows, level, block, out);
    }

    @Override
    public void encodeAt(ReedSolomon code, int level, int block, int[] positions, long[] out) {
      code.encodeBlockAt(coefficients, rows, level, block, positions, out);
    }
  }

  /** The level of blocks at which lanes are encoded. */
  static int blockLevel(ReedSolomon code, List<Lane> lanes) {
    return code.blockLevel(lanes.stream().mapToInt(Lane::length).max().orElse(0));
  }

  /** All lanes in groups, to be encoded in blocks of a level. */
  static LaneGroup[] all(ReedSolomon code, List<Lane> lanes, int level) {
    LaneGroup[] groups = new LaneGroup[(lanes.size() + LANES - 1) / LANES];
    Workers.forRanges(
        groups.length,
        1,
        (from, to) -> {
          for (int g = from; g < to; g++) {
            groups[g] = of(code, lanes, level, g);
          }
        });
    return groups;
  }

  /** One of the groups of {@link #all}. */
  static LaneGroup of(ReedSolomon code, List<Lane> lanes, int level, int group) {
    List<Lane> some = lanes.subList(group * LANES, Math.min(lanes.size(), (group + 1) * LANES));
    int size = (code.length() >>> level) / PackedPolynomials.POINTS;
    int span = PackedPolynomials.PARTS * size;
    if (size >= PackedPolynomials.LEAST_SIZE
        && some.stream().allMatch(lane -> lane.isBelow(span))) {
      int above = some.stream().mapToInt(lane -> Math.max(0, lane.length() - span)).max().orElse(0);
      PackedPolynomials packed = PackedPolynomials.zeros(size, above);
      boolean fits = true;
      for (int k = 0; fits && k < some.size(); k++) {
        fits = some.get(k).put(packed, k, span);
      }
      if (fits) {
        return new Packed(packed);
      }
    }
    int rows = some.stream().mapToInt(Lane::length).max().orElse(0);
    long[] coefficients = new long[rows * FieldKernels.ROW];
    for (int k = 0; k < some.size(); k++) {
      some.get(k).putColumn(coefficients, FieldKernels.ROW, k);
    }
    return new Plain(coefficients, rows);
  }
}
