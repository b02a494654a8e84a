package pot.zk.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import pot.zk.hash.Domain;
import pot.zk.hash.Sha256;
import pot.zk.ledger.OpeningLedger.Spend;

/** Made-up roots and inputs, and the files behind them. */
final class LedgerFixture {
  private LedgerFixture() {}

  /** 32 bytes that differ for different names. */
  static byte[] hash(String name) {
    return Sha256.digest(Domain.WITNESS, name.getBytes(StandardCharsets.UTF_8));
  }

  static Spend spend(String name, int budget) {
    return new Spend(hash(name), budget, name);
  }

  static List<Spend> spends(int budget, String... names) {
    return Arrays.stream(names).map(name -> spend(name, budget)).toList();
  }

  static Path file(Path dir, String name) {
    String hex = HexFormat.of().formatHex(hash(name));
    return dir.resolve("openings").resolve(hex.substring(0, 2)).resolve(hex);
  }

  /** Puts content into the file of a root that may have none yet. */
  static void write(Path dir, String name, byte[] content) throws IOException {
    String shard = HexFormat.of().formatHex(hash(name)).substring(0, 2);
    Files.createDirectories(dir.resolve("openings").resolve(shard));
    Files.write(file(dir, name), content);
  }

  /** The file of a root after n openings, in a ledger of its own. */
  static byte[] bytesAfter(Path dir, String name, int n) throws IOException {
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    for (int i = 0; i < n; i++) {
      ledger.reserve(hash("input " + i), spends(n, name));
    }
    return Files.readAllBytes(file(dir, name));
  }
}
