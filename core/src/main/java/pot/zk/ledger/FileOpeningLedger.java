package pot.zk.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pot.zk.error.UnusableRequestException;

/**
 * The opening ledger in a directory on a local disk; for any number of threads, ledger objects and
 * processes on it.
 *
 * <pre>
 *   lock                       held while anything is read or written ({@link DirectoryLock})
 *   openings/ab/ab12...        entries of Merkle root ab12..., 128 bytes each ({@link LedgerEntry})
 * </pre>
 *
 * <p>A reservation reads the files of all its roots, decides, then writes and syncs them one after
 * the other, and the folders, and only then returns. A crash in between leaves the first few roots
 * with the input and its nonce. The same input then finds that nonce and completes the rest; any
 * other input counts what is there as spent. So a crash can cost an opening and never gives one
 * back, and an input keeps the one nonce it may have shown. What a crash can do within one file is
 * said in {@link LedgerFile}. The premise is a disk on which synced means kept; and whoever deletes
 * the directory or puts an old copy back takes the protection away.
 *
 * <p>Files and folders made here are readable by their owner only, where the system is POSIX.
 */
public final class FileOpeningLedger implements OpeningLedger {
  private static final HexFormat HEX = HexFormat.of();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path dir;
  private final DirectoryLock lock;

  private FileOpeningLedger(Path dir, DirectoryLock lock) {
    this.dir = dir;
    this.lock = lock;
  }

  /**
   * The ledger in a directory, which is created if it is missing.
   *
   * @throws UnusableRequestException if it cannot be created, read or written
   */
  public static FileOpeningLedger open(Path dir) {
    try {
      StateDirectory.create(dir);
      StateDirectory.syncParent(dir); // another process may have created it and died
      Path real = dir.toRealPath();
      StateDirectory.create(real.resolve("openings"));
      DirectoryLock lock = DirectoryLock.of(real);
      StateDirectory.syncDirectory(real);
      return lock.holding(() -> new FileOpeningLedger(real, lock));
    } catch (IOException e) {
      throw LedgerFaults.unusable(dir, e);
    }
  }

  /**
   * The user's ledger: in POT_STATE if set, else in $XDG_STATE_HOME/pot-zk, on macOS in
   * ~/Library/Application Support/pot-zk, elsewhere in ~/.local/state/pot-zk.
   *
   * @throws UnusableRequestException if it cannot be created, read or written
   */
  public static FileOpeningLedger openDefault() {
    return open(
        StateDirectory.locate(
            System.getenv(),
            System.getProperty("os.name", ""),
            System.getProperty("user.home", "")));
  }

  /** The directory's real path. */
  public Path directory() {
    return dir;
  }

  @Override
  public Reservation reserve(byte[] inputHash, List<Spend> spends) {
    String input = HEX.formatHex(OpeningLedger.checkHash("input hash", inputHash));
    if (spends.isEmpty()) {
      throw new IllegalArgumentException("an opening of nothing has no place to store its nonce");
    }
    Map<String, Spend> distinct = new LinkedHashMap<>();
    for (Spend spend : spends) {
      distinct.merge(HEX.formatHex(spend.merkleRoot()), spend, FileOpeningLedger::merge);
    }
    return locked(() -> reserveLocked(input, List.copyOf(distinct.values())));
  }

  @Override
  public int spent(byte[] merkleRoot) {
    OpeningLedger.checkHash("Merkle root", merkleRoot);
    return locked(() -> read(merkleRoot).count());
  }

  private Reservation reserveLocked(String input, List<Spend> spends) throws IOException {
    List<LedgerFile> files = new ArrayList<>();
    for (Spend spend : spends) {
      files.add(read(spend.merkleRoot()));
    }
    Optional<byte[]> known = knownNonce(input, files);
    boolean repeated = true;
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).nonce(input).isEmpty()) {
        repeated = false;
        checkBudget(spends.get(i), files.get(i).count());
      }
    }
    LedgerEntry entry = new LedgerEntry(input, known.orElseGet(FileOpeningLedger::freshNonce));
    for (LedgerFile file : files) {
      file.record(entry); // also if repeated: who wrote it may have died before the sync
    }
    StateDirectory.syncDirectory(openings());
    StateDirectory.syncDirectory(dir);
    return new Reservation(entry.nonce(), repeated);
  }

  /** The nonce any of the files has for an input; no crash can leave two. */
  private static Optional<byte[]> knownNonce(String input, List<LedgerFile> files) {
    Map<String, byte[]> nonces = new HashMap<>();
    for (LedgerFile file : files) {
      file.nonce(input).ifPresent(nonce -> nonces.put(HEX.formatHex(nonce), nonce));
      if (nonces.size() > 1) {
        throw LedgerFaults.damaged(
            file.path(),
            "for input " + input + " another nonce than " + files.getFirst().path().getFileName(),
            "one nonce for one input");
      }
    }
    return nonces.values().stream().findFirst();
  }

  private static void checkBudget(Spend spend, int count) {
    if (count >= spend.budget()) {
      throw new UnusableRequestException(
          "commitment " + spend.name() + ", Merkle root " + HEX.formatHex(spend.merkleRoot()),
          count + " openings spent of a budget of " + spend.budget(),
          "at least one opening left: each reveals columns, and the blinding hides only the budget",
          "commit again with a fresh blinding seed");
    }
  }

  /** Two readings of one tree: one count, the stricter budget, both names. */
  private static Spend merge(Spend a, Spend b) {
    String name = a.name().equals(b.name()) ? a.name() : a.name() + " and " + b.name();
    return new Spend(a.merkleRoot(), Math.min(a.budget(), b.budget()), name);
  }

  private static byte[] freshNonce() {
    byte[] nonce = new byte[HASH_BYTES];
    RANDOM.nextBytes(nonce);
    return nonce;
  }

  private LedgerFile read(byte[] merkleRoot) throws IOException {
    String name = HEX.formatHex(merkleRoot);
    return LedgerFile.read(openings().resolve(name.substring(0, 2)).resolve(name), merkleRoot);
  }

  private Path openings() {
    return dir.resolve("openings");
  }

  private <T> T locked(DirectoryLock.Action<T> action) {
    try {
      return lock.holding(action);
    } catch (IOException e) {
      throw LedgerFaults.inputOutput(dir, e);
    }
  }
}
