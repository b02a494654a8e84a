package pot.zk.simd;

/**
 * The kernels in use: vector code where the machine has it, plain Java otherwise. Both give the
 * same bytes.
 *
 * <p>The system property {@code pot.kernels} set to {@code scalar} or {@code vector} decides for
 * itself.
 */
public final class Kernels {
  private static final String MODULE = "jdk.incubator.vector";
  private static final String CHOICE = System.getProperty("pot.kernels", "");
  private static final FieldKernels SCALAR = new ScalarKernels();
  private static final TileKernels SCALAR_TILES = new ScalarTileKernels();
  private static final HashKernels ONE_BY_ONE = new DigestHashes();
  private static final LimbKernels SCALAR_LIMBS = new ScalarLimbKernels();

  private Kernels() {}

  /** The definition that all others are held to. */
  public static FieldKernels scalar() {
    return SCALAR;
  }

  /** The fastest kernels for this machine. */
  public static FieldKernels best() {
    return Best.KERNELS;
  }

  /** The definition of integer products. */
  public static TileKernels scalarTiles() {
    return SCALAR_TILES;
  }

  /** The fastest integer products for this machine: vector code where {@link #best} is. */
  public static TileKernels tiles() {
    return Best.TILES;
  }

  /** The hashes that go with the fastest kernels. */
  public static HashKernels hashes() {
    return Best.HASHES;
  }

  /** The limb sums that go with kernels: vector code beside vector code. */
  public static LimbKernels limbs(FieldKernels kernels) {
    return kernels instanceof ScalarKernels ? SCALAR_LIMBS : Wide.LIMBS;
  }

  /** What is in use and, if it is not vector code, why: one line for the tools. */
  public static String notice() {
    return Best.NOTICE;
  }

  /**
   * Chosen when first asked for; the vector classes are not touched where their module is missing.
   */
  private static final class Best {
    private static final FieldKernels KERNELS;
    private static final TileKernels TILES;
    private static final HashKernels HASHES;
    private static final String NOTICE;

    static {
      boolean present = isPresent();
      if (CHOICE.equals("scalar")) {
        KERNELS = SCALAR;
        NOTICE = "scalar arithmetic, as pot.kernels=scalar asks";
      } else if (!present) {
        KERNELS = SCALAR;
        NOTICE = "scalar arithmetic: start Java with --add-modules " + MODULE + " for vectors";
      } else if (Wide.LANES < Wide.ENOUGH && !CHOICE.equals("vector")) {
        KERNELS = SCALAR;
        NOTICE = "scalar arithmetic: this machine has no vectors of 256 bits";
      } else {
        KERNELS = Wide.kernels();
        NOTICE = KERNELS.name();
      }
      TILES = KERNELS == SCALAR ? SCALAR_TILES : Wide.tiles();
      HASHES = KERNELS == SCALAR ? ONE_BY_ONE : Wide.hashes();
    }
  }

  /** The module may come from the command line or be loaded later: its classes tell either way. */
  private static boolean isPresent() {
    try {
      Class.forName(MODULE + ".LongVector", false, Kernels.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Touches the vector module when loaded. */
  private static final class Wide {
    /** Below four lanes scalar code is as fast. */
    static final int ENOUGH = 4;

    static final int LANES = VectorLoops.LANES;

    static final LimbKernels LIMBS = new LimbLoops();

    static FieldKernels kernels() {
      return new VectorKernels();
    }

    static TileKernels tiles() {
      return new TileLoops();
    }

    /** Narrower vectors have no rotations: the JDK's digest is as fast. */
    static HashKernels hashes() {
      return Sha256Lanes.ARE_WIDE ? new VectorHashes() : ONE_BY_ONE;
    }
  }
}
