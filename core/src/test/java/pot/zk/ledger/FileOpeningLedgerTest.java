package pot.zk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pot.zk.ledger.LedgerFixture.file;
import static pot.zk.ledger.LedgerFixture.hash;
import static pot.zk.ledger.LedgerFixture.spend;
import static pot.zk.ledger.LedgerFixture.spends;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import pot.zk.error.InternalFaultException;
import pot.zk.error.UnusableRequestException;
import pot.zk.hash.Domain;
import pot.zk.hash.Sha256;
import pot.zk.ledger.OpeningLedger.Reservation;
import pot.zk.ledger.OpeningLedger.Spend;

class FileOpeningLedgerTest {
  @TempDir Path dir;

  @Test
  void eachInputSpendsOneOpeningAndGetsItsOwnNonce() {
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    Reservation first = ledger.reserve(hash("a"), spends(2, "W", "X"));
    Reservation second = ledger.reserve(hash("b"), spends(2, "X"));
    assertThat(first.nonce()).hasSize(32).isNotEqualTo(second.nonce());
    assertThat(first.repeated()).isFalse();
    assertThat(second.repeated()).isFalse();
    assertThat(ledger.spent(hash("W"))).isEqualTo(1);
    assertThat(ledger.spent(hash("X"))).isEqualTo(2);
    assertThat(ledger.spent(hash("unknown"))).isZero();
  }

  @Test
  void theSameInputGetsTheSameNonceAndSpendsNothingEvenWhenTheBudgetIsSpent() {
    Reservation first = FileOpeningLedger.open(dir).reserve(hash("a"), spends(1, "W", "X"));
    Reservation again = FileOpeningLedger.open(dir).reserve(hash("a"), spends(1, "X", "W"));
    assertThat(again).isEqualTo(new Reservation(first.nonce(), true));
    assertThat(FileOpeningLedger.open(dir).spent(hash("W"))).isEqualTo(1);
  }

  /** Wherever it is interrupted, the same input completes the same reservation. */
  @Test
  void interruptedInTheMiddle() throws Exception {
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    for (int i = 0; i < 50; i++) {
      byte[] input = hash("input " + i);
      List<Spend> spends = spends(1, "W" + i, "X" + i);
      AtomicReference<Object> end = new AtomicReference<>();
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      end.set(ledger.reserve(input, spends));
                    } catch (RuntimeException e) {
                      end.set(e);
                    }
                  });
      LockSupport.parkNanos(50_000L * i);
      thread.interrupt();
      thread.join();
      Reservation again = ledger.reserve(input, spends);
      if (end.get() instanceof Reservation first) {
        assertThat(again.nonce()).isEqualTo(first.nonce());
      } else {
        assertThat(end.get()).isInstanceOf(InternalFaultException.class);
      }
    }
  }

  @Test
  void beyondTheBudgetIsRefusedAndNothingIsChanged() throws IOException {
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    ledger.reserve(hash("a"), spends(2, "W"));
    ledger.reserve(hash("b"), spends(2, "W"));
    byte[] before = Files.readAllBytes(file(dir, "W"));
    assertThatThrownBy(() -> ledger.reserve(hash("c"), spends(2, "first", "W", "last")))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("W, Merkle root " + HexFormat.of().formatHex(hash("W")))
        .hasMessageContaining("2 openings spent of a budget of 2")
        .hasMessageContaining("fresh blinding seed");
    assertThat(Files.readAllBytes(file(dir, "W"))).isEqualTo(before);
    assertThat(file(dir, "first")).doesNotExist();
    assertThat(ledger.spent(hash("last"))).isZero();
  }

  @Test
  void oneTreeUnderTwoNamesCountsOnceUnderTheSmallerBudget() {
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    List<Spend> twice = List.of(spend("W", 1), new Spend(hash("W"), 2, "W'"));
    ledger.reserve(hash("a"), twice);
    assertThat(ledger.spent(hash("W"))).isEqualTo(1);
    assertThatThrownBy(() -> ledger.reserve(hash("b"), twice))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("W and W'")
        .hasMessageContaining("budget of 1");
  }

  /** A crash after the first of two files, simulated by taking the second one's entry away. */
  @Test
  void aCrashBetweenTwoFilesKeepsTheNonceAndCompletesTheRest() throws IOException {
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    ledger.reserve(hash("a"), spends(3, "W", "X"));
    byte[] nonce = ledger.reserve(hash("b"), spends(3, "W", "X")).nonce();
    for (String lost : new String[] {"X", "W"}) {
      byte[] whole = Files.readAllBytes(file(dir, lost));
      Files.write(file(dir, lost), Arrays.copyOf(whole, 128));
      assertThat(ledger.reserve(hash("b"), spends(3, "W", "X")))
          .isEqualTo(new Reservation(nonce, false));
      assertThat(Files.readAllBytes(file(dir, lost))).isEqualTo(whole);
    }
    assertThat(ledger.reserve(hash("b"), spends(3, "W", "X")).repeated()).isTrue();
  }

  @Test
  void anInputThatCannotBeCompletedWithinTheBudgetIsRefused() {
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    ledger.reserve(hash("a"), spends(1, "W"));
    ledger.reserve(hash("b"), spends(1, "X"));
    assertThatThrownBy(() -> ledger.reserve(hash("a"), spends(1, "W", "X")))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("X, Merkle root");
    assertThat(ledger.spent(hash("W"))).isEqualTo(1);
    assertThat(ledger.spent(hash("X"))).isEqualTo(1);
  }

  @Test
  void twoNoncesForOneInputAreDamage() {
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    ledger.reserve(hash("a"), spends(9, "W"));
    ledger.reserve(hash("a"), spends(9, "X"));
    assertThatThrownBy(() -> ledger.reserve(hash("a"), spends(9, "W", "X")))
        .isInstanceOf(InternalFaultException.class)
        .hasMessageContaining("another nonce");
  }

  /** The file format, spelled out. */
  @Test
  void theFormatIsAsDocumented() throws IOException {
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    ledger.reserve(hash("a"), spends(2, "W"));
    byte[] nonce = ledger.reserve(hash("b"), spends(2, "W")).nonce();
    byte[] file = Files.readAllBytes(file(dir, "W"));
    assertThat(file).hasSize(256);
    ByteBuffer expected = ByteBuffer.allocate(96).order(ByteOrder.LITTLE_ENDIAN);
    expected.put("PoTopen1".getBytes(StandardCharsets.US_ASCII));
    expected.put(hash("b")).put(nonce).putLong(1);
    assertThat(Arrays.copyOfRange(file, 128, 224)).isEqualTo(expected.array());
    assertThat(Arrays.copyOfRange(file, 224, 256))
        .isEqualTo(Sha256.digest(Domain.LEDGER, expected.array(), hash("W")));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void filesAndFoldersAreTheOwnersOnly() throws IOException {
    Path inner = dir.resolve("not/there/yet");
    FileOpeningLedger.open(inner).reserve(hash("a"), spends(1, "W"));
    Path file = file(inner, "W");
    for (Path path : new Path[] {file, inner.resolve("lock")}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
    }
    for (String name : new String[] {"not", "not/there/yet", "not/there/yet/openings"}) {
      Path path = dir.resolve(name);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aDirectoryThatCannotBeIsRefusedWithAdvice() throws IOException {
    Path file = Files.createFile(dir.resolve("file"));
    for (Path path : new Path[] {file, file.resolve("below")}) {
      assertThatThrownBy(() -> FileOpeningLedger.open(path))
          .isInstanceOf(UnusableRequestException.class)
          .hasMessageContaining(path.toString())
          .hasMessageContaining("POT_STATE");
    }
  }

  @Test
  void aFileThatCannotBeReadIsAFault() throws IOException {
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    Files.createDirectories(file(dir, "W"));
    assertThatThrownBy(() -> ledger.reserve(hash("a"), spends(1, "W")))
        .isInstanceOf(InternalFaultException.class)
        .hasMessageContaining(dir.toRealPath().toString());
  }

  @Test
  void aDeletedLedgerIsAFaultUntilOpenedAgain() throws IOException {
    Path inner = dir.resolve("inner");
    FileOpeningLedger ledger = FileOpeningLedger.open(inner);
    Files.delete(inner.resolve("lock"));
    Files.delete(inner.resolve("openings"));
    Files.delete(inner);
    assertThatThrownBy(() -> ledger.reserve(hash("a"), spends(1, "W")))
        .isInstanceOf(InternalFaultException.class);
    assertThat(FileOpeningLedger.open(inner).spent(hash("W"))).isZero();
    ledger.reserve(hash("a"), spends(1, "W"));
    assertThat(FileOpeningLedger.open(inner).spent(hash("W"))).isEqualTo(1);
  }

  @Test
  void aDeletedLockFileIsMadeAnew() throws IOException {
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    Files.delete(dir.resolve("lock"));
    ledger.reserve(hash("a"), spends(1, "W"));
    assertThat(dir.resolve("lock")).exists();
  }

  @Test
  void anInterruptedThreadGetsNothingAndTheLedgerGoesOn() {
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> ledger.reserve(hash("a"), spends(1, "W")))
          .isInstanceOf(InternalFaultException.class)
          .hasMessageContaining("Interrupt");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(ledger.reserve(hash("a"), spends(1, "W")).nonce()).hasSize(32);
  }

  @Test
  void argumentsAreChecked() {
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    assertThatThrownBy(() -> ledger.reserve(new byte[31], spends(1, "W")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ledger.reserve(hash("a"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ledger.spent(new byte[33]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> spend("W", 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Spend(new byte[0], 1, "W"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void recordsKeepTheirBytesToThemselves() {
    Spend spend = spend("W", 1);
    spend.merkleRoot()[0] ^= 1;
    assertThat(spend).isEqualTo(spend("W", 1)).hasSameHashCodeAs(spend("W", 1));
    Reservation reservation = new Reservation(hash("n"), false);
    reservation.nonce()[0] ^= 1;
    assertThat(reservation).isEqualTo(new Reservation(hash("n"), false));
    assertThat(reservation.toString()).doesNotContain(HexFormat.of().formatHex(hash("n")));
  }
}
