package pot.zk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import pot.zk.error.UnusableRequestException;

@DisabledOnOs(OS.WINDOWS) // the paths below are not absolute there
class StateDirectoryTest {
  private static Path locate(Map<String, String> environment, String osName) {
    return StateDirectory.locate(environment, osName, "/home/me");
  }

  @Test
  void potStateComesFirst() {
    Map<String, String> both = Map.of("POT_STATE", "/a/b", "XDG_STATE_HOME", "/x");
    assertThat(locate(both, "Linux")).isEqualTo(Path.of("/a/b"));
    assertThat(locate(Map.of("POT_STATE", "rel"), "Linux"))
        .isEqualTo(Path.of("rel").toAbsolutePath());
  }

  @Test
  void thenTheXdgDirectoryIfAbsolute() {
    Map<String, String> absolute = Map.of("POT_STATE", "", "XDG_STATE_HOME", "/x");
    assertThat(locate(absolute, "Linux")).isEqualTo(Path.of("/x/pot-zk"));
    assertThat(locate(Map.of("XDG_STATE_HOME", "x"), "Linux"))
        .isEqualTo(Path.of("/home/me/.local/state/pot-zk"));
  }

  @Test
  void thenTheSystemsPlaceForState() {
    assertThat(locate(Map.of(), "Linux")).isEqualTo(Path.of("/home/me/.local/state/pot-zk"));
    assertThat(locate(Map.of(), "Mac OS X"))
        .isEqualTo(Path.of("/home/me/Library/Application Support/pot-zk"));
  }

  @Test
  void withoutAHomeTheUserMustChoose() {
    for (String home : new String[] {"", "?"}) {
      assertThatThrownBy(() -> StateDirectory.locate(Map.of(), "Linux", home))
          .isInstanceOf(UnusableRequestException.class)
          .hasMessageContaining("POT_STATE");
    }
  }
}
