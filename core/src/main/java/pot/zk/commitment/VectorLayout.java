package pot.zk.commitment;

import java.util.ArrayList;
import java.util.List;
import pot.zk.poly.Multilinear;

/**
 * Where the parts of one committed vector lie: larger slices first, so that each is aligned to its
 * size.
 *
 * @param slices in order of their offsets
 * @param used entries up to the end of the last slice; what follows is zero and not committed
 * @param variables of the vector's multilinear extension, at least those of one lane
 */
public record VectorLayout(List<Slice> slices, int used, int variables) {
  /** A part to place. */
  public record Part(String name, int variables) {}

  /**
   * Lays out the parts: by size, larger first, and in the order given among equals.
   *
   * @param laneVariables log2 of the data elements of a lane
   */
  public static VectorLayout of(int commitment, List<Part> parts, int laneVariables) {
    List<Part> sorted = new ArrayList<>(parts);
    sorted.sort((a, b) -> Integer.compare(b.variables(), a.variables()));
    List<Slice> slices = new ArrayList<>();
    int offset = 0;
    for (Part part : sorted) {
      Slice slice = new Slice(part.name(), commitment, offset, part.variables());
      slices.add(slice);
      offset = Math.addExact(offset, slice.size());
    }
    int variables = Math.max(laneVariables, Multilinear.variables(offset));
    return new VectorLayout(List.copyOf(slices), offset, variables);
  }

  /** Lanes that hold data: ceil(used / C), at least one. */
  public int lanes(int laneVariables) {
    return Math.max(1, (used + (1 << laneVariables) - 1) >>> laneVariables);
  }
}
