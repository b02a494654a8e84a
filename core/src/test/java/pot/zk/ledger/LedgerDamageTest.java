package pot.zk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pot.zk.ledger.LedgerFixture.bytesAfter;
import static pot.zk.ledger.LedgerFixture.file;
import static pot.zk.ledger.LedgerFixture.hash;
import static pot.zk.ledger.LedgerFixture.spends;
import static pot.zk.ledger.LedgerFixture.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pot.zk.error.InternalFaultException;
import pot.zk.ledger.OpeningLedger.Reservation;

/** What may have been cut off by a crash is dropped; what may have been returned never is. */
class LedgerDamageTest {
  private static final int ENTRY = 128;

  @TempDir Path dir;

  @Test
  void aCutOffLastEntryIsDroppedAndOverwritten() throws IOException {
    byte[] two = bytesAfter(dir, "W", 2);
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    for (int length = ENTRY; length < 2 * ENTRY; length++) {
      write(dir, "W", Arrays.copyOf(two, length));
      checkLastWasDropped(ledger);
    }
  }

  /** The length reached the disk, of the content only a first part or nothing. */
  @Test
  void aLastEntryThatEndsInZerosIsDroppedAndOverwritten() throws IOException {
    byte[] two = bytesAfter(dir, "W", 2);
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    for (int written = ENTRY; written <= 2 * ENTRY - 8; written++) {
      write(dir, "W", Arrays.copyOf(Arrays.copyOf(two, written), 2 * ENTRY));
      checkLastWasDropped(ledger);
    }
  }

  private void checkLastWasDropped(FileOpeningLedger ledger) throws IOException {
    assertThat(ledger.spent(hash("W"))).isEqualTo(1);
    Reservation next = ledger.reserve(hash("next"), spends(2, "W"));
    assertThat(next.repeated()).isFalse();
    assertThat(Files.size(file(dir, "W"))).isEqualTo(2 * ENTRY);
    assertThat(ledger.reserve(hash("next"), spends(2, "W")))
        .isEqualTo(new Reservation(next.nonce(), true));
  }

  /**
   * Also in the last entry: it may have been returned, and dropping it would give an opening back.
   */
  @Test
  void aFlippedBitInAnyByteOfAnyEntryIsRefused() throws IOException {
    byte[] three = bytesAfter(dir, "W", 3);
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    for (int i = 0; i < three.length; i++) {
      byte[] changed = three.clone();
      changed[i] ^= (byte) (1 << i % 8);
      refused(ledger, changed);
    }
  }

  @Test
  void aZeroedEarlierEntryIsRefused() throws IOException {
    byte[] three = bytesAfter(dir, "W", 3);
    Arrays.fill(three, ENTRY, 2 * ENTRY, (byte) 0);
    refused(FileOpeningLedger.open(dir), three);
  }

  /** The cut-off entry was begun only after the wrong one before it had been synced. */
  @Test
  void aWrongEntryBeforeACutOffOneIsRefused() throws IOException {
    byte[] three = bytesAfter(dir, "W", 3);
    Arrays.fill(three, ENTRY, 2 * ENTRY, (byte) 0);
    refused(FileOpeningLedger.open(dir), Arrays.copyOf(three, 2 * ENTRY + 60));
  }

  @Test
  void swappedRepeatedOrForeignEntriesAreRefused() throws IOException {
    byte[] two = bytesAfter(dir, "W", 2);
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    byte[] swapped = two.clone();
    System.arraycopy(two, 0, swapped, ENTRY, ENTRY);
    System.arraycopy(two, ENTRY, swapped, 0, ENTRY);
    refused(ledger, swapped);
    byte[] repeated = Arrays.copyOf(two, 3 * ENTRY);
    System.arraycopy(two, ENTRY, repeated, 2 * ENTRY, ENTRY);
    refused(ledger, repeated);
    refused(ledger, bytesAfter(dir.resolve("other"), "X", 2));
  }

  /** Well-formed entries that this program would not write: one input twice, one nonce twice. */
  @Test
  void anInputOrNonceThatComesTwiceIsRefused() throws IOException {
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    refused(ledger, entries("a", "n1", "a", "n2"));
    refused(ledger, entries("a", "n1", "b", "n1"));
  }

  private static byte[] entries(String input0, String nonce0, String input1, String nonce1) {
    byte[] first = entry(input0, nonce0).encode(hash("W"), 0);
    byte[] second = entry(input1, nonce1).encode(hash("W"), 1);
    byte[] both = Arrays.copyOf(first, 2 * ENTRY);
    System.arraycopy(second, 0, both, ENTRY, ENTRY);
    return both;
  }

  private static LedgerEntry entry(String input, String nonce) {
    return new LedgerEntry(HexFormat.of().formatHex(hash(input)), hash(nonce));
  }

  private void refused(FileOpeningLedger ledger, byte[] content) throws IOException {
    write(dir, "W", content);
    assertThatThrownBy(() -> ledger.spent(hash("W")))
        .isInstanceOf(InternalFaultException.class)
        .hasMessageContaining(file(dir.toRealPath(), "W").toString())
        .hasMessageContaining("damaged");
    assertThatThrownBy(() -> ledger.reserve(hash("new"), spends(9, "X2", "W")))
        .isInstanceOf(InternalFaultException.class);
    assertThat(Files.readAllBytes(file(dir, "W"))).isEqualTo(content);
    assertThat(ledger.spent(hash("X2"))).isZero();
  }
}
