package pot.zk.ledger;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pot.zk.error.InternalFaultException;

/**
 * The entries of one Merkle root as they stood when read; used under the directory's lock only.
 *
 * <p><b>What a crash can leave behind.</b> Entries are appended one at a time, each after a sync of
 * all before it, and a nonce is returned only after its own entry was synced. So whatever is
 * unfinished is the last entry and nobody has its nonce: it may be dropped, and the next entry
 * overwrites it. The difficulty is to tell it from an entry that <em>was</em> returned and damaged
 * later, for to drop that one is to give an opening back. The forms:
 *
 * <ul>
 *   <li>The length is no multiple of 128: the append was cut off. A returned entry was synced with
 *       its length. Dropped.
 *   <li>The last entry is full-length, wrong, and ends in at least eight zero bytes: its length
 *       reached the disk before its content (zeros), or just the first part of its content did
 *       (zeros after it). Dropped. In a finished entry these bytes belong to a hash: zeros by
 *       chance once in 2^64 entries, so this is no damaged finished entry but one whose synced end
 *       turned to zeros, which is a disk that lied about the sync.
 *   <li>The last entry is full-length, wrong, and ends in anything else: every byte of a finished
 *       entry may be there but one flipped bit. Refused as damage.
 *   <li>Any earlier entry is wrong, also one that a cut-off entry follows: it was synced before the
 *       next was begun. Refused as damage.
 *   <li>An entry is whole but its writer died before the sync. Nobody has its nonce, but it cannot
 *       be told from one that somebody has: it counts, and serves its input if that comes again,
 *       after {@link #record} has written and synced it once more.
 * </ul>
 *
 * <p>What cannot be seen at all: a file deleted, cut at a multiple of 128, or put back from a
 * backup.
 */
final class LedgerFile {
  /** More entries than any budget; beyond it the file is not ours. */
  private static final int MAX_ENTRIES = 1 << 20;

  private static final int TORN_ZEROS = 8;

  private final Path file;
  private final byte[] merkleRoot;

  /** The entries by input hash, in the order of the file. */
  private final Map<String, Indexed> entries = new LinkedHashMap<>();

  private record Indexed(int index, LedgerEntry entry) {}

  private LedgerFile(Path file, byte[] merkleRoot) {
    this.file = file;
    this.merkleRoot = merkleRoot;
  }

  /**
   * Reads a root's file; without one, there are no entries.
   *
   * @throws InternalFaultException if it is damaged
   */
  static LedgerFile read(Path file, byte[] merkleRoot) throws IOException {
    LedgerFile ledger = new LedgerFile(file, merkleRoot);
    ledger.parse(content(file));
    return ledger;
  }

  /** The number of openings counted. */
  int count() {
    return entries.size();
  }

  /** The nonce of an input, 32 bytes, not copied. */
  Optional<byte[]> nonce(String input) {
    return Optional.ofNullable(entries.get(input)).map(indexed -> indexed.entry().nonce());
  }

  Path path() {
    return file;
  }

  /**
   * Writes an entry, in its place if it is there already, else at the end, and syncs file and
   * folder.
   *
   * <p>An entry that is there is written again with the same bytes: its first writer may have died
   * before the sync, or a failed sync may have left it in memory, marked as clean.
   */
  void record(LedgerEntry entry) throws IOException {
    StateDirectory.create(folder());
    Indexed present = entries.get(entry.input());
    // A file that had entries and is gone was deleted just now: a new one would begin with a hole.
    try (FileChannel channel =
        count() == 0
            ? StateDirectory.openFile(file, CREATE, WRITE)
            : StateDirectory.openFile(file, WRITE)) {
      if (present == null) {
        append(channel, entry);
      } else {
        write(channel, entry, present.index());
      }
    }
    StateDirectory.syncDirectory(folder());
  }

  private void append(FileChannel channel, LedgerEntry entry) throws IOException {
    int index = count();
    if (index > 0) {
      channel.force(
          true); // so that only the last entry can be unfinished, whoever wrote the others
    }
    try {
      write(channel, entry, index);
    } catch (IOException e) {
      // After a failed sync the entry would look written to every reader until the next start.
      try {
        channel.truncate((long) index * LedgerEntry.BYTES);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    entries.put(entry.input(), new Indexed(index, entry));
  }

  private void write(FileChannel channel, LedgerEntry entry, int index) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(entry.encode(merkleRoot, index));
    long start = (long) index * LedgerEntry.BYTES;
    while (bytes.hasRemaining()) {
      channel.write(bytes, start + bytes.position());
    }
    channel.force(true);
  }

  private Path folder() {
    Path folder = file.getParent();
    if (folder == null) {
      throw new IllegalStateException("ledger file without folder: " + file);
    }
    return folder;
  }

  private static byte[] content(Path file) throws IOException {
    try {
      long size = Files.size(file);
      if (size > (long) MAX_ENTRIES * LedgerEntry.BYTES) {
        throw LedgerFaults.damaged(
            file, size + " bytes", "at most " + MAX_ENTRIES + " entries of 128 bytes");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  private void parse(byte[] content) {
    int full = content.length / LedgerEntry.BYTES;
    boolean cutOff = content.length % LedgerEntry.BYTES != 0;
    Set<String> nonces = new HashSet<>();
    for (int index = 0; index < full; index++) {
      Optional<String> fault = LedgerEntry.fault(content, index, merkleRoot);
      if (fault.isPresent()) {
        boolean last = index == full - 1 && !cutOff;
        if (last && endsInZeros(content, index)) {
          return;
        }
        throw LedgerFaults.damaged(
            file,
            fault.get() + " in entry " + index + " of " + full,
            "an entry as this version of the program writes them");
      }
      LedgerEntry entry = LedgerEntry.decode(content, index);
      boolean newNonce = nonces.add(HexFormat.of().formatHex(entry.nonce()));
      if (entries.put(entry.input(), new Indexed(index, entry)) != null || !newNonce) {
        throw LedgerFaults.damaged(
            file,
            "in entry " + index + " an input or a nonce that an earlier entry has",
            "inputs and nonces that differ");
      }
    }
  }

  private static boolean endsInZeros(byte[] content, int index) {
    int end = (index + 1) * LedgerEntry.BYTES;
    return Arrays.equals(content, end - TORN_ZEROS, end, new byte[TORN_ZEROS], 0, TORN_ZEROS);
  }
}
