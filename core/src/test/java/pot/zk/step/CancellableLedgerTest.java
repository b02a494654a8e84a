package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pot.zk.error.InternalFaultException;
import pot.zk.ledger.FileOpeningLedger;
import pot.zk.ledger.OpeningLedger;

/** The bug: whoever stops a prover while it reserves is told that the disk is broken. */
class CancellableLedgerTest {
  private static final byte[] INPUT = new byte[32];

  private static final List<OpeningLedger.Spend> SPENDS =
      List.of(new OpeningLedger.Spend(new byte[32], 1, "W"));

  @TempDir Path dir;

  @Test
  void anInterruptionIsNoFault() {
    OpeningLedger ledger = new CancellableLedger(FileOpeningLedger.open(dir));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> ledger.reserve(INPUT, SPENDS))
          .isInstanceOf(CancellationException.class)
          .hasCauseInstanceOf(InternalFaultException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    OpeningLedger.Reservation reservation = ledger.reserve(INPUT, SPENDS);
    assertThat(ledger.reserve(INPUT, SPENDS).nonce()).isEqualTo(reservation.nonce());
    assertThat(ledger.spent(new byte[32])).isEqualTo(1);
  }

  @Test
  void aFaultIsOne() throws IOException {
    OpeningLedger ledger = new CancellableLedger(FileOpeningLedger.open(dir));
    ledger.reserve(INPUT, SPENDS);
    try (Stream<Path> files = Files.walk(dir.resolve("openings"))) {
      Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      Files.write(file, new byte[256]);
    }
    assertThatThrownBy(() -> ledger.reserve(INPUT, SPENDS))
        .isInstanceOf(InternalFaultException.class);
  }
}
