package pot.zk.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DomainTest {
  @Test
  void tagsAreThirtyTwoBytesAndDistinct() {
    Set<String> tags = new HashSet<>();
    for (Domain domain : Domain.values()) {
      assertThat(domain.tag()).hasSize(32);
      tags.add(HexFormat.of().formatHex(domain.tag()));
    }
    assertThat(tags).hasSize(Domain.values().length);
  }

  @Test
  void tagIsThePaddedName() {
    byte[] expected =
        Arrays.copyOf("PoT-ZK/1/proof-randomness".getBytes(StandardCharsets.US_ASCII), 32);
    assertThat(Domain.PROOF_RANDOMNESS.tag()).isEqualTo(expected);
  }

  @Test
  void tagIsACopy() {
    Domain.LEAF.tag()[0] ^= 1;
    assertThat(Domain.LEAF.tag()[0]).isEqualTo((byte) 'P');
  }

  /** Expected value from Python's hashlib. */
  @Test
  void digestIsOfTagAndParts() {
    byte[] a = {'a'};
    byte[] bc = {'b', 'c'};
    assertThat(HexFormat.of().formatHex(Sha256.digest(Domain.LEAF, a, bc)))
        .isEqualTo("2fb4618ed50de30aef648260077405d6ca5abbfc0999ab0b11e806a199b1ea1f");
  }
}
